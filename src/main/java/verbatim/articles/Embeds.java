package verbatim.articles;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.accounts.Standing;
import verbatim.accounts.Wishes;
import verbatim.kernel.AccountId;
import verbatim.kernel.ArticleId;
import verbatim.kernel.ExcerptId;
import verbatim.kernel.Ids;
import verbatim.kernel.Limits;
import verbatim.kernel.MediaId;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.SeriesId;
import verbatim.kernel.StatusId;
import verbatim.kernel.Turns;
import verbatim.log.Jobs;
import verbatim.relations.Audience;
import verbatim.relations.MaySee;
import verbatim.relations.Relations;
import verbatim.relations.Viewer;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;
import verbatim.store.Bytes;
import verbatim.store.Op;
import verbatim.store.Store;
import verbatim.sx1.Verifier.Json;
import verbatim.text.Block;
import verbatim.text.Blocks;

/// Words of others that articles show, as a copy that this server has signed, with what became of
/// them since. Whoever wrote them decides: who may embed them, what stays when he deletes them, and
/// whether they are to stand there at all. The article's own quotations are its own.
public final class Embeds {
  private static final String PASTED = "embed:";
  private static final String CONTEXT_ACTIVITY = "https://www.w3.org/ns/activitystreams";
  private static final String CONTEXT_PROOF = "https://w3id.org/security/data-integrity/v1";
  private static final Duration YOUNG = Duration.ofDays(7);
  private static final Duration YOUNG_EVERY = Duration.ofHours(1);
  private static final Duration OLD_EVERY = Duration.ofDays(1);
  private static final String TURNED = "article.embeds";
  private static final String LOOK = "article.look";
  private static final int JOBS_AT_ONCE_MAX = 1;
  private static final int OF_STATUS = 1;
  private static final int OF_AUTHOR = 2;
  private static final int SLICE = 100;
  private static final int SHOWING_MAX = 1_000;
  private static final int EXCERPT_NAME_MAX = 120;

  /// Where an embed stands.
  public record Spot(ArticleId article, int number) {
    static final Spot FIRST = new Spot(new ArticleId(0), 0);

    /// Behind all others.
    public static final Spot LAST = new Spot(new ArticleId(Long.MAX_VALUE), 0);
  }

  private final Store store;
  private final Jobs jobs;
  private final InstantSource clock;
  private final Accounts accounts;
  private final Relations relations;
  private final MaySee maySee;
  private final Statuses statuses;
  private final House house;
  private final Articles articles;
  private final EmbedTable table;
  private final Limits.Articles limits;
  private final Turns turns = new Turns();
  private final AtomicBoolean isLooking = new AtomicBoolean();

  Embeds(
      Articles.Ground ground,
      Articles.People people,
      House house,
      Articles articles,
      Limits limits) {
    this.store = ground.store();
    this.jobs = ground.jobs();
    this.clock = ground.clock();
    this.accounts = people.accounts();
    this.relations = people.relations();
    this.maySee = people.maySee();
    this.statuses = people.statuses();
    this.house = house;
    this.articles = articles;
    this.table = new EmbedTable(store);
    this.limits = limits.articles();
    jobs.handle(TURNED, JOBS_AT_ONCE_MAX, (job, _) -> goOn(Bytes.read(job.body())));
    jobs.handle(LOOK, JOBS_AT_ONCE_MAX, (job, _) -> looking(Bytes.read(job.body()).number()));
  }

  // ---- putting in

  /// Takes a post, or a published excerpt, by its address. Asked again it answers what is there.
  ///
  /// @throws Refused NotFound, Invalid (not an address of ours), Forbidden (its author does not
  ///     want it)
  public Embed take(AccountId who, ArticleId id, String url) {
    return take(who, writable(who, id), url, false);
  }

  /// The same of the whole series that the post is a part of.
  public Embed takeSeries(AccountId who, ArticleId id, String url) {
    return take(who, writable(who, id), url, true);
  }

  private Embed take(AccountId who, Article article, String url, boolean whole) {
    return put(article, taking(who, article, url, whole));
  }

  /// What an address stands for, and how a copy of it is made.
  private record Taking(Embed.Source source, Supplier<Embed.Snapshot> snapshot) {
    Embed as(ArticleId article, int number, Instant now) {
      return new Embed(
          article, number, source, snapshot.get(), Embed.Condition.UNCHANGED, now, now);
    }
  }

