package verbatim.articles;

import com.github.benmanes.caffeine.cache.Cache;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import verbatim.accounts.Accounts;
import verbatim.kernel.AccountId;
import verbatim.kernel.ArticleId;
import verbatim.kernel.Caches;
import verbatim.kernel.Ids;
import verbatim.kernel.Limits;
import verbatim.kernel.MediaId;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.Sha256;
import verbatim.kernel.StatusId;
import verbatim.kernel.Turns;
import verbatim.log.EventLog;
import verbatim.log.Jobs;
import verbatim.media.Media;
import verbatim.relations.MayDo;
import verbatim.relations.MaySee;
import verbatim.relations.Relations;
import verbatim.relations.Viewer;
import verbatim.statuses.Carried;
import verbatim.statuses.Draft;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;
import verbatim.store.Bytes;
import verbatim.store.Op;
import verbatim.store.Store;
import verbatim.text.Block;
import verbatim.text.Blocks;
import verbatim.text.Tags;

/// The one door for articles. What is being written is saved at each pause and is for its writers
/// alone; publishing makes a version of it, which never changes, and with the first one a status
/// that carries the article: that status decides who may read it, and answers to the article are
/// answers to it. When the status goes the article is a draft again.
public final class Articles {
  private static final String PUBLISH = "article.publish";
  private static final String STATUS_GOES = "article.status";
  private static final int JOBS_AT_ONCE_MAX = 2;
  private static final int CACHED_LETTERS_MAX = 8 << 20;
  private static final int ROUNDS_MAX = 16;
  private static final String MEDIA = "media:";

  /// What the domain stands on.
  public record Ground(Store store, EventLog log, Jobs jobs, Ids ids, InstantSource clock) {}

  /// Who is here and what they said.
  public record People(
      Accounts accounts,
      Relations relations,
      MaySee maySee,
      MayDo mayDo,
      Media media,
      Statuses statuses) {}

  private record Place(ArticleId article, int number) {}

  /// A version that never changes, read once.
  private record Read(Version version, Blocks blocks) {}

  private final Store store;
  private final EventLog log;
  private final Jobs jobs;
  private final Ids ids;
  private final InstantSource clock;
  private final MaySee maySee;
  private final MayDo mayDo;
  private final Media media;
  private final Statuses statuses;
  private final House house;
  private final ArticleTable table;
  private final ManuscriptRules rules;
  private final Newsrooms newsrooms;
  private final Embeds embeds;
  private final Limits.Articles limits;
  private final Turns turns = new Turns();
  private final Cache<Place, Read> read =
      Caches.bounded()
          .maximumWeight(CACHED_LETTERS_MAX)
          .weigher((Place _, Read r) -> r.blocks().raw().length() + 1_000)
          .build();

  public Articles(Ground ground, People people, House house, Limits limits) {
    this.store = ground.store();
    this.log = ground.log();
    this.jobs = ground.jobs();
    this.ids = ground.ids();
    this.clock = ground.clock();
    this.maySee = people.maySee();
    this.mayDo = people.mayDo();
    this.media = people.media();
    this.statuses = people.statuses();
    this.house = house;
    this.limits = limits.articles();
    this.table = new ArticleTable(store);
    this.rules = new ManuscriptRules(limits);
    this.newsrooms = new Newsrooms(store, mayDo, clock, limits);
    this.embeds = new Embeds(ground, people, house, this, limits);
    jobs.handle(
        PUBLISH,
        JOBS_AT_ONCE_MAX,
        (job, _) -> {
          var body = Bytes.read(job.body());
          finish(new ArticleId(body.number()), (int) body.number());
          return new Jobs.Outcome.Done();
        });
    jobs.handle(
        STATUS_GOES,
        JOBS_AT_ONCE_MAX,
        (job, _) -> {
          deleteStatus(new StatusId(Bytes.read(job.body()).number()));
          return new Jobs.Outcome.Done();
        });
  }

  public Newsrooms newsrooms() {
    return newsrooms;
  }

  public Embeds embeds() {
    return embeds;
  }

  // ---- writing

