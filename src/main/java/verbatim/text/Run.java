package verbatim.text;

import java.util.Set;

/// Some letters of a [Block] that look alike, and where they stand in the raw text: letter for
/// letter, or all of them in the place of something else (`&amp;`, a line end, a tag).
///
/// @param text what is read
/// @param start offset of the first letter in the raw text, in UTF-16 units
/// @param end after the last one
/// @param link where it leads; "" for none. Only what [WebAddress] takes stands here
public record Run(String text, int start, int end, Set<Mark> marks, String link) {
  public enum Mark {
    EMPHASIS,
    STRONG,
    CODE,
    STRUCK
  }

  public Run {
    marks = Set.copyOf(marks);
  }

  /// Whether each letter stands in the raw text as it is read.
  public boolean isLetterForLetter() {
    return end - start == text.length();
  }
}
