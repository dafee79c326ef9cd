package verbatim.accounts;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What an account says of itself. Texts are as written; whoever shows them renders them.
///
/// @param bio plain text here; sanitised HTML for remote accounts
/// @param avatar key of the picture in media, "" for none
/// @param header likewise
public record Profile(
    String displayName,
    String bio,
    List<Field> fields,
    String avatar,
    String header,
    boolean bot,
    boolean locked,
    boolean discoverable,
    boolean indexable,
    boolean hidesCollections) {
  public record Field(String name, String value, Optional<Instant> verifiedAt) {}

  public Profile withIndexable(boolean isIndexable) {
    return new Profile(
        displayName,
        bio,
        fields,
        avatar,
        header,
        bot,
        locked,
        discoverable,
        isIndexable,
        hidesCollections);
  }

  /// Proposed to others; whether its public words are found stays as it is.
  public Profile proposed() {
    return new Profile(
        displayName, bio, fields, avatar, header, bot, locked, true, indexable, hidesCollections);
  }

  /// Proposed to others, and its public words found.
  public Profile found() {
    return new Profile(
        displayName, bio, fields, avatar, header, bot, locked, true, true, hidesCollections);
  }

  public static Profile blank() {
    return new Profile("", "", List.of(), "", "", false, false, false, false, false);
  }
}
