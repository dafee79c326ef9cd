package verbatim.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import verbatim.accounts.Accounts;
import verbatim.accounts.Standing;
import verbatim.kernel.AccountId;
import verbatim.kernel.ArticleId;
import verbatim.kernel.Limits;
import verbatim.kernel.Origin;
import verbatim.quotecheck.Difference;
import verbatim.quotecheck.Flag;
import verbatim.quotecheck.Hint;
import verbatim.quotecheck.QuoteCheck;
import verbatim.quotecheck.Severity;
import verbatim.quotecheck.Source;
import verbatim.quotecheck.Span;
import verbatim.quotecheck.Statement;
import verbatim.quotecheck.Verdict;
import verbatim.statements.Judged;
import verbatim.statements.Question;
import verbatim.statements.Questions;
import verbatim.statements.Rejoinder;
import verbatim.statements.Rejoinders;
import verbatim.statements.Reports;

/// Reports of quotations as pages show them: the words side by side, what differs marked, in the
/// reader's language. Of what is only a copy nothing is said that makes it its author's.
final class QuoteReports {
  /// Of a long source so much is shown before and after what is quoted of it.
  private static final int AROUND_CHARACTERS = 280;

  private static final int LETTERS_ROWS_MAX = 6;

  private final Accounts accounts;
  private final Questions questions;
  private final int rejoinderCharactersMax;

  /// Who looks at the report of a published article.
  private record Beside(Reports.Report report, Optional<AccountId> me, String path) {}

  QuoteReports(Accounts accounts, Questions questions, Limits limits) {
    this.accounts = accounts;
    this.questions = questions;
    this.rejoinderCharactersMax = limits.statements().noteCharactersMax();
  }

  /// @param use where "use the source's words" of a quotation is posted to, with its number at the
  ///     end; "" for nowhere
  QuoteViews.Report of(QuoteCheck check, Tongue t, long known, String use) {
    return of(check, t, known, views(check, t, use, _ -> List.of()));
  }

  /// Of what is being worked on.
  QuoteViews.Report of(Reports.Report report, Tongue t, long known, String use) {
    QuoteCheck check = report.check();
    return of(check, t, known, views(check, t, use, span -> before(span, report, t)));
  }

  /// Of a published article: what is kept of earlier checks stands beside, and what those who are
  /// quoted say.
  QuoteViews.Report of(
      Reports.Report report, Tongue t, long known, ArticleId id, Optional<AccountId> me) {
    var beside = new Beside(report, me, "/articles/" + id);
    QuoteCheck check = report.check();
    return of(
        check,
        t,
        known,
        views(check, t, "", span -> before(span, report, t)).stream()
            .map(view -> with(view, beside))
            .toList());
  }

  private QuoteViews.Report of(
      QuoteCheck check, Tongue t, long known, List<QuoteViews.Check> views) {
    return new QuoteViews.Report(
        counts(check, t),
        views,
        told(check, t),
        check.quotations(),
        check.checked(),
        known,
        badge(check, t));
  }

  private List<QuoteViews.Check> views(
      QuoteCheck check, Tongue t, String use, Function<Span, List<String>> before) {
    Questions.Replies given = questions.replies();
    String there = use.isEmpty() ? "" : use + "{}/use" + seen(check);
    return check.spans().stream()
        .map(span -> of(span, t, there, before.apply(span), given))
        .toList();
  }

  /// Where nothing is known that it may tell of, there is nothing to look at.
  private List<QuoteViews.Told> told(QuoteCheck check, Tongue t) {
    return check.paraphrases().stream()
        .filter(told -> !told.sources().isEmpty())
        .map(
            told ->
                new QuoteViews.Told(
                    t.say("quotecheck.told_of", t.number(told.block() + 1L), told.speaker().name()),
                    told.text(),
                    told.sources().stream()
                        .map(
                            found ->
                                new QuoteViews.Beside(
                                    there(found.statement(), t),
                                    found.statement().url(),
                                    shortly(found.statement().text())))
                        .toList()))
        .toList();
  }

