package verbatim.stories;

import com.github.benmanes.caffeine.cache.Cache;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import verbatim.accounts.Accounts;
import verbatim.articles.Article;
import verbatim.articles.Articles;
import verbatim.kernel.AccountId;
import verbatim.kernel.ArticleId;
import verbatim.kernel.Caches;
import verbatim.kernel.Ids;
import verbatim.kernel.Limits;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.StatusId;
import verbatim.kernel.StoryId;
import verbatim.log.Event;
import verbatim.log.EventLog;
import verbatim.log.Facts;
import verbatim.log.Jobs;
import verbatim.relations.Audience;
import verbatim.relations.MayDo;
import verbatim.relations.MaySee;
import verbatim.relations.Relations;
import verbatim.relations.Viewer;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Store;
import verbatim.text.Characters;
import verbatim.text.Tags;
import verbatim.text.Written;
import verbatim.timelines.Timelines;

/// What people gather on one event. Somebody begins a story from some posts; its editors put in
/// more, order it, say what is known of the times, publish it, and close it when it is over.
/// Whoever is quoted in one is told, may take his words out, and then they stay out.
///
/// A story is private until it is published. What may be seen of it is asked anew at each reading,
/// of the story and of each thing in it.
public final class Stories {
  private static final String NEWS = "story.news";
  private static final int NEWS_AT_ONCE_MAX = 1;
  private static final int CACHED_MAX = 500;
  private static final int BYTES_MAX = 48_000;
  private static final int HOLDING_MAX = 1_000;
  private static final int FORGOTTEN_AT_ONCE = 100;

  private final StoryTable table;
  private final Facts facts;
  private final Slugs slugs;
  private final Gathering gathering;
  private final Suggesting suggesting;
  private final Retellings retellings;
  private final Quoting quoting;
  private final Articles articles;
  private final MaySee maySee;
  private final MayDo mayDo;
  private final Jobs jobs;
  private final Ids ids;
  private final InstantSource clock;
  private final Limits.Stories limits;
  private final Cache<StoryId, Optional<Story>> stories =
      Caches.bounded().maximumSize(CACHED_MAX).build();

  /// What stories stand on.
  public record Ground(
      Store store, EventLog log, Jobs jobs, Ids ids, InstantSource clock, RandomGenerator random) {}

  /// What they are gathered from.
  public record Sources(
      Accounts accounts,
      Relations relations,
      MaySee maySee,
      MayDo mayDo,
      Statuses statuses,
      Timelines timelines,
      Articles articles,
      Quoting quoting) {}

  /// Something to be put into a story.
  ///
  /// @param speaker of a gap, who is meant; [Place#NOBODY] else
  /// @param note of a gap, what is known of it; "" else
  public record Wanted(Item item, Place.Known known, String when, AccountId speaker, String note) {
    public static Wanted of(Item item) {
      return new Wanted(item, Place.Known.TIME, "", Place.NOBODY, "");
    }
  }

  /// A story as one viewer sees it.
  ///
  /// @param things in their order, without those that may not be shown any more
  public record Shown(Story story, List<Seen> things) {
    /// Whether the story knows when this post, or the series it is a part of, was written.
    public boolean isTimed(Status status) {
      return things.stream()
          .filter(
              seen ->
                  switch (seen) {
                    case Seen.Post(_, var one) -> one.id().equals(status.id());
                    case Seen.Series(_, var parts) ->
                        parts.stream().anyMatch(part -> part.id().equals(status.id()));
                    case Seen.Gap _, Seen.Withdrawn _ -> false;
                  })
          .anyMatch(seen -> seen.place().known() == Place.Known.TIME);
    }
  }

  /// Something that might belong to a story.
  ///
  /// @param isShared whether it quotes, shows or answers what something of the story does
  public record Suggestion(Item item, Status status, double score, boolean isShared) {}

  /// A story in a list, with the number that pages the list.
  public record Listed(long position, Story story) {}

  public Stories(Ground on, Sources from, Limits limits) {
    this.table = new StoryTable(on.store());
    this.facts = new Facts(on.store(), on.log(), on.random(), StoryTable.STORY);
    this.slugs = new Slugs(on.store(), on.random());
    this.gathering =
        new Gathering(
            from.accounts(), from.relations(), from.maySee(), from.statuses(), from.articles());
    this.suggesting = new Suggesting(from, gathering, limits.stories());
    this.articles = from.articles();
    this.quoting = from.quoting();
    this.retellings =
        new Retellings(
            new Retelling(articles, quoting, limits),
            articles,
            quoting,
            on.jobs(),
            on.clock(),
            this::everybodys);
    this.maySee = from.maySee();
    this.mayDo = from.mayDo();
    this.jobs = on.jobs();
    this.ids = on.ids();
    this.clock = on.clock();
    this.limits = limits.stories();
    jobs.handle(
        NEWS,
        NEWS_AT_ONCE_MAX,
        (job, _) -> {
          news(new StoryId(Bytes.read(job.body()).number()));
          return new Jobs.Outcome.Done();
        });
  }

