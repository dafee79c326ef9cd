package verbatim.statements;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.kernel.AccountId;
import verbatim.kernel.Ids;
import verbatim.kernel.Limits;
import verbatim.kernel.Origin;
import verbatim.kernel.Page;
import verbatim.kernel.QuestionId;
import verbatim.kernel.Refusal;
import verbatim.kernel.Turns;
import verbatim.relations.MayDo;
import verbatim.relations.MaySee;
import verbatim.relations.Relations;
import verbatim.relations.Viewer;
import verbatim.store.Op;
import verbatim.store.Store;

/// "Are these your words?" Anybody may ask a member; nobody must answer, and whoever asks is not
/// told whether it was seen, put away or blocked: it looks like silence. An answer is public.
public final class Questions {
  private static final Duration DAY = Duration.ofDays(1);
  private static final int LOOKED_AT_MAX = 400;
  private static final int EARLIER_MAX = 10;

  /// More than people answer; of whoever did, each of his answers is looked up.
  private static final int ANSWERED_MAX = 1_000;

  private final Statements.Ground ground;
  private final Store store;
  private final Accounts accounts;
  private final Relations relations;
  private final MaySee maySee;
  private final MayDo mayDo;
  private final Signing signing;
  private final Ids ids;
  private final InstantSource clock;
  private final Limits.Statements limits;
  private final QuestionTable table;
  private final Turns turns = new Turns();
  private final Turns answers = new Turns();

  Questions(Statements.Ground ground) {
    this.ground = ground;
    store = ground.store();
    accounts = ground.accounts();
    relations = ground.relations();
    maySee = ground.maySee();
    mayDo = ground.mayDo();
    signing = ground.signing();
    ids = ground.ids();
    clock = ground.clock();
    limits = ground.limits().statements();
    table = new QuestionTable(store);
  }

  /// Asking the same person for the same words again answers the first question.
  ///
  /// @throws verbatim.kernel.Refused Invalid, NotFound (nobody of this server), Forbidden, TooMany
  public Question ask(AccountId by, AccountId of, String text, String where) {
    mayDo.act(by);
    mustBeAskable(by, of);
    String words = Texts.words("text", text, limits.questionCharactersMax());
    String place = Texts.line("where", where, limits.whereCharactersMax());
    return turns.take(by.value(), () -> askOnce(by, of, words, place));
  }

  /// In the asker's turn: many at once are counted like many one after the other.
  private Question askOnce(AccountId by, AccountId of, String words, String place) {
    Optional<Question> before = table.askedBefore(by, of, words).flatMap(table::find);
    if (before.isPresent()) {
      return before.get();
    }
    Instant now = clock.instant();
    mustNotBeTooMany(by, of, now);
    var question =
        new Question(new QuestionId(ids.next()), by, of, words, place, now, Optional.empty());
    ground.write(QuestionTable.ask(question), new StatementEvent.Asked(question.id(), by, of));
    return question;
  }

  private void mustBeAskable(AccountId by, AccountId of) {
    if (by.equals(of)) {
      throw Refusal.invalid(
          "account_id", "ERR_INVALID", "You know yourself whether they are yours");
    }
    if (!isThere(by, of)) {
      throw Refusal.notFound();
    }
    if (!isWelcome(by, of)) {
      throw Refusal.forbidden("This person does not take such questions from you");
    }
  }

  /// Whether this person takes questions from that one at all; how many there were is not asked.
  public boolean mayAsk(AccountId by, AccountId of) {
    return !by.equals(of) && isThere(by, of) && isWelcome(by, of);
  }

  private boolean isThere(AccountId by, AccountId of) {
    return accounts
        .find(of)
        .filter(account -> account.origin() instanceof Origin.Here)
        .filter(account -> maySee.maySeeProfile(Viewer.of(by), account.id()))
        .isPresent();
  }

  private boolean isWelcome(AccountId by, AccountId of) {
    return switch (accounts.find(of).orElseThrow(Refusal::notFound).wishes().asks()) {
      case EVERYBODY -> true;
      case FOLLOWED -> relations.follows(of, by);
      case NOBODY -> false;
    };
  }