  private static String shortly(String text) {
    int end = edge(text, Math.min(text.length(), 2 * AROUND_CHARACTERS));
    return text.substring(0, end) + (end < text.length() ? " …" : "");
  }

  private QuoteViews.Check with(QuoteViews.Check view, Beside beside) {
    Span span = beside.report().check().spans().get(view.id() - 1);
    Optional<Rejoinder> said = Optional.ofNullable(beside.report().said().get(view.id()));
    boolean isMine = beside.me().filter(me -> Rejoinders.isQuoted(me, span)).isPresent();
    return view.with(
        said.stream().flatMap(one -> said(one, beside).stream()).toList(),
        isMine
            ? new QuoteViews.Rejoin(
                beside.path()
                    + "/quotecheck/"
                    + view.id()
                    + "/said"
                    + seen(beside.report().check()),
                rejoinderCharactersMax,
                "",
                "")
            : QuoteViews.Rejoin.NONE);
  }

  private Optional<QuoteViews.Said> said(Rejoinder one, Beside beside) {
    String here = beside.path() + "/said/" + one.id();
    boolean isMine = beside.me().filter(one.by()::equals).isPresent();
    boolean isModerator =
        beside
            .me()
            .flatMap(accounts::find)
            .filter(account -> account.standing().role().isAtLeast(Standing.Role.MODERATOR))
            .isPresent();
    return accounts
        .find(one.by())
        .map(
            by ->
                new QuoteViews.Said(
                    Persons.name(by),
                    Persons.path(by),
                    one.text(),
                    one.at(),
                    one.proof().map(Question.Proof::key).orElse(""),
                    here,
                    isMine ? here + "/withdraw" : isModerator ? here + "/remove" : "",
                    !isMine && isModerator));
  }

  private static List<String> before(Span span, Reports.Report report, Tongue t) {
    return Optional.ofNullable(report.kept().get(span.id()))
        .flatMap(Judged::before)
        .map(
            was ->
                t.say(
                    "quotecheck.before",
                    t.moment(was.at()),
                    t.say(
                        "quotecheck.tag_"
                            + (was.verdict() == Verdict.ALTERED
                                ? severity(was.severity())
                                : was.verdict().word()))))
        .stream()
        .toList();
  }

  private static List<QuoteViews.Count> counts(QuoteCheck check, Tongue t) {
    List<QuoteViews.Count> counts = new ArrayList<>();
    counts.add(new QuoteViews.Count(t.say("quotecheck.quotations"), check.quotations()));
    Map<Verdict, Integer> found = new EnumMap<>(Verdict.class);
    found.putAll(check.counts());
    int turned =
        (int)
            check.spans().stream()
                .filter(span -> span.verdict() == Verdict.PARTIAL)
                .filter(span -> span.flags().contains(Flag.TURNED_BY_CUT))
                .count();
    found.merge(Verdict.PARTIAL, -turned, Integer::sum);
    if (turned > 0) {
      counts.add(new QuoteViews.Count(t.say("quotecheck.count_turned"), turned));
    }
    for (Flag flag : List.of(Flag.DENIED, Flag.UNCONFIRMED)) {
      int unproved =
          (int)
              check.spans().stream()
                  .filter(QuoteReports::isUnproved)
                  .filter(span -> unproved(span).equals(flag.word()))
                  .count();
      found.merge(Verdict.NOT_FOUND, -unproved, Integer::sum);
      if (unproved > 0) {
        counts.add(new QuoteViews.Count(t.say("quotecheck.count_" + flag.word()), unproved));
      }
    }
    for (Verdict verdict : Verdict.values()) {
      if (verdict != Verdict.PARAPHRASE && found.getOrDefault(verdict, 0) > 0) {
        counts.add(
            new QuoteViews.Count(
                t.say("quotecheck.count_" + verdict.word()), found.getOrDefault(verdict, 0)));
      }
    }
    return counts;
  }