  // ---- reading

  /// What is stored, whoever asks.
  public Optional<Story> find(StoryId id) {
    return stories.get(
        id,
        key ->
            facts
                .read(StoryTable.key(key), Key.NONE)
                .flatMap(fact -> StoryTable.read(key, fact.revision(), fact.body())));
  }

  /// Whether the viewer may see that this story is there.
  public boolean maySee(Viewer viewer, Story story) {
    if (viewer instanceof Viewer.Member(var me)
        && (story.isEditedBy(me) || story.asked().contains(me))) {
      return true;
    }
    return story.isPublic()
        && story.editors().stream()
            .anyMatch(editor -> maySee.maySee(viewer, editor, new Audience.Everyone(true)));
  }

  /// Whether it is shown to a viewer who did not ask for it: not when he wants none of its editors.
  private boolean isOffered(Viewer viewer, Story story) {
    return maySee(viewer, story)
        && story.editors().stream().anyMatch(editor -> maySee.wants(viewer, editor));
  }

  /// @throws Refused NotFound
  public Story get(Viewer viewer, StoryId id) {
    return find(id).filter(story -> maySee(viewer, story)).orElseThrow(Refusal::notFound);
  }

  /// By the last part of its address: its slug, or the number of one that was never published.
  ///
  /// @throws Refused NotFound
  public Story get(Viewer viewer, String slug) {
    Optional<StoryId> id = StoryId.parse(slug).filter(number -> find(number).isPresent());
    return id.or(() -> slugs.find(slug))
        .flatMap(this::find)
        .filter(story -> maySee(viewer, story))
        .orElseThrow(Refusal::notFound);
  }

  /// What stands in it for this viewer, who may see the story.
  public Shown shown(Viewer viewer, Story story) {
    StoryTable.Out out = table.out(story.id());
    MaySee.Sight sight = gathering.sight(viewer);
    List<Seen> things = new ArrayList<>();
    for (Place place : story.places()) {
      gathering.seen(sight, story, out, place).ifPresent(things::add);
    }
    return new Shown(story, List.copyOf(things));
  }

  private List<Seen> everybodys(StoryId id) {
    return find(id).map(story -> shown(Viewer.ANYBODY, story).things()).orElse(List.of());
  }

  /// How the things that are shown repeat each other's words: what stands of it at this moment.
  public Retold retold(Shown shown) {
    return retellings.of(
        shown.story().id(),
        shown.things(),
        who -> gathering.mayGather(shown.story().editors(), who));
  }

  /// It is public or another one now: how its things repeat each other is worked out before
  /// somebody asks.
  public void turned(StoryId id) {
    if (find(id).filter(Story::isPublic).isPresent()) {
      retellings.plan(id);
    }
  }

  /// How the quotations of an article stood when they were last looked at.
  public Optional<Quoting.Standing> standing(Article article) {
    return quoting.standing(article);
  }

  /// Those that everybody may see, the last published first; not those of people whom the viewer
  /// does not want.
  public List<Listed> published(Viewer viewer, Page page) {
    return filled(
        page,
        table::published,
        (row, story) -> story.publication() == row.position() && isOffered(viewer, story));
  }

  public List<Listed> ofTopic(Viewer viewer, String topic, Page page) {
    String key = topicKey(topic);
    return filled(
        page,
        next -> table.ofTopic(key, next),
        (row, story) ->
            story.topicsKey() == row.position() && story.isPublic() && isOffered(viewer, story));
  }

  private interface Stands {
    boolean is(StoryTable.Listed row, Story story);
  }

  private interface Slice {
    List<StoryTable.Listed> of(Page page);
  }

  /// Derived rows may lead to what is not so any more: read on until there are enough.
  private List<Listed> filled(Page page, Slice slice, Stands stands) {
    return page.filled(
        slice::of,
        StoryTable.Listed::position,
        row ->
            find(row.story()).filter(there -> stands.is(row, there)).stream()
                .map(there -> new Listed(row.position(), there))
                .toList());
  }

