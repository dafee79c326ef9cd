package verbatim.relations;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Who may answer a post, of those who may read it. Its author always may; whom the post mentions
/// may, unless nobody may.
public enum ReplyPolicy {
  PUBLIC,
  FOLLOWERS,
  MENTIONED,
  NOBODY;

  /// The client API's word: public, followers, mentioned, nobody.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<ReplyPolicy> of(String word) {
    return Stream.of(values()).filter(policy -> policy.word().equals(word)).findFirst();
  }
}
