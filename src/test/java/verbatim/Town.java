package verbatim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import verbatim.access.Access;
import verbatim.access.AccessSettings;
import verbatim.access.Letters;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.accounts.Posting;
import verbatim.accounts.Profile;
import verbatim.accounts.Standing;
import verbatim.announcements.Announcements;
import verbatim.archives.Archives;
import verbatim.archives.Contents;
import verbatim.articles.Articles;
import verbatim.conversations.Conversations;
import verbatim.excerpts.Excerpts;
import verbatim.imports.Imports;
import verbatim.imports.Taking;
import verbatim.kernel.AccountId;
import verbatim.kernel.Ids;
import verbatim.kernel.Limits;
import verbatim.kernel.ListId;
import verbatim.kernel.Origin;
import verbatim.kernel.Page;
import verbatim.kernel.StatusId;
import verbatim.keys.Keyring;
import verbatim.keys.Keys;
import verbatim.log.EventLog;
import verbatim.log.JobOptions;
import verbatim.log.Jobs;
import verbatim.log.LogOptions;
import verbatim.log.StoreLog;
import verbatim.log.faulty.FaultyLog;
import verbatim.media.Ffmpeg;
import verbatim.media.Media;
import verbatim.moderation.Moderation;
import verbatim.notifications.Notification;
import verbatim.notifications.Notifications;
import verbatim.relations.Filters;
import verbatim.relations.FollowOptions;
import verbatim.relations.Lists;
import verbatim.relations.MayDo;
import verbatim.relations.MaySee;
import verbatim.relations.Relations;
import verbatim.relations.Viewer;
import verbatim.rendering.Addresses;
import verbatim.rendering.ContentHtml;
import verbatim.search.Search;
import verbatim.server.ArticleHouse;
import verbatim.server.ArticlesInSearch;
import verbatim.server.ExcerptsInArticles;
import verbatim.server.Indexing;
import verbatim.server.Leaving;
import verbatim.server.QuotesInStories;
import verbatim.server.Reactions;
import verbatim.statements.Checks;
import verbatim.statements.Known;
import verbatim.statements.Question;
import verbatim.statements.Reports;
import verbatim.statements.Statements;
import verbatim.statuses.Draft;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;
import verbatim.store.Store;
import verbatim.store.faulty.FaultyStore;
import verbatim.store.rocks.RocksOptions;
import verbatim.store.rocks.RocksStore;
import verbatim.stories.Stories;
import verbatim.streaming.Streams;
import verbatim.sx1.Signer;
import verbatim.timelines.Timelines;

/// A whole server without its doors, with people in it. It lies in a folder, on the engine that the
/// test names, under a clock that only the town moves and with chance from a seed that is printed.
///
/// ```
/// try (var town = Town.in(folder, Town.Engine.ROCKS)) {
///   var alice = town.person("alice");
///   var bob = town.person("bob");
///   bob.follows(alice);
///   alice.posts("good morning");
///   assertThat(bob.home()).containsExactly("good morning");
/// }
/// ```
///
/// Reading methods of people settle first: all consequences have happened. Those of [#timelines]
/// and the other parts do not.
public final class Town implements AutoCloseable {
  /// On what it stands. The faulty one misbehaves within the contract: split batches, unknown
  /// claims, events that come late or twice.
  public enum Engine {
    ROCKS,
    FAULTY
  }

  private static final Duration SETTLED_MAX = Waiting.PATIENCE;
  private static final double FAULTS = 0.1;
  public static final String DOMAIN = "town.example";