  private Taking taking(AccountId who, Article article, String url, boolean whole) {
    Optional<StatusId> status = house.status(url);
    // A post that carries an excerpt stands for it: its own words are but a few beside it.
    Optional<House.Excerpted> carried = status.flatMap(house::excerptIn).flatMap(house::excerpt);
    if (status.isPresent() && carried.isEmpty()) {
      return taking(who, article, status.get(), whole);
    }
    House.Excerpted excerpt =
        carried
            .or(() -> house.excerpt(url))
            .orElseThrow(
                () ->
                    Refusal.invalid(
                        "url", "ERR_INVALID", "This is no address of a post of this server"));
    checkVisible(who, statuses.find(excerpt.status()).orElseThrow(Refusal::notFound));
    checkWanted(who, article, excerpt.publisher());
    excerpt.speakers().forEach(speaker -> checkWanted(who, article, speaker));
    return new Taking(new Embed.Source.OfExcerpt(excerpt.id()), () -> snapshot(excerpt));
  }

  private Taking taking(AccountId who, Article article, StatusId id, boolean whole) {
    Status found = statuses.get(Viewer.of(who), id);
    Status status =
        switch (found.content()) {
          case Status.Words _ -> found;
          case Status.Boost(var of, _) -> statuses.get(Viewer.of(who), of);
        };
    checkVisible(who, status);
    checkWanted(who, article, status.author());
    if (whole && status.words().series().isPresent()) {
      SeriesId series = status.words().series().get().id();
      List<Status> parts = statuses.series(Viewer.ANYBODY, series);
      var source = new Embed.Source.OfSeries(parts.stream().map(Status::id).toList());
      return new Taking(source, () -> snapshot(parts));
    }
    return new Taking(new Embed.Source.OfStatus(status.id()), () -> snapshot(List.of(status)));
  }

  /// An article is for everybody: so must be what it shows.
  private void checkVisible(AccountId who, Status status) {
    boolean isOpen =
        status.audience() instanceof Audience.Everyone
            && statuses.maySee(Viewer.ANYBODY, status)
            && statuses.maySee(Viewer.of(who), status);
    if (!isOpen) {
      throw Refusal.invalid("url", "ERR_INVALID", "Only public posts can be embedded");
    }
  }

  private void checkWanted(AccountId who, Article article, AccountId author) {
    if (author.equals(who) || author.equals(article.owner())) {
      return;
    }
    Account by = accounts.find(author).orElseThrow(Refusal::notFound);
    boolean may =
        switch (by.wishes().embeds()) {
          case PUBLIC -> true;
          case FOLLOWERS ->
              relations.follows(who, author) || relations.follows(article.owner(), author);
          case NOBODY -> false;
        };
    if (!may || !maySee.maySee(Viewer.of(article.owner()), author, new Audience.Everyone(true))) {
      throw Refusal.forbidden("The author of this post does not let it be embedded");
    }
  }

  /// Words from elsewhere, copied by whoever writes the article: nobody here vouches for them.
  ///
  /// @param where they were said, as he says
  public Embed paste(AccountId who, ArticleId id, String text, String author, String where) {
    Article article = writable(who, id);
    String words = ManuscriptRules.text("text", text, limits.pastedCharactersMax()).strip();
    String name = ManuscriptRules.text("author", author, limits.nameCharactersMax()).strip();
    String place = ManuscriptRules.text("said_where", where, limits.nameCharactersMax()).strip();
    if (words.isEmpty()) {
      throw Refusal.invalid("text", "ERR_BLANK", "There are no words to embed");
    }
    Instant now = now();
    var snapshot =
        new Embed.Snapshot(
            "", "", 0, name, Instant.EPOCH, Instant.EPOCH, words, List.of(), now, "");
    return turns.take(
        id.value(),
        () -> {
          var source = new Embed.Source.Pasted(place);
          Optional<Embed> same =
              table.of(id).stream()
                  .filter(e -> e.source().equals(source))
                  .filter(
                      e -> e.snapshot().text().equals(words) && e.snapshot().name().equals(name))
                  .findFirst();
          return same.orElseGet(
              () ->
                  write(
                      new Embed(
                          article.id(),
                          next(article.id()),
                          source,
                          snapshot,
                          Embed.Condition.NOT_CHECKED,
                          now,
                          Instant.EPOCH)));
        });
  }

