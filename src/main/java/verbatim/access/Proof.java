package verbatim.access;

import verbatim.kernel.Secret;

/// What somebody signed in gives to show that it is still him, before anything that could take the
/// account from him: the password, with a code where he has a second factor; or a passkey alone.
///
/// @param code of the app, or a recovery code; "" for none
/// @param assertion what a passkey answered, as JSON; "" for none
/// @param browser the cookie of the browser that was asked
public record Proof(Secret password, String code, String assertion, Secret browser) {
  public static Proof of(Secret password) {
    return new Proof(password, "", "", new Secret(""));
  }

  @Override
  public String toString() {
    return "Proof";
  }
}
