package verbatim.web;

import java.util.List;
import java.util.Set;
import verbatim.accounts.Preferences;
import verbatim.http.Params;
import verbatim.http.Request;

/// How a reader likes the pages to look; kept with his account, or by the browser of somebody who
/// is signed out in one cookie, and written into the page by the server, so that nothing flashes.
/// Each is "" for "as the device says".
///
/// @param theme light or dark
/// @param contrast more
/// @param text large or larger
/// @param motion less
/// @param language of the pages
/// @param hasKeys whether single keys are commands
/// @param opensWarnings whether what stands behind a content warning is shown at once
public record Look(
    String theme,
    String contrast,
    String text,
    String motion,
    String language,
    boolean hasKeys,
    boolean opensWarnings) {
  static final String COOKIE = "look";
  static final Look USUAL = new Look("", "", "", "", "", true, false);
  private static final Set<String> THEMES = Set.of("light", "dark");
  private static final Set<String> TEXTS = Set.of("large", "larger");
  private static final int PARTS = 5;

  static Look of(Preferences wishes) {
    return new Look(
        one(wishes.theme(), THEMES),
        one(wishes.contrast(), Set.of("more")),
        one(wishes.text(), TEXTS),
        one(wishes.motion(), Set.of("less")),
        one(wishes.language(), Set.copyOf(Catalogue.LANGUAGES)),
        wishes.hasKeys(),
        wishes.opensWarnings());
  }

  /// As a form says it.
  static Look of(Params params) {
    return new Look(
        one(params.text("theme", ""), THEMES),
        params.flag("contrast", false) ? "more" : "",
        one(params.text("size", ""), TEXTS),
        params.flag("motion", false) ? "less" : "",
        one(params.text("language", ""), Set.copyOf(Catalogue.LANGUAGES)),
        params.flag("keys", false),
        params.flag("warnings", false));
  }

  Preferences into(Preferences wishes) {
    return wishes
        .withLook(theme, contrast, text, motion, language)
        .withKeys(hasKeys)
        .withReading(wishes.media(), opensWarnings, wishes.playsGifs());
  }

  /// As the cookie says.
  static Look of(Request request) {
    String[] parts = request.cookie(COOKIE).split("\\.", -1);
    if (parts.length != PARTS) {
      return USUAL;
    }
    return new Look(
        one(parts[0], THEMES),
        one(parts[1], Set.of("more")),
        one(parts[2], TEXTS),
        one(parts[3], Set.of("less")),
        one(parts[4], Set.copyOf(Catalogue.LANGUAGES)),
        true,
        false);
  }

  Look withTheme(String chosen) {
    return new Look(one(chosen, THEMES), contrast, text, motion, language, hasKeys, opensWarnings);
  }

  String cookie() {
    return String.join(".", List.of(theme, contrast, text, motion, language));
  }

  /// What is not one of them is as if nothing had been chosen.
  private static String one(String chosen, Set<String> possible) {
    return possible.contains(chosen) ? chosen : "";
  }
}
