package verbatim.api;

import java.net.URI;
import java.time.Instant;
import java.util.List;

/// What the server says of itself.
///
/// @param publicUrl the only origin that stands in answers
/// @param description plain text
/// @param contactEmail "" for none
/// @param contactUsername the account to turn to, "" for none
/// @param languages BCP 47
/// @param version of the program
/// @param about long description as plain text, "" for none
/// @param privacy how data is handled, as plain text, "" for none
/// @param textsAt when about and privacy were last changed
public record Site(
    URI publicUrl,
    String title,
    String description,
    String contactEmail,
    String contactUsername,
    List<Rule> rules,
    List<String> languages,
    String version,
    String about,
    String privacy,
    Instant textsAt) {

  /// @param hint the rule in more words, "" for none
  public record Rule(String text, String hint) {}

  public Site {
    rules = List.copyOf(rules);
    languages = List.copyOf(languages);
  }

  /// A server that has only a name and an address yet.
  public static Site plain(URI publicUrl, String title, String version) {
    return new Site(
        publicUrl, title, "", "", "", List.of(), List.of("en"), version, "", "", Instant.EPOCH);
  }
}
