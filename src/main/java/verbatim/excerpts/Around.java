package verbatim.excerpts;

import verbatim.statuses.Draft;

/// The words beside an excerpt, as far as the publisher has written them. Whoever is asked sees
/// them, and agrees to them too.
///
/// @param text "" while there is none yet: then whoever agrees agrees to the excerpt beside no
/// words
public record Around(String text, String warning, Draft.Visibility visibility) {
  public static final Around NOTHING = new Around("", "", Draft.Visibility.PUBLIC);

  boolean isBlank() {
    return text.isBlank() && warning.isBlank();
  }

  /// Not published yet, so it is in no log.
  @Override
  public String toString() {
    return "Around";
  }
}
