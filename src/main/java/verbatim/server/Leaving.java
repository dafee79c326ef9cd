package verbatim.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import verbatim.accounts.Accounts;
import verbatim.accounts.Erasure;
import verbatim.announcements.Announcements;
import verbatim.archives.Archives;
import verbatim.articles.Articles;
import verbatim.conversations.Conversations;
import verbatim.excerpts.Excerpts;
import verbatim.imports.Imports;
import verbatim.kernel.AccountId;
import verbatim.keys.Keys;
import verbatim.log.Jobs;
import verbatim.media.Media;
import verbatim.moderation.Moderation;
import verbatim.notifications.Notifications;
import verbatim.relations.Filters;
import verbatim.relations.Lists;
import verbatim.relations.Relations;
import verbatim.statements.Statements;
import verbatim.statuses.Statuses;
import verbatim.store.Bytes;
import verbatim.stories.Stories;
import verbatim.timelines.Timelines;

/// Takes away what a deleted account leaves behind: a job of bounded steps, so that a big account
/// holds up nobody, and so that a process that is killed goes on where it was.
///
/// Nobody sees any of it from the moment of deleting: its standing says so wherever somebody reads.
/// Then go, in this order, words, files, what the person kept, what he was told, whom he knew. An
/// hour later all is gone through once more: whatever was under way at the time (a follower's home
/// that was being filled, an event that came late) has arrived by then and goes too.
public final class Leaving {
  private static final String KIND = "account.goes";
  private static final int AT_ONCE_MAX = 1;
  private static final int STEP_ROWS = 200;
  private static final int PASSES = 2;
  private static final int RESUMED_MAX = 1_000;
  private static final Duration UNTIL_LATE = Duration.ofHours(1);

  private final Jobs jobs;
  private final Accounts accounts;
  private final InstantSource clock;
  private final List<Step> steps;

  /// One kind of things.
  private interface Step {
    /// @return whether there may be more
    boolean takeSome(AccountId account);
  }

  public Leaving(
      Jobs jobs,
      Accounts accounts,
      Relations relations,
      Lists lists,
      Filters filters,
      Media media,
      Statuses statuses,
      Conversations conversations,
      Excerpts excerpts,
      Keys keys,
      Articles articles,
      Timelines timelines,
      Notifications notifications,
      Moderation moderation,
      Announcements announcements,
      Archives archives,
      Imports imports,
      Stories stories,
      Statements statements,
      InstantSource clock) {
    this.jobs = jobs;
    this.accounts = accounts;
    this.clock = clock;
    steps =
        List.of(
            // What was proven of him, while what it stands in can still be found.
            excerpts::forgetSome,
            account -> statuses.forgetSome(account, STEP_ROWS),
            conversations::forgetSome,
            account -> articles.forgetSome(account, STEP_ROWS),
            account -> media.eraseSome(account, STEP_ROWS),
            all(filters::forget),
            // Its lists' timelines before the lists that lead to them.
            all(timelines::forget),
            all(lists::forget),
            account -> moderation.forgetSome(account, STEP_ROWS),
            all(notifications::forget),
            account -> relations.forgetSome(account, STEP_ROWS),
            all(announcements::forget),
            stories::forgetSome,
            all(archives::forget),
            all(imports::forget),
            all(keys::erase),
            all(accounts::erasePreferences),
            all(accounts::eraseCounts),
            account -> statements.forgetSome(account, STEP_ROWS));
    jobs.handle(KIND, AT_ONCE_MAX, (job, _) -> run(account(job)));
  }

  /// Of what there is a bounded number.
  private static Step all(java.util.function.Consumer<AccountId> deed) {
    return account -> {
      deed.accept(account);
      return false;
    };
  }

  private static AccountId account(Jobs.Job job) {
    return new AccountId(Bytes.read(job.body()).number());
  }

  /// The reaction to a deleted account; harmless twice.
  void begin(AccountId account) {
    if (accounts.erasure(account).filter(erasure -> erasure.ended().isEmpty()).isPresent()) {
      plan(account, clock.instant());
    }
  }

  private void plan(AccountId account, Instant due) {
    jobs.at(due, new Jobs.Job(KIND, Bytes.write(1).number(account.value()).done()));
  }

  /// For a daily job: takes up what a dead job left lying.
  public void resume() {
    accounts.erasing(RESUMED_MAX).forEach(this::begin);
  }

  private Jobs.Outcome run(AccountId account) {
    Erasure now = accounts.erasure(account).orElseThrow();
    if (now.ended().isPresent()) {
      return new Jobs.Outcome.Done();
    }
    if (now.pass() == PASSES && clock.instant().isBefore(now.began().plus(UNTIL_LATE))) {
      // Another job stands for the second pass.
      return new Jobs.Outcome.Done();
    }
    if (now.step() < steps.size()) {
      accounts.note(steps.get(now.step()).takeSome(account) ? now.more() : now.next());
      return new Jobs.Outcome.More();
    }
    if (now.pass() < PASSES) {
      plan(account, later(now));
      accounts.note(now.again());
    } else {
      accounts.note(now.end(clock.instant()));
    }
    return new Jobs.Outcome.Done();
  }

  private Instant later(Erasure erasure) {
    Instant late = erasure.began().plus(UNTIL_LATE);
    return late.isBefore(clock.instant()) ? clock.instant() : late;
  }
}
