package verbatim.statements;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import verbatim.kernel.AccountId;
import verbatim.kernel.QuestionId;
import verbatim.kernel.Sha256;

/// "Are these your words?"
///
/// @param by who asks, [#NOBODY] once he is gone
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
  public static final AccountId NOBODY = new AccountId(0);

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
  /// @param showsWords whether everybody is shown the words; always, but where they are not his
  /// @param signed what he signed, to the letter: also where the words are not shown
  /// @param proof his signature over it; empty where he has no key here
  /// @param earlier what he answered before, the oldest first
  public record Answer(
      Said said,
      String note,
      Instant at,
      boolean showsWords,
      String signed,
      Optional<Proof> proof,
      List<Earlier> earlier) {
    public Answer {
      earlier = List.copyOf(earlier);
    }
  }

  /// An answer that he has changed since.
  public record Earlier(Said said, Instant at) {}

  /// As those see it who neither asked nor were asked.
  Question forOthers() {
    boolean isShown = answer.filter(Answer::showsWords).isPresent();
    return isShown ? this : new Question(id, by, of, "", "", at, answer);
  }

  Question withoutAsker() {
    return new Question(id, NOBODY, of, text, where, at, answer);
  }

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