  /// Those that somebody keeps, or is asked to keep, the last begun first.
  public List<Listed> keptBy(AccountId account, Page page) {
    return filled(
        page,
        next -> listed(table.of(account, next)),
        (_, story) -> story.isEditedBy(account) || story.asked().contains(account));
  }

  /// Public ones that somebody follows.
  public List<Listed> followedBy(AccountId account, Page page) {
    return filled(
        page,
        next -> listed(table.followed(account, next)),
        (_, story) -> maySee(Viewer.of(account), story));
  }

  private static List<StoryTable.Listed> listed(List<StoryId> ids) {
    return ids.stream().map(id -> new StoryTable.Listed(id.value(), id)).toList();
  }

  /// Public ones whose title, summary or topics have all of these words, whatever their case, the
  /// last published first; where a word is only the beginning or a part of one, among the last that
  /// were published.
  public List<Listed> named(Viewer viewer, String text, Page page) {
    Set<String> words = StoryTable.words(text);
    if (words.isEmpty()) {
      return List.of();
    }
    // The longest is the rarest, as a rule.
    String rarest = words.stream().max(Comparator.comparingInt(String::length)).orElseThrow();
    List<Listed> found =
        filled(
            page,
            next -> table.withWord(rarest, next),
            (row, story) ->
                story.publication() == row.position()
                    && StoryTable.words(story).containsAll(words)
                    && isOffered(viewer, story));
    boolean isFirst = page.below() == Long.MAX_VALUE && page.above() == 0;
    return found.isEmpty() && isFirst ? partly(viewer, words, page.rowsMax()) : found;
  }

  private List<Listed> partly(Viewer viewer, Set<String> words, int rowsMax) {
    return published(viewer, Page.newest(limits.candidatesMax())).stream()
        .filter(listed -> words.stream().allMatch(said(listed.story())::contains))
        .limit(rowsMax)
        .toList();
  }

  private static String said(Story story) {
    return Tags.key(story.title() + " " + story.summary() + " " + String.join(" ", story.topics()));
  }

  /// Public ones in which this stands, for whoever looks at the thing itself.
  public List<Story> holding(Viewer viewer, Item item, int rowsMax) {
    return table.holding(item, HOLDING_MAX).stream()
        .flatMap(id -> find(id).stream())
        .filter(story -> story.isPublic() && maySee(viewer, story))
        .filter(
            story ->
                shown(viewer, story).things().stream()
                    .anyMatch(seen -> seen.place().item().equals(item)))
        .limit(rowsMax)
        .toList();
  }

  /// All that hold this post, whoever sees them: for reactions.
  public List<Story> with(StatusId status) {
    var item = new Item.Post(status);
    return table.holding(item, HOLDING_MAX).stream()
        .flatMap(id -> find(id).stream())
        .filter(story -> story.places().stream().anyMatch(place -> place.item().equals(item)))
        .toList();
  }

  /// Public ones in which words of this person stand.
  public List<Story> speaking(AccountId account, int rowsMax) {
    Viewer viewer = Viewer.of(account);
    return table.ofSpeaker(account, HOLDING_MAX).stream()
        .flatMap(id -> find(id).stream())
        .filter(story -> story.isPublic() && maySee(viewer, story))
        .filter(
            story ->
                shown(viewer, story).things().stream()
                    .anyMatch(seen -> seen.speaker().equals(account)))
        .limit(rowsMax)
        .toList();
  }

  /// The form in which topics are compared, and stand in addresses.
  public static String topicKey(String name) {
    return Tags.topic(name);
  }

  /// The place of an article is that of the post that carries it.
  ///
  /// @throws Refused NotFound for one that is not published
  public Item carrying(ArticleId article) {
    return articles
        .find(article)
        .flatMap(Article::status)
        .<Item>map(Item.Post::new)
        .orElseThrow(Refusal::notFound);
  }

  // ---- beginning and changing