  private final Path folder;
  private final Engine engine;
  private final Limits limits;
  private final long seed;
  private final Random random;
  private final Signer signer =
      Signer.of("https://" + DOMAIN + "/actor#excerpts", Signer.Keys.make(new SecureRandom()));
  private final TownClock clock = new TownClock(Instant.parse("2026-11-01T08:00:00Z"));
  private final Ids ids = new Ids(clock, 1);
  private final Set<AccountId> signedOut = ConcurrentHashMap.newKeySet();
  private final Map<String, Person> people = new LinkedHashMap<>();
  private Keyring keys = Keyring.none();
  private Parts parts;
  private MortalStore talking;
  private MortalStore gathering;
  private MortalStore showing;
  private MortalStore reporting;
  private MortalStore writing;
  private Search search;
  private Known known;
  private Indexing indexing;
  private boolean isSearched;

  /// Everything that a restart makes anew.
  private record Parts(
      CountingStore store,
      EventLog log,
      Jobs jobs,
      Accounts accounts,
      Relations relations,
      Lists lists,
      Filters filters,
      MaySee maySee,
      MayDo mayDo,
      Media media,
      Statuses statuses,
      Timelines timelines,
      Notifications notifications,
      Streams streams,
      Access access,
      Leaving leaving,
      Announcements announcements,
      Archives archives,
      Imports imports,
      Moderation moderation,
      Conversations conversations,
      Keys actorKeys,
      Excerpts excerpts,
      Stories stories,
      Articles articles,
      Statements statements,
      Reports reports) {}

  private Town(Path folder, Engine engine, Limits limits, long seed) {
    this.folder = folder;
    this.engine = engine;
    this.limits = limits.withPatience();
    this.seed = seed;
    this.random = new Random(seed);
    System.out.println("town on " + engine + ", seed " + seed);
    parts = open();
  }

  public static Town in(Path folder, Engine engine) {
    return in(folder, engine, Limits.usual());
  }

  public static Town in(Path folder, Engine engine, Limits limits) {
    return in(folder, engine, limits, Long.getLong("verbatim.seed", System.nanoTime()));
  }

  public static Town in(Path folder, Engine engine, Limits limits, long seed) {
    return new Town(folder, engine, limits, seed);
  }

