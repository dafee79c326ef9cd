package verbatim.server;

import java.util.ArrayList;
import java.util.List;
import verbatim.log.Jobs;
import verbatim.log.StoreLog;

/// What was tried again and again and could not be done: events whose consequences failed
/// (`log_dead`), and jobs. Each is a bug or a broken outside world; nothing else is held up by it.
/// Whoever runs the server looks at them, and has them tried once more or drops them.
final class Failures {
  private static final int SHOWN_MAX = 1_000;

  private final StoreLog log;
  private final Jobs jobs;

  Failures(StoreLog log, Jobs jobs) {
    this.log = log;
    this.jobs = jobs;
  }

  String list() {
    List<StoreLog.Dead> events = events();
    List<Jobs.Dead> dead = jobs.dead(SHOWN_MAX);
    if (events.isEmpty() && dead.isEmpty()) {
      return "Nothing failed for good.";
    }
    List<String> lines = new ArrayList<>();
    events.forEach(
        event ->
            lines.add(
                "event %d of %s: %s"
                    .formatted(event.entry().id(), event.entry().event().family(), event.why())));
    dead.forEach(
        job -> lines.add("job %d of kind %s: %s".formatted(job.id(), job.job().kind(), job.why())));
    lines.add("./verbatim dead --retry tries them once more, --drop forgets them.");
    return String.join("\n", lines);
  }

  private List<StoreLog.Dead> events() {
    return log.dead(Server.REACTIONS, SHOWN_MAX);
  }

  String retry() {
    List<StoreLog.Dead> events = events();
    List<Jobs.Dead> dead = jobs.dead(SHOWN_MAX);
    events.forEach(event -> log.revive(Server.REACTIONS, event));
    dead.forEach(jobs::revive);
    return counted(events.size(), dead.size()) + " tried once more; what fails again is back soon.";
  }

  String drop() {
    List<StoreLog.Dead> events = events();
    List<Jobs.Dead> dead = jobs.dead(SHOWN_MAX);
    events.forEach(event -> log.drop(Server.REACTIONS, event));
    dead.forEach(jobs::drop);
    return counted(events.size(), dead.size()) + " dropped.";
  }

  private static String counted(int events, int dead) {
    return events
        + (events == 1 ? " event and " : " events and ")
        + dead
        + (dead == 1 ? " job" : " jobs");
  }
}
