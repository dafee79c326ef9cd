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
/// @param quoted the same words to the letter, as he read them; "" where that was not kept
/// @param sha256 of the article as he read it: see [Version#sha256OfAll]; "" where that was not
/// kept
/// @param text his words
/// @param proof his signature over [#signed]; empty where he has no key here
public record Rejoinder(
    StatementId id,
    ArticleId article,
    AccountId by,
    String quotation,
    String quoted,
    String sha256,
    String text,
    Instant at,
    Optional<Question.Proof> proof) {

  /// Where it stands, as the log of deeds says it.
  public String place() {
    return article + "/" + id;
  }

  /// What is signed, to the letter: the article as he read it, with its headline, the quotation
  /// that it is about and the words, so that none can be exchanged. "" where it was made before
  /// that was kept.
  public String signed() {
    return quoted.isEmpty()
        ? ""
        : String.join(
            "\n",
            "verbatim rejoinder 2",
            article.toString(),
            at.toString(),
            sha256,
            Sha256.hex(quoted),
            Sha256.hex(text));
  }

  Rejoinder with(Optional<Question.Proof> signature) {
    return new Rejoinder(id, article, by, quotation, quoted, sha256, text, at, signature);
  }
}
