package verbatim.web;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import verbatim.kernel.StatusId;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;

/// The answers to a post as rows with a depth. An answer to something that is not shown keeps its
/// place under a row that says so; where the column can go no further in, each answer says whom it
/// answers.
final class ThreadTree {
  private final Status focus;
  private final Set<StatusId> goesOn;
  private final Map<String, String> parents = new HashMap<>();
  private final Map<String, Integer> depths = new HashMap<>();
  private final Map<String, Views.Post> shown = new HashMap<>();

  ThreadTree(Status focus, List<Status> series, Statuses.Context context) {
    this.focus = focus;
    goesOn = context.goesOn();
    depths.put(focus.id().toString(), -1);
    series.forEach(part -> depths.put(part.id().toString(), -1));
    context.absent().forEach((id, parent) -> parents.put(id.toString(), parent.toString()));
  }

  /// @param below in the order of reading
  /// @param posts those of them that the reader wants to see, in the same order
  List<TimelineViews.Row> rows(List<Status> below, List<Views.Post> posts, int depthMax) {
    below.forEach(
        s ->
            s.words()
                .place()
                .parent()
                .ifPresent(p -> parents.put(s.id().toString(), p.status().toString())));
    List<TimelineViews.Row> rows = new ArrayList<>();
    for (Views.Post post : posts) {
      String parent = parents.getOrDefault(post.id(), "");
      for (String id : missing(parent)) {
        depths.put(id, depthOf(id));
        rows.add(new TimelineViews.Missing(id, Math.min(depthOf(id), depthMax)));
      }
      int depth = depths.getOrDefault(parent, -1) + 1;
      depths.put(post.id(), depth);
      shown.put(post.id(), post);
      rows.add(
          new TimelineViews.Reply(
              post,
              Math.min(depth, depthMax),
              post.author().id().equals(focus.author().toString()),
              depth >= depthMax ? answered(parent) : Views.Answered.NOBODY,
              StatusId.parse(post.id()).filter(goesOn::contains).isPresent()));
    }
    return rows;
  }

  /// From the first that is not there down to the one that is answered.
  private List<String> missing(String parent) {
    Deque<String> missing = new ArrayDeque<>();
    String at = parent;
    while (!at.isEmpty() && !depths.containsKey(at) && !missing.contains(at)) {
      missing.push(at);
      at = parents.getOrDefault(at, "");
    }
    return List.copyOf(missing);
  }

  private int depthOf(String id) {
    return depths.getOrDefault(parents.getOrDefault(id, ""), -1) + 1;
  }

  private Views.Answered answered(String parent) {
    Views.Post post = shown.get(parent);
    return post == null
        ? Views.Answered.NOBODY
        : new Views.Answered(post.author().name(), "#" + post.domId());
  }
}