  private Parts open() {
    Store rocks = RocksStore.open(folder.resolve("store"), RocksOptions.small(), clock);
    CountingStore store =
        new CountingStore(
            switch (engine) {
              case ROCKS -> rocks;
              case FAULTY ->
                  new FaultyStore(rocks, new Random(seed + 1), FAULTS, Duration.ofMillis(2));
            });
    EventLog plain = new StoreLog(store, ids, LogOptions.brisk());
    EventLog log =
        switch (engine) {
          case ROCKS -> plain;
          case FAULTY -> new FaultyLog(plain, new Random(seed + 2), FAULTS);
        };
    Jobs jobs = new Jobs(store, ids, clock, new Random(seed + 3), JobOptions.usual());
    Accounts accounts = new Accounts(store, log, ids, clock, random, limits);
    Relations relations = new Relations(store, log, accounts, ids, clock, random, limits);
    MaySee maySee = new MaySee(relations, accounts, clock);
    MayDo mayDo = new MayDo(maySee, relations, accounts);
    Lists lists = new Lists(store, log, relations, accounts, ids, limits);
    Filters filters = new Filters(store, log, ids, clock, random, limits);
    Media media =
        new Media(
            store,
            folder.resolve("media"),
            256L << 20,
            Ffmpeg.absent(),
            keys,
            new byte[32],
            ids,
            clock,
            new SecureRandom(),
            limits);
    Statuses statuses =
        new Statuses(
            store, log, jobs, accounts, maySee, mayDo, media, ids, clock, random, limits, DOMAIN);
    Addresses addresses = new Addresses(URI.create("https://" + DOMAIN));
    talking = new MortalStore(store);
    Conversations conversations =
        new Conversations(
            new Conversations.Ground(talking, log, jobs, ids, clock, random),
            accounts,
            relations,
            maySee,
            mayDo,
            media,
            new Conversations.House(
                addresses.at("/actor"),
                id -> accounts.find(id).map(addresses::uri).orElseThrow(),
                keys),
            limits);
    Keys actorKeys =
        new Keys(
            store,
            keys,
            new SecureRandom(),
            addresses.at("/actor"),
            id -> accounts.find(id).map(addresses::uri).orElseThrow());
    showing = new MortalStore(store);
    Excerpts excerpts =
        new Excerpts(
            new Excerpts.Ground(showing, log, ids, clock),
            new Excerpts.People(
                accounts, relations, maySee, mayDo, conversations, statuses, media, actorKeys),
            new Excerpts.House(true, id -> addresses.at("/excerpts/" + id)),
            limits);
    writing = new MortalStore(store);
    Articles articles =
        new Articles(
            new Articles.Ground(writing, log, jobs, ids, clock),
            new Articles.People(accounts, relations, maySee, mayDo, media, statuses),
            new ArticleHouse(
                accounts,
                addresses,
                new ContentHtml(accounts, addresses, limits),
                () -> Optional.of(signer),
                new ExcerptsInArticles(excerpts, accounts, addresses)),
            limits);
    Announcements announcements =
        new Announcements(store, log, jobs, media.emojis(), ids, clock, limits);
    Timelines timelines =
        new Timelines(store, jobs, statuses, relations, lists, maySee, accounts, clock, limits);
    Notifications notifications =
        new Notifications(
            store, statuses, conversations, relations, maySee, accounts, clock, limits);
    Streams streams =
        new Streams(
            new Streams.Sources(
                accounts,
                relations,
                lists,
                filters,
                maySee,
                media,
                statuses,
                timelines,
                notifications,
                announcements,
                conversations),
            (account, _) -> !signedOut.contains(account),
            limits);
    Access access =
        new Access(
            new AccessSettings(
                URI.create("https://" + DOMAIN), AccessSettings.Mode.OPEN, true, true),
            new Access.Ground(
                store, log, accounts, ids, new SecureRandom(), clock, limits, Letters.Ways.none()));
    Archives archives =
        new Archives(
            store,
            jobs,
            folder.resolve("archives"),
            new Contents(
                accounts,
                relations,
                lists,
                filters,
                statuses,
                conversations,
                excerpts,
                articles,
                media,
                maySee,
                addresses,
                new ContentHtml(accounts, addresses, limits),
                clock,
                (_, _) -> {},
                limits),
            accounts,
            ids,
            clock,
            limits,
            0);
    Imports imports =
        new Imports(
            store,
            jobs,
            new Taking(accounts, relations, lists, statuses, maySee, addresses, clock),
            accounts,
            ids,
            clock,
            limits);
    Moderation moderation =
        new Moderation(
            new Moderation.Ground(
                store,
                log,
                accounts,
                statuses,
                conversations,
                media,
                mayDo,
                access.registration(),
                access.sessions(),
                ids,
                random,
                clock,
                limits));
    reporting = new MortalStore(store);
    Statements.Ground quoting =
        new Statements.Ground(
            reporting,
            log,
            accounts,
            relations,
            maySee,
            mayDo,
            statuses,
            (who, words) ->
                Optional.of(
                    new Question.Proof(actorKeys.of(who).method(), actorKeys.of(who).sign(words))),
            ids,
            clock,
            limits);
    Statements statements = new Statements(quoting);
    search =
        new Search(
            new Search.Sources(
                accounts,
                relations,
                maySee,
                media,
                statuses,
                new ArticlesInSearch(articles, limits)),
            new Search.Settings(folder.resolve("search"), DOMAIN, false),
            limits);
    known =
        new Known(
            folder.resolve("known"),
            accounts,
            statuses,
            excerpts,
            articles,
            statements,
            addresses,
            limits);
    Checks checks = new Checks(accounts, statements, search, known, addresses, limits);
    Reports reports = new Reports(quoting, jobs, articles, checks);
    gathering = new MortalStore(store);
    Stories stories =
        new Stories(
            new Stories.Ground(gathering, log, jobs, ids, clock, random),
            new Stories.Sources(
                accounts,
                relations,
                maySee,
                mayDo,
                statuses,
                timelines,
                articles,
                new QuotesInStories(reports)),
            limits);
    indexing = new Indexing(search, known, reports, log);
    Leaving leaving =
        new Leaving(
            jobs,
            accounts,
            relations,
            lists,
            filters,
            media,
            statuses,
            conversations,
            excerpts,
            actorKeys,
            articles,
            timelines,
            notifications,
            moderation,
            announcements,
            archives,
            imports,
            stories,
            statements,
            clock);
    log.consume(
        "reactions",
        new Reactions(
            accounts,
            relations,
            statuses,
            conversations,
            excerpts,
            articles,
            reports,
            timelines,
            notifications,
            streams,
            access.credentials(),
            leaving,
            moderation,
            stories,
            archives));
    beginSearch();
    jobs.start();
    return new Parts(
        store,
        log,
        jobs,
        accounts,
        relations,
        lists,
        filters,
        maySee,
        mayDo,
        media,
        statuses,
        timelines,
        notifications,
        streams,
        access,
        leaving,
        announcements,
        archives,
        imports,
        moderation,
        conversations,
        actorKeys,
        excerpts,
        stories,
        articles,
        statements,
        reports);
  }

