package verbatim.accounts;

import java.util.Set;
import verbatim.kernel.Refusal;

/// How somebody wants the pages to be, and what apps ask to be as he likes it. Each text is "" for
/// "as the device says".
///
/// @param theme light or dark
/// @param contrast more
/// @param text large or larger
/// @param motion less
/// @param language of the pages, a code of the catalogues
/// @param media default (hidden where marked as sensitive), show_all or hide_all
/// @param opensWarnings whether what stands behind a content warning is shown at once
/// @param playsGifs whether pictures move by themselves
/// @param undoSeconds how long after posting it may be taken back; 0 for not at all
/// @param hasKeys whether single keys are commands
/// @param offersTalks whether the composer offers to say it to whom it concerns first
public record Preferences(
    String theme,
    String contrast,
    String text,
    String motion,
    String language,
    String media,
    boolean opensWarnings,
    boolean playsGifs,
    int undoSeconds,
    boolean hasKeys,
    boolean offersTalks) {
  public static final int UNDO_SECONDS_USUAL = 10;
  public static final int UNDO_SECONDS_MAX = 60;
  private static final Set<String> MEDIA = Set.of("default", "show_all", "hide_all");
  private static final int WORD_CHARACTERS_MAX = 16;

  public static Preferences usual() {
    return new Preferences(
        "", "", "", "", "", "default", false, false, UNDO_SECONDS_USUAL, true, true);
  }

  public Preferences withLook(
      String theme, String contrast, String text, String motion, String language) {
    return new Preferences(
        theme,
        contrast,
        text,
        motion,
        language,
        media,
        opensWarnings,
        playsGifs,
        undoSeconds,
        hasKeys,
        offersTalks);
  }

  public Preferences withReading(String media, boolean opensWarnings, boolean playsGifs) {
    return new Preferences(
        theme,
        contrast,
        text,
        motion,
        language,
        media,
        opensWarnings,
        playsGifs,
        undoSeconds,
        hasKeys,
        offersTalks);
  }

  public Preferences withUndoSeconds(int seconds) {
    return new Preferences(
        theme,
        contrast,
        text,
        motion,
        language,
        media,
        opensWarnings,
        playsGifs,
        seconds,
        hasKeys,
        offersTalks);
  }

  public Preferences withKeys(boolean has) {
    return new Preferences(
        theme,
        contrast,
        text,
        motion,
        language,
        media,
        opensWarnings,
        playsGifs,
        undoSeconds,
        has,
        offersTalks);
  }

  public Preferences withOffersTalks(boolean offers) {
    return new Preferences(
        theme,
        contrast,
        text,
        motion,
        language,
        media,
        opensWarnings,
        playsGifs,
        undoSeconds,
        hasKeys,
        offers);
  }

  void check() {
    for (String word : new String[] {theme, contrast, text, motion, language}) {
      if (word.length() > WORD_CHARACTERS_MAX) {
        throw Refusal.invalid("look", "ERR_INCLUSION", "Look is not included in the list");
      }
    }
    if (!MEDIA.contains(media)) {
      throw Refusal.invalid("media", "ERR_INCLUSION", "Media is not included in the list");
    }
    if (undoSeconds < 0 || undoSeconds > UNDO_SECONDS_MAX) {
      throw Refusal.invalid("undo", "ERR_INCLUSION", "Undo is not included in the list");
    }
  }
}
