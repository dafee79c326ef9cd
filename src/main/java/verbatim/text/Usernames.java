package verbatim.text;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;

/// What an account here may be called: ASCII letters, digits and underscore, so that no name can
/// look like another but by case, and case does not distinguish names.
public final class Usernames {
  // Words that a stranger would take for the server or its people, and those that have a meaning of
  // their own in addresses.
  private static final Set<String> RESERVED =
      Set.of(
          "abuse",
          "about",
          "account",
          "accounts",
          "actor",
          "admin",
          "administrator",
          "all",
          "anonymous",
          "api",
          "app",
          "apps",
          "auth",
          "bot",
          "channel",
          "contact",
          "everyone",
          "excerpt",
          "excerpts",
          "explore",
          "federation",
          "feed",
          "follow",
          "followers",
          "help",
          "here",
          "home",
          "hostmaster",
          "inbox",
          "info",
          "instance",
          "internal",
          "local",
          "login",
          "logout",
          "mail",
          "mailer",
          "me",
          "media",
          "mod",
          "moderation",
          "moderator",
          "news",
          "nobody",
          "nodeinfo",
          "noreply",
          "no_reply",
          "notifications",
          "oauth",
          "official",
          "operator",
          "outbox",
          "owner",
          "postmaster",
          "privacy",
          "public",
          "register",
          "relay",
          "robot",
          "root",
          "search",
          "security",
          "server",
          "settings",
          "share",
          "signin",
          "sign_in",
          "signup",
          "sign_up",
          "staff",
          "static",
          "support",
          "system",
          "tags",
          "team",
          "test_admin",
          "undefined",
          "null",
          "user",
          "users",
          "verbatim",
          "webmaster",
          "wellknown",
          "well_known",
          "www");

  private Usernames() {}

  /// @return what is wrong with it, if anything
  public static Optional<Refusal.Fault> check(String name, Limits.People limits) {
    if (name.isEmpty()) {
      return fault("ERR_BLANK", "can't be blank");
    }
    if (name.length() > limits.usernameCharactersMax()) {
      return fault(
          "ERR_TOO_LONG",
          "is too long (maximum is " + limits.usernameCharactersMax() + " characters)");
    }
    if (!name.chars().allMatch(Signs::isNameSign)) {
      return fault("ERR_INVALID", "must contain only letters, numbers and underscores");
    }
    if (RESERVED.contains(key(name))) {
      return fault("ERR_RESERVED", "is reserved");
    }
    return Optional.empty();
  }

  /// Two names with the same key are the same name.
  public static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static Optional<Refusal.Fault> fault(String code, String words) {
    return Optional.of(new Refusal.Fault("username", code, words));
  }
}