  /// A story is begun; it is private.
  ///
  /// @throws Refused Forbidden, Invalid, NotFound (something in it)
  public Story start(AccountId by, Story.Draft draft, List<Wanted> items) {
    mayDo.act(by);
    Story.Draft checked = checked(draft);
    if (table.of(by, Page.newest(limits.keptMax())).size() == limits.keptMax()) {
      throw Refusal.invalid("You keep " + limits.keptMax() + " stories, which is the most");
    }
    Instant now = clock.instant();
    StoryId id = new StoryId(ids.next());
    Story begun =
        new Story(
            id,
            0,
            "",
            checked.title(),
            checked.summary(),
            checked.topics(),
            List.of(by),
            List.of(),
            List.of(),
            Story.State.PRIVATE,
            0,
            ids.next(),
            checked.mayBeIndexed(),
            false,
            now,
            now,
            Instant.EPOCH,
            Instant.EPOCH,
            Instant.EPOCH);
    Story whole = replaced(by, begun, items);
    facts.change(
        StoryTable.key(id),
        Key.NONE,
        current ->
            current.isPresent()
                ? Optional.empty()
                : Optional.of(step(Optional.empty(), whole, List.of())),
        () -> stories.invalidate(id));
    return find(id).orElseThrow();
  }

  /// @param revision that was read before, so that what another editor wrote since is not lost;
  ///     empty for whatever it is
  /// @throws Refused NotFound, Conflict, Invalid
  public Story rewrite(AccountId by, StoryId id, OptionalLong revision, Story.Draft draft) {
    Story.Draft checked = checked(draft);
    return change(
        by,
        id,
        story -> {
          asRead(story, revision);
          Story after = story.with(checked);
          return story.topics().equals(after.topics()) ? after : after.withTopicsKey(ids.next());
        });
  }

  private static void asRead(Story story, OptionalLong revision) {
    if (revision.isPresent() && revision.getAsLong() != story.revision()) {
      throw new Refused(
          new Refusal.Conflict("Somebody has changed this story since: look at it again"));
    }
  }

  /// These and no others, in this order (but see [Arrangement]); what was there keeps its number.
  public Story arrange(AccountId by, StoryId id, OptionalLong revision, List<Wanted> items) {
    return change(
        by,
        id,
        story -> {
          asRead(story, revision);
          return replaced(by, story, items);
        });
  }

  private Story replaced(AccountId by, Story story, List<Wanted> items) {
    List<Place> were = new ArrayList<>(story.places());
    List<Place> places = new ArrayList<>();
    for (Wanted wanted : items) {
      Place known =
          were.stream()
              .filter(place -> isFor(place, wanted))
              .findFirst()
              .map(place -> checkedTime(place.with(wanted.known(), wanted.when())))
              .orElse(null);
      if (known == null) {
        places.add(place(by, story, wanted));
      } else {
        were.removeIf(place -> place.n() == known.n());
        places.add(known);
      }
    }
    refuseTwice(places);
    return bounded(story.withPlaces(Arrangement.of(places)));
  }

  private static boolean isFor(Place place, Wanted wanted) {
    return place.item().equals(wanted.item())
        && (!(wanted.item() instanceof Item.Gap)
            || place.note().equals(wanted.note()) && place.speaker().equals(wanted.speaker()));
  }

  private static void refuseTwice(List<Place> places) {
    Set<Item> seen = new HashSet<>();
    for (Place place : places) {
      if (!(place.item() instanceof Item.Gap) && !seen.add(place.item())) {
        throw new Refused(new Refusal.Conflict("This stands in the story already"));
      }
    }
  }

  /// @throws Refused NotFound, Invalid, Conflict (it stands there already, or the story is closed)
  public Story add(AccountId by, StoryId id, Wanted wanted) {
    return change(
        by,
        id,
        story -> {
          Place added = place(by, story, wanted);
          List<Place> places = Arrangement.with(story.places(), added);
          refuseTwice(places);
          return bounded(story.withPlaces(places));
        });
  }

  private Place place(AccountId by, Story story, Wanted wanted) {
    if (story.state() == Story.State.CLOSED) {
      throw new Refused(new Refusal.Conflict("This story is closed: nothing comes in any more"));
    }
    Gathering.Found found = gathering.find(by, story.editors(), wanted.item(), wanted.speaker());
    StoryTable.Out out = table.out(story.id());
    if (found.isOut(out) || !(wanted.item() instanceof Item.Gap) && out.has(wanted.item())) {
      throw Gathering.unwanted();
    }
    String note = line("note", wanted.note(), limits.noteCharactersMax());
    boolean isGap = wanted.item() instanceof Item.Gap;
    if (isGap && note.isBlank()) {
      throw Refusal.invalid("note", "ERR_BLANK", "Note can't be blank");
    }
    return checkedTime(
        new Place(
            ids.next(),
            wanted.item(),
            found.speaker(),
            wanted.known(),
            wanted.when(),
            isGap ? note : "",
            by,
            found.at()));
  }

