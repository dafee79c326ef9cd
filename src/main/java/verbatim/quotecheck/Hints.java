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

  /// @param day that the sentence around it names
  static List<Hint> of(Attribution told, Judgement judgement, Optional<Days.Named> day) {
    if (judgement.sources().isEmpty()) {
      return List.of();
    }
    Source source = judgement.sources().getFirst();
    Statement statement = source.statement();
    List<Hint> hints = new ArrayList<>();
    channel(told, statement, hints);
    speaker(told, judgement, hints);
    if (judgement.flags().contains(Flag.TURNED_BY_CUT)) {
      hints.add(before(source));
    }
    day.flatMap(named -> statement.at().flatMap(said -> Days.hint(named, said)))
        .ifPresent(hints::add);
    contrary(source, hints);
    return hints;
  }

  /// Whom the article does not name itself, it is not said to name.
  private static void speaker(Attribution told, Judgement judgement, List<Hint> hints) {
    judgement.sources().stream()
        .filter(source -> Who.areOthers(told.person(), source.statement().speaker()))
        .findFirst()
        .ifPresent(
            source ->
                hints.add(
                    new Hint(
                        Hint.Kind.SPEAKER,
                        (told.isNamed()
                                ? "The article names " + told.person().shown()
                                : "We read “"
                                    + told.speaker().named()
                                    + "” as "
                                    + told.person().shown())
                            + "; the source is by "
                            + source.statement().speaker().shown()
                            + (Judging.isQuotedThere(source) ? ", who quotes it too." : "."))));
  }

  /// What the source has in the same sentence before the first quoted word.
  private static Hint before(Source source) {
    int at =
        source.parts().stream()
            .filter(part -> part.quotedFrom() == 0)
            .mapToInt(Source.Part::from)
            .findFirst()
            .orElse(source.from());
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