  /// "5 of 6 quotations checked", and what of them nobody should overlook: a count alone reads as
  /// if all were well.
  private static String badge(QuoteCheck check, Tongue t) {
    List<String> all = new ArrayList<>();
    all.add(t.say("quotecheck.badge", t.number(check.checked()), t.number(check.quotations())));
    long denied = check.spans().stream().filter(one -> one.flags().contains(Flag.DENIED)).count();
    if (check.differing() > 0) {
      all.add(t.count("story.differ", check.differing()));
    }
    if (check.lettered() > 0) {
      all.add(t.count("story.lettered", check.lettered()));
    }
    if (denied > 0) {
      all.add(t.count("quotecheck.denied", denied));
    }
    return String.join(" · ", all);
  }

  /// The numbers are those of this text, and of no other.
  private static String seen(QuoteCheck check) {
    return "?sha256=" + check.sha256();
  }

  /// @param use with `{}` for its number
  private QuoteViews.Check of(
      Span span, Tongue t, String use, List<String> before, Questions.Replies given) {
    boolean differs = span.verdict() == Verdict.ALTERED;
    Optional<AccountId> speaker = speaker(span);
    return new QuoteViews.Check(
        span.id(),
        title(span, t),
        tone(span),
        tag(span, t),
        sign(span),
        here(span, t),
        isJoined(span)
            ? joined(span, t)
            : differs || span.flags().contains(Flag.MARKED_ALTERATION)
                ? quoted(span)
                : List.of(new QuoteViews.Piece("same", span.text())),
        span.sources().stream()
            .map(
                found ->
                    new QuoteViews.There(
                        there(found.statement(), t), found.statement().url(), shown(found, span)))
            .toList(),
        differs ? letters(span) : List.of(),
        Stream.concat(notes(span, t).stream(), before.stream()).toList(),
        span.verdict() == Verdict.LABEL ? "" : speaker.map(AccountId::toString).orElse(""),
        span.speaker().isResolved() ? span.speaker().name() : span.speaker().named(),
        speaker.map(id -> replies(id, span, given)).orElse(List.of()),
        List.of(),
        QuoteViews.Rejoin.NONE,
        use.isEmpty()
                || !span.isInText()
                || !differs
                || isJoined(span)
                || span.flags().contains(Flag.OTHER_SPEAKER)
            ? ""
            : use.replace("{}", Integer.toString(span.id())));
  }

  /// Whoever can be asked: a member of this server.
  private Optional<AccountId> speaker(Span span) {
    return span.speaker()
        .account()
        .flatMap(accounts::find)
        .filter(account -> account.origin() instanceof Origin.Here)
        .map(verbatim.accounts.Account::id);
  }

  private static List<QuoteViews.Reply> replies(
      AccountId speaker, Span span, Questions.Replies given) {
    return given.to(speaker, span.text()).stream()
        .limit(1)
        .map(
            question -> {
              Question.Answer answer = question.answer().orElseThrow();
              return new QuoteViews.Reply(
                  answer.said().word(),
                  answer.note(),
                  answer.at(),
                  "/word_questions/" + question.id());
            })
        .toList();
  }

  /// More than one source, or one in another order: what is left of it can't be read in one run.
  private static boolean isJoined(Span span) {
    return span.sources().size() > 1 || span.flags().contains(Flag.REORDERED);
  }

  static String sign(Span span) {
    if (span.flags().contains(Flag.DENIED)) {
      return "alt";
    }
    return switch (span.verdict()) {
      case VERBATIM -> "verbatim";
      case PARTIAL -> span.flags().contains(Flag.TURNED_BY_CUT) ? "slight" : "part";
      case ALTERED ->
          switch (span.severity()) {
            case NONE, STYLE -> "part";
            case SLIGHT -> span.flags().contains(Flag.EXTENDS_SOURCE) ? "alt" : "slight";
            case WORDS, MEANING -> "alt";
          };
      case NOT_FOUND, PARAPHRASE -> "none";
      case LABEL -> "label";
    };
  }

  private static String tone(Span span) {
    return switch (sign(span)) {
      case "verbatim", "part" -> "yes";
      case "slight" -> "wait";
      case "alt" -> "no";
      default -> "";
    };
  }

  private static String title(Span span, Tongue t) {
    return t.say("quotecheck.title_" + titled(span));
  }