  /// Begins an article. Nothing of it is to be seen by others.
  ///
  /// @param owner who is to sign it: himself, or a newsroom of which he is a member
  /// @throws Refused Forbidden, Invalid, TooLarge
  public Article begin(AccountId who, AccountId owner, Manuscript raw) {
    mayDo.act(who);
    if (!who.equals(owner) && newsrooms.role(owner, who).isEmpty()) {
      throw Refusal.forbidden("Only members of a newsroom may write for it");
    }
    Manuscript words = rules.check(raw);
    return turns.take(
        who.value(),
        () -> {
          if (drafts(who, limits.draftsMax()).size() >= limits.draftsMax()) {
            throw Refusal.invalid(
                "You have exceeded the limit of " + limits.draftsMax() + " drafts of articles");
          }
          Instant now = now();
          var id = new ArticleId(ids.next());
          var article =
              new Article(
                  id,
                  owner,
                  who,
                  Optional.empty(),
                  0,
                  List.of(),
                  Set.of(),
                  now,
                  now,
                  Instant.EPOCH);
          return save(article, who, words, Set.of(), now);
        });
  }

  /// Puts these words in the place of those that are being worked on. Readers see nothing of it.
  public Article change(AccountId who, ArticleId id, Manuscript raw) {
    return change(who, id, _ -> raw);
  }

  /// The same of some of them: what the edit leaves is as it is at that moment, whoever wrote it.
  ///
  /// @param edit makes the new words of those that are being worked on
  public Article change(AccountId who, ArticleId id, UnaryOperator<Manuscript> edit) {
    return turns.take(
        id.value(),
        () -> {
          Article article = writable(who, id);
          Manuscript before = working(article).words();
          return changed(who, article, before, edited(article, before, edit));
        });
  }

  /// The same, if nobody has changed them since: another device, or another member, may have gone
  /// on writing. Who wrote the same as was typed here took nothing away.
  ///
  /// @throws Refused Conflict
  public Article change(
      AccountId who, ArticleId id, UnaryOperator<Manuscript> edit, Instant lastSeen) {
    return turns.take(
        id.value(),
        () -> {
          Article article = writable(who, id);
          Manuscript before = working(article).words();
          Manuscript words = edited(article, before, edit);
          boolean isSeen = article.changedAt().equals(lastSeen.truncatedTo(ChronoUnit.MILLIS));
          if (!isSeen && !words.equals(before)) {
            throw new Refused(new Refusal.Conflict("The article was changed elsewhere"));
          }
          return changed(who, article, before, words);
        });
  }

  /// What was corrected stands below it for ever: whoever has an older page open takes none away.
  private Manuscript edited(Article article, Manuscript before, UnaryOperator<Manuscript> edit) {
    Manuscript raw = edit.apply(before);
    if (!article.isPublished()) {
      return rules.check(raw);
    }
    Set<Manuscript.Correction> all = new LinkedHashSet<>(current(article).words().corrections());
    all.addAll(raw.corrections());
    return rules.check(raw.withCorrections(List.copyOf(all)));
  }

  private Article changed(AccountId who, Article article, Manuscript before, Manuscript words) {
    if (before.equals(words)) {
      return article;
    }
    // Later than before even when the clock has not moved, so that two changes differ.
    Instant now = now();
    Instant at = now.isAfter(article.changedAt()) ? now : article.changedAt().plusMillis(1);
    Set<MediaId> gone = pictures(before);
    Article after = save(article, who, words, gone, at);
    gone.removeAll(pictures(words));
    if (article.isPublished() && !gone.isEmpty()) {
      gone.removeAll(pictures(article, 1));
    }
    media.release(List.copyOf(gone), use(article.id()));
    return after;
  }

