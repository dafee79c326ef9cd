package verbatim.statements;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.articles.Articles;
import verbatim.articles.Embed;
import verbatim.excerpts.Excerpts;
import verbatim.excerpts.Row;
import verbatim.excerpts.Shown;
import verbatim.kernel.AccountId;
import verbatim.kernel.ArticleId;
import verbatim.kernel.ExcerptId;
import verbatim.kernel.Origin;
import verbatim.kernel.QuestionId;
import verbatim.kernel.Refused;
import verbatim.kernel.SeriesId;
import verbatim.kernel.Sha256;
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
  private static final int WORDINGS_OF_SERIES_MAX = 20;
  private static final AccountId NOBODY = new AccountId(0);

  private final Accounts accounts;
  private final Statuses statuses;
  private final Excerpts excerpts;
  private final Articles articles;
  private final Statements statements;
  private final Addresses addresses;

  Sources(
      Accounts accounts,
      Statuses statuses,
      Excerpts excerpts,
      Articles articles,
      Statements statements,
      Addresses addresses) {
    this.accounts = accounts;
    this.statuses = statuses;
    this.excerpts = excerpts;
    this.articles = articles;
    this.statements = statements;
    this.addresses = addresses;
  }

  /// Every state of it; none where it is not, or no longer, for everybody to find.
  List<Statement> of(Ref ref) {
    return of(ref, true);
  }

  /// @param isListed only what its author does not keep out of searches
  private List<Statement> of(Ref ref, boolean isListed) {
    return switch (ref.kind()) {
      case STATUS ->
          readable(new StatusId(ref.id()), isListed).map(this::wordings).orElse(List.of());
      case SERIES -> series(new SeriesId(ref.id()), isListed);
      case REGISTERED -> registered(ref);
      case ANSWER -> answer(ref);
      case EXCERPT -> excerpt(new ExcerptId(ref.id()), isListed);
      case EMBED -> copies(new ArticleId(ref.id()));
    };
  }

  // ---- what a text shows or links

  /// A post and the series it is a part of. Whoever shows or links it has it in his hands: also
  /// what its author keeps out of searches, as long as everybody may read it.
  List<Statement> shown(StatusId id) {
    List<Statement> said = new ArrayList<>(of(new Ref(Ref.Kind.STATUS, id.value()), false));
    readable(id, false)
        .flatMap(status -> status.words().series())
        .ifPresent(in -> said.addAll(series(in.id(), false)));
    return said;
  }

  /// The same of all parts, and of the whole.
  List<Statement> shown(List<StatusId> parts) {
    return parts.stream().flatMap(part -> shown(part).stream()).distinct().toList();
  }

  List<Statement> shown(ExcerptId id) {
    return excerpt(id, false);
  }

  /// Of what can be edited, see [Statement#stood].
  public boolean stood(Statement said, Instant then) {
    return switch (said.kind()) {
      case POST, SERIES ->
          said.stood(then, () -> refs(said.key()).stream().flatMap(ref -> of(ref, false).stream()));
      case EXCERPT, EMBED, REGISTERED -> true;
    };
  }

  // ---- by name

  /// Where to look for what is filed so.
  static List<Ref> refs(String key) {
    int dash = key.indexOf('-');
    String kind = key.substring(0, Math.max(0, dash));
    OptionalLong id = number(key.substring(dash + 1).replaceAll("-.*", ""));
    if (id.isEmpty()) {
      return List.of();
    }
    List<Ref.Kind> kinds =
        switch (kind) {
          case "status" -> List.of(Ref.Kind.STATUS);
          case "series" -> List.of(Ref.Kind.SERIES);
          case "excerpt" -> List.of(Ref.Kind.EXCERPT);
          case "embed" -> List.of(Ref.Kind.EMBED);
          // The ids of both are one sequence.
          case "statement" -> List.of(Ref.Kind.REGISTERED, Ref.Kind.ANSWER);
          default -> List.of();
        };
    return kinds.stream().map(one -> new Ref(one, id.getAsLong())).toList();
  }

  private static OptionalLong number(String text) {
    return text.matches("[0-9]{1,18}")
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }

  /// What is filed so says now; nothing where it is gone.
  Optional<Statement> now(String key) {
    return refs(key).stream()
        .flatMap(ref -> of(ref, false).stream())
        .filter(said -> said.edit() == 0 && said.key().equals(key))
        .findFirst();
  }

  /// What of an account changes what others find of it, in a few letters.
  String stand(AccountId account) {
    return accounts
        .find(account)
        .map(
            found ->
                Sha256.hex(
                    String.join(
                        "\n",
                        Boolean.toString(found.standing().isShownToStrangers()),
                        Boolean.toString(found.standing().isOfferedToStrangers()),
                        Boolean.toString(found.profile().indexable()),
                        found.handle().acct(),
                        found.profile().displayName())))
        .orElse("");
  }

  /// Whether what this account says in public is compared with whatever anybody checks.
  boolean isOpen(AccountId author) {
    return accounts
        .find(author)
        .filter(found -> found.standing().isOfferedToStrangers() && found.profile().indexable())
        .isPresent();
  }

  Optional<Status> published(StatusId id) {
    return readable(id, true);
  }

  private Optional<Status> readable(StatusId id, boolean isListed) {
    // The title of an article is nothing that its author said.
    return open(id, isListed).filter(status -> !(status.carried() instanceof Carried.Article));
  }

  private Optional<Status> open(StatusId id, boolean isListed) {
    return statuses
        .find(id)
        .filter(status -> !status.isBoost())
        .filter(status -> isOpen(status, isListed))
        .filter(status -> statuses.maySee(Viewer.ANYBODY, status));
  }

  /// The published article that a status carries.
  Optional<ArticleId> carriedArticle(StatusId id) {
    return open(id, true)
        .flatMap(
            status ->
                status.carried() instanceof Carried.Article(var article)
                    ? Optional.of(article)
                    : Optional.empty());
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
        // Words stand since the first state that has them.
        if (text.equals(last)) {
          wordings.removeLast();
        }
        wordings.add(post(status, Statement.Kind.POST, text, state.at(), wordings.size()));
        last = text;
      }
    }
    return wordings;
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

  Person person(AccountId account) {
    return accounts.find(account).map(this::person).orElse(Person.named(""));
  }

  /// His account here; also of whom only a handle is known, as of copies.
  Optional<AccountId> account(Person person) {
    return person
        .account()
        .or(
            () ->
                person.handle().isEmpty()
                    ? Optional.empty()
                    : accounts.find(addresses.handle(person.handle())).map(Account::id));
  }

  private static String plain(Origin origin, Status.Words words) {
    return switch (origin) {
      case Origin.Here _ -> words.text();
      case Origin.Remote _ -> PlainText.of(ForeignHtml.clean(words.text()));
    };
  }

  /// Only while all its parts are there: words that never stood side by side make no sentence.
  private List<Statement> series(SeriesId id, boolean isListed) {
    List<Status> parts = parts(id);
    if (parts.isEmpty() || !isWhole(parts, isListed)) {
      return List.of();
    }
    Status first = parts.getFirst();
    List<List<Statement>> all = parts.stream().map(this::wordings).toList();
    List<Statement> whole = new ArrayList<>();
    for (Instant at : turns(all)) {
      String joined = String.join(" ", all.stream().map(part -> at(part, at).text()).toList());
      whole.add(post(first, Statement.Kind.SERIES, joined, at, whole.size()));
    }
    return whole;
  }

  /// When the series began to say what it says, newest first: when its first part was posted, and
  /// whenever one was edited.
  private static List<Instant> turns(List<List<Statement>> parts) {
    Stream<Instant> edited =
        parts.stream()
            .flatMap(part -> part.subList(0, part.size() - 1).stream())
            .flatMap(wording -> wording.at().stream());
    Stream<Instant> first = parts.getFirst().getLast().at().stream();
    return Stream.concat(edited, first)
        .distinct()
        .sorted(Comparator.reverseOrder())
        .limit(WORDINGS_OF_SERIES_MAX)
        .toList();
  }

  private static Statement at(List<Statement> wordings, Instant at) {
    return wordings.stream()
        .filter(one -> one.at().filter(at::isBefore).isEmpty())
        .findFirst()
        .orElseGet(wordings::getLast);
  }

  private static boolean isWhole(List<Status> parts, boolean isListed) {
    return parts.getFirst().words().series().filter(in -> in.count() == parts.size()).isPresent()
        && parts.stream().allMatch(part -> isOpen(part, isListed));
  }

  /// What its author keeps out of searches is not found by its words here either.
  private static boolean isOpen(Status status, boolean isListed) {
    return status.audience() instanceof Audience.Everyone(boolean listed) && (listed || !isListed);
  }

  List<Status> parts(SeriesId id) {
    try {
      return statuses.series(Viewer.ANYBODY, id);
    } catch (Refused _) {
      return List.of();
    }
  }

  List<StatusId> partsOf(Statement series) {
    return SeriesId.parse(series.id()).map(this::parts).orElse(List.of()).stream()
        .map(Status::id)
        .toList();
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
        one.isOfHimself() ? Confidence.REGISTERED : Confidence.HEARSAY,
        accounts.find(one.by()).map(by -> "@" + by.handle().acct()).orElse(""),
        "",
        0);
  }

  /// What readers of the post see open: sealed, blacked out and denied words are not there.
  private List<Statement> excerpt(ExcerptId id, boolean isListed) {
    List<Statement> said = new ArrayList<>();
    carrier(id)
        .flatMap(post -> readable(post, isListed))
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
        ? ExcerptId.parse(found.place()).flatMap(this::carrier)
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
    boolean isCut = question.answer().orElseThrow().said() == Question.Said.MINE_BUT_CUT;
    return new Statement(
        question.id().toString(),
        Statement.Kind.REGISTERED,
        person(question.of()),
        question.answer().map(Question.Answer::at),
        Channel.UNKNOWN,
        question.text(),
        isCut ? Confidence.CONFIRMED_BUT_CUT : Confidence.CONFIRMED,
        "",
        addresses.at("/word_questions/" + question.id()),
        0);
  }

  /// Words from elsewhere as a published article shows them. Nobody checked them there: that it
  /// shows them is all that is known.
  private List<Statement> copies(ArticleId id) {
    return articles
        .find(id)
        .filter(article -> article.status().flatMap(post -> open(post, true)).isPresent())
        .map(articles::current)
        .map(
            version ->
                articles.embeds().shownIn(version).stream()
                    .filter(embed -> embed.source() instanceof Embed.Source.Pasted)
                    .filter(embed -> embed.snapshot().hasWords())
                    .map(
                        embed ->
                            copy(embed)
                                .shownIn(
                                    version.words().title(),
                                    addresses.at("/articles/" + embed.article())))
                    .toList())
        .orElse(List.of());
  }

  /// Words from elsewhere, as somebody pasted them.
  static Statement copy(Embed pasted) {
    return Statement.copy(
        pasted.key(), Person.said(pasted.snapshot().name()), pasted.snapshot().text(), "");
  }

  /// What its author lets stand of what he deleted, under his name as far as he lets that stand.
  Statement left(Embed embed) {
    boolean isNamed = !embed.snapshot().name().isEmpty() && embed.snapshot().author() != 0;
    return Statement.copy(
        embed.key(),
        isNamed
            ? person(new AccountId(embed.snapshot().author()))
            : Person.said(embed.snapshot().name()),
        embed.snapshot().text(),
        "");
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