  /// Of a gap no time is known but what the editors say: so no mark can claim more.
  private Place checkedTime(Place place) {
    String when = line("when", place.when(), limits.whenCharactersMax());
    boolean hasNoDate = place.item() instanceof Item.Gap && when.isEmpty();
    return switch (place.known()) {
      case TIME ->
          place.item() instanceof Item.Gap
              ? place.with(Place.Known.UNKNOWN, when)
              : place.with(Place.Known.TIME, "");
      case DAY -> place.with(hasNoDate ? Place.Known.UNKNOWN : Place.Known.DAY, when);
      case ORDER -> place.with(Place.Known.ORDER, when);
      case UNKNOWN -> place.with(Place.Known.UNKNOWN, when);
    };
  }

  /// @throws Refused NotFound
  public Story mark(AccountId by, StoryId id, long n, Place.Known known, String when) {
    return change(
        by,
        id,
        story -> {
          Place before = story.place(n).orElseThrow(Refusal::notFound);
          Place after = checkedTime(before.with(known, when));
          return bounded(
              story.withPlaces(
                  Arrangement.of(
                      story.places().stream().map(p -> p.n() == n ? after : p).toList())));
        });
  }

  /// Up (towards the beginning) or down by one; what has a date keeps its place among the dates.
  public Story move(AccountId by, StoryId id, long n, boolean isUp) {
    return change(
        by,
        id,
        story -> {
          List<Place> places = new ArrayList<>(story.places());
          Place moved = story.place(n).orElseThrow(Refusal::notFound);
          int at = places.indexOf(moved);
          int to = at + (isUp ? -1 : 1);
          if (to >= 0 && to < places.size()) {
            places.remove(at);
            places.add(to, moved);
          }
          return story.withPlaces(Arrangement.of(places));
        });
  }

  /// @throws Refused NotFound
  public Story remove(AccountId by, StoryId id, long n) {
    return change(
        by,
        id,
        story -> {
          var _ = story.place(n).orElseThrow(Refusal::notFound);
          return story.without(n);
        });
  }

  /// Publishes it, takes it back among the editors, closes it, opens it again.
  ///
  /// @throws Refused NotFound, Forbidden (withheld by the moderators), Invalid (nothing in it)
  public Story turn(AccountId by, StoryId id, Story.State state) {
    mayDo.act(by);
    Story now = edited(by, id);
    // First: an address is claimed for ever.
    var _ = turned(now, state, now.slug());
    String slug =
        state == Story.State.PRIVATE || !now.slug().isEmpty()
            ? now.slug()
            : slugs.claim(now.title(), id);
    return change(
        by, id, story -> turned(story, state, story.slug().isEmpty() ? slug : story.slug()));
  }

  private Story turned(Story story, Story.State state, String slug) {
    if (story.state() == state) {
      return story;
    }
    return switch (state) {
      case PRIVATE -> story.with(Story.State.PRIVATE);
      case PUBLISHED, CLOSED -> {
        if (story.isWithheld()) {
          throw Refusal.forbidden("The moderators have unpublished this story");
        }
        if (story.places().isEmpty()) {
          throw Refusal.invalid(
              "items", "ERR_BLANK", "A story needs something in it before it is published");
        }
        Story open =
            story.state() == Story.State.PRIVATE
                ? story.published(slug, ids.next(), clock.instant()).withTopicsKey(ids.next())
                : story;
        yield open.with(state);
      }
    };
  }

  /// @throws Refused NotFound
  public void delete(AccountId by, StoryId id) {
    edited(by, id);
    erase(id);
  }

  private void erase(StoryId id) {
    facts.change(
        StoryTable.key(id),
        Key.NONE,
        current ->
            current
                .flatMap(fact -> StoryTable.read(id, fact.revision(), fact.body()))
                .map(
                    story ->
                        new Facts.Step(
                            StoryTable.gone(),
                            StoryTable.derived(Optional.of(story), Optional.empty()),
                            List.of(StoryEvent.write(new StoryEvent.Turned(id))))),
        () -> stories.invalidate(id));
    table.clear(id);
  }

  // ---- what might belong to it

  /// The best first.
  ///
  /// @throws Refused NotFound, Forbidden
  public List<Suggestion> suggestions(AccountId by, StoryId id) {
    Story story = edited(by, id);
    if (story.state() == Story.State.CLOSED) {
      return List.of();
    }
    Viewer viewer = Viewer.of(by);
    StoryTable.Out out = table.out(id);
    StoryTable.Out passed = table.passed(id);
    return suggesting.of(
        viewer,
        shown(viewer, story),
        status -> {
          var item = new Item.Post(status.id());
          return !out.has(item)
              && !passed.has(item)
              && gathering.people(status).stream()
                  .allMatch(who -> !out.has(who) && gathering.mayGather(story.editors(), who));
        });
  }

