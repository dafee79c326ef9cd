package verbatim.stories;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import verbatim.kernel.AccountId;
import verbatim.kernel.Page;
import verbatim.kernel.SeriesId;
import verbatim.kernel.StatusId;
import verbatim.kernel.StoryId;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Pages;
import verbatim.store.Row;
import verbatim.store.Store;
import verbatim.store.Table;
import verbatim.text.Tags;

/// How stories lie in the store.
///
///     story           story                → what it is (claimed)
///     story_slug      slug                 → story (claimed, never deleted)
///     story_of        account | story ↓    who keeps it, or is asked to
///     story_public    -       | publication ↓ → story
///     story_topic     topic   | topics key ↓  → story
///     story_word      word    | publication ↓ → story, of its title, summary and topics
///     story_holds     thing   | place ↓    → story
///     story_person    account | place ↓    → story
///     story_out       story   | thing, or account: stays out; of a series each part by itself too
///     story_passed    story   | thing: an editor does not want it
///     story_follow    story   | account
///     story_followed  account | story ↓
///
/// All but the claimed rows and what people decided (out, passed, follow) are derived: they may be
/// written late, and are checked against the story at reading.
final class StoryTable {
  static final Table STORY = Table.claimed("story");
  static final Table SLUG = Table.claimed("story_slug");
  private static final Table OF = Table.plain("story_of");
  private static final Table PUBLIC = Table.plain("story_public");
  private static final Table TOPIC = Table.plain("story_topic");
  private static final Table WORD = Table.plain("story_word");
  private static final Table HOLDS = Table.plain("story_holds");
  private static final Table PERSON = Table.plain("story_person");
  private static final Table OUT = Table.plain("story_out");
  private static final Table PASSED = Table.plain("story_passed");
  private static final Table FOLLOW = Table.plain("story_follow");
  private static final Table FOLLOWED = Table.plain("story_followed");

  private static final Key ONLY = Key.of(0);
  private static final Key END = Key.NONE.andByte(255).andByte(255);
  private static final byte[] MARK = {1};
  private static final int ACCOUNT = 0;
  private static final int POST = 1;
  private static final int SERIES = 2;
  private static final int GAP = 5;
  private static final int SLICE_ROWS = 1_000;
  private static final int WORD_MAX = 40;
  private static final Pattern WORDS = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+");

  private final Store store;

  StoryTable(Store store) {
    this.store = store;
  }

  static Key key(StoryId id) {
    return Key.of(id.value());
  }

  private static Key key(AccountId id) {
    return Key.of(id.value());
  }

  // ---- the story itself

  static byte[] write(Story story) {
    return Bytes.write(1)
        .flag(true)
        .text(story.slug())
        .text(story.title())
        .text(story.summary())
        .list(story.topics(), Bytes.Writer::text)
        .list(story.editors(), (w, one) -> w.number(one.value()))
        .list(story.asked(), (w, one) -> w.number(one.value()))
        .list(story.places(), StoryTable::write)
        .number(number(story.state()))
        .number(story.publication())
        .number(story.topicsKey())
        .flag(story.mayBeIndexed())
        .flag(story.isWithheld())
        .time(story.createdAt())
        .time(story.changedAt())
        .time(story.publishedAt())
        .time(story.toldAt())
        .time(story.tellAt())
        .done();
  }

  /// What stays of a story that was deleted: that its number is not used again.
  static byte[] gone() {
    return Bytes.write(1).flag(false).done();
  }

  static Optional<Story> read(StoryId id, long revision, byte[] body) {
    Bytes.Reader from = Bytes.read(body);
    if (!from.flag()) {
      return Optional.empty();
    }
    return Optional.of(
        new Story(
            id,
            revision,
            from.text(),
            from.text(),
            from.text(),
            from.list(Bytes.Reader::text),
            from.list(r -> new AccountId(r.number())),
            from.list(r -> new AccountId(r.number())),
            from.list(StoryTable::place),
            state((int) from.number()),
            from.number(),
            from.number(),
            from.flag(),
            from.flag(),
            from.time(),
            from.time(),
            from.time(),
            from.time(),
            from.time()));
  }

