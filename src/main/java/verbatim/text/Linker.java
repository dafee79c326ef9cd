package verbatim.text;

import java.util.Optional;

/// Knows where names in a text lead to.
public interface Linker {
  /// The profile's address; empty when nobody has that name, and then it stays plain text.
  Optional<String> mention(Entity.Mention mention);

  /// The page of a tag.
  String hashtag(Entity.Hashtag hashtag);
}