  /// It is not suggested for this story again.
  public void pass(AccountId by, StoryId id, Item item) {
    edited(by, id);
    table.pass(id, item);
  }

  /// Topics that its things name.
  public List<String> topicsFor(AccountId by, StoryId id) {
    return suggesting.topics(shown(Viewer.of(by), edited(by, id)));
  }

  // ---- who keeps it

  /// Asks somebody to keep it too; he sees it from now on, and is named when he has agreed.
  ///
  /// @throws Refused NotFound, Invalid
  public Story ask(AccountId by, StoryId id, AccountId who) {
    if (!maySee.mayTell(who, by)) {
      throw Refusal.notFound();
    }
    return change(
        by,
        id,
        story -> {
          if (story.isEditedBy(who) || story.asked().contains(who)) {
            return story;
          }
          if (story.editors().size() + story.asked().size() >= limits.editorsMax()) {
            throw Refusal.invalid(
                "editors",
                "ERR_TOO_LONG",
                "A story has at most " + limits.editorsMax() + " editors");
          }
          List<AccountId> asked = new ArrayList<>(story.asked());
          asked.add(who);
          return story.withPeople(story.editors(), asked);
        });
  }

  /// Whoever was asked keeps it from now on.
  public Story join(AccountId who, StoryId id) {
    mayDo.act(who);
    return changed(
        id,
        story -> {
          if (!story.asked().contains(who)) {
            throw Refusal.notFound();
          }
          List<AccountId> editors = new ArrayList<>(story.editors());
          editors.add(who);
          return story.withPeople(editors, without(story.asked(), who));
        });
  }

  /// Says no, or keeps it no longer. The last editor cannot leave it alone: he may delete it.
  public void leave(AccountId who, StoryId id) {
    get(Viewer.of(who), id);
    changed(
        id,
        story -> {
          if (story.editors().equals(List.of(who))) {
            throw Refusal.invalid(
                "editors", "ERR_INVALID", "You are the last one who keeps it: you can delete it");
          }
          return story.withPeople(without(story.editors(), who), without(story.asked(), who));
        });
  }

  private static List<AccountId> without(List<AccountId> all, AccountId one) {
    return all.stream().filter(other -> !other.equals(one)).toList();
  }

  // ---- those whose words stand in it

  /// Takes one's own words out, for good: as a post, and as part of a series.
  ///
  /// @throws Refused NotFound also where they are another's
  public void takeOut(AccountId who, StoryId id, long n) {
    Story story = get(Viewer.of(who), id);
    Place place =
        story.place(n).filter(there -> isSaidBy(there, who)).orElseThrow(Refusal::notFound);
    if (place.item() instanceof Item.Gap) {
      // It is about him; without its words there is nothing to know it by.
      takeAllOut(who, id);
      return;
    }
    Set<Item> whole = gathering.whole(who, place.item());
    table.putOut(id, whole, clock.instant());
    changed(
        id,
        current ->
            current.withPlaces(
                current.places().stream().filter(other -> !whole.contains(other.item())).toList()));
  }

  /// Whether these are words of his: he said them, or signs the article.
  public boolean isSaidBy(Place place, AccountId who) {
    return gathering.people(place).contains(who);
  }

  /// Takes all of one's words out of it, and what is said of one; nothing comes in again until he
  /// lets it in. Where his words stood is kept, and shown to nobody: he may think better of it.
  public void takeAllOut(AccountId who, StoryId id) {
    get(Viewer.of(who), id);
    table.putOut(id, who, clock.instant());
    changed(id, story -> withoutGapsOf(story, who));
  }

  private static Story withoutSpeaker(Story story, AccountId who) {
    return story.withPlaces(
        story.places().stream().filter(place -> !place.speaker().equals(who)).toList());
  }

  /// What editors wrote of him is not his to bring back.
  private static Story withoutGapsOf(Story story, AccountId who) {
    return story.withPlaces(
        story.places().stream()
            .filter(place -> !(place.speaker().equals(who) && place.item() instanceof Item.Gap))
            .toList());
  }

  /// His words may stand in it again, and those that stood there do.
  public void letIn(AccountId who, StoryId id) {
    get(Viewer.of(who), id);
    table.letIn(id, who);
    changed(id, story -> story);
  }