  private Embed put(Article article, Taking taking) {
    return turns.take(
        article.id().value(),
        () -> {
          Optional<Embed> known =
              table.of(article.id()).stream()
                  .filter(e -> e.source().equals(taking.source()))
                  .findFirst();
          if (known.filter(e -> e.condition() == Embed.Condition.WITHDRAWN).isPresent()) {
            throw Refusal.forbidden("The author of this post does not let it be embedded");
          }
          if (known.isPresent()) {
            return shown(known.get());
          }
          return write(taking.as(article.id(), next(article.id()), now()));
        });
  }

  private int next(ArticleId article) {
    return next(table.of(article));
  }

  private int next(List<Embed> all) {
    if (all.size() >= limits.embedsMax()) {
      throw Refusal.invalid("An article has at most " + limits.embedsMax() + " embeds");
    }
    return all.stream().mapToInt(Embed::number).max().orElse(0) + 1;
  }

  private Embed write(Embed embed) {
    store.journalledBatch(EmbedTable.put(embed));
    return embed;
  }

  private Article writable(AccountId who, ArticleId id) {
    Article article = articles.find(id).orElseThrow(Refusal::notFound);
    if (!articles.mayWrite(who, article)) {
      throw Refusal.notFound();
    }
    return article;
  }

  /// Addresses of ours that stand alone in the words become embeds when they are published.
  void takeAll(AccountId who, Article article, Blocks blocks) {
    each(
        blocks,
        table.of(article.id()),
        address -> {
          put(article, inWords(who, article, address));
          return table.of(article.id());
        });
  }

  /// What an article is to show when it is published as it is now.
  ///
  /// @param refused why it cannot be published so
  public record ToBe(List<Embed> embeds, List<Refused> refused) {}

  /// The same as what publishing would bring, and nothing of it is kept.
  public ToBe toBe(AccountId who, Article article, Blocks blocks) {
    List<Embed> all = new ArrayList<>(of(article.id()));
    List<Refused> refused = new ArrayList<>();
    Instant now = now();
    each(
        blocks,
        all,
        address -> {
          try {
            all.add(inWords(who, article, address).as(article.id(), next(all), now));
          } catch (Refused e) {
            refused.add(e);
          }
          return all;
        });
    return new ToBe(all, refused);
  }

  /// Of an address that stands in the words.
  private Taking inWords(AccountId who, Article article, String address) {
    if (address.startsWith(PASTED)) {
      String number = address.substring(PASTED.length());
      throw Refusal.invalid("body", "ERR_INVALID", "There is no such embed: " + number);
    }
    try {
      return taking(who, article, address, false);
    } catch (Refused e) {
      if (e.refusal() instanceof Refusal.NotFound) {
        throw Refusal.invalid("body", "ERR_INVALID", "Only public posts can be embedded");
      }
      throw e;
    }
  }

  /// Each address once, those that are shown already left out.
  ///
  /// @param taken takes what an address stands for, and answers all that is known then
  private void each(Blocks blocks, List<Embed> before, Function<String, List<Embed>> taken) {
    // Read once, and each address looked at once: there may be thousands.
    List<Embed> known = before;
    Set<String> seen = new HashSet<>();
    for (Block block : blocks.all()) {
      if (block.kind() != Block.Kind.EMBED || !seen.add(block.address())) {
        continue;
      }
      boolean isPasted = block.address().startsWith(PASTED);
      if ((!isPasted && !isOurs(block.address())) || shownBy(known, block).isPresent()) {
        continue;
      }
      known = taken.apply(block.address());
    }
  }

  private boolean isOurs(String address) {
    return house.status(address).isPresent() || house.excerpt(address).isPresent();
  }

  // ---- the copy

