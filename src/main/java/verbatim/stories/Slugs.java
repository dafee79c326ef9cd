package verbatim.stories;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import verbatim.kernel.Refusal;
import verbatim.kernel.StoryId;
import verbatim.store.Bytes;
import verbatim.store.Claim;
import verbatim.store.Key;
import verbatim.store.Store;

/// The last parts of stories' addresses, each claimed once and for ever, and only when a story is
/// published: else a stranger could learn from a name that is taken what others write in private.
final class Slugs {
  private static final int CHARACTERS_MAX = 60;
  private static final int LENGTH_MAX = 200;
  private static final int TRIED_MAX = 20;
  private static final int UNKNOWN_MAX = 50;
  private static final int TOKEN_BYTES = 16;

  private final Store store;
  private final RandomGenerator random;

  Slugs(Store store, RandomGenerator random) {
    this.store = store;
    this.random = random;
  }

  Optional<StoryId> find(String slug) {
    return slug.isEmpty() || slug.length() > LENGTH_MAX || slug.indexOf('\0') >= 0
        ? Optional.empty()
        : store
            .get(StoryTable.SLUG, Key.of(slug), Key.NONE)
            .map(row -> new StoryId(Bytes.read(row.value()).number()));
  }

  String claim(String title, StoryId id) {
    String plain = of(title);
    for (int i = 1; i <= TRIED_MAX; i++) {
      String slug = i == 1 ? plain : plain + "-" + i;
      if (isClaimed(slug, id)) {
        return slug;
      }
    }
    String last = plain + "-" + id;
    if (!isClaimed(last, id)) {
      throw new IllegalStateException("the address of story " + id + " is taken");
    }
    return last;
  }

  private boolean isClaimed(String slug, StoryId id) {
    byte[] token = new byte[TOKEN_BYTES];
    random.nextBytes(token);
    byte[] value = Bytes.write(1).number(id.value()).done();
    for (int tried = 0; tried < UNKNOWN_MAX; tried++) {
      Claim claim = store.putIfAbsent(StoryTable.SLUG, Key.of(slug), Key.NONE, value, token);
      switch (claim) {
        case Claim.Applied _ -> {
          return true;
        }
        case Claim.Lost _ -> {
          return find(slug).filter(id::equals).isPresent();
        }
        case Claim.Unknown _ -> {}
      }
    }
    throw Refusal.unavailable("The server cannot tell what came of this; look, and try again");
  }

  /// Letters and digits of any script, the rest as single hyphens. A name of digits alone would be
  /// taken for a number.
  static String of(String title) {
    String plain =
        Normalizer.normalize(title, Normalizer.Form.NFKC)
            .toLowerCase(Locale.ROOT)
            .replaceAll("['’]", "")
            .replaceAll("[^\\p{L}\\p{N}\\p{M}]+", "-")
            .replaceAll("^-+|-+$", "");
    int points = plain.codePointCount(0, plain.length());
    String cut =
        points <= CHARACTERS_MAX
            ? plain
            : plain.substring(0, plain.offsetByCodePoints(0, CHARACTERS_MAX));
    String slug = cut.replaceAll("-+$", "");
    return slug.matches("\\p{N}*|new") ? "story-" + slug : slug;
  }
}