  private Article save(
      Article article, AccountId who, Manuscript words, Set<MediaId> before, Instant at) {
    List<Article.Byline> byline = byline(article, words);
    Article after = article.changed(at, byline);
    List<Op> ops = new ArrayList<>();
    Set<MediaId> pictures = pictures(words);
    if (pictures.size() > limits.picturesMax()) {
      throw Refusal.invalid("An article has at most " + limits.picturesMax() + " pictures");
    }
    for (MediaId picture : pictures) {
      // Whoever's it is, it stays once its owner put it there. One that went with its owner's
      // account does not stop the others from writing on.
      boolean isGone = before.contains(picture) && media.find(picture).isEmpty();
      if (!isGone && !media.isUsedBy(picture, use(article.id()))) {
        ops.addAll(media.attach(who, List.of(picture), use(article.id())));
      }
    }
    ops.addAll(ArticleTable.put(version(article.id(), 0, at, who, words)));
    ops.add(ArticleTable.put(after));
    ops.add(ArticleTable.of(article.owner(), article.id()));
    ops.add(ArticleTable.of(article.writer(), article.id()));
    List<ArticleEvent> events = new ArrayList<>();
    for (Article.Byline by : byline) {
      ops.add(ArticleTable.of(by.account(), article.id()));
      if (!by.agreed()
          && article.byline().stream().noneMatch(b -> b.account().equals(by.account()))) {
        events.add(new ArticleEvent.Asked(article.id(), by.account()));
      }
    }
    for (Article.Byline by : article.byline()) {
      boolean stays = byline.stream().anyMatch(b -> b.account().equals(by.account()));
      if (!stays
          && !by.account().equals(article.owner())
          && !by.account().equals(article.writer())) {
        ops.add(ArticleTable.not(by.account(), article.id()));
      }
    }
    write(ops, events, List.of());
    return after;
  }

  /// Who has agreed stays agreed, and who has refused is not asked again by each change.
  private List<Article.Byline> byline(Article article, Manuscript words) {
    List<Article.Byline> byline = new ArrayList<>();
    boolean ofNewsroom = newsrooms.isNewsroom(article.owner());
    if (!ofNewsroom) {
      byline.add(new Article.Byline(article.owner(), true));
    }
    for (AccountId account : words.byline()) {
      boolean known = byline.stream().anyMatch(b -> b.account().equals(account));
      boolean isOwner = ofNewsroom && account.equals(article.owner());
      if (!known && !isOwner && !article.refused().contains(account)) {
        boolean agreed =
            account.equals(article.writer())
                || article.byline().contains(new Article.Byline(account, true));
        byline.add(new Article.Byline(account, agreed));
      }
    }
    return byline;
  }

  /// Somebody who is named above it says that he is to be.
  public Article agree(AccountId who, ArticleId id) {
    mayDo.act(who);
    return turns.take(
        id.value(),
        () -> {
          Article article = find(id).filter(a -> mayAgree(who, a)).orElseThrow(Refusal::notFound);
          List<Article.Byline> byline = new ArrayList<>();
          for (Article.Byline by : article.byline()) {
            byline.add(by.account().equals(who) ? new Article.Byline(who, true) : by);
          }
          Set<AccountId> refused = new HashSet<>(article.refused());
          if (refused.remove(who)) {
            byline.add(new Article.Byline(who, true));
          }
          Article after = article.with(byline, refused);
          List<Op> ops = new ArrayList<>();
          ops.add(ArticleTable.put(after));
          ops.add(ArticleTable.of(who, id));
          if (after.isPublished()) {
            ops.addAll(ArticleTable.shown(after));
          }
          store.journalledBatch(ops);
          return after;
        });
  }

  /// Who took his name away may give it again, as long as the words still name him.
  private boolean mayAgree(AccountId who, Article article) {
    return isAsked(who, article)
        || (article.refused().contains(who) && working(article).words().byline().contains(who));
  }

  /// He takes his name away, whether he had agreed or not.
  public Article disown(AccountId who, ArticleId id) {
    return turns.take(
        id.value(),
        () -> {
          Article article = named(who, id);
          if (article.owner().equals(who)) {
            throw Refusal.invalid("Who owns an article signs it");
          }
          store.journalledBatch(disowned(article, who));
          return find(id).orElseThrow();
        });
  }

  private static List<Op> disowned(Article article, AccountId who) {
    List<Op> ops = new ArrayList<>();
    Set<AccountId> refused = new HashSet<>(article.refused());
    refused.add(who);
    ops.add(
        ArticleTable.put(
            article.with(
                article.byline().stream().filter(by -> !by.account().equals(who)).toList(),
                refused)));
    if (!article.writer().equals(who)) {
      ops.add(ArticleTable.not(who, article.id()));
    }
    article.status().ifPresent(status -> ops.add(ArticleTable.hidden(who, status)));
    return ops;
  }

  private Article named(AccountId who, ArticleId id) {
    return find(id)
        .filter(a -> a.byline().stream().anyMatch(by -> by.account().equals(who)))
        .orElseThrow(Refusal::notFound);
  }

  // ---- publishing