  /// Whether all of his words stay out of it.
  public boolean staysOut(AccountId who, StoryId id) {
    return table.out(id).has(who);
  }

  // ---- those who follow it

  /// @throws Refused NotFound
  public void follow(AccountId who, StoryId id) {
    mayDo.act(who);
    get(Viewer.of(who), id);
    if (table.followed(who, Page.newest(limits.followedMax())).size() == limits.followedMax()) {
      throw Refusal.invalid("You follow " + limits.followedMax() + " stories, which is the most");
    }
    table.follow(id, who);
  }

  public void unfollow(AccountId who, StoryId id) {
    table.unfollow(id, who);
  }

  public boolean isFollowedBy(AccountId who, StoryId id) {
    return table.follows(id, who);
  }

  /// A slice of those who follow it.
  public List<AccountId> followers(StoryId id, AccountId after, int rowsMax) {
    return table.followers(id, after, rowsMax);
  }

  /// The time to tell has come, if there still is something.
  private void news(StoryId id) {
    Instant now = clock.instant();
    facts.change(
        StoryTable.key(id),
        Key.NONE,
        current ->
            current
                .flatMap(fact -> StoryTable.read(id, fact.revision(), fact.body()))
                .filter(story -> !story.tellAt().equals(Instant.EPOCH))
                .filter(story -> !story.tellAt().isAfter(now))
                .map(
                    story ->
                        new Facts.Step(
                            StoryTable.write(story.telling(now, Instant.EPOCH)),
                            List.of(),
                            story.isPublic()
                                ? List.of(StoryEvent.write(new StoryEvent.News(id)))
                                : List.of())),
        () -> stories.invalidate(id));
  }

  // ---- moderators

  /// Takes it from the public, or lets it back; whoever calls makes sure that he may.
  public void withhold(StoryId id, boolean isSo) {
    find(id).ifPresent(_ -> changed(id, story -> story.withheld(isSo)));
  }

  // ---- those who leave

  /// Takes a deleted account out of stories: what it keeps alone goes with it.
  ///
  /// @return whether there may be more
  public boolean forgetSome(AccountId account) {
    List<Listed> kept = keptBy(account, Page.newest(FORGOTTEN_AT_ONCE));
    for (Listed listed : kept) {
      if (listed.story().editors().equals(List.of(account))) {
        erase(listed.story().id());
      } else {
        changed(
            listed.story().id(),
            story ->
                story.withPeople(
                    without(story.editors(), account), without(story.asked(), account)));
      }
    }
    for (StoryId id : table.ofSpeaker(account, HOLDING_MAX)) {
      find(id).ifPresent(_ -> changed(id, story -> withoutSpeaker(story, account)));
    }
    List<StoryId> followed = table.followed(account, Page.newest(FORGOTTEN_AT_ONCE));
    followed.forEach(id -> table.unfollow(id, account));
    if (kept.size() == FORGOTTEN_AT_ONCE || followed.size() == FORGOTTEN_AT_ONCE) {
      return true;
    }
    table.forgetSpeaker(account);
    table.forgetKeeper(account);
    return false;
  }

  // ---- inside

  /// @throws Refused NotFound for everybody but its editors
  public Story edited(AccountId by, StoryId id) {
    Story story = get(Viewer.of(by), id);
    if (!story.isEditedBy(by)) {
      throw story.isPublic()
          ? Refusal.forbidden("Only those who keep a story may change it")
          : Refusal.notFound();
    }
    return story;
  }

  private Story change(AccountId by, StoryId id, UnaryOperator<Story> change) {
    mayDo.act(by);
    edited(by, id);
    return changed(
        id,
        story -> {
          if (!story.isEditedBy(by)) {
            throw Refusal.notFound();
          }
          return change.apply(story);
        });
  }

  private Story changed(StoryId id, UnaryOperator<Story> change) {
    Map<Instant, Jobs.Planned> planned = new HashMap<>();
    facts.change(
        StoryTable.key(id),
        Key.NONE,
        current -> {
          Story before =
              current
                  .flatMap(fact -> StoryTable.read(id, fact.revision(), fact.body()))
                  .orElseThrow(Refusal::notFound);
          Story after = change.apply(before);
          if (after.equals(before)) {
            return Optional.empty();
          }
          Story told = toTell(before, after.changed(clock.instant()));
          List<Op> also = new ArrayList<>();
          planned.clear();
          if (!told.tellAt().equals(before.tellAt()) && !told.tellAt().equals(Instant.EPOCH)) {
            Jobs.Planned job =
                jobs.plan(
                    told.tellAt(), new Jobs.Job(NEWS, Bytes.write(1).number(id.value()).done()));
            planned.put(told.tellAt(), job);
            also.addAll(job.ops());
          }
          return Optional.of(step(Optional.of(before), told, also));
        },
        () -> stories.invalidate(id));
    planned.values().forEach(jobs::announce);
    return find(id).orElseThrow(Refusal::notFound);
  }

