package verbatim.statements;

import java.time.Instant;
import java.util.Optional;
import verbatim.kernel.AccountId;
import verbatim.kernel.ArticleId;
import verbatim.kernel.Sha256;
import verbatim.kernel.StatementId;

/// "I said: …": what somebody who is quoted in an article says that he said. It stands beside the
/// quotation as long as the article quotes these words as his.
///
/// @param quotation a hash of the words that are quoted, whatever their marks
/// @param text his words
/// @param proof his signature over [#signed]; empty where he has no key here
public record Rejoinder(
    StatementId id,
    ArticleId article,
    AccountId by,
    String quotation,
    String text,
    Instant at,
    Optional<Question.Proof> proof) {

  /// Where it stands, as the log of deeds says it.
  public String place() {
    return article + "/" + id;
  }

  /// What is signed: the quotation that it is about and the words, so that neither can be
  /// exchanged.
  static String signed(ArticleId article, String quoted, String text, Instant at) {
    return String.join(
        "\n",
        "verbatim rejoinder 1",
        article.toString(),
        at.toString(),
        Sha256.hex(quoted),
        Sha256.hex(text));
  }
}