  private static int number(Story.State state) {
    return switch (state) {
      case PRIVATE -> 1;
      case PUBLISHED -> 2;
      case CLOSED -> 3;
    };
  }

  private static Story.State state(int number) {
    return switch (number) {
      case 1 -> Story.State.PRIVATE;
      case 2 -> Story.State.PUBLISHED;
      case 3 -> Story.State.CLOSED;
      default -> throw new IllegalStateException("state of a story " + number);
    };
  }

  private static void write(Bytes.Writer to, Place place) {
    to.number(place.n())
        .number(number(place.item()))
        .number(place.item().number())
        .number(place.speaker().value())
        .number(number(place.known()))
        .text(place.when())
        .text(place.note())
        .number(place.by().value())
        .time(place.at());
  }

  private static Place place(Bytes.Reader from) {
    return new Place(
        from.number(),
        item((int) from.number(), from.number()),
        new AccountId(from.number()),
        known((int) from.number()),
        from.text(),
        from.text(),
        new AccountId(from.number()),
        from.time());
  }

  private static int number(Item item) {
    return switch (item) {
      case Item.Post _ -> POST;
      case Item.Series _ -> SERIES;
      case Item.Gap _ -> GAP;
    };
  }

  private static Item item(int kind, long number) {
    return switch (kind) {
      case POST -> new Item.Post(new StatusId(number));
      case SERIES -> new Item.Series(new SeriesId(number));
      case GAP -> new Item.Gap();
      default -> throw new IllegalStateException("item of kind " + kind);
    };
  }

  private static int number(Place.Known known) {
    return switch (known) {
      case TIME -> 1;
      case DAY -> 2;
      case ORDER -> 3;
      case UNKNOWN -> 4;
    };
  }

  private static Place.Known known(int number) {
    return switch (number) {
      case 1 -> Place.Known.TIME;
      case 2 -> Place.Known.DAY;
      case 3 -> Place.Known.ORDER;
      case 4 -> Place.Known.UNKNOWN;
      default -> throw new IllegalStateException("what is known of a time " + number);
    };
  }

  private static Key key(Item item) {
    return Key.NONE.andByte(number(item)).and(item.number());
  }

  // ---- what leads to it

  /// What is to be written beside a story that was changed.
  static List<Op> derived(Optional<Story> before, Optional<Story> after) {
    List<Op> ops = new ArrayList<>();
    people(before, after, ops);
    places(before, after, ops);
    StoryId id = after.or(() -> before).orElseThrow().id();
    byte[] value = value(id);
    long was = before.filter(Story::isPublic).map(Story::publication).orElse(0L);
    long is = after.filter(Story::isPublic).map(Story::publication).orElse(0L);
    if (was != is) {
      if (was != 0) {
        ops.add(Op.delete(PUBLIC, ONLY, Key.down(was)));
      }
      if (is != 0) {
        ops.add(Op.put(PUBLIC, ONLY, Key.down(is), value));
      }
    }
    words(before, after, ops);
    long wasTopics = before.map(Story::topicsKey).orElse(0L);
    long isTopics = after.map(Story::topicsKey).orElse(0L);
    if (wasTopics != isTopics) {
      before.ifPresent(
          story -> topics(story).forEach(t -> ops.add(Op.delete(TOPIC, t, Key.down(wasTopics)))));
      after.ifPresent(
          story ->
              topics(story).forEach(t -> ops.add(Op.put(TOPIC, t, Key.down(isTopics), value))));
    }
    return ops;
  }

  private static void words(Optional<Story> before, Optional<Story> after, List<Op> ops) {
    Map<String, Long> were = found(before);
    Map<String, Long> are = found(after);
    StoryId id = after.or(() -> before).orElseThrow().id();
    were.forEach(
        (word, at) -> {
          if (!at.equals(are.get(word))) {
            ops.add(Op.delete(WORD, Key.of(word), Key.down(at)));
          }
        });
    are.forEach(
        (word, at) -> {
          if (!at.equals(were.get(word))) {
            ops.add(Op.put(WORD, Key.of(word), Key.down(at), value(id)));
          }
        });
  }

