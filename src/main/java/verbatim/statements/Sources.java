package verbatim.statements;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.excerpts.Excerpts;
import verbatim.excerpts.Row;
import verbatim.excerpts.Shown;
import verbatim.kernel.AccountId;
import verbatim.kernel.ExcerptId;
import verbatim.kernel.Origin;
import verbatim.kernel.QuestionId;
import verbatim.kernel.Refused;
import verbatim.kernel.SeriesId;
import verbatim.kernel.StatementId;
import verbatim.kernel.StatusId;
import verbatim.quotecheck.Channel;
import verbatim.quotecheck.Confidence;
import verbatim.quotecheck.Person;
import verbatim.quotecheck.Statement;
import verbatim.relations.Audience;
import verbatim.relations.Viewer;
import verbatim.rendering.Addresses;
import verbatim.statuses.Carried;
import verbatim.statuses.Edit;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;
import verbatim.text.ForeignHtml;
import verbatim.text.PlainText;

/// What the known statements say, read from the facts: what was deleted, withdrawn or closed a
/// moment ago says nothing any more, whatever the index holds.
final class Sources {
  private static final AccountId NOBODY = new AccountId(0);

  private final Accounts accounts;
  private final Statuses statuses;
  private final Excerpts excerpts;
  private final Statements statements;
  private final Addresses addresses;

  Sources(
      Accounts accounts,
      Statuses statuses,
      Excerpts excerpts,
      Statements statements,
      Addresses addresses) {
    this.accounts = accounts;
    this.statuses = statuses;
    this.excerpts = excerpts;
    this.statements = statements;
    this.addresses = addresses;
  }

  /// Every state of it; none where it is not, or no longer, for everybody.
  List<Statement> of(Ref ref) {
    return switch (ref.kind()) {
      case STATUS -> status(ref);
      case SERIES -> series(ref);
      case REGISTERED -> registered(ref);
      case ANSWER -> answer(ref);
      case EXCERPT -> excerpt(new ExcerptId(ref.id()));
      case EMBED -> List.of();
    };
  }

  /// Whether what this account says in public is compared with whatever anybody checks.
  boolean isOpen(AccountId author) {
    return accounts
        .find(author)
        .filter(found -> found.standing().isShownToStrangers() && found.profile().indexable())
        .isPresent();
  }

  Optional<Status> published(StatusId id) {
    return statuses
        .find(id)
        .filter(status -> !status.isBoost())
        // The title of an article is nothing that its author said.
        .filter(status -> !(status.carried() instanceof Carried.Article))
        .filter(status -> isListed(status.audience()))
        .filter(status -> statuses.maySee(Viewer.ANYBODY, status));
  }

  private List<Statement> status(Ref ref) {
    return published(new StatusId(ref.id())).map(this::wordings).orElse(List.of());
  }

  /// What it says now, and what it said before; an edit of pictures or of the warning is no other
  /// wording.
  private List<Statement> wordings(Status status) {
    boolean isEdited = !status.words().editedAt().equals(Instant.EPOCH);
    List<Statement> wordings = new ArrayList<>();
    String last = plain(status.origin(), status.words());
    wordings.add(
        post(
            status,
            Statement.Kind.POST,
            last,
            isEdited ? status.words().editedAt() : status.createdAt(),
            0));
    if (isEdited) {
      for (Edit state : history(status).reversed()) {
        String text = plain(status.origin(), state.words());
        if (!text.equals(last)) {
          wordings.add(post(status, Statement.Kind.POST, text, state.at(), wordings.size()));
          last = text;
        }
      }
    }
    return wordings;
  }

  /// Whether its last edit changed no word of it.
  boolean saysTheSame(Ref ref) {
    List<Statement> wordings = of(ref);
    return wordings.size() > 1 && wordings.get(0).words().equals(wordings.get(1).words());
  }

  private List<Edit> history(Status status) {
    try {
      return statuses.history(Viewer.ANYBODY, status.id());
    } catch (Refused _) {
      // Deleted in between.
      return List.of();
    }
  }

  private Statement post(Status status, Statement.Kind kind, String text, Instant at, int edit) {
    Optional<Account> author = accounts.find(status.author());
    return new Statement(
        Long.toString(
            kind == Statement.Kind.SERIES
                ? status.words().series().orElseThrow().id().value()
                : status.id().value()),
        kind,
        author.map(this::person).orElse(Person.named("")),
        Optional.of(at),
        Channel.PUBLIC_POST,
        text,
        switch (status.origin()) {
          case Origin.Here _ -> Confidence.SIGNED_POST;
          case Origin.Remote _ -> Confidence.SERVER_COPY;
        },
        "",
        author.map(by -> addresses.url(status, by)).orElse(""),
        edit);
  }

  /// Somebody with an account, as a report calls him.
  Person person(Account account) {
    String called = account.profile().displayName().strip();
    return new Person(called, account.handle().acct(), List.of(), Optional.of(account.id()));
  }