  private static String titled(Span span) {
    Set<Flag> flags = Set.copyOf(span.flags());
    if (isUnproved(span)) {
      return unproved(span);
    }
    return switch (span.verdict()) {
      case VERBATIM, NOT_FOUND, LABEL, PARAPHRASE -> span.verdict().word();
      case PARTIAL ->
          flags.contains(Flag.TURNED_BY_CUT)
              ? "turned"
              : flags.contains(Flag.HIDDEN_WORDS)
                  ? "hidden"
                  : flags.contains(Flag.MARKED_ALTERATION)
                      ? "bracketed"
                      : flags.contains(Flag.NUMERALS)
                          ? "differs_style"
                          : flags.contains(Flag.PARTIAL_OF_SOURCE) ? "partial" : "whole";
      case ALTERED -> altered(span, flags);
    };
  }

  /// The gravest first.
  private static String altered(Span span, Set<Flag> flags) {
    if (flags.contains(Flag.OTHER_SPEAKER)) {
      return flags.contains(Flag.JOINED_POSTS) ? "joined_others" : "other_speaker";
    }
    if (flags.contains(Flag.JOINED_POSTS)) {
      return "joined";
    }
    if (flags.contains(Flag.TURNED_BY_CUT)) {
      return "turned";
    }
    if (span.severity() == Severity.MEANING) {
      return "differs_meaning";
    }
    if (flags.contains(Flag.REORDERED)) {
      return "reordered";
    }
    return only(span)
        .orElseGet(
            () ->
                flags.contains(Flag.EXTENDS_SOURCE)
                    ? "extends"
                    : "differs_" + severity(span.severity()));
  }

  /// What alone differs, where that has a name of its own.
  private static Optional<String> only(Span span) {
    if (isOnlyEndMark(span)) {
      return Optional.of("end_mark");
    }
    if (isOnlyMarkedCut(span)) {
      return Optional.of("marked_cut");
    }
    return isOnlyCapitals(span) ? Optional.of("capitals") : Optional.empty();
  }

  private static String severity(Severity severity) {
    return switch (severity) {
      case NONE, STYLE -> "style";
      case SLIGHT -> "slight";
      case WORDS -> "words";
      case MEANING -> "meaning";
    };
  }

  /// Something is cried out that was not: that is no spelling.
  private static boolean isOnlyEndMark(Span span) {
    return span.severity() == Severity.SLIGHT && span.flags().contains(Flag.END_MARK);
  }

  /// Words left out, and said to be.
  private static boolean isOnlyMarkedCut(Span span) {
    return span.severity() == Severity.SLIGHT
        && span.flags().contains(Flag.ELLIPSIS)
        && changes(span)
            .allMatch(step -> step.quoted().chars().noneMatch(Character::isLetterOrDigit));
  }

  private static boolean isOnlyCapitals(Span span) {
    return span.severity() == Severity.SLIGHT
        && changes(span).allMatch(step -> step.source().equalsIgnoreCase(step.quoted()));
  }

  private static Stream<Difference> changes(Span span) {
    return span.diff().stream().filter(step -> step.severity() == Severity.SLIGHT);
  }

  /// What others say that he said, or what he says that he did not say.
  private static boolean isUnproved(Span span) {
    return span.verdict() == Verdict.NOT_FOUND
        && (span.flags().contains(Flag.DENIED) || span.flags().contains(Flag.UNCONFIRMED));
  }

  private static String unproved(Span span) {
    return span.flags().contains(Flag.DENIED) ? "denied" : "unconfirmed";
  }

  private static String tag(Span span, Tongue t) {
    if (isUnproved(span)) {
      return t.say("quotecheck.tag_" + unproved(span));
    }
    String word =
        switch (span.verdict()) {
          case VERBATIM, NOT_FOUND, LABEL, PARAPHRASE -> span.verdict().word();
          case PARTIAL -> span.flags().contains(Flag.TURNED_BY_CUT) ? "turned" : "partial";
          case ALTERED ->
              span.flags().contains(Flag.OTHER_SPEAKER)
                  ? "other_speaker"
                  : span.flags().contains(Flag.EXTENDS_SOURCE) && span.severity() == Severity.SLIGHT
                      ? "extends"
                      : only(span).orElseGet(() -> severity(span.severity()));
        };
    return t.say("quotecheck.tag_" + word);
  }

