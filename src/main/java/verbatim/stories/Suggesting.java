package verbatim.stories;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import verbatim.articles.Article;
import verbatim.articles.Articles;
import verbatim.articles.Embed;
import verbatim.articles.Version;
import verbatim.kernel.AccountId;
import verbatim.kernel.ExcerptId;
import verbatim.kernel.Limits;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.StatusId;
import verbatim.quotecheck.Statement;
import verbatim.relations.Viewer;
import verbatim.statuses.Carried;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;
import verbatim.text.Block;
import verbatim.text.Tags;
import verbatim.timelines.Timelines;

/// What might belong to a story: of the answers to what stands in it, of what its people said
/// lately, of what stands under its tags and of what is said in the town, that which is like it.
/// Bounded in every direction, and only ever a proposal.
final class Suggesting {
  private static final double ENOUGH = 0.35;
  private static final int TAGS_MAX = 6;
  private static final int PEOPLE_MAX = 12;
  private static final int THREADS_MAX = 12;
  private static final int ROWS = 40;
  private static final int TOPICS_MAX = 8;
  private static final int LETTERS_MAX = 20_000;
  private static final int TOPIC_CHARACTERS_MIN = 3;

  private final Statuses statuses;
  private final Timelines timelines;
  private final Articles articles;
  private final Quoting quoting;
  private final Gathering gathering;
  private final Limits.Stories limits;

  Suggesting(Stories.Sources from, Gathering gathering, Limits.Stories limits) {
    this.statuses = from.statuses();
    this.timelines = from.timelines();
    this.articles = from.articles();
    this.quoting = from.quoting();
    this.gathering = gathering;
    this.limits = limits;
  }

  /// What of a post is compared, with what it carries.
  ///
  /// @param topics that its author named
  /// @param shown keys of itself, and of what it embeds
  private record Read(String text, Set<AccountId> people, Set<String> topics, Set<String> shown) {}

  /// The best first.
  ///
  /// @param mayCome what neither its author nor an editor has said no to
  List<Stories.Suggestion> of(Viewer editor, Stories.Shown shown, Predicate<Status> mayCome) {
    Map<StatusId, Status> there = there(shown);
    if (there.isEmpty()) {
      return List.of();
    }
    Map<StatusId, Status> candidates = candidates(editor, shown.story(), there);
    Map<StatusId, Likeness.Thing> things = new HashMap<>();
    candidates.forEach((id, status) -> things.put(id, thing(status)));
    List<Likeness.Thing> story = there.values().stream().map(this::thing).toList();
    List<Likeness.Thing> all = new ArrayList<>(things.values());
    all.addAll(story);
    Likeness likeness = new Likeness(all, limits.halfLife());
    List<Stories.Suggestion> found = new ArrayList<>();
    candidates.forEach(
        (id, status) -> {
          Likeness.Score score = likeness.of(things.getOrDefault(id, thing(status)), story);
          if (score.isShared() || score.value() >= ENOUGH) {
            found.add(
                new Stories.Suggestion(new Item.Post(id), status, score.value(), score.isShared()));
          }
        });
    return found.stream()
        .filter(suggestion -> mayCome.test(suggestion.status()))
        .sorted(
            Comparator.comparing(Stories.Suggestion::isShared)
                .thenComparingDouble(Stories.Suggestion::score)
                .reversed())
        .limit(limits.suggestedMax())
        .toList();
  }

  private static Map<StatusId, Status> there(Stories.Shown shown) {
    Map<StatusId, Status> there = new LinkedHashMap<>();
    for (Seen seen : shown.things()) {
      switch (seen) {
        case Seen.Post(_, var status) -> there.put(status.id(), status);
        case Seen.Series(_, var parts) -> parts.forEach(part -> there.put(part.id(), part));
        case Seen.Gap _, Seen.Withdrawn _ -> {}
      }
    }
    return there;
  }

  private Map<StatusId, Status> candidates(
      Viewer editor, Story story, Map<StatusId, Status> there) {
    Map<StatusId, Status> found = new LinkedHashMap<>();
    Set<AccountId> people = new LinkedHashSet<>();
    Set<String> tags = new LinkedHashSet<>();
    story.topics().forEach(topic -> tags.add(Tags.key(topic.replaceAll("[\\s-]", ""))));
    List<Status> latest = there.values().stream().toList().reversed();
    for (Status status : latest) {
      people.add(status.author());
      status.words().tags().forEach(tag -> tags.add(Tags.key(tag)));
    }
    latest.stream()
        .limit(THREADS_MAX)
        .forEach(
            status ->
                statuses.thread(editor, status.id()).descendants().stream()
                    .limit(ROWS)
                    .forEach(answer -> put(found, there, editor, answer)));
    tags.stream()
        .filter(tag -> !tag.isEmpty())
        .limit(TAGS_MAX)
        .forEach(
            tag ->
                timelines
                    .tag(
                        editor,
                        new Timelines.TagQuery(
                            tag, List.of(), List.of(), List.of(), Timelines.Scope.ALL, false),
                        Page.newest(ROWS))
                    .forEach(status -> put(found, there, editor, status)));
    there.keySet().stream()
        .limit(THREADS_MAX)
        .flatMap(id -> articles.embeds().showing(id).stream())
        .limit(ROWS)
        .flatMap(id -> articles.find(id).stream())
        .forEach(article -> put(found, there, editor, article));
    story.topics().stream()
        .limit(TAGS_MAX)
        .flatMap(topic -> articles.ofTopic(editor, topic, Page.newest(ROWS)).stream())
        .forEach(article -> put(found, there, editor, article));
    articles
        .newest(editor, Page.newest(ROWS))
        .forEach(article -> put(found, there, editor, article));
    people.stream()
        .limit(PEOPLE_MAX)
        .forEach(
            author ->
                statuses
                    .outbox(author, Page.newest(ROWS))
                    .forEach(status -> put(found, there, editor, status)));
    timelines
        .everybody(editor, Timelines.Scope.ALL, false, Page.newest(ROWS))
        .forEach(status -> put(found, there, editor, status));
    return found;
  }

