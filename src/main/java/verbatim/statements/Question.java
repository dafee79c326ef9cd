package verbatim.statements;

import java.time.Instant;
import java.util.Optional;
import verbatim.kernel.AccountId;
import verbatim.kernel.QuestionId;
import verbatim.kernel.Sha256;

/// "Are these your words?"
///
/// @param by who asks
/// @param of who is asked
/// @param where they were read, in the words of whoever asks
public record Question(
    QuestionId id,
    AccountId by,
    AccountId of,
    String text,
    String where,
    Instant at,
    Optional<Answer> answer) {
  /// What the person says whose words they are said to be.
  public enum Said {
    MINE("mine"),
    MINE_BUT_CUT("mine_but_cut"),
    NOT_MINE("not_mine");

    private final String word;

    Said(String word) {
      this.word = word;
    }

    /// The client API's word.
    public String word() {
      return word;
    }

    public static Optional<Said> named(String word) {
      for (Said said : values()) {
        if (said.word.equals(word)) {
          return Optional.of(said);
        }
      }
      return Optional.empty();
    }
  }

  /// Public: whoever checks a text with these words is shown it.
  ///
  /// @param note what he adds, or ""
  /// @param proof his signature over [#signed]; empty where he has no key here
  public record Answer(Said said, String note, Instant at, Optional<Proof> proof) {}

  /// A signature with the name of the key.
  public record Proof(String key, String signature) {}

  /// What is signed: the question, its words and the answer, so that neither can be exchanged.
  static String signed(Question question, Said said, String note, Instant at) {
    return String.join(
        "\n",
        "verbatim word answer 1",
        question.id().toString(),
        at.toString(),
        said.word(),
        Sha256.hex(question.text()),
        Sha256.hex(note));
  }
}