  /// Neither many people in a day, nor one again and again while he is silent.
  private void mustNotBeTooMany(AccountId by, AccountId of, Instant now) {
    long since = Ids.floor(now.minus(DAY));
    List<Question> asked =
        table.of(by, Page.newest(LOOKED_AT_MAX)).stream()
            .filter(listed -> listed.part() == QuestionTable.Part.ASKS)
            .flatMap(listed -> table.find(listed.id()).stream())
            .toList();
    if (asked.stream().filter(q -> q.id().value() > since).count() >= limits.questionsPerDayMax()) {
      throw Refusal.tooMany("You have asked as much as may be asked in a day", DAY);
    }
    long open = asked.stream().filter(q -> q.of().equals(of) && q.answer().isEmpty()).count();
    if (open >= limits.questionsOpenMax()) {
      throw Refusal.tooMany("This person has questions of yours that are open", DAY);
    }
  }

  /// @throws verbatim.kernel.Refused NotFound for everybody but the two
  public Question get(AccountId reader, QuestionId id) {
    return table
        .find(id)
        .filter(q -> q.by().equals(reader) || q.of().equals(reader) && reaches(q))
        .orElseThrow(Refusal::notFound);
  }

  /// For everybody once it is answered; the two are shown the words in any case.
  ///
  /// @throws verbatim.kernel.Refused NotFound
  public Question get(Viewer reader, QuestionId id) {
    boolean isOfTheTwo =
        table.find(id).filter(q -> reader.is(q.of()) || reader.is(q.by())).isPresent();
    return switch (reader) {
      case Viewer.Member(AccountId me) when isOfTheTwo -> get(me, id);
      case Viewer.Member _, Viewer.Anybody _ ->
          answered(id).map(Question::forOthers).orElseThrow(Refusal::notFound);
    };
  }

  private boolean reaches(Question question) {
    return question.answer().isPresent() || maySee.mayTell(question.of(), question.by());
  }

  /// What he asked and what he was asked, the newest first; not what he has put away.
  public List<Question> of(AccountId reader, Page page) {
    List<Question> shown = new ArrayList<>();
    Page next = page;
    List<QuestionTable.Listed> rows;
    do {
      rows = table.of(reader, next);
      rows.stream()
          .filter(listed -> listed.part() != QuestionTable.Part.HAS_LEFT_IT)
          .flatMap(listed -> table.find(listed.id()).stream())
          .filter(question -> isShown(reader, question))
          .forEach(shown::add);
      if (!rows.isEmpty()) {
        next = further(page, rows);
      }
    } while (rows.size() == page.rowsMax() && shown.size() < page.rowsMax());
    return shown.stream()
        .sorted(Comparator.comparing(Question::id).reversed())
        .limit(page.rowsMax())
        .toList();
  }

  private static Page further(Page page, List<QuestionTable.Listed> rows) {
    return page.upwards()
        ? new Page(page.below(), rows.getFirst().id().value(), true, page.rowsMax())
        : new Page(rows.getLast().id().value(), page.above(), false, page.rowsMax());
  }

  private boolean isShown(AccountId reader, Question question) {
    AccountId other = question.by().equals(reader) ? question.of() : question.by();
    boolean isThere =
        other.equals(Question.NOBODY) || accounts.find(other).map(Account::standing).isPresent();
    return isThere && (question.by().equals(reader) || reaches(question));
  }

  /// Says it in public, signed where he has a key. He may say it otherwise later.
  ///
  /// @throws verbatim.kernel.Refused NotFound for everybody but whoever is asked
  ///
  /// @param showsWords whether everybody is shown the words too, where they are not his
  public Question answer(
      AccountId who, QuestionId id, Question.Said said, String note, boolean showsWords) {
    mayDo.act(who);
    return answers.take(id.value(), () -> answered(who, id, said, note, showsWords));
  }

  private Question answered(
      AccountId who, QuestionId id, Question.Said said, String note, boolean showsWords) {
    Question question = asked(who, id);
    String words = Texts.line("note", note, limits.noteCharactersMax());
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    String signed = Question.signed(question, said, words, now);
    var answer =
        new Question.Answer(
            said,
            words,
            now,
            said != Question.Said.NOT_MINE || showsWords,
            signed,
            signing.sign(who, signed),
            earlier(question));
    var answered =
        new Question(
            question.id(),
            question.by(),
            question.of(),
            question.text(),
            question.where(),
            question.at(),
            Optional.of(answer));
    List<Op> ops = new ArrayList<>(QuestionTable.answer(answered));
    ops.add(QuestionTable.of(who, id, QuestionTable.Part.IS_ASKED));
    ground.write(ops, new StatementEvent.Answered(id, question.by(), who));
    return answered;
  }