  private Embed.Snapshot snapshot(List<Status> parts) {
    Status first = parts.getFirst();
    Account by = accounts.find(first.author()).orElseThrow(Refusal::notFound);
    String text = text(parts);
    String content = parts.stream().map(house::content).collect(Collectors.joining());
    List<MediaId> media = parts.stream().flatMap(part -> part.words().media().stream()).toList();
    Instant updated =
        parts.stream().map(part -> part.words().editedAt()).max(Instant::compareTo).orElseThrow();
    Instant now = now();
    Json.Fields object =
        object(house.uri(first), house.actor(first.author()), by.shownName())
            .with("published", first.createdAt().toString());
    if (updated.isAfter(Instant.EPOCH)) {
      object = object.with("updated", updated.toString());
    }
    object =
        object
            .with("content", content)
            .with("text", text)
            .with(
                "media",
                new Json.Items(
                    media.stream().<Json>map(id -> new Json.Text(id.toString())).toList()))
            .with("fetchedAt", now.toString());
    return new Embed.Snapshot(
        house.uri(first),
        house.url(first),
        first.author().value(),
        by.shownName(),
        first.createdAt(),
        updated,
        text,
        media,
        now,
        house.sign(object, now).canonical());
  }

  private Embed.Snapshot snapshot(House.Excerpted excerpt) {
    Instant now = now();
    Status status = statuses.find(excerpt.status()).orElseThrow(Refusal::notFound);
    String name =
        excerpt.name().length() > EXCERPT_NAME_MAX
            ? excerpt.name().substring(0, EXCERPT_NAME_MAX)
            : excerpt.name();
    Json.Fields object =
        object(excerpt.url(), house.actor(excerpt.publisher()), name)
            .with("published", status.createdAt().toString())
            .with("text", excerpt.text())
            .with("fetchedAt", now.toString());
    return new Embed.Snapshot(
        excerpt.url(),
        excerpt.url(),
        excerpt.publisher().value(),
        name,
        status.createdAt(),
        Instant.EPOCH,
        excerpt.text(),
        List.of(),
        now,
        house.sign(object, now).canonical());
  }

  private static Json.Fields object(String id, String actor, String name) {
    return Json.Fields.EMPTY
        .with(
            "@context",
            new Json.Items(List.of(new Json.Text(CONTEXT_ACTIVITY), new Json.Text(CONTEXT_PROOF))))
        .with("type", "Note")
        .with("id", id)
        .with("attributedTo", actor)
        .with("name", name);
  }

  private static String text(List<Status> parts) {
    return parts.stream().map(part -> part.words().text()).collect(Collectors.joining("\n\n"));
  }

  // ---- reading

  /// All of an article as they are now: what may not be shown any more is gone from them, whether
  /// or not word of it has come.
  public List<Embed> of(ArticleId article) {
    return table.of(article).stream().map(this::shown).toList();
  }

  /// As it is now. Words that wait unseen are in no answer at all.
  private Embed shown(Embed embed) {
    Embed now = look(embed, Function.identity());
    return now.condition() == Embed.Condition.UNREACHABLE
        ? now.turned(now.condition(), now.lookedAt(), now.snapshot().withoutWords())
        : now;
  }

  /// The one that a block of the words stands for, of those of its article.
  public Optional<Embed> shownBy(List<Embed> embeds, Block block) {
    if (block.kind() != Block.Kind.EMBED) {
      return Optional.empty();
    }
    if (block.address().startsWith(PASTED)) {
      String number = block.address().substring(PASTED.length());
      return embeds.stream().filter(e -> Integer.toString(e.number()).equals(number)).findFirst();
    }
    Optional<StatusId> status = house.status(block.address());
    Optional<Long> excerpt =
        status.isPresent()
            ? status.flatMap(house::excerptIn)
            : house.excerpt(block.address()).map(House.Excerpted::id);
    return embeds.stream()
        .filter(
            embed ->
                switch (embed.source()) {
                  case Embed.Source.OfStatus(var of) -> status.filter(of::equals).isPresent();
                  case Embed.Source.OfExcerpt(long of) ->
                      excerpt.filter(id -> id == of).isPresent()
                          || embed.snapshot().url().equals(block.address());
                  case Embed.Source.OfSeries _, Embed.Source.Pasted _ -> false;
                })
        .findFirst();
  }

  /// Those that the words of a version show, in their order.
  public List<Embed> shownIn(Version version) {
    List<Embed> all = of(version.article());
    Set<Integer> seen = new HashSet<>();
    return articles.blocks(version).all().stream()
        .flatMap(block -> shownBy(all, block).stream())
        .filter(embed -> seen.add(embed.number()))
        .toList();
  }

