package verbatim.web;

import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import verbatim.http.Request;

/// Picks the language and the zone of whoever asks: what he chose, else what his browser says;
/// English, in UTC, for who says nothing.
final class Tongues {
  static final String ZONE_COOKIE = "zone";
  private static final int ZONE_CHARACTERS_MAX = 64;
  private static final int ACCEPTED_CHARACTERS_MAX = 200;
  private static final ZoneId UTC = ZoneId.of("UTC");

  private final Map<String, Catalogue> catalogues = new LinkedHashMap<>();
  private final Looks looks;
  private final InstantSource clock;

  Tongues(Looks looks, InstantSource clock) {
    this.looks = looks;
    this.clock = clock;
    for (String language : Catalogue.LANGUAGES) {
      catalogues.put(language, Catalogue.read(language));
    }
  }

  Tongue of(Request request) {
    return new Tongue(catalogue(request), zone(request.cookie(ZONE_COOKIE)), clock.instant());
  }

  private Catalogue catalogue(Request request) {
    String chosen = looks.of(request).language();
    if (catalogues.containsKey(chosen)) {
      return found(chosen);
    }
    String accepted = request.header("Accept-Language");
    if (accepted.isEmpty() || accepted.length() > ACCEPTED_CHARACTERS_MAX) {
      return found("en");
    }
    try {
      List<Locale.LanguageRange> wanted = Locale.LanguageRange.parse(accepted);
      String best = Locale.lookupTag(wanted, catalogues.keySet());
      return found(best == null ? "en" : best);
    } catch (IllegalArgumentException _) {
      return found("en");
    }
  }

  private Catalogue found(String language) {
    Catalogue catalogue = catalogues.get(language);
    if (catalogue == null) {
      throw new IllegalStateException(language);
    }
    return catalogue;
  }

  private static ZoneId zone(String cookie) {
    if (cookie.isEmpty() || cookie.length() > ZONE_CHARACTERS_MAX) {
      return UTC;
    }
    try {
      return ZoneId.of(cookie.replace("%2F", "/"));
    } catch (DateTimeException _) {
      return UTC;
    }
  }
}