  private static String here(Span span, Tongue t) {
    String where =
        switch (span.block()) {
          case Span.HEADLINE -> t.say("article.title");
          case Span.STANDFIRST -> t.say("article.standfirst");
          default -> t.say("quotecheck.here", t.number(span.block() + 1L));
        };
    String who = span.speaker().isResolved() ? span.speaker().name() : span.speaker().named();
    return who.isEmpty()
        ? t.say("quotecheck.nobody", where)
        : t.say(span.speaker().isResolved() ? "quotecheck.said" : "quotecheck.perhaps", where, who);
  }

  private String there(Statement source, Tongue t) {
    String who = source.speaker().shown();
    String when = source.at().map(t::moment).orElse("");
    String words =
        switch (source.confidence()) {
          case SIGNED_POST ->
              switch (source.kind()) {
                case SERIES -> t.say("quotecheck.series", who, when);
                case EXCERPT -> t.say("quotecheck.excerpt", who, when);
                case POST, EMBED, REGISTERED -> t.say("quotecheck.post", who, when);
              };
          case SERVER_COPY -> t.say("quotecheck.server_copy", who, when);
          case CONFIRMED -> t.say("quotecheck.confirmed", who, when);
          case CONFIRMED_BUT_CUT -> t.say("quotecheck.confirmed_but_cut", who, when);
          case REGISTERED, HEARSAY -> t.say("quotecheck.registered", source.where(), who);
          case COPY_IN_ARTICLE ->
              source.where().isEmpty()
                  ? t.say("quotecheck.copy", who)
                  : t.say("quotecheck.copy_in", source.where(), who);
        };
    return source.edit() > 0 ? t.say("quotecheck.earlier", words) : words;
  }

  /// Style of quoting is not shown as changed.
  private static boolean isShown(Difference step) {
    return step.op() != Difference.Op.EQUAL && step.severity() != Severity.STYLE;
  }

  private static List<QuoteViews.Piece> quoted(Span span) {
    List<QuoteViews.Piece> pieces = new ArrayList<>();
    for (Difference step : span.diff()) {
      if (!isShown(step)) {
        String kind = step.op() == Difference.Op.EQUAL ? "same" : "mark";
        pieces.add(new QuoteViews.Piece(kind, step.quoted()));
      } else if (step.quoted().isBlank()) {
        pieces.add(new QuoteViews.Piece("slot", ""));
      } else {
        pieces.add(new QuoteViews.Piece("here", step.quoted()));
      }
    }
    return pieces;
  }

  private static List<QuoteViews.Piece> source(Span span) {
    List<QuoteViews.Piece> pieces = new ArrayList<>();
    for (Difference step : span.diff()) {
      if (!step.source().isEmpty()) {
        pieces.add(new QuoteViews.Piece(isShown(step) ? "src" : "same", step.source()));
      }
    }
    return pieces;
  }

  /// The quotation in the runs that its sources have, each with whose it is.
  private static List<QuoteViews.Piece> joined(Span span, Tongue t) {
    record Run(int at, String who) {}
    List<Run> runs =
        span.sources().stream()
            .flatMap(
                source ->
                    source.parts().stream()
                        .map(
                            part ->
                                new Run(part.quotedFrom(), source.statement().speaker().shown())))
            .sorted(Comparator.comparingInt(Run::at))
            .toList();
    List<QuoteViews.Piece> pieces = new ArrayList<>();
    int next = 0;
    int at = 0;
    for (Difference step : span.diff()) {
      boolean isShown = isShown(step);
      String kind = isShown ? "here" : step.op() == Difference.Op.EQUAL ? "same" : "mark";
      if (isShown && step.quoted().isBlank()) {
        pieces.add(new QuoteViews.Piece("slot", ""));
        kind = "same";
      }
      int end = at + step.quoted().length();
      while (next < runs.size() && runs.get(next).at() < end) {
        int cut = Math.max(at, runs.get(next).at());
        add(pieces, kind, span.text(), at, cut);
        pieces.add(new QuoteViews.Piece("joint", t.say("quotecheck.joint", runs.get(next).who())));
        at = cut;
        next++;
      }
      add(pieces, kind, span.text(), at, end);
      at = end;
    }
    return pieces;
  }

