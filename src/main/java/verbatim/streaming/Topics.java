package verbatim.streaming;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import verbatim.kernel.AccountId;

/// Who listens to what.
final class Topics {
  private final Map<Topic, Set<Line>> lines = new ConcurrentHashMap<>();
  private final Map<AccountId, Set<Line>> byAccount = new ConcurrentHashMap<>();
  // Those that are walked through: everybody else is found by his topic.
  private final Set<AccountId> homes = ConcurrentHashMap.newKeySet();
  private final Set<Topic.OfList> lists = ConcurrentHashMap.newKeySet();

  void add(Topic topic, Line line) {
    put(lines, topic, line);
    switch (topic) {
      case Topic.Home(var owner) -> homes.add(owner);
      case Topic.OfList list -> lists.add(list);
      case Topic.Notices _,
          Topic.Everybody _,
          Topic.Tag _,
          Topic.Direct _,
          Topic.Post _,
          Topic.Thread _ -> {}
    }
  }

  void remove(Topic topic, Line line) {
    if (take(lines, topic, line)) {
      switch (topic) {
        case Topic.Home(var owner) -> homes.remove(owner);
        case Topic.OfList list -> lists.remove(list);
        case Topic.Notices _,
            Topic.Everybody _,
            Topic.Tag _,
            Topic.Direct _,
            Topic.Post _,
            Topic.Thread _ -> {}
      }
      // Somebody may have come back between the two.
      of(topic).forEach(other -> add(topic, other));
    }
  }

  void enter(Line line) {
    put(byAccount, line.who().account(), line);
  }

  void forget(Line line) {
    line.subscriptions().forEach(one -> remove(one.topic(), line));
    take(byAccount, line.who().account(), line);
  }

  Set<Line> of(Topic topic) {
    return lines.getOrDefault(topic, Set.of());
  }

  Set<Line> of(AccountId account) {
    return byAccount.getOrDefault(account, Set.of());
  }

  /// Public ones and tags that somebody listens to.
  Set<Topic> shared() {
    return lines.keySet();
  }

  Set<AccountId> homes() {
    return homes;
  }

  Set<Topic.OfList> lists() {
    return lists;
  }

  Set<AccountId> accounts() {
    return byAccount.keySet();
  }

  private static <K> void put(Map<K, Set<Line>> map, K key, Line line) {
    map.compute(
        key,
        (_, there) -> {
          Set<Line> all = there == null ? ConcurrentHashMap.newKeySet(1) : there;
          all.add(line);
          return all;
        });
  }

  /// @return whether it was the last
  private static <K> boolean take(Map<K, Set<Line>> map, K key, Line line) {
    return map.computeIfPresent(
            key,
            (_, there) -> {
              there.remove(line);
              return there.isEmpty() ? null : there;
            })
        == null;
  }
}
