package verbatim.stories;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import verbatim.kernel.AccountId;
import verbatim.kernel.Limits;
import verbatim.kernel.Page;
import verbatim.kernel.StatusId;
import verbatim.relations.Viewer;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;
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
  private static final int TOPIC_CHARACTERS_MIN = 3;

  private final Statuses statuses;
  private final Timelines timelines;
  private final Gathering gathering;
  private final Limits.Stories limits;

  Suggesting(Statuses statuses, Timelines timelines, Gathering gathering, Limits.Stories limits) {
    this.statuses = statuses;
    this.timelines = timelines;
    this.gathering = gathering;
    this.limits = limits;
  }

  /// The best first.
  ///
  /// @param mayCome what neither its author nor an editor has said no to
  List<Stories.Suggestion> of(Viewer editor, Stories.Shown shown, Predicate<Item> mayCome) {
    Map<StatusId, Status> there = there(shown);
    if (there.isEmpty()) {
      return List.of();
    }
    Map<StatusId, Status> candidates = candidates(editor, shown.story(), there);
    Map<StatusId, Likeness.Thing> things = new HashMap<>();
    candidates.forEach((id, status) -> things.put(id, thing(status)));
    List<Likeness.Thing> story = there.values().stream().map(Suggesting::thing).toList();
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
        .filter(suggestion -> mayCome.test(suggestion.item()))
        .filter(s -> gathering.mayGather(shown.story().editors(), s.status().author()))
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
        case Seen.Gap _ -> {}
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

  private static Likeness.Thing thing(Status status) {
    Status.Words words = status.words();
    Set<String> people = new HashSet<>();
    people.add("@" + status.author());
    words.mentioned().forEach(account -> people.add("@" + account));
    Set<String> talk = new HashSet<>();
    talk.add("s:" + status.id());
    words.place().parent().ifPresent(parent -> talk.add("s:" + parent.status()));
    return Likeness.thing(words.text(), status.createdAt(), people, Set.of(), talk);
  }

  /// Names for topics: tags, and names that stand in two things of the story or more.
  List<String> topics(Stories.Shown shown) {
    Map<String, String> written = new LinkedHashMap<>();
    Map<String, Integer> things = new LinkedHashMap<>();
    Set<String> tagged = new HashSet<>();
    for (Status status : there(shown).values()) {
      Set<String> here = new LinkedHashSet<>(Likeness.names(status.words().text()));
      here.addAll(status.words().tags());
      status.words().tags().forEach(tag -> tagged.add(Stories.topicKey(tag)));
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