  /// Makes a version of what is being worked on, for all readers. The answer comes when it is
  /// durable, and the status that carries it with it. A kill in between is mended by a job.
  ///
  /// @throws Refused Invalid (no title, no words, an embed that may not be), Forbidden
  public Article publish(AccountId who, ArticleId id) {
    return publish(who, id, "");
  }

  /// The same with what is put right by this version. It stands from now on in all versions; where
  /// nothing is published it stands nowhere, and who presses twice has corrected once.
  ///
  /// @param correction "" for none
  public Article publish(AccountId who, ArticleId id, String correction) {
    mayDo.act(who);
    return turns.take(
        id.value(),
        () -> {
          Article article = publishable(who, id);
          Manuscript saved = working(article).words();
          ManuscriptRules.checkComplete(saved);
          if (article.isPublished()
              && current(article).words().equals(saved)
              && saysNothingNew(saved, correction)) {
            return article;
          }
          Manuscript words = rules.check(corrected(saved, correction));
          if (article.versions() >= limits.versionsMax()) {
            throw Refusal.invalid("An article has at most " + limits.versionsMax() + " versions");
          }
          embeds.takeAll(who, article, blocks(working(article)));
          int number = article.versions() + 1;
          Version version = version(id, number, now(), who, words);
          var planned =
              jobs.plan(
                  clock.instant(),
                  new Jobs.Job(PUBLISH, Bytes.write(1).number(id.value()).number(number).done()));
          store.journalledBatch(both(ArticleTable.put(version), planned.ops()));
          try {
            return publish(article, version);
          } catch (Refused e) {
            store.journalledBatch(
                both(
                    ArticleTable.forget(id, number),
                    List.of(jobs.cancellation(planned.id(), planned.due()))));
            throw e;
          }
        });
  }

  private static boolean saysNothingNew(Manuscript words, String correction) {
    return correction.isBlank()
        || !words.corrections().isEmpty()
            && words.corrections().getLast().text().equals(correction.strip());
  }

  private Manuscript corrected(Manuscript words, String correction) {
    if (correction.isBlank()) {
      return words;
    }
    List<Manuscript.Correction> all = new ArrayList<>(words.corrections());
    all.add(new Manuscript.Correction(now(), correction.strip()));
    return words.withCorrections(all);
  }

  /// What was corrected stands in what is being worked on too, from the moment it is published.
  private List<Op> corrections(Article article, Version published) {
    Version working = working(article);
    List<Manuscript.Correction> corrections = published.words().corrections();
    return working.words().corrections().equals(corrections)
        ? List.of()
        : ArticleTable.put(
            version(
                article.id(),
                0,
                working.at(),
                working.by(),
                working.words().withCorrections(corrections)));
  }

  /// What a dead process left half done.
  private void finish(ArticleId id, int number) {
    turns.take(
        id.value(),
        () -> {
          Optional<Article> article = find(id).filter(a -> a.versions() < number);
          if (article.isPresent()) {
            table.version(id, number).ifPresent(version -> publish(article.get(), version));
          }
          return id;
        });
  }

  private Article publish(Article article, Version version) {
    StatusId status =
        article
            .status()
            .filter(id -> statuses.find(id).isPresent())
            .map(id -> retitle(article, id, version))
            .orElseGet(() -> announce(article, version));
    Article after = article.published(status, version.number(), version.at());
    List<Op> ops = new ArrayList<>();
    ops.add(ArticleTable.put(after));
    ops.addAll(corrections(article, version));
    ops.addAll(ArticleTable.shown(after));
    for (MediaId picture : pictures(version.words())) {
      if (!media.isUsedBy(picture, use(article.id()))) {
        continue;
      }
      media
          .find(picture)
          .ifPresent(found -> ops.addAll(media.attach(found.owner(), List.of(picture), status)));
    }
    Optional<Version> before =
        article.isPublished() ? table.version(article.id(), article.versions()) : Optional.empty();
    ops.addAll(
        ArticleTable.topics(
            after,
            before.map(was -> was.words().topics()).orElse(List.of()),
            version.words().topics()));
    List<ArticleEvent> events = new ArrayList<>();
    events.add(new ArticleEvent.Published(article.id(), version.number()));
    for (Embed embed : embeds.fresh(article, before, version)) {
      events.add(
          new ArticleEvent.Embedded(
              article.id(),
              embed.number(),
              new AccountId(embed.snapshot().author()),
              post(embed.source())));
    }
    for (AccountId name : surprised(article, before, version)) {
      events.add(new ArticleEvent.PublishedUnder(article.id(), name));
    }
    write(ops, events, List.of());
    return after;
  }

