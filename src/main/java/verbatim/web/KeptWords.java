package verbatim.web;

import com.github.benmanes.caffeine.cache.Cache;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import verbatim.http.Answer;
import verbatim.http.Request;
import verbatim.kernel.AccountId;
import verbatim.kernel.Caches;

/// Whoever posts after his sign-in has ended loses no word: they are kept here until he is back,
/// under a random name that only his browser has, in a cookie. Whoever is signed out may fill this,
/// so it is small, short, and each takes little; a restart empties it, and then the way back of the
/// browser is all there is.
final class KeptWords {
  static final int CHARACTERS_MAX = 400_000;
  private static final int ALL_CHARACTERS_MAX = 8_000_000;
  private static final Duration KEPT = Duration.ofHours(1);
  private static final String COOKIE = "kept";
  private static final int COOKIE_BYTES = 24;

  /// @param writer whose form it was, "" for words that came from elsewhere
  private record Kept(String writer, Typed typed) {}

  private final Cache<String, Kept> kept =
      Caches.bounded()
          .maximumWeight(ALL_CHARACTERS_MAX)
          .weigher((String name, Kept words) -> name.length() + words.typed().characters())
          .expireAfterWrite(KEPT)
          .build();
  private final SecureRandom random;

  KeptWords(SecureRandom random) {
    this.random = random;
  }

  /// Keeps them, if there are any and not too many.
  ///
  /// @param answer to the browser that has sent them
  Answer keep(Typed typed, Answer answer, Request request) {
    if (typed.isBlank() || typed.characters() > CHARACTERS_MAX) {
      return answer;
    }
    byte[] bytes = new byte[COOKIE_BYTES];
    random.nextBytes(bytes);
    String name = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    kept.put(name, new Kept(request.params().text("writer", ""), typed));
    return answer.cookie(COOKIE, name, KEPT, request);
  }

  /// Another who signs in with the same browser does not get them.
  Optional<Typed> find(Request request, AccountId reader) {
    return Optional.ofNullable(kept.getIfPresent(request.cookie(COOKIE)))
        .filter(words -> words.writer().isEmpty() || words.writer().equals(reader.toString()))
        .map(Kept::typed);
  }

  /// They are posted, or kept elsewhere.
  Answer forget(Answer answer, Request request) {
    String name = request.cookie(COOKIE);
    if (name.isEmpty()) {
      return answer;
    }
    kept.invalidate(name);
    return answer.cookie(COOKIE, "", Duration.ZERO, request);
  }
}