  /// Readers of the first answer must not find another in its place as if it had always stood
  /// there.
  private static List<Question.Earlier> earlier(Question question) {
    if (question.answer().isEmpty()) {
      return List.of();
    }
    Question.Answer was = question.answer().get();
    List<Question.Earlier> all = new ArrayList<>(was.earlier());
    all.add(new Question.Earlier(was.said(), was.at()));
    // The first is never let go: it is what was read longest.
    if (all.size() > EARLIER_MAX) {
      all.remove(1);
    }
    return all;
  }

  /// Puts a question away without a word: whoever asked sees no difference.
  ///
  /// @throws verbatim.kernel.Refused NotFound for everybody but whoever is asked
  public void leave(AccountId who, QuestionId id) {
    Question question = asked(who, id);
    if (question.answer().isEmpty()) {
      store.journalledBatch(List.of(QuestionTable.of(who, id, QuestionTable.Part.HAS_LEFT_IT)));
    }
  }

  private Question asked(AccountId who, QuestionId id) {
    return table.find(id).filter(q -> q.of().equals(who)).orElseThrow(Refusal::notFound);
  }

  /// A question that was answered; the answer is for everybody.
  public Optional<Question> answered(QuestionId id) {
    return table.find(id).filter(this::counts);
  }

  /// What this person answered about these words, whatever their case and marks; the newest first.
  public List<Question> answers(AccountId by, String text) {
    return table.answered(by, text).stream()
        .flatMap(id -> table.find(id).stream())
        .filter(this::counts)
        .sorted(Comparator.comparing((Question q) -> q.answer().orElseThrow().at()).reversed())
        .toList();
  }

  /// Whether his last word about these is that they are not his.
  boolean hasDenied(AccountId who, String text) {
    return isDenial(answers(who, text));
  }

  private static boolean isDenial(List<Question> answers) {
    return answers.stream()
        .limit(1)
        .anyMatch(question -> question.answer().orElseThrow().said() == Question.Said.NOT_MINE);
  }

  /// For whoever asks of many words at once.
  public Replies replies() {
    return new Replies();
  }

  /// What was answered, as it is at this moment. A report asks of each of its quotations, and each
  /// reader makes it ask: who has answered nothing is looked up once, not once for each of them.
  public final class Replies {
    private final Map<AccountId, Optional<Set<String>>> answeredFor = new HashMap<>();

    private Replies() {}

    /// See [Questions#answers].
    public List<Question> to(AccountId by, String text) {
      boolean mayHave =
          answeredFor
              .computeIfAbsent(by, who -> table.answeredFor(who, ANSWERED_MAX))
              .filter(words -> !words.contains(Folding.hash(text)))
              .isEmpty();
      return mayHave ? answers(by, text) : List.of();
    }

    boolean hasDenied(AccountId who, String text) {
      return isDenial(to(who, text));
    }
  }

  /// All that he has to do with, answered or not, the newest first.
  List<Question> every(AccountId account, Page page) {
    return table.of(account, page).stream()
        .flatMap(listed -> table.find(listed.id()).stream())
        .toList();
  }

  private boolean counts(Question question) {
    return question.answer().isPresent() && ground.isThere(question.of());
  }

  boolean forgetSome(AccountId account, int rowsMax) {
    List<QuestionId> some =
        table.of(account, Page.newest(rowsMax)).stream()
            .flatMap(listed -> table.find(listed.id()).stream())
            .map(Question::id)
            .toList();
    for (QuestionId id : some) {
      answers.run(id.value(), () -> table.find(id).ifPresent(q -> forget(account, q)));
    }
    return !some.isEmpty();
  }

  private void forget(AccountId account, Question q) {
    if (q.by().equals(account) && q.answer().isPresent()) {
      store.journalledBatch(QuestionTable.forgetAsker(q));
    } else {
      ground.write(QuestionTable.drop(q), new StatementEvent.Dropped(q.id()));
    }
  }
}
