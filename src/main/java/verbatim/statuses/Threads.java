package verbatim.statuses;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
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
    for (Below answer : descendants(status, below, folded, bounds, show)) {
      (answer.isHidden() ? foldedAway : shown).add(answer.status());
    }
    return new Statuses.Context(ancestors(status, answers, bounds, show), shown, foldedAway);
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

  /// Each followed by its answers; among the answers to one status those of its own author first,
  /// then the oldest first.
  private List<Below> descendants(
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
    Deque<Step> open = new ArrayDeque<>();
    push(open, children, status.id(), 1, false);
    while (!open.isEmpty() && shown.size() < bounds.descendantsMax()) {
      Step step = open.pop();
      boolean isHidden = step.isHidden() || hidden.contains(step.answer().id());
      table
          .find(step.answer().id())
          .filter(show)
          .ifPresent(found -> shown.add(new Below(found, isHidden)));
      if (step.depth() < bounds.depthMax()) {
        push(open, children, step.answer().id(), step.depth() + 1, isHidden);
      }
    }
    return shown;
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