  /// The person of this name, who moves in if he is not there yet.
  public Person person(String name) {
    return people.computeIfAbsent(name, n -> newcomer(n, Standing.active()));
  }

  /// Somebody who moves in with a role or state.
  public Person person(String name, Standing standing) {
    return people.computeIfAbsent(name, n -> newcomer(n, standing));
  }

  private Person newcomer(String name, Standing standing) {
    tick();
    return new Person(name, parts.accounts().create(name, standing, Posting.usual()).id());
  }

  public List<Person> people() {
    return List.copyOf(people.values());
  }

  /// Waits until all that follows from what was done has happened.
  public void settle() {
    boolean isDone = parts.log().settle(SETTLED_MAX) && parts.jobs().settle(SETTLED_MAX);
    if (!isDone || !parts.log().settle(SETTLED_MAX)) {
      throw new AssertionError("not settled within " + SETTLED_MAX + ", seed " + seed);
    }
    if (isSearched) {
      settleSearch();
    }
  }

  private void settleSearch() {
    long until = System.nanoTime() + SETTLED_MAX.toNanos();
    while (search.progress().isRunning()) {
      if (System.nanoTime() - until > 0) {
        throw new AssertionError("the index is not made within " + SETTLED_MAX);
      }
      Thread.onSpinWait();
      Thread.yield();
    }
    while (known.isRebuilding()) {
      if (System.nanoTime() - until > 0) {
        throw new AssertionError("the index of statements is not made within " + SETTLED_MAX);
      }
      Thread.yield();
    }
    search.refresh();
    known.refresh();
  }

  /// What is known to have been said; its index is opened only in towns where somebody asks.
  public Known known() {
    search();
    return known;
  }

  public Reports reports() {
    return parts.reports();
  }

  public Statements statements() {
    return parts.statements();
  }

  /// The search; its index is opened only in towns where somebody searches.
  public Search search() {
    isSearched = true;
    beginSearch();
    return search;
  }