  /// Whose words a version brings to its readers that the one before did not, one for each of them;
  /// not those of whose article it is.
  List<Embed> fresh(Article article, Optional<Version> before, Version after) {
    List<Embed> all = table.of(article.id());
    Set<Integer> known = new HashSet<>();
    before.ifPresent(version -> standing(all, version).forEach(e -> known.add(e.number())));
    Set<Long> people =
        new HashSet<>(List.of(0L, article.owner().value(), article.writer().value()));
    return standing(all, after).stream()
        .filter(embed -> embed.condition() != Embed.Condition.WITHDRAWN)
        .filter(embed -> !known.contains(embed.number()))
        .filter(embed -> people.add(embed.snapshot().author()))
        .toList();
  }

  private List<Embed> standing(List<Embed> all, Version version) {
    return articles.blocks(version).all().stream()
        .flatMap(block -> shownBy(all, block).stream())
        .toList();
  }

  /// What its source says now, where it differs from the copy; for showing the difference.
  public Optional<String> textNow(Embed embed) {
    return switch (embed.source()) {
      case Embed.Source.OfStatus(var id) -> open(List.of(id)).map(Embeds::text);
      case Embed.Source.OfSeries(var ids) -> open(ids).map(Embeds::text);
      case Embed.Source.OfExcerpt(long id) -> house.excerpt(id).map(House.Excerpted::text);
      case Embed.Source.Pasted _ -> Optional.empty();
    };
  }

  /// Which published articles show a post.
  public List<ArticleId> showing(StatusId status) {
    return table.showing(status, Spot.FIRST, SHOWING_MAX).stream()
        .map(Spot::article)
        .distinct()
        .filter(id -> articles.find(id).filter(Article::isPublished).isPresent())
        .toList();
  }

  /// Where somebody's words are shown in published articles, for him: some of it, the newest
  /// articles first.
  ///
  /// @param embeds those that are there
  /// @param next where to go on, [Spot#FIRST] where there is no more
  public record Mine(List<Embed> embeds, Spot next) {
    public boolean hasMore() {
      return !next.equals(Spot.FIRST);
    }
  }

  /// @param before [Spot#LAST], or where a page before has ended
  public Mine ofAuthor(AccountId author, Spot before, int rowsMax) {
    List<Spot> some = table.newestBy(author, before, rowsMax);
    List<Embed> shown =
        some.stream()
            .flatMap(spot -> table.find(spot.article(), spot.number()).stream())
            .filter(embed -> embed.snapshot().author() == author.value())
            .filter(
                embed -> articles.find(embed.article()).filter(Article::isPublished).isPresent())
            .map(this::shown)
            .toList();
    return new Mine(shown, some.size() < rowsMax ? Spot.FIRST : some.getLast());
  }

  // ---- looking again

  /// All parts, as everybody may read them; empty when one is not there for everybody.
  private Optional<List<Status>> open(List<StatusId> ids) {
    List<Status> found = new ArrayList<>();
    for (StatusId id : ids) {
      Optional<Status> status =
          statuses
              .find(id)
              .filter(s -> s.audience() instanceof Audience.Everyone)
              .filter(s -> statuses.maySee(Viewer.ANYBODY, s));
      if (status.isEmpty()) {
        return Optional.empty();
      }
      found.add(status.get());
    }
    return Optional.of(found);
  }

  /// Whether there is nothing left that its author could change his mind about.
  private static boolean isSettled(Embed embed) {
    return switch (embed.condition()) {
      case WITHDRAWN, NOT_CHECKED -> true;
      case DELETED -> !embed.snapshot().hasWords();
      case UNCHANGED, EDITED, UNREACHABLE -> false;
    };
  }

  /// @param kept what to do with it when it is not as it was
  private Embed look(Embed embed, Function<Embed, Embed> kept) {
    if (isSettled(embed)) {
      return embed;
    }
    Embed looked =
        switch (embed.source()) {
          case Embed.Source.OfStatus(var id) -> look(embed, List.of(id));
          case Embed.Source.OfSeries(var ids) -> look(embed, ids);
          case Embed.Source.OfExcerpt(long id) -> lookExcerpt(embed, house.excerpt(id));
          case Embed.Source.Pasted _ -> embed;
        };
    return looked.condition() == embed.condition() && looked.snapshot().equals(embed.snapshot())
        ? embed
        : kept.apply(looked);
  }

