package verbatim.accounts;

/// A name with its server. Two handles are equal when they are the same letters; [Accounts]
/// compares them without case.
///
/// @param domain "" for an account of this server; else lower case, with a port where there is one
public record Handle(String username, String domain) {
  public static Handle here(String username) {
    return new Handle(username, "");
  }

  /// Of this server, as somebody types it: with or without the sign before it.
  public static Handle typed(String name) {
    return here(name.startsWith("@") ? name.substring(1) : name);
  }

  public boolean isHere() {
    return domain.isEmpty();
  }

  /// `name` here, `name@domain` elsewhere: the client API's `acct`.
  public String acct() {
    return isHere() ? username : username + "@" + domain;
  }
}
