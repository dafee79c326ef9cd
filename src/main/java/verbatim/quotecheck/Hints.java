package verbatim.quotecheck;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a person may want to look at, beside the letters: the words may be right and the telling
/// not.
final class Hints {
  private static final int WORDS_AHEAD = 2;

  private Hints() {}

  static List<Hint> of(Attribution told, Judgement judgement) {
    if (judgement.sources().isEmpty()) {
      return List.of();
    }
    Source source = judgement.sources().getFirst();
    Statement statement = source.statement();
    List<Hint> hints = new ArrayList<>();
    channel(told, statement, hints);
    if (Who.areOthers(told.person(), statement.speaker())) {
      hints.add(
          new Hint(
              Hint.Kind.SPEAKER,
              "The article names "
                  + told.person().shown()
                  + "; the source is by "
                  + statement.speaker().shown()
                  + "."));
    }
    contrary(source, hints);
    return hints;
  }

  private static void channel(Attribution told, Statement statement, List<Hint> hints) {
    Channel as = told.own() == Channel.UNKNOWN ? told.running() : told.own();
    if (as == Channel.UNKNOWN
        || statement.channel() == Channel.UNKNOWN
        || as == statement.channel()) {
      return;
    }
    boolean isOwn = told.own() != Channel.UNKNOWN;
    hints.add(
        new Hint(
            Hint.Kind.CHANNEL,
            (isOwn ? "Told as a " : "Told right after a ")
                + as.word()
                + "; the source is a "
                + statement.channel().word()
                + "."));
    if (!isOwn && told.answers()) {
      hints.add(
          new Hint(
              Hint.Kind.ANSWER,
              "The article tells it as an answer to a "
                  + as.word()
                  + "; the source is a "
                  + statement.channel().word()
                  + "."));
    }
  }

  /// The source goes on with "but" or "not" right after what is quoted.
  private static void contrary(Source source, List<Hint> hints) {
    String rest = source.statement().text().substring(source.to());
    List<Token> next = Words.read(rest).stream().filter(Token::isWord).limit(WORDS_AHEAD).toList();
    for (Token word : next) {
      if (Vocabulary.CONTRARY.contains(word.fold())) {
        int end = Math.min(rest.length(), 80);
        String ahead = rest.substring(0, end).strip().replaceAll("^[^\\p{L}\\p{N}]+", "");
        hints.add(
            new Hint(
                Hint.Kind.CONTRARY,
                String.format(
                    Locale.ROOT,
                    "The source goes on: “%s%s”",
                    ahead,
                    end < rest.length() ? "…" : "")));
        return;
      }
    }
  }
}
