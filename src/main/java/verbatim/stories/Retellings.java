package verbatim.stories;

import com.github.benmanes.caffeine.cache.Cache;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import verbatim.articles.Article;
import verbatim.articles.Articles;
import verbatim.kernel.AccountId;
import verbatim.kernel.Caches;
import verbatim.kernel.Refused;
import verbatim.kernel.StatusId;
import verbatim.kernel.StoryId;
import verbatim.log.Jobs;
import verbatim.statuses.Carried;
import verbatim.statuses.Status;
import verbatim.store.Bytes;

/// Versions of sentences, worked out by a job: one for a story, one at a time, whoever reads. A
/// reader gets what stands; of what was changed or taken out since, nothing. Only in memory: words
/// of others lie nowhere else for it.
final class Retellings {
  private static final String KIND = "story.retell";
  private static final int AT_ONCE_MAX = 1;
  private static final int KEPT_MAX = 200;

  /// So long a reader waits for the first; then he is told that it is being worked out.
  private static final Duration WAITED_MAX = Duration.ofSeconds(1);

  /// One that is forgotten here is planned again, no more.
  private static final Duration FORGOTTEN = Duration.ofMinutes(2);

  private final Retelling retelling;
  private final Articles articles;
  private final Quoting quoting;
  private final Jobs jobs;
  private final InstantSource clock;
  private final Function<StoryId, List<Seen>> everybody;
  private final Cache<StoryId, Made> made = Caches.bounded().maximumSize(KEPT_MAX).build();
  private final Cache<StoryId, CompletableFuture<Boolean>> planned =
      Caches.bounded().maximumSize(KEPT_MAX).expireAfterWrite(FORGOTTEN).build();

  /// What of a thing the result depends on.
  ///
  /// @param more of an excerpt what is open, of an article what its report says and what it shows
  private record Mark(StatusId status, Instant edited, int version, int more) {}

  private record Made(Set<Mark> of, Retold retold) {}

  /// @param everybody what stands in a story as everybody sees it
  Retellings(
      Retelling retelling,
      Articles articles,
      Quoting quoting,
      Jobs jobs,
      InstantSource clock,
      Function<StoryId, List<Seen>> everybody) {
    this.retelling = retelling;
    this.articles = articles;
    this.quoting = quoting;
    this.jobs = jobs;
    this.clock = clock;
    this.everybody = everybody;
    jobs.handle(KIND, AT_ONCE_MAX, (job, _) -> run(new StoryId(Bytes.read(job.body()).number())));
  }

  /// What stands, for whoever sees these things.
  ///
  /// @param mayBeTold whether somebody's words may stand in it
  Retold of(StoryId id, List<Seen> things, Predicate<AccountId> mayBeTold) {
    Set<Mark> now = marks(everybody.apply(id));
    if (now.size() < 2) {
      return Retold.NOTHING;
    }
    Made there = made.getIfPresent(id);
    if (there == null || !there.of().equals(now)) {
      plan(id);
      if (there == null) {
        await(id);
      }
      there = made.getIfPresent(id);
    }
    return there == null
        ? new Retold(List.of(), false)
        : standing(there, now, marks(things), mayBeTold);
  }

  /// To be worked out before somebody asks.
  void plan(StoryId id) {
    var flight = new CompletableFuture<Boolean>();
    if (planned.asMap().putIfAbsent(id, flight) == null) {
      try {
        jobs.at(clock.instant(), new Jobs.Job(KIND, Bytes.write(1).number(id.value()).done()));
      } catch (Refused _) {
        // The page is read without it; the next reader tries again.
        planned.asMap().remove(id, flight);
      }
    }
  }

  private void await(StoryId id) {
    CompletableFuture<Boolean> flight = planned.getIfPresent(id);
    if (flight != null) {
      try {
        var _ = flight.get(WAITED_MAX.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      } catch (TimeoutException | ExecutionException _) {
        // It stands later.
      }
    }
  }

  private Jobs.Outcome run(StoryId id) {
    List<Seen> things = everybody.apply(id);
    made.put(id, new Made(marks(things), retelling.of(things)));
    CompletableFuture<Boolean> flight = planned.asMap().remove(id);
    if (flight != null) {
      var _ = flight.complete(true);
    }
    return new Jobs.Outcome.Done();
  }

  private Set<Mark> marks(List<Seen> things) {
    Set<Mark> marks = new HashSet<>();
    for (Seen seen : things) {
      switch (seen) {
        case Seen.Post(_, var status) -> marks.add(mark(status));
        case Seen.Series(_, var parts) -> {
          // As one piece: where one part is another, the sentence over all of them is.
          int all =
              parts.stream()
                  .map(part -> List.of(part.id(), part.words().editedAt()))
                  .toList()
                  .hashCode();
          parts.forEach(part -> marks.add(new Mark(part.id(), part.words().editedAt(), 0, all)));
        }
        case Seen.Gap _, Seen.Withdrawn _ -> {}
      }
    }
    return marks;
  }

  private Mark mark(Status status) {
    Instant edited = status.words().editedAt();
    return switch (status.carried()) {
      case Carried.Nothing _ -> new Mark(status.id(), edited, 0, 0);
      case Carried.Excerpt _ -> new Mark(status.id(), edited, 0, quoting.said(status).hashCode());
      case Carried.Article _ -> {
        Optional<Article> article = articles.carriedBy(status);
        yield new Mark(
            status.id(),
            edited,
            article.map(Article::versions).orElse(0),
            article
                .map(
                    one ->
                        Objects.hash(
                            quoting.standing(one).map(Quoting.Standing::judged),
                            retelling.copies(one)))
                .orElse(0));
      }
    };
  }

  /// Without what was changed since, and without what this reader does not see.
  private static Retold standing(
      Made there, Set<Mark> now, Set<Mark> seen, Predicate<AccountId> mayBeTold) {
    Set<StatusId> still = new HashSet<>();
    for (Mark mark : seen) {
      if (there.of().contains(mark)) {
        still.add(mark.status());
      }
    }
    return new Retold(
        there.retold().sentences().stream()
            .filter(sentence -> stands(sentence.from(), still, mayBeTold))
            .map(
                sentence ->
                    new Retold.Sentence(
                        sentence.from(),
                        sentence.words(),
                        sentence.at(),
                        sentence.isEarlier(),
                        sentence.versions().stream()
                            .filter(version -> stands(version.in(), still, mayBeTold))
                            .toList()))
            .filter(sentence -> !sentence.versions().isEmpty())
            .toList(),
        there.of().equals(now));
  }

  private static boolean stands(
      Retold.Place place, Set<StatusId> still, Predicate<AccountId> mayBeTold) {
    return still.contains(place.in().id()) && place.by().filter(mayBeTold.negate()).isEmpty();
  }
}