  /// Whose names stand above words that another has published. Who said yes has read other words,
  /// or none that anybody else could read.
  private List<AccountId> surprised(Article article, Optional<Version> before, Version after) {
    if (before.filter(was -> was.words().saysTheSame(after.words())).isPresent()) {
      return List.of();
    }
    return signed(article, after).stream()
        .filter(name -> !name.equals(article.owner()) && !name.equals(after.by()))
        .toList();
  }

  private static long post(Embed.Source source) {
    return switch (source) {
      case Embed.Source.OfStatus(var status) -> status.value();
      case Embed.Source.OfSeries(var parts) -> parts.getFirst().value();
      case Embed.Source.OfExcerpt _, Embed.Source.Pasted _ -> 0;
    };
  }

  /// A key that no client can send: HTTP knows no such sign.
  private StatusId announce(Article article, Version version) {
    return statuses
        .post(
            draft(article, version),
            "\u0001article " + article.id() + " " + version.at().toEpochMilli())
        .id();
  }

  private StatusId retitle(Article article, StatusId status, Version version) {
    Draft draft = draft(article, version);
    if (!statuses.find(status).orElseThrow().words().text().equals(draft.text())) {
      statuses.edit(article.owner(), status, draft);
    }
    return status;
  }

  private Draft draft(Article article, Version version) {
    Draft plain =
        Draft.of(article.owner(), version.words().title() + "\n\n" + house.url(article.id()));
    return new Draft(
            plain.author(),
            plain.text(),
            "",
            false,
            version.words().language(),
            Draft.Visibility.PUBLIC,
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Status.Application.NONE,
            plain.origin())
        .carrying(new Carried.Article(article.id()));
  }

  /// Nobody reads it any more; its writers have it as a draft. The status goes with its answers'
  /// place, and so do all versions.
  public Article withdraw(AccountId who, ArticleId id) {
    mayDo.act(who);
    return turns.take(
        id.value(),
        () -> {
          Article article = publishable(who, id);
          return article.isPublished() ? withdrawn(article, true) : article;
        });
  }

  /// The status that carried it was deleted, by its author in an app or by the moderators.
  public void statusGone(StatusId status) {
    table
        .carriedBy(status)
        .ifPresent(
            id ->
                turns.take(
                    id.value(),
                    () -> {
                      find(id)
                          .filter(a -> a.status().equals(Optional.of(status)))
                          .ifPresent(article -> withdrawn(article, false));
                      return id;
                    }));
  }

  private Article withdrawn(Article article, boolean withStatus) {
    StatusId status = article.status().orElseThrow();
    Article after = article.withdrawn();
    List<Op> ops = new ArrayList<>(ArticleTable.hidden(article));
    ops.addAll(outOfTopics(article));
    ops.add(ArticleTable.put(after));
    if (withStatus) {
      // Of what moderators removed nobody says that its author withdrew it.
      ops.addAll(ArticleTable.withdrawn(article.id(), status, article.owner(), now()));
    } else {
      // Nor that he did so earlier: it was there again since.
      ops.addAll(table.forgetWithdrawals(article.id()));
    }
    for (int number = 1; number <= article.versions(); number++) {
      ops.addAll(ArticleTable.forget(article.id(), number));
    }
    List<Jobs.Planned> planned = withStatus ? List.of(planDeletion(status)) : List.of();
    // No reader sees any picture now; those of the draft are held by it alone.
    Set<MediaId> pictures = pictures(article, 0);
    Set<MediaId> kept = pictures(working(article).words());
    ops.addAll(media.releasing(List.copyOf(kept), List.of(status)));
    pictures.removeAll(kept);
    ops.addAll(media.releasing(List.copyOf(pictures), List.of(status, use(article.id()))));
    write(ops, List.of(new ArticleEvent.Withdrawn(article.id(), status)), planned);
    read.invalidateAll(places(article));
    if (withStatus) {
      deleteStatus(status);
    }
    return after;
  }

  private List<Op> outOfTopics(Article article) {
    return table
        .version(article.id(), article.versions())
        .map(last -> ArticleTable.topics(article, last.words().topics(), List.of()))
        .orElse(List.of());
  }