  private void put(
      Map<StatusId, Status> found, Map<StatusId, Status> there, Viewer editor, Status status) {
    if (found.size() < limits.candidatesMax()
        && !there.containsKey(status.id())
        && Gathering.isForEverybody(status)
        && statuses.maySee(editor, status)) {
      found.put(status.id(), status);
    }
  }

  private void put(
      Map<StatusId, Status> found, Map<StatusId, Status> there, Viewer editor, Article article) {
    article.status().flatMap(statuses::find).ifPresent(status -> put(found, there, editor, status));
  }

  private Likeness.Thing thing(Status status) {
    Read read = read(status);
    Set<String> people = new HashSet<>();
    read.people().forEach(account -> people.add("@" + account));
    read.topics().forEach(topic -> people.add(topic.toLowerCase(Locale.ROOT)));
    Set<String> talk = new HashSet<>();
    talk.add(key(status.id()));
    status.words().place().parent().ifPresent(parent -> talk.add(key(parent.status())));
    return Likeness.thing(read.text(), status.createdAt(), people, read.shown(), talk);
  }

  private static String key(StatusId id) {
    return "s:" + id;
  }

  /// Of an article its words, not its title and address; of an excerpt what is open of it.
  private Read read(Status status) {
    Set<AccountId> people = new LinkedHashSet<>(gathering.people(status));
    people.addAll(status.words().mentioned());
    Set<String> shown = new LinkedHashSet<>();
    shown.add(key(status.id()));
    Set<String> topics = new LinkedHashSet<>(status.words().tags());
    StringBuilder text = new StringBuilder();
    switch (status.carried()) {
      case Carried.Nothing _ -> text.append(status.words().text());
      case Carried.Excerpt(var excerpt) -> {
        shown.add("e:" + excerpt);
        for (Statement said : quoting.said(status)) {
          text.append(said.text()).append('\n');
          said.speaker().account().ifPresent(people::add);
        }
      }
      case Carried.Article _ ->
          articles
              .carriedBy(status)
              .ifPresent(
                  article ->
                      current(article).ifPresent(version -> read(version, text, topics, shown)));
    }
    return new Read(text.toString(), people, topics, shown);
  }

  /// Empty where it was withdrawn while we looked.
  private Optional<Version> current(Article article) {
    try {
      return Optional.of(articles.current(article));
    } catch (Refused e) {
      if (e.refusal() instanceof Refusal.NotFound) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private void read(Version version, StringBuilder text, Set<String> topics, Set<String> shown) {
    topics.addAll(version.words().topics());
    text.append(version.words().title()).append('\n').append(version.words().standfirst());
    for (Block block : articles.blocks(version).all()) {
      if (text.length() < LETTERS_MAX) {
        text.append('\n').append(block.text());
      }
    }
    for (Embed embed : articles.embeds().shownIn(version)) {
      switch (embed.source()) {
        case Embed.Source.OfStatus(var id) -> shown.add(key(id));
        case Embed.Source.OfSeries(var parts) -> parts.forEach(id -> shown.add(key(id)));
        case Embed.Source.OfExcerpt(var id) -> shown.add("e:" + new ExcerptId(id));
        case Embed.Source.Pasted _ -> {
          if (embed.snapshot().hasWords()) {
            text.append("\n“").append(embed.snapshot().text()).append("”\n");
          }
        }
      }
    }
  }

  /// Names for topics: tags, and names that stand in two things of the story or more.
  List<String> topics(Stories.Shown shown) {
    Map<String, String> written = new LinkedHashMap<>();
    Map<String, Integer> things = new LinkedHashMap<>();
    Set<String> tagged = new HashSet<>();
    for (Status status : there(shown).values()) {
      Read read = read(status);
      Set<String> here = new LinkedHashSet<>(Likeness.names(read.text()));
      here.addAll(read.topics());
      read.topics().forEach(topic -> tagged.add(Stories.topicKey(topic)));
      Set<String> keys = new HashSet<>();
      for (String name : here) {
        String key = Stories.topicKey(name);
        if (name.length() >= TOPIC_CHARACTERS_MIN
            && name.length() <= limits.topicCharactersMax()
            && keys.add(key)) {
          written.putIfAbsent(key, name);
          things.merge(key, 1, Integer::sum);
        }
      }
    }
    Set<String> has = new HashSet<>();
    shown.story().topics().forEach(topic -> has.add(Stories.topicKey(topic)));
    return things.entrySet().stream()
        .filter(entry -> !has.contains(entry.getKey()))
        .filter(entry -> tagged.contains(entry.getKey()) || entry.getValue() >= 2)
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .limit(TOPICS_MAX)
        .map(entry -> written.getOrDefault(entry.getKey(), entry.getKey()))
        .toList();
  }
}
