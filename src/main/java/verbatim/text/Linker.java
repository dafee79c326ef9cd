package verbatim.text;

import java.util.Optional;

/// Knows where names in a text lead to.
public interface Linker {
  /// The profile's address; empty when nobody has that name, and then it stays plain text.
  Optional<String> mention(Entity.Mention mention);

  /// The page of a tag.
  String hashtag(Entity.Hashtag hashtag);

  /// The picture of a custom emoji; empty when there is none of that name, or whoever reads puts
  /// the pictures in himself, as programs do: then it stays `:name:`.
  default Optional<String> emoji(Entity.Emoji emoji) {
    return Optional.empty();
  }
}
