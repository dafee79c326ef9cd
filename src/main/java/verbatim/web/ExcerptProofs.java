package verbatim.web;

import java.util.List;
import java.util.Optional;
import verbatim.access.Credentials;
import verbatim.access.SecondFactor;
import verbatim.http.Request;
import verbatim.kernel.Limits;

/// What stands under somebody's name for ever is said by who has just signed in, or shows once more
/// that it is him.
final class ExcerptProofs {
  private final Credentials credentials;
  private final SecondFactor factor;
  private final PasskeyForms passkeys;
  private final Limits.Excerpts limits;

  ExcerptProofs(Web.Doors doors, PasskeyForms passkeys, Limits.Excerpts limits) {
    this.credentials = doors.credentials();
    this.factor = doors.secondFactor();
    this.passkeys = passkeys;
    this.limits = limits;
  }

  private boolean isFresh(Request request) {
    return credentials.isFresh(request.signedIn(), limits.freshSignInMax());
  }

  /// What the page asks for; nothing of who has just signed in.
  Optional<Views.Prove> ask(Request request, Forms.Sheet sheet, List<Views.Fault> faults) {
    return isFresh(request)
        ? Optional.empty()
        : Optional.of(FactorPages.prove(request, sheet, factor, passkeys, faults));
  }

  /// @throws verbatim.kernel.Refused Invalid with field `current_password` or `code`; TooMany
  void check(Request request) {
    if (!isFresh(request)) {
      credentials.prove(request.signedIn(), PasskeyForms.proof(request));
    }
  }
}