  private Person person(AccountId account) {
    return accounts.find(account).map(this::person).orElse(Person.named(""));
  }

  private static String plain(Origin origin, Status.Words words) {
    return switch (origin) {
      case Origin.Here _ -> words.text();
      case Origin.Remote _ -> PlainText.of(ForeignHtml.clean(words.text()));
    };
  }

  /// Only while all its parts are there: words that never stood side by side make no sentence.
  private List<Statement> series(Ref ref) {
    List<Status> parts = parts(new SeriesId(ref.id()));
    if (parts.isEmpty() || !isWhole(parts)) {
      return List.of();
    }
    String joined =
        String.join(" ", parts.stream().map(part -> plain(part.origin(), part.words())).toList());
    Status first = parts.getFirst();
    return List.of(post(first, Statement.Kind.SERIES, joined, first.createdAt(), 0));
  }

  private static boolean isWhole(List<Status> parts) {
    return parts.getFirst().words().series().filter(in -> in.count() == parts.size()).isPresent()
        && parts.stream().allMatch(part -> isListed(part.audience()));
  }

  /// What its author keeps out of searches is not found by its words here either.
  private static boolean isListed(Audience audience) {
    return audience instanceof Audience.Everyone(boolean listed) && listed;
  }

  List<Status> parts(SeriesId id) {
    try {
      return statuses.series(Viewer.ANYBODY, id);
    } catch (Refused _) {
      return List.of();
    }
  }

  private List<Statement> registered(Ref ref) {
    return statements.find(new StatementId(ref.id())).map(this::registered).stream().toList();
  }

  private Statement registered(Registered one) {
    Optional<AccountId> account = one.speaker().account();
    Person speaker =
        account.isPresent() ? person(account.get()) : Person.said(one.speaker().named());
    return new Statement(
        one.id().toString(),
        Statement.Kind.REGISTERED,
        speaker,
        one.saidAt(),
        one.channel(),
        one.text(),
        Confidence.REGISTERED,
        accounts.find(one.by()).map(by -> "@" + by.handle().acct()).orElse(""),
        "",
        0);
  }

  /// What readers of the post see open: sealed, blacked out and denied words are not there.
  private List<Statement> excerpt(ExcerptId id) {
    List<Statement> said = new ArrayList<>();
    carrier(id)
        .flatMap(this::published)
        .flatMap(excerpts::of)
        .ifPresent(
            shown -> {
              for (Row row : shown.rows()) {
                switch (row) {
                  case Row.Said one -> said(shown, one).ifPresent(said::add);
                  case Row.Sealed _, Row.LeftOut _ -> {}
                }
              }
            });
    return said;
  }

  private Optional<Statement> said(Shown shown, Row.Said row) {
    boolean isHis = row.grade() != Row.Grade.DENIED;
    boolean hasWords = row.parts().stream().anyMatch(Row.Part.Words.class::isInstance);
    return !isHis || !hasWords
        ? Optional.empty()
        : Optional.of(
            new Statement(
                shown.id() + "-" + row.n(),
                Statement.Kind.EXCERPT,
                person(row.author()),
                Optional.of(row.at()),
                Channel.TEXT_MESSAGE,
                row.text(),
                Confidence.SIGNED_POST,
                "",
                shown.address(),
                0));
  }

  /// The post that an excerpt stands in.
  Optional<StatusId> carrier(ExcerptId id) {
    return excerpts.post(id);
  }

  /// The same, of what was found in one.
  Optional<StatusId> carrier(Statement found) {
    return found.kind() == Statement.Kind.EXCERPT
        ? ExcerptId.parse(found.id().replaceAll("-.*", "")).flatMap(this::carrier)
        : Optional.empty();
  }

  /// Words that somebody said are his; those that he said are not are no statement of his.
  private List<Statement> answer(Ref ref) {
    return statements
        .questions()
        .answered(new QuestionId(ref.id()))
        .filter(question -> question.answer().orElseThrow().said() != Question.Said.NOT_MINE)
        .map(this::confirmed)
        .stream()
        .toList();
  }

  private Statement confirmed(Question question) {
    return new Statement(
        question.id().toString(),
        Statement.Kind.REGISTERED,
        person(question.of()),
        question.answer().map(Question.Answer::at),
        Channel.UNKNOWN,
        question.text(),
        Confidence.CONFIRMED,
        "",
        addresses.at("/word_questions/" + question.id()),
        0);
  }

  /// Who may take it out again.
  AccountId owner(Ref ref) {
    return switch (ref.kind()) {
      case REGISTERED ->
          statements.find(new StatementId(ref.id())).map(Registered::by).orElse(NOBODY);
      case ANSWER ->
          statements
              .questions()
              .answered(new QuestionId(ref.id()))
              .map(Question::of)
              .orElse(NOBODY);
      case STATUS, SERIES, EXCERPT, EMBED -> NOBODY;
    };
  }
}
