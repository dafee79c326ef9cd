package verbatim.statuses;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import verbatim.kernel.StatusId;
import verbatim.statuses.ThreadTable.Answer;

/// Puts a thread in order from one scan of its rows. Nothing here calls itself: a thread may be as
/// deep as it is long.
final class Threads {
  /// @param depthMax how far below the status
  record Bounds(int ancestorsMax, int descendantsMax, int depthMax) {}

  private static final int HINT_ROWS = 50;

  private final StatusTable table;
  private final ThreadTable threads;
  private final HiddenTable hidden;
  private final int rowsMax;

  Threads(StatusTable table, ThreadTable threads, HiddenTable hidden, int rowsMax) {
    this.table = table;
    this.threads = threads;
    this.hidden = hidden;
    this.rowsMax = rowsMax;
  }

  Statuses.Context around(Status status, Bounds bounds, Predicate<Status> show) {
    StatusId root = status.words().place().root();
    List<Answer> answers = threads.answers(root, root, rowsMax);
    List<Answer> below = answers;
    if (answers.size() == rowsMax) {
      // The thread goes on beyond the scan. What hangs on this status is younger than it.
      below = threads.answers(root, status.id(), rowsMax);
    }
    Set<StatusId> folded =
        below.isEmpty() ? Set.of() : hidden.of(root, post -> table.find(post).isPresent(), rowsMax);
    List<Status> shown = new ArrayList<>();
    List<Status> foldedAway = new ArrayList<>();
    Tree tree = descendants(status, below, folded, bounds, show);
    for (Below answer : tree.shown()) {
      (answer.isHidden() ? foldedAway : shown).add(answer.status());
    }
    return new Statuses.Context(
        ancestors(status, answers, bounds, show),
        shown,
        foldedAway,
        tree.absent(),
        tree.goesOn(),
        tree.isCut());
  }

  /// Whether one hangs on the other, however deep.
  boolean isBelow(Status status, StatusId post) {
    StatusId root = status.words().place().root();
    Map<StatusId, StatusId> parents = new HashMap<>();
    threads.answers(root, root, rowsMax).forEach(a -> parents.put(a.id(), a.parent()));
    StatusId at = status.id();
    for (int steps = 0; steps < rowsMax; steps++) {
      StatusId parent = parents.get(at);
      if (parent == null) {
        parent = parentByStatus(at);
      }
      if (parent == null) {
        return false;
      }
      if (parent.equals(post)) {
        return true;
      }
      at = parent;
    }
    return false;
  }

  /// The nearest ones, from the root down. What may not be shown or is gone is left out; the way up
  /// goes on over it.
  private List<Status> ancestors(
      Status status, List<Answer> answers, Bounds bounds, Predicate<Status> show) {
    Map<StatusId, StatusId> parents = new HashMap<>();
    answers.forEach(answer -> parents.put(answer.id(), answer.parent()));
    List<Status> upwards = new ArrayList<>();
    StatusId at = status.id();
    for (int steps = 0; steps < rowsMax && upwards.size() < bounds.ancestorsMax(); steps++) {
      StatusId parent = parents.get(at);
      if (parent == null) {
        parent = parentByStatus(at);
      }
      if (parent == null) {
        break;
      }
      table.find(parent).filter(show).ifPresent(upwards::add);
      at = parent;
    }
    return upwards.reversed();
  }

  private @Nullable StatusId parentByStatus(StatusId id) {
    return table
        .find(id)
        .filter(status -> !status.isBoost())
        .flatMap(status -> status.words().place().parent())
        .map(Status.Parent::status)
        .orElse(null);
  }

  /// @param isHidden whether it, or what it hangs on, is hidden
  private record Step(Answer answer, int depth, boolean isHidden) {}

  private record Below(Status status, boolean isHidden) {}

  private record Tree(
      List<Below> shown, Map<StatusId, StatusId> absent, Set<StatusId> goesOn, boolean isCut) {}

  /// Each followed by its answers; among the answers to one status those of its own author first,
  /// then the oldest first.
  private Tree descendants(
      Status status,
      List<Answer> answers,
      Set<StatusId> hidden,
      Bounds bounds,
      Predicate<Status> show) {
    Map<StatusId, List<Answer>> children = new HashMap<>();
    for (Answer answer : answers) {
      children.computeIfAbsent(answer.parent(), _ -> new ArrayList<>()).add(answer);
    }
    List<Below> shown = new ArrayList<>();
    Map<StatusId, StatusId> absent = new HashMap<>();
    Set<StatusId> goesOn = new HashSet<>();
    Deque<Step> open = new ArrayDeque<>();
    push(open, children, status.id(), 1, false);
    while (!open.isEmpty() && shown.size() < bounds.descendantsMax()) {
      Step step = open.pop();
      boolean isHidden = step.isHidden() || hidden.contains(step.answer().id());
      StatusId id = step.answer().id();
      table
          .find(id)
          .filter(show)
          .ifPresentOrElse(
              found -> shown.add(new Below(found, isHidden)),
              () -> absent.put(id, step.answer().parent()));
      if (step.depth() < bounds.depthMax()) {
        push(open, children, id, step.depth() + 1, isHidden);
      } else if (isAnyShown(children.getOrDefault(id, List.of()), show)) {
        goesOn.add(id);
      }
    }
    boolean isCut = isAnyShown(open.stream().map(Step::answer).toList(), show);
    return new Tree(shown, absent, goesOn, isCut);
  }

  /// Of a few: that there is more is a hint, and what is not for the viewer must not give it.
  private boolean isAnyShown(List<Answer> answers, Predicate<Status> show) {
    return answers.stream()
        .limit(HINT_ROWS)
        .anyMatch(answer -> table.find(answer.id()).filter(show).isPresent());
  }

  private static void push(
      Deque<Step> open,
      Map<StatusId, List<Answer>> children,
      StatusId parent,
      int depth,
      boolean isHidden) {
    // Taken out, so that rows that answer each other in a circle end.
    List<Answer> next = children.remove(parent);
    if (next == null) {
      return;
    }
    next.sort(
        Comparator.comparing((Answer a) -> !a.author().equals(a.parentAuthor()))
            .thenComparing(Answer::id));
    next.reversed().forEach(answer -> open.push(new Step(answer, depth, isHidden)));
  }
}