  private Embed look(Embed embed, List<StatusId> ids) {
    Instant now = now();
    var author = new AccountId(embed.snapshot().author());
    boolean isGone = ids.stream().anyMatch(id -> statuses.find(id).isEmpty());
    if (isGone) {
      boolean isAway = !isHere(author) && !isErased(author);
      return embed.turned(
          isAway ? Embed.Condition.UNREACHABLE : Embed.Condition.DELETED, now, left(embed));
    }
    Optional<List<Status>> parts = open(ids);
    if (parts.isEmpty()) {
      // Suspended, perhaps for a while: the words wait, unseen.
      return embed.turned(Embed.Condition.UNREACHABLE, now, embed.snapshot());
    }
    boolean same = text(parts.get()).equals(embed.snapshot().text());
    return embed.turned(
        same ? Embed.Condition.UNCHANGED : Embed.Condition.EDITED, now, embed.snapshot());
  }

  /// Whether anybody may read what this author says to everybody.
  private boolean isHere(AccountId author) {
    return maySee.maySee(Viewer.ANYBODY, author, new Audience.Everyone(true));
  }

  private boolean isErased(AccountId author) {
    return accounts
        .find(author)
        .filter(account -> account.standing().state() != Standing.State.DELETED)
        .isEmpty();
  }

  private Embed lookExcerpt(Embed embed, Optional<House.Excerpted> excerpt) {
    Instant now = now();
    var publisher = new AccountId(embed.snapshot().author());
    if (excerpt.isEmpty()) {
      // Words of several are in it, of whom any may take his back meanwhile: nothing waits.
      boolean isAway = !isHere(publisher) && !isErased(publisher);
      return embed.turned(
          isAway ? Embed.Condition.UNREACHABLE : Embed.Condition.WITHDRAWN,
          now,
          embed.snapshot().withoutWords());
    }
    if (excerpt.get().text().equals(embed.snapshot().text())) {
      return embed.turned(Embed.Condition.UNCHANGED, now, embed.snapshot());
    }
    // Words that were sealed since are gone from the copy too: it is made anew.
    boolean isBack = embed.condition() == Embed.Condition.UNREACHABLE;
    return embed.turned(
        isBack ? Embed.Condition.UNCHANGED : Embed.Condition.EDITED, now, snapshot(excerpt.get()));
  }

  /// What the author's wish of today leaves of the copy of a post that he has deleted. Whoever has
  /// left keeps nothing, and what went once does not come back.
  private Embed.Snapshot left(Embed embed) {
    Wishes.Deletion wish =
        accounts
            .find(new AccountId(embed.snapshot().author()))
            .filter(account -> account.standing().state() != Standing.State.DELETED)
            .map(account -> account.wishes().deletion())
            .orElse(Wishes.Deletion.REMOVE);
    return switch (wish) {
      case REMOVE -> embed.snapshot().withoutWords();
      case KEEP_WORDS -> embed.snapshot().withoutName();
      case KEEP_NOTE -> embed.snapshot().withoutProof();
    };
  }

  // ---- reactions: each looks at the first embeds at once and leaves the others to a job

  /// A post was edited or deleted.
  public void turned(StatusId status) {
    begin(OF_STATUS, status.value());
  }

  /// Something about an author changed: his standing, or his wishes.
  public void turnedOf(AccountId author) {
    begin(OF_AUTHOR, author.value());
  }

  /// Others see more of an excerpt, or less, or nothing.
  public void turned(ExcerptId excerpt) {
    turned(new StatusId(excerpt.value()));
  }

  private void begin(int what, long id) {
    lookAt(what, id, Spot.FIRST)
        .ifPresent(last -> jobs.at(clock.instant(), new Jobs.Job(TURNED, rest(what, id, last))));
  }

  private Jobs.Outcome goOn(Bytes.Reader body) {
    int what = (int) body.number();
    long id = body.number();
    var after = new Spot(new ArticleId(body.number()), (int) body.number());
    return lookAt(what, id, after)
        .<Jobs.Outcome>map(last -> new Jobs.Outcome.Onward(rest(what, id, last)))
        .orElseGet(Jobs.Outcome.Done::new);
  }