  private static List<Place> places(Article article) {
    List<Place> places = new ArrayList<>();
    for (int number = 1; number <= article.versions(); number++) {
      places.add(new Place(article.id(), number));
    }
    return places;
  }

  private Jobs.Planned planDeletion(StatusId status) {
    return jobs.plan(
        clock.instant(), new Jobs.Job(STATUS_GOES, Bytes.write(1).number(status.value()).done()));
  }

  private void deleteStatus(StatusId id) {
    statuses
        .find(id)
        .ifPresent(
            status -> {
              try {
                statuses.delete(status.author(), id);
              } catch (Refused e) {
                // Somebody was faster; whatever else it is, the job comes again.
                if (!(e.refusal() instanceof Refusal.NotFound)) {
                  throw e;
                }
              }
            });
  }

  /// Erases it: every version, what was being worked on, its embeds and its status.
  public void delete(AccountId who, ArticleId id) {
    turns.take(
        id.value(),
        () -> {
          Article article = writable(who, id);
          if (!mayPublish(who, article)
              && !(article.writer().equals(who) && !article.isPublished())) {
            throw Refusal.forbidden("Only editors of the newsroom may delete this");
          }
          erase(article);
          return id;
        });
  }

  private void erase(Article article) {
    Set<MediaId> pictures = pictures(article, 0);
    List<Op> ops = new ArrayList<>(outOfTopics(article));
    ops.addAll(ArticleTable.forget(article));
    ops.addAll(table.forgetWithdrawals(article.id()));
    ops.addAll(embeds.forgotten(article.id()));
    List<Jobs.Planned> planned = article.status().map(this::planDeletion).stream().toList();
    List<ArticleEvent> events =
        article.status().stream()
            .<ArticleEvent>map(status -> new ArticleEvent.Withdrawn(article.id(), status))
            .toList();
    List<StatusId> uses = new ArrayList<>(article.status().stream().toList());
    uses.add(use(article.id()));
    ops.addAll(media.erasing(List.copyOf(pictures), uses));
    write(ops, events, planned);
    read.invalidateAll(places(article));
    media.sweep();
    article.status().ifPresent(this::deleteStatus);
  }

  /// Of this version and all later ones; of what is being worked on too where it is 0.
  private Set<MediaId> pictures(Article article, int from) {
    Set<MediaId> all = new HashSet<>();
    for (int number = from; number <= article.versions(); number++) {
      table.version(article.id(), number).ifPresent(v -> all.addAll(pictures(v.words())));
    }
    return all;
  }

  // ---- reading

  /// Without its words, whoever asks: for reactions.
  public Optional<Article> find(ArticleId id) {
    return table.find(id);
  }

  /// That it was there and is withdrawn, for whoever comes by an old address.
  public Optional<Withdrawal> withdrawal(ArticleId id) {
    return find(id).filter(article -> !article.isPublished()).flatMap(_ -> table.withdrawal(id));
  }

  /// What became of the article that this status carried until it was withdrawn.
  public Optional<ArticleId> formerlyIn(StatusId status) {
    return table.formerlyIn(status);
  }

  /// @throws Refused NotFound, also for a draft of others
  public Article get(Viewer viewer, ArticleId id) {
    return find(id).filter(article -> maySee(viewer, article)).orElseThrow(Refusal::notFound);
  }

  /// Whether he may read it: what is published is for whoever may read the status that carries it.
  public boolean maySee(Viewer viewer, Article article) {
    boolean isReader =
        article
            .status()
            .flatMap(statuses::find)
            .filter(s -> statuses.maySee(viewer, s))
            .isPresent();
    return isReader
        || switch (viewer) {
          case Viewer.Anybody _ -> false;
          case Viewer.Member(AccountId who) -> mayWrite(who, article) || isAsked(who, article);
        };
  }

  private static boolean isAsked(AccountId who, Article article) {
    return article.byline().stream().anyMatch(by -> by.account().equals(who));
  }

  /// Whether he may change what is being worked on.
  public boolean mayWrite(AccountId who, Article article) {
    if (who.equals(article.owner())) {
      return true;
    }
    return newsrooms
        .role(article.owner(), who)
        .filter(role -> role == Newsrooms.Role.EDITOR || who.equals(article.writer()))
        .isPresent();
  }

