package verbatim.articles;

import java.time.Instant;
import verbatim.kernel.AccountId;
import verbatim.kernel.ArticleId;
import verbatim.kernel.Sha256;

/// A state of an article's words.
///
/// @param number from 1 in the order of publishing; 0 for what is being worked on
/// @param by who saved or published it
/// @param sha256 of the raw body in UTF-8, in hexadecimal digits
public record Version(
    ArticleId article, int number, Instant at, AccountId by, String sha256, Manuscript words) {
  /// Of its headline too: of three lines, the SHA-256 of title, standfirst and body. Where one ends
  /// and the next begins is in it.
  public String sha256OfAll() {
    return Sha256.hex(
        String.join("\n", Sha256.hex(words.title()), Sha256.hex(words.standfirst()), sha256));
  }

  public boolean isWorkingCopy() {
    return number == 0;
  }
}