  private static void add(
      List<QuoteViews.Piece> pieces, String kind, String text, int from, int to) {
    if (to > from) {
      pieces.add(new QuoteViews.Piece(kind, text.substring(from, to)));
    }
  }

  /// Of one source that differs its letters; of several each by itself.
  private static List<QuoteViews.Piece> shown(Source source, Span span) {
    boolean differs = span.changes().stream().anyMatch(QuoteReports::isShown);
    return differs && !isJoined(span) ? source(span) : whole(source);
  }

  /// What was quoted of it, within what stands round it: always in its own order.
  private static List<QuoteViews.Piece> whole(Source source) {
    String text = source.statement().text();
    int from = edge(text, Math.max(0, source.from() - AROUND_CHARACTERS));
    int to = edge(text, Math.min(text.length(), source.to() + AROUND_CHARACTERS));
    List<QuoteViews.Piece> pieces = new ArrayList<>();
    boolean isAll = source.from() == 0 && source.to() == text.length() && source.parts().size() < 2;
    if (from > 0) {
      pieces.add(new QuoteViews.Piece("same", "… "));
    }
    int at = from;
    for (Source.Part part :
        source.parts().stream().sorted(Comparator.comparingInt(Source.Part::from)).toList()) {
      add(pieces, "same", text, at, part.from());
      add(pieces, isAll ? "same" : "mark", text, Math.max(at, part.from()), part.to());
      at = Math.max(at, part.to());
    }
    add(pieces, "same", text, at, to);
    if (to < text.length()) {
      pieces.add(new QuoteViews.Piece("same", " …"));
    }
    return pieces;
  }

  /// Not between the halves of a letter.
  private static int edge(String text, int at) {
    return at > 0 && at < text.length() && Character.isLowSurrogate(text.charAt(at)) ? at - 1 : at;
  }

  private static List<List<QuoteViews.Piece>> letters(Span span) {
    return span.changes().stream()
        .filter(step -> step.op() == Difference.Op.REPLACE && isShown(step))
        .limit(LETTERS_ROWS_MAX)
        .map(
            step ->
                step.letters().stream()
                    .map(letter -> new QuoteViews.Piece(kind(letter), words(letter)))
                    .toList())
        .toList();
  }

  private static String kind(Difference letter) {
    return switch (letter.op()) {
      case EQUAL -> "same";
      case INSERT -> "in";
      case DELETE -> "out";
      case REPLACE -> "other";
    };
  }

  private static String words(Difference letter) {
    return switch (letter.op()) {
      case EQUAL, INSERT -> letter.quoted();
      case DELETE -> letter.source();
      case REPLACE -> letter.source() + " → " + letter.quoted();
    };
  }

  private static long authorsCount(Span span) {
    return span.sources().stream()
        .map(source -> source.statement().speaker().shown())
        .distinct()
        .count();
  }

  private static String authors(Span span) {
    return span.sources().stream()
        .map(source -> source.statement().speaker().shown())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static List<String> notes(Span span, Tongue t) {
    List<String> notes = new ArrayList<>();
    if (span.flags().contains(Flag.JOINED_POSTS)) {
      notes.add(
          t.say(
              authorsCount(span) == 1 ? "quotecheck.joined_of_one" : "quotecheck.joined_of",
              authors(span)));
    }
    boolean isNobody = !span.speaker().isResolved();
    for (Flag flag : span.flags()) {
      boolean isOfNobody = flag == Flag.FRAGMENT && isNobody;
      t.find("quotecheck.flag_" + flag.word() + (isOfNobody ? "_nobody" : ""))
          .ifPresent(notes::add);
    }
    for (Hint hint : span.hints()) {
      notes.add(t.say("quotecheck.hint_" + hint.kind().word(), hint.evidence()));
    }
    return notes;
  }
}