  /// Followers are told of what came since, once for a while.
  private Story toTell(Story before, Story after) {
    if (!after.isPublic()
        || !before.isPublic()
        || !after.tellAt().equals(Instant.EPOCH)
        || newPlaces(before, after).isEmpty()) {
      return after;
    }
    Instant soon = clock.instant().plus(limits.tellAfter());
    Instant next = after.toldAt().plus(limits.tellEvery());
    return after.telling(after.toldAt(), next.isAfter(soon) ? next : soon);
  }

  private static List<Place> newPlaces(Story before, Story after) {
    Set<Long> were = new HashSet<>();
    before.places().forEach(place -> were.add(place.n()));
    return after.places().stream().filter(place -> !were.contains(place.n())).toList();
  }

  private Facts.Step step(Optional<Story> before, Story after, List<Op> also) {
    List<Op> ops = new ArrayList<>(StoryTable.derived(before, Optional.of(after)));
    ops.addAll(also);
    List<Event> events = new ArrayList<>();
    events.add(StoryEvent.write(new StoryEvent.Turned(after.id())));
    List<AccountId> people = gathered(before, after);
    if (!people.isEmpty()) {
      events.add(
          StoryEvent.write(
              new StoryEvent.Gathered(after.id(), after.editors().getFirst(), people)));
    }
    before.ifPresent(
        was ->
            after.asked().stream()
                .filter(who -> !was.asked().contains(who))
                .forEach(
                    who ->
                        events.add(
                            StoryEvent.write(
                                new StoryEvent.Asked(
                                    after.id(), after.editors().getFirst(), who)))));
    return new Facts.Step(StoryTable.write(after), ops, events);
  }

  /// Whose words are in public with this change and were not before; not the editors' own.
  private List<AccountId> gathered(Optional<Story> before, Story after) {
    if (!after.isPublic()) {
      return List.of();
    }
    List<Place> fresh =
        before.filter(Story::isPublic).map(was -> newPlaces(was, after)).orElse(after.places());
    return fresh.stream()
        .flatMap(place -> gathering.people(place).stream())
        .filter(speaker -> !after.isEditedBy(speaker))
        .distinct()
        .toList();
  }

  private Story bounded(Story story) {
    if (story.places().size() > limits.itemsMax() || StoryTable.write(story).length > BYTES_MAX) {
      throw Refusal.invalid(
          "items", "ERR_TOO_LONG", "A story holds at most " + limits.itemsMax() + " things");
    }
    return story;
  }

  private Story.Draft checked(Story.Draft draft) {
    String title = line("title", draft.title(), limits.titleCharactersMax());
    if (title.isEmpty()) {
      throw Refusal.invalid("title", "ERR_BLANK", "Title can't be blank");
    }
    String summary = Written.check("summary", draft.summary()).strip();
    tooLong("summary", summary, limits.summaryCharactersMax());
    List<String> topics = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    for (String written : draft.topics()) {
      String topic = line("topics", written, limits.topicCharactersMax());
      String name = topic.startsWith("#") ? topic.substring(1).strip() : topic;
      if (!name.isEmpty() && keys.add(topicKey(name))) {
        topics.add(name);
      }
    }
    if (topics.size() > limits.topicsMax()) {
      throw Refusal.invalid(
          "topics", "ERR_TOO_LONG", "A story has at most " + limits.topicsMax() + " topics");
    }
    return new Story.Draft(title, summary, List.copyOf(topics), draft.mayBeIndexed());
  }

  private static String line(String field, String text, int charactersMax) {
    String line = Written.check(field, text).replace('\n', ' ').strip();
    tooLong(field, line, charactersMax);
    return line;
  }

  private static void tooLong(String field, String text, int charactersMax) {
    // Bytes too: one sign may have very many.
    if (Characters.count(text) > charactersMax || text.length() > charactersMax * 8L) {
      throw Refusal.invalid(
          field, "ERR_TOO_LONG", "Text is too long (maximum is " + charactersMax + " characters)");
    }
  }
}
