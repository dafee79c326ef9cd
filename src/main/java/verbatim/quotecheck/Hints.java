package verbatim.quotecheck;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a person may want to look at, beside the letters: the words may be right and the telling
/// not.
final class Hints {
  private static final int WORDS_AHEAD = 2;
  private static final int BEFORE_MAX = 120;

  private Hints() {}

  /// @param text of the quotation
  /// @param day that the sentence around it names
  static List<Hint> of(
      Attribution told, String text, Judgement judgement, Optional<Days.Named> day) {
    if (judgement.sources().isEmpty()) {
      return List.of();
    }
    Source source = judgement.sources().getFirst();
    Statement statement = source.statement();
    List<Hint> hints = new ArrayList<>();
    channel(told, statement, hints);
    speaker(told, text, judgement, hints);
    if (judgement.flags().contains(Flag.TURNED_BY_CUT)) {
      before(judgement).ifPresent(hints::add);
    }
    day.flatMap(named -> statement.at().flatMap(said -> Days.hint(named, said)))
        .ifPresent(hints::add);
    contrary(source, hints);
    return hints;
  }

  /// Whom the article does not name itself, it is not said to name.
  private static void speaker(
      Attribution told, String text, Judgement judgement, List<Hint> hints) {
    if (told.naming() == Attribution.Naming.DENIED) {
      hints.add(
          new Hint(
              Hint.Kind.DENIED,
              "The article says that "
                  + told.speaker().named()
                  + " did not say it; the source is by "
                  + judgement.sources().getFirst().statement().speaker().shown()
                  + "."));
      return;
    }
    judgement.sources().stream()
        .filter(source -> Who.areOthers(told.person(), source.statement().speaker()))
        .filter(source -> !Who.isNamedIn(text, source.statement().speaker()))
        .findFirst()
        .ifPresent(
            source ->
                hints.add(
                    new Hint(
                        Hint.Kind.SPEAKER,
                        read(told)
                            + "; the source is by "
                            + source.statement().speaker().shown()
                            + (Judging.isQuotedThere(source) ? ", who quotes it too." : "."))));
  }

  private static String read(Attribution told) {
    return switch (told.naming()) {
      case PLAIN, DENIED -> "The article names " + told.person().shown();
      case PERHAPS -> "We read it as words of " + told.person().shown();
      case READ -> "We read “" + told.speaker().named() + "” as " + told.person().shown();
    };
  }

  /// What the source of the first quoted words has in the same sentence before them.
  private static Optional<Hint> before(Judgement judgement) {
    for (Source source : judgement.sources()) {
      for (Source.Part part : source.parts()) {
        if (part.quotedFrom() == 0) {
          return Optional.of(before(source, part.from()));
        }
      }
    }
    return Optional.empty();
  }

  private static Hint before(Source source, int at) {
    String text = source.statement().text();
    int from = at;
    while (from > 0 && at - from < BEFORE_MAX && ".!?\n".indexOf(text.charAt(from - 1)) < 0) {
      from--;
    }
    return new Hint(
        Hint.Kind.CUT, "The source has before it: “" + text.substring(from, at).strip() + "”");
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
      boolean isNewSentence =
          rest.substring(0, word.start()).chars().anyMatch(c -> ".!?".indexOf(c) >= 0);
      if (Vocabulary.CONTRARY.contains(word.fold())
          && !(isNewSentence && Vocabulary.CONDITIONS.contains(word.fold()))) {
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