  /// Under which words a public one is found, and where there.
  private static Map<String, Long> found(Optional<Story> story) {
    Map<String, Long> found = new HashMap<>();
    story
        .filter(Story::isPublic)
        .ifPresent(there -> words(there).forEach(word -> found.put(word, there.publication())));
    return found;
  }

  /// Words by which a story is found, whatever their case.
  static Set<String> words(Story story) {
    return words(story.title() + "\n" + story.summary() + "\n" + String.join("\n", story.topics()));
  }

  static Set<String> words(String text) {
    return WORDS
        .matcher(Tags.key(text))
        .results()
        .map(MatchResult::group)
        .map(word -> word.length() <= WORD_MAX ? word : word.substring(0, WORD_MAX))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static List<Key> topics(Story story) {
    return story.topics().stream().map(Tags::topic).distinct().map(Key::of).toList();
  }

  private static void people(Optional<Story> before, Optional<Story> after, List<Op> ops) {
    StoryId id = after.or(() -> before).orElseThrow().id();
    Set<AccountId> were = people(before);
    Set<AccountId> are = people(after);
    for (AccountId account : are) {
      if (!were.contains(account)) {
        ops.add(Op.put(OF, key(account), Key.down(id.value()), MARK));
      }
    }
    // Whoever leaves keeps his row, which is checked at reading: so a row that is written late
    // cannot take the place of a later one.
  }

  private static Set<AccountId> people(Optional<Story> story) {
    Set<AccountId> all = new HashSet<>();
    story.ifPresent(
        there -> {
          all.addAll(there.editors());
          all.addAll(there.asked());
        });
    return all;
  }

  private static void places(Optional<Story> before, Optional<Story> after, List<Op> ops) {
    StoryId id = after.or(() -> before).orElseThrow().id();
    List<Place> were = before.map(Story::places).orElse(List.of());
    List<Place> are = after.map(Story::places).orElse(List.of());
    Set<Long> kept = new HashSet<>();
    are.forEach(place -> kept.add(place.n()));
    for (Place place : were) {
      if (!kept.remove(place.n())) {
        ops.add(Op.delete(HOLDS, key(place.item()), Key.down(place.n())));
        ops.add(Op.delete(PERSON, key(place.speaker()), Key.down(place.n())));
      }
    }
    for (Place place : are) {
      if (kept.contains(place.n())) {
        if (place.item().number() != 0) {
          ops.add(Op.put(HOLDS, key(place.item()), Key.down(place.n()), value(id)));
        }
        if (!place.speaker().equals(Place.NOBODY)) {
          ops.add(Op.put(PERSON, key(place.speaker()), Key.down(place.n()), value(id)));
        }
      }
    }
  }

  private static byte[] value(StoryId id) {
    return Bytes.write(1).number(id.value()).done();
  }

  private static StoryId story(Row row) {
    return new StoryId(Bytes.read(row.value()).number());
  }

  List<StoryId> of(AccountId account, Page page) {
    return ids(OF, key(account), page).stream().map(StoryId::new).toList();
  }

  private List<Long> ids(Table table, Key pk, Page page) {
    return Pages.read(store, table, pk, page).stream().map(row -> row.sk().downAt(0)).toList();
  }

  /// A story in a list, with the number that pages the list.
  record Listed(long position, StoryId story) {}

  List<Listed> published(Page page) {
    return listed(PUBLIC, ONLY, page);
  }

  List<Listed> ofTopic(String topicKey, Page page) {
    return listed(TOPIC, Key.of(topicKey), page);
  }

  List<Listed> withWord(String word, Page page) {
    return listed(WORD, Key.of(word), page);
  }

  private List<Listed> listed(Table table, Key pk, Page page) {
    return Pages.read(store, table, pk, page).stream()
        .map(row -> new Listed(row.sk().downAt(0), story(row)))
        .toList();
  }

  /// Stories that hold this, each once.
  List<StoryId> holding(Item item, int rowsMax) {
    return store.scan(HOLDS, key(item), rowsMax).stream()
        .map(StoryTable::story)
        .distinct()
        .toList();
  }

  /// Stories in which words of this person stand, or stood.
  List<StoryId> ofSpeaker(AccountId account, int rowsMax) {
    return store.scan(PERSON, key(account), rowsMax).stream()
        .map(StoryTable::story)
        .distinct()
        .toList();
  }

  void forgetSpeaker(AccountId account) {
    store.deleteRange(PERSON, key(account), Key.NONE, END);
  }

  void forgetKeeper(AccountId account) {
    store.deleteRange(OF, key(account), Key.NONE, END);
  }

  // ---- what stays out

  record Out(Set<Key> keys) {
    boolean has(AccountId account) {
      return keys.contains(outKey(account));
    }

    boolean has(Item item) {
      return keys.contains(key(item));
    }
  }

  private static Key outKey(AccountId account) {
    return Key.NONE.andByte(ACCOUNT).and(account.value());
  }

  Out out(StoryId id) {
    return new Out(keys(OUT, id));
  }

  /// What an editor does not want to be offered again.
  Out passed(StoryId id) {
    return new Out(keys(PASSED, id));
  }

  private Set<Key> keys(Table table, StoryId id) {
    Set<Key> keys = new HashSet<>();
    List<Row> slice = store.scan(table, key(id), SLICE_ROWS);
    while (!slice.isEmpty()) {
      slice.forEach(row -> keys.add(row.sk()));
      Key from = slice.getLast().sk().andByte(0);
      slice = store.scan(table, key(id), from, END, SLICE_ROWS, Store.Order.ASCENDING);
    }
    return keys;
  }

  void putOut(StoryId id, Collection<Item> items, Instant at) {
    byte[] value = Bytes.write(1).time(at).done();
    store.journalledBatch(
        items.stream().map(item -> Op.put(OUT, key(id), key(item), value)).toList());
  }

  void putOut(StoryId id, AccountId account, Instant at) {
    store.put(OUT, key(id), outKey(account), Bytes.write(1).time(at).done());
  }

  void letIn(StoryId id, AccountId account) {
    store.journalledBatch(List.of(Op.delete(OUT, key(id), outKey(account))));
  }

  void pass(StoryId id, Item item) {
    store.put(PASSED, key(id), key(item), MARK);
  }

  /// What was decided of a story that is gone.
  void clear(StoryId id) {
    store.deleteRange(OUT, key(id), Key.NONE, END);
    store.deleteRange(PASSED, key(id), Key.NONE, END);
  }

  // ---- who follows it

  void follow(StoryId id, AccountId who) {
    store.journalledBatch(
        List.of(
            Op.put(FOLLOW, key(id), key(who), MARK),
            Op.put(FOLLOWED, key(who), Key.down(id.value()), MARK)));
  }

  void unfollow(StoryId id, AccountId who) {
    store.journalledBatch(
        List.of(
            Op.delete(FOLLOW, key(id), key(who)),
            Op.delete(FOLLOWED, key(who), Key.down(id.value()))));
  }

  boolean follows(StoryId id, AccountId who) {
    return store.get(FOLLOW, key(id), key(who)).isPresent();
  }

  List<AccountId> followers(StoryId id, AccountId after, int rowsMax) {
    return store
        .scan(FOLLOW, key(id), key(after).andByte(0), END, rowsMax, Store.Order.ASCENDING)
        .stream()
        .map(row -> new AccountId(row.sk().longAt(0)))
        .toList();
  }

  List<StoryId> followed(AccountId who, Page page) {
    return ids(FOLLOWED, key(who), page).stream().map(StoryId::new).toList();
  }
}