  private void beginSearch() {
    if (isSearched) {
      try {
        indexing.begin();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// Conversations die of the write after so many, until [#isKilled] lets them begin anew.
  public void conversationsEndAfter(long writes) {
    talking.endsAfter(writes);
  }

  /// Stories die of the write after so many.
  public void storiesEndAfter(long writes) {
    gathering.endsAfter(writes);
  }

  /// As after a kill: of the index is left what was last committed.
  public void isKilled() {
    if (search != null) {
      search.abandon();
      known.abandon();
    }
    restart();
  }

  /// Closes everything and opens it again from the folder.
  public void restart() {
    closeParts();
    parts = open();
  }

  public void later(Duration by) {
    clock.advance(by);
    parts.jobs().wake();
  }

  /// What anybody does takes a second.
  private void tick() {
    clock.advance(Duration.ofSeconds(1));
  }

  private void closeParts() {
    parts.media().close();
    parts.jobs().close();
    parts.log().close();
    search.close();
    known.close();
    parts.store().close();
  }

  @Override
  public void close() {
    closeParts();
  }

  // ---- its parts

  public long seed() {
    return seed;
  }

  /// For the test's own chances.
  public Random random() {
    return random;
  }

  public Access access() {
    return parts.access();
  }

  public TownClock clock() {
    return clock;
  }

  public Ids ids() {
    return ids;
  }

  public Limits limits() {
    return limits;
  }

  public CountingStore store() {
    return parts.store();
  }

  public EventLog log() {
    return parts.log();
  }

  public Jobs jobs() {
    return parts.jobs();
  }

  public Accounts accounts() {
    return parts.accounts();
  }

  public Relations relations() {
    return parts.relations();
  }

  public Lists lists() {
    return parts.lists();
  }

  public Filters filters() {
    return parts.filters();
  }

  public MaySee maySee() {
    return parts.maySee();
  }

  public MayDo mayDo() {
    return parts.mayDo();
  }

  public Media media() {
    return parts.media();
  }

  public Stories stories() {
    return parts.stories();
  }

  public Statuses statuses() {
    return parts.statuses();
  }

  public Timelines timelines() {
    return parts.timelines();
  }

  public Notifications notifications() {
    return parts.notifications();
  }

  public Announcements announcements() {
    return parts.announcements();
  }

  public Articles articles() {
    return parts.articles();
  }

  /// By which this server signs.
  public Signer signer() {
    return signer;
  }

  public Conversations conversations() {
    return parts.conversations();
  }

  public Excerpts excerpts() {
    return parts.excerpts();
  }

  /// With which people sign.
  public Keys actorKeys() {
    return parts.actorKeys();
  }

  /// Excerpts die of the write after so many, until [#isKilled] lets them begin anew.
  public void excerptsEndAfter(long writes) {
    showing.endsAfter(writes);
  }

  /// Reports and statements die of the write after so many.
  public void reportsEndAfter(long writes) {
    reporting.endsAfter(writes);
  }

  /// Articles die of the write after so many, until [#isKilled] lets them begin anew.
  public void articlesEndAfter(long writes) {
    writing.endsAfter(writes);
  }

  /// What seals private words from the next opening on.
  public void sealWith(Keyring other) {
    keys = other;
    restart();
  }

  public Archives archives() {
    return parts.archives();
  }

  public Imports imports() {
    return parts.imports();
  }

  public Moderation moderation() {
    return parts.moderation();
  }

  public Leaving leaving() {
    return parts.leaving();
  }

  public Streams streams() {
    return parts.streams();
  }

  /// Without the event that tells of it.
  public void signsOutUnnoticed(Person person) {
    signedOut.add(person.id());
  }

  /// What stands for ending all sessions of somebody: the town has no sign-in.
  public void signsOut(Person person) {
    signsOutUnnoticed(person);
    parts.streams().askAgain(person.id());
  }

  /// The words of statuses; a boost as "boost: …".
  public List<String> words(List<Status> statuses) {
    List<String> words = new ArrayList<>();
    for (Status status : statuses) {
      words.add(
          switch (status.content()) {
            case Status.Words w -> w.text();
            case Status.Boost(var of, _) ->
                "boost: " + parts.statuses().find(of).map(s -> s.words().text()).orElse("gone");
          });
    }
    return words;
  }

  /// Somebody who lives here and does things.
  public final class Person {
    private final String name;
    private final AccountId id;

    private Person(String name, AccountId id) {
      this.name = name;
      this.id = id;
    }

    public String name() {
      return name;
    }

    public AccountId id() {
      return id;
    }

    public Viewer viewer() {
      return Viewer.of(id);
    }

    public Account account() {
      return parts.accounts().find(id).orElseThrow();
    }

    // ---- says

    public Status posts(String text) {
      return posts(Draft.of(id, text));
    }

    public Status posts(String text, Draft.Visibility visibility) {
      return posts(draft(text, "", visibility, Optional.empty(), Optional.empty()));
    }

    public Status postsIn(String language, String text) {
      return posts(
          draft(text, language, Draft.Visibility.PUBLIC, Optional.empty(), Optional.empty()));
    }

    public Status asks(String text, Duration runs, String... options) {
      Draft.NewPoll poll = new Draft.NewPoll(List.of(options), false, false, runs);
      return posts(draft(text, "", Draft.Visibility.PUBLIC, Optional.empty(), Optional.of(poll)));
    }

    public Status replies(Status to, String text) {
      return replies(to, text, Draft.Visibility.PUBLIC);
    }

    public Status replies(Status to, String text, Draft.Visibility visibility) {
      return posts(draft(text, "", visibility, Optional.of(to.id()), Optional.empty()));
    }

    public Status posts(Draft draft) {
      tick();
      return parts.statuses().post(draft);
    }

    /// A draft of this person.
    public Draft draft(
        String text,
        String language,
        Draft.Visibility visibility,
        Optional<StatusId> inReplyTo,
        Optional<Draft.NewPoll> poll) {
      return new Draft(
          id,
          text,
          "",
          false,
          language,
          visibility,
          List.of(),
          poll,
          inReplyTo,
          Status.Application.NONE,
          Origin.HERE);
    }

    public Status edits(Status status, String text) {
      tick();
      return parts.statuses().edit(id, status.id(), Draft.of(id, text));
    }

    public void deletes(Status status) {
      tick();
      parts.statuses().delete(id, status.id());
    }

    public Status boosts(Status status) {
      tick();
      return parts.statuses().boost(id, status.id(), Draft.Visibility.PUBLIC);
    }

    public void unboosts(Status status) {
      tick();
      parts.statuses().unboost(id, status.id());
    }

    public void favourites(Status status) {
      tick();
      parts.statuses().favourite(id, status.id());
    }

    public void unfavourites(Status status) {
      tick();
      parts.statuses().unfavourite(id, status.id());
    }

    public void pins(Status status) {
      tick();
      parts.statuses().pin(id, status.id());
    }

    public void mutesThread(Status status) {
      tick();
      parts.statuses().muteThread(id, status.id());
    }

    public void votes(Status status, int choice) {
      tick();
      parts.statuses().vote(id, status.id(), List.of(choice));
    }

    // ---- and others

    public void follows(Person other) {
      follows(other, FollowOptions.usual());
    }

    public void follows(Person other, FollowOptions options) {
      tick();
      parts.relations().follow(id, other.id, options);
    }

    public void unfollows(Person other) {
      tick();
      parts.relations().unfollow(id, other.id);
    }

    public void accepts(Person asker) {
      tick();
      parts.relations().accept(id, asker.id);
    }

    public void rejects(Person asker) {
      tick();
      parts.relations().reject(id, asker.id);
    }

    public void blocks(Person other) {
      tick();
      parts.relations().block(id, other.id);
    }

    public void unblocks(Person other) {
      tick();
      parts.relations().unblock(id, other.id);
    }

    public void mutes(Person other) {
      mutes(other, Duration.ZERO);
    }

    public void mutes(Person other, Duration max) {
      tick();
      parts.relations().mute(id, other.id, true, max);
    }

    public void unmutes(Person other) {
      tick();
      parts.relations().unmute(id, other.id);
    }

    /// Wants to be asked before somebody follows.
    public void locks() {
      tick();
      parts
          .accounts()
          .change(
              id,
              account -> {
                Profile p = account.profile();
                return account.with(
                    new Profile(
                        p.displayName(),
                        p.bio(),
                        p.fields(),
                        p.avatar(),
                        p.header(),
                        p.bot(),
                        true,
                        p.discoverable(),
                        p.indexable(),
                        p.hidesCollections()));
              });
    }

    /// What moderators do to him.
    public void isNow(Standing standing) {
      tick();
      parts.accounts().change(id, account -> account.with(standing));
    }

    public void leaves() {
      tick();
      parts.accounts().delete(id);
      people.remove(name);
    }

    public ListId lists(String title, Lists.Replies replies, boolean exclusive, Person... members) {
      tick();
      ListId list = parts.lists().create(id, title, replies, exclusive).id();
      parts.lists().add(id, list, List.of(members).stream().map(Person::id).toList());
      return list;
    }

    public void followsTag(String tag) {
      tick();
      parts.lists().followTag(id, tag);
    }

    /// What he says of himself from now on.
    public void isNow(UnaryOperator<Profile> change) {
      tick();
      parts.accounts().change(id, account -> account.with(change.apply(account.profile())));
    }

    /// Whether strangers find what he says.
    public void letsHimselfBeFound(boolean indexable) {
      isNow(p -> p.withIndexable(indexable));
    }

    // ---- reads

    /// The words of the statuses that he finds.
    public List<String> finds(String query) {
      Search asked = search();
      settle();
      return words(asked.statuses(viewer(), query, Search.Range.first(40)));
    }

    /// The words of his home's first page.
    public List<String> home() {
      settle();
      return homeNow();
    }

    /// Without waiting for anything.
    public List<String> homeNow() {
      return words(parts.timelines().home(id, Page.newest(limits.rows().pageMax())));
    }

    /// The whole home, page by page.
    public List<StatusId> wholeHome() {
      List<StatusId> whole = new ArrayList<>();
      long below = Long.MAX_VALUE;
      while (true) {
        List<Status> page = parts.timelines().home(id, Page.below(below, 20));
        if (page.isEmpty()) {
          return whole;
        }
        page.forEach(status -> whole.add(status.id()));
        below = page.getLast().id().value();
      }
    }

    public List<String> reads(ListId list) {
      settle();
      return words(parts.timelines().list(id, list, Page.newest(limits.rows().pageMax())));
    }

    /// His notifications, as "type name".
    public List<String> notifications() {
      return notifications(Notifications.Query.ALL);
    }

    public List<String> notifications(Notifications.Query query) {
      settle();
      return parts.notifications().list(id, query, Page.newest(80)).stream()
          .map(this::said)
          .toList();
    }

    private String said(Notification n) {
      return n.type().word() + " " + parts.accounts().find(n.from()).orElseThrow().handle().acct();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /// Limits in which few rows are many.
  public static Limits smallLimits(int homeMax, int pushedFollowersMax) {
    Limits usual = Limits.usual();
    return new Limits(
        usual.text(),
        rows(usual.rows(), homeMax, pushedFollowersMax),
        usual.http(),
        usual.people(),
        usual.factors(),
        usual.media(),
        usual.streams(),
        usual.later(),
        usual.house(),
        usual.search(),
        usual.conversations(),
        usual.excerpts(),
        usual.checks(),
        usual.stories(),
        usual.articles(),
        usual.statements(),
        usual.waits());
  }

  private static Limits.Rows rows(Limits.Rows r, int homeMax, int pushedFollowersMax) {
    try {
      var components = Limits.Rows.class.getRecordComponents();
      Object[] values = new Object[components.length];
      Class<?>[] types = new Class<?>[components.length];
      for (int i = 0; i < components.length; i++) {
        types[i] = components[i].getType();
        values[i] =
            switch (components[i].getName()) {
              case "homeMax" -> homeMax;
              case "pushedFollowersMax" -> pushedFollowersMax;
              default -> components[i].getAccessor().invoke(r);
            };
      }
      return Limits.Rows.class.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