  /// Whether he may publish, correct and withdraw it.
  public boolean mayPublish(AccountId who, Article article) {
    return who.equals(article.owner())
        || newsrooms.role(article.owner(), who).filter(r -> r == Newsrooms.Role.EDITOR).isPresent();
  }

  /// What its writers are working on.
  ///
  /// @throws Refused NotFound for everybody else
  public Version working(AccountId who, ArticleId id) {
    Article article = find(id).orElseThrow(Refusal::notFound);
    if (!mayWrite(who, article) && !isAsked(who, article)) {
      throw Refusal.notFound();
    }
    return working(article);
  }

  private Version working(Article article) {
    return table.version(article.id(), 0).orElseThrow(() -> new IllegalStateException("no words"));
  }

  /// What readers see of a published article that somebody may see.
  public Version current(Article article) {
    return version(article.id(), article.versions());
  }

  /// @param number from 1
  /// @throws Refused NotFound
  public Version version(Viewer viewer, ArticleId id, int number) {
    Article article = get(viewer, id);
    if (number < 1 || number > article.versions()) {
      throw Refusal.notFound();
    }
    return version(id, number);
  }

  /// The versions of a published article without their bodies, the first one first. A hundred of
  /// them may weigh a lot: their words are read one by one, by [#version].
  public List<Version> headsOfVersions(Article article) {
    List<Version> heads = new ArrayList<>();
    for (int number = 1; number <= article.versions(); number++) {
      heads.add(table.head(article.id(), number).orElseThrow(Refusal::notFound));
    }
    return heads;
  }

  private Version version(ArticleId id, int number) {
    return read(new Place(id, number)).version();
  }

  private Read read(Place place) {
    return read.get(
        place,
        p ->
            table
                .version(p.article(), p.number())
                .map(v -> new Read(v, Blocks.read(v.words().markup(), v.words().body())))
                .orElseThrow(Refusal::notFound));
  }

  /// The words of a version taken apart.
  public Blocks blocks(Version version) {
    return version.isWorkingCopy()
        ? Blocks.read(version.words().markup(), version.words().body())
        : read(new Place(version.article(), version.number())).blocks();
  }

  /// Those who sign a version and have agreed to it.
  public List<AccountId> signed(Article article, Version version) {
    return article.signed().stream()
        .filter(by -> by.equals(article.owner()) || version.words().byline().contains(by))
        .toList();
  }

  /// The article that a status carries, as its readers see it.
  public Optional<Article> carriedBy(Status status) {
    return switch (status.content()) {
      case Status.Words _ ->
          status.carried() instanceof Carried.Article(var id)
              ? find(id).filter(a -> a.status().equals(Optional.of(status.id())))
              : Optional.empty();
      case Status.Boost _ -> Optional.empty();
    };
  }

  /// Published articles that somebody owns or signs, as far as the viewer may see them. Pages by
  /// the ids of their statuses.
  public List<Article> of(Viewer viewer, AccountId account, Page page) {
    return filled(
        viewer,
        page,
        next -> table.shown(account, next),
        article -> article.owner().equals(account) || article.signed().contains(account));
  }

  /// All published articles, the newest first, without those of people whom the viewer does not
  /// want. Pages by the ids of their statuses, downwards.
  public List<Article> newest(Viewer viewer, Page page) {
    return filled(
        viewer,
        page,
        next -> table.newest(next, ArticleTable.yearOf(Ids.floor(clock.instant()))),
        article -> maySee.wants(viewer, article.owner()));
  }

  /// Published articles that name a topic, the newest first. Pages like [#newest].
  public List<Article> ofTopic(Viewer viewer, String topic, Page page) {
    String key = Tags.topic(topic);
    return filled(
        viewer,
        page,
        next -> table.ofTopic(key, next),
        article ->
            maySee.wants(viewer, article.owner())
                && current(article).words().topics().stream()
                    .anyMatch(name -> Tags.topic(name).equals(key)));
  }

  private List<Article> filled(
      Viewer viewer,
      Page page,
      Function<Page, List<ArticleTable.Listed>> rows,
      Predicate<Article> wanted) {
    return page.filled(
        rows,
        ArticleTable.Listed::status,
        row ->
            find(row.article())
                .filter(a -> a.status().equals(Optional.of(new StatusId(row.status()))))
                .filter(a -> wanted.test(a) && maySee(viewer, a))
                .stream()
                .toList());
  }