  private static byte[] rest(int what, long id, Spot last) {
    return Bytes.write(1)
        .number(what)
        .number(id)
        .number(last.article().value())
        .number(last.number())
        .done();
  }

  /// @return the last of them, where there may be more
  private Optional<Spot> lookAt(int what, long id, Spot after) {
    List<Spot> some =
        what == OF_STATUS
            ? table.showing(new StatusId(id), after, SLICE)
            : table.by(new AccountId(id), after, SLICE);
    some.forEach(this::again);
    return some.size() < SLICE ? Optional.empty() : Optional.of(some.getLast());
  }

  /// @return whether it is not as it was
  private boolean again(Spot spot) {
    return turns.take(
        spot.article().value(),
        () -> {
          Optional<Embed> found = table.find(spot.article(), spot.number());
          if (found.isEmpty()) {
            return false;
          }
          boolean[] turned = {false};
          look(
              found.get(),
              after -> {
                turned[0] = true;
                turn(after);
                return after;
              });
          return turned[0];
        });
  }

  private void turn(Embed after) {
    articles.write(
        EmbedTable.put(after),
        List.of(new ArticleEvent.EmbedTurned(after.article(), after.number())),
        List.of());
  }

  /// For a job: looks at all whose time has come, drafts too: hourly while an article is young,
  /// then daily. Does nothing while the last round is still under way.
  public void lookAgain() {
    if (isLooking.compareAndSet(false, true)) {
      try {
        jobs.at(clock.instant(), new Jobs.Job(LOOK, Bytes.write(1).number(Long.MAX_VALUE).done()));
      } catch (RuntimeException e) {
        isLooking.set(false);
        throw e;
      }
    }
  }

  /// A round that breaks off may never end: then the next one begins anew.
  private Jobs.Outcome looking(long below) {
    try {
      return lookOn(below);
    } catch (RuntimeException e) {
      isLooking.set(false);
      throw e;
    }
  }

  private Jobs.Outcome lookOn(long below) {
    List<ArticleId> some =
        table.embedding(Page.below(below, SLICE), ArticleTable.yearOf(Ids.floor(clock.instant())));
    some.forEach(id -> articles.find(id).ifPresent(this::lookAgain));
    if (some.size() == SLICE) {
      return new Jobs.Outcome.Onward(Bytes.write(1).number(some.getLast().value()).done());
    }
    isLooking.set(false);
    return new Jobs.Outcome.Done();
  }

  private void lookAgain(Article article) {
    Instant now = now();
    Duration every = article.publishedAt().plus(YOUNG).isAfter(now) ? YOUNG_EVERY : OLD_EVERY;
    for (Embed embed : table.of(article.id())) {
      boolean isLooked = embed.condition() != Embed.Condition.NOT_CHECKED;
      if (isLooked && !embed.lookedAt().plus(every).isAfter(now)) {
        var spot = new Spot(article.id(), embed.number());
        if (!again(spot)) {
          noteLooked(spot, now);
        }
      }
    }
  }

  private void noteLooked(Spot spot, Instant now) {
    turns.run(
        spot.article().value(),
        () ->
            table
                .find(spot.article(), spot.number())
                .ifPresent(
                    e ->
                        store.journalledBatch(
                            EmbedTable.put(e.turned(e.condition(), now, e.snapshot())))));
  }

  // ---- taking out

  /// The author of the words wants them out of an article. They go, with every trace of them; what
  /// the article itself quotes stays its own.
  public Embed detach(AccountId who, ArticleId article, int number) {
    return turns.take(
        article.value(),
        () -> {
          Embed embed =
              table
                  .find(article, number)
                  .filter(e -> e.snapshot().author() == who.value())
                  .orElseThrow(Refusal::notFound);
          if (embed.condition() == Embed.Condition.WITHDRAWN) {
            return embed;
          }
          Embed after =
              embed.turned(Embed.Condition.WITHDRAWN, now(), embed.snapshot().withoutWords());
          turn(after);
          return after;
        });
  }

  /// Of an article that is erased.
  List<Op> forgotten(ArticleId article) {
    return table.of(article).stream().flatMap(e -> EmbedTable.forget(e).stream()).toList();
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
