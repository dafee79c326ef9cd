package verbatim.articles;

import java.time.Instant;
import verbatim.kernel.AccountId;
import verbatim.kernel.ArticleId;

/// A state of an article's words.
///
/// @param number from 1 in the order of publishing; 0 for what is being worked on
/// @param by who saved or published it
/// @param sha256 of the raw body in UTF-8, in hexadecimal digits
public record Version(
    ArticleId article, int number, Instant at, AccountId by, String sha256, Manuscript words) {
  public boolean isWorkingCopy() {
    return number == 0;
  }
}