  /// Articles that somebody works on and that are not published, or are to bear his name; the last
  /// begun first.
  public List<Article> drafts(AccountId who, int rowsMax) {
    List<Article> found = new ArrayList<>();
    long below = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS_MAX && found.size() < rowsMax; round++) {
      List<ArticleId> some = table.of(who, Page.below(below, limits.draftsMax()));
      some.stream()
          .flatMap(id -> find(id).stream())
          .filter(article -> !article.isPublished())
          .filter(article -> mayWrite(who, article) || isAsked(who, article))
          .limit(rowsMax - (long) found.size())
          .forEach(found::add);
      if (some.size() < limits.draftsMax()) {
        break;
      }
      below = some.getLast().value();
    }
    return List.copyOf(found);
  }

  /// Everything that somebody owns, began or signs, published or not; the last begun first.
  public List<Article> all(AccountId who, Page page) {
    return table.of(who, page).stream()
        .flatMap(id -> find(id).stream())
        .filter(article -> mayWrite(who, article) || isAsked(who, article))
        .toList();
  }

  private Article publishable(AccountId who, ArticleId id) {
    Article article = writable(who, id);
    if (!mayPublish(who, article)) {
      throw Refusal.forbidden("Only editors of the newsroom may publish");
    }
    return article;
  }

  private Article writable(AccountId who, ArticleId id) {
    Article article = find(id).orElseThrow(Refusal::notFound);
    if (!mayWrite(who, article)) {
      if (maySee(Viewer.of(who), article)) {
        throw Refusal.forbidden("Only those who write an article may change it");
      }
      throw Refusal.notFound();
    }
    return article;
  }

  // ---- erasing

  /// Some of what a deleted account wrote or signed.
  ///
  /// @return whether there may be more
  public boolean forgetSome(AccountId account, int rowsMax) {
    List<ArticleId> some = table.of(account, Page.newest(rowsMax));
    for (ArticleId id : some) {
      turns.take(
          id.value(),
          () -> {
            find(id)
                .ifPresent(
                    article -> {
                      if (article.owner().equals(account)) {
                        erase(article);
                      } else {
                        store.journalledBatch(disowned(article, account));
                      }
                    });
            store.journalledBatch(List.of(ArticleTable.not(account, id)));
            return id;
          });
    }
    newsrooms.forget(account);
    return !some.isEmpty();
  }

  // ---- inside

  private static Version version(
      ArticleId id, int number, Instant at, AccountId by, Manuscript words) {
    return new Version(id, number, at, by, Sha256.hex(words.body()), words);
  }

  /// The files of ours that words name, as readers get them: the raw words can spell an address in
  /// other letters.
  private static Set<MediaId> pictures(Manuscript words) {
    Set<MediaId> found = new HashSet<>();
    words.picture().ifPresent(found::add);
    Blocks.read(words.markup(), words.body())
        .all()
        .forEach(block -> picture(block).ifPresent(found::add));
    return found;
  }

  /// Whether a file stands in an article since its owner put it there.
  public static boolean holds(Media media, Article article, MediaId file) {
    return media.isUsedBy(file, use(article.id()))
        || article.status().filter(status -> media.isUsedBy(file, status)).isPresent();
  }

  /// The file of ours that a figure shows, if it does.
  public static Optional<MediaId> picture(Block block) {
    return block.kind() == Block.Kind.FIGURE && block.address().startsWith(MEDIA)
        ? MediaId.parse(block.address().substring(MEDIA.length()))
        : Optional.empty();
  }

  /// Its files are held as if by a status of this id, which is never one.
  private static StatusId use(ArticleId id) {
    return new StatusId(id.value());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private static List<Op> both(List<Op> some, List<Op> more) {
    List<Op> all = new ArrayList<>(some);
    all.addAll(more);
    return all;
  }

  void write(List<Op> ops, List<ArticleEvent> events, List<Jobs.Planned> planned) {
    List<EventLog.Pending> pending =
        events.stream().map(event -> log.prepare(ArticleEvent.write(event))).toList();
    List<Op> all = new ArrayList<>(ops);
    pending.forEach(p -> all.add(p.op()));
    planned.forEach(p -> all.addAll(p.ops()));
    store.journalledBatch(all);
    planned.forEach(jobs::announce);
    pending.forEach(log::publish);
  }
}
