package verbatim.search;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import verbatim.index.Keeping;
import verbatim.index.Match;
import verbatim.kernel.AccountId;
import verbatim.kernel.Ids;
import verbatim.kernel.Limits;
import verbatim.kernel.StatusId;
import verbatim.relations.Audience;
import verbatim.relations.Viewer;
import verbatim.statuses.Status;

/// What somebody asks, as the index is asked: with what of it he may be answered in the question.
/// Whatever it finds is a status, or what a status carries; its number is that of the status.
final class Asking {
  private static final int BATCH = 60;

  /// What nobody is.
  private static final Match NOTHING = new Match.Word(Entries.KIND, "");

  private final Search.Sources sources;
  private final String ownDomain;
  private final Keeping keeping;
  private final Limits.Search limits;

  Asking(Search.Sources sources, String ownDomain, Keeping keeping, Limits.Search limits) {
    this.sources = sources;
    this.ownDomain = ownDomain;
    this.keeping = keeping;
    this.limits = limits;
  }

  /// What is looked for.
  ///
  /// @param kind of entry
  /// @param text the field in which words are looked for
  record Sought(String kind, String text) {}

  /// @param library ids of what he marked
  record Seeker(Viewer viewer, Set<StatusId> library) {}

  Seeker seeker(Viewer viewer) {
    return new Seeker(
        viewer,
        switch (viewer) {
          case Viewer.Anybody _ -> Set.of();
          case Viewer.Member(var me) -> sources.statuses().library(me, limits.libraryMax());
        });
  }

  /// @param shown what is to be shown of a status that matches, if he may find it; it is loaded
  <T> List<T> find(
      Viewer viewer,
      Query query,
      Search.Range range,
      Sought sought,
      BiFunction<Seeker, Status, List<T>> shown) {
    if (query.parts().isEmpty() || range.skip() > limits.skipMax()) {
      return List.of();
    }
    Seeker seeker = seeker(viewer);
    Match match = match(seeker, query, range, sought);
    long until = System.nanoTime() + limits.timeMax().toNanos();
    List<T> found = new ArrayList<>();
    long below = range.below();
    int skip = range.skip();
    for (int looked = 0; looked < limits.candidatesMax() && found.size() < range.rowsMax(); ) {
      List<Long> ids = ids(match, range.above(), below, until);
      for (long id : ids) {
        List<T> some =
            sources.statuses().find(new StatusId(id)).stream()
                .filter(status -> mayFind(seeker, status))
                .flatMap(status -> shown.apply(seeker, status).stream())
                .toList();
        if (!some.isEmpty() && skip-- <= 0 && found.size() < range.rowsMax()) {
          found.addAll(some);
        }
      }
      if (ids.size() < BATCH || System.nanoTime() - until > 0) {
        break;
      }
      looked += ids.size();
      below = ids.getLast();
    }
    return found;
  }

  private List<Long> ids(Match match, long above, long below, long until) {
    if (below <= above + 1) {
      return List.of();
    }
    Match inRange = Match.all(match, new Match.Between(above + 1, below - 1));
    Duration left = Duration.ofNanos(Math.max(1, until - System.nanoTime()));
    return keeping.use(index -> index.newest(inRange, BATCH, left));
  }

  // ---- the question

  private Match match(Seeker seeker, Query query, Search.Range range, Sought sought) {
    List<Match> all = new ArrayList<>();
    for (Query.Part part : query.parts()) {
      Match match = of(seeker, part.clause(), sought);
      all.add(part.isWanted() ? match : new Match.Not(match));
    }
    // Quotation marks and dots alone say nothing: without this they would find everything.
    Match asked = new Match.All(all);
    Match kind = new Match.Word(Entries.KIND, sought.kind());
    List<Match> whole = new ArrayList<>(List.of(kind, asked, maybeSeen(seeker)));
    range.author().ifPresent(a -> whole.add(new Match.Word(Entries.AUTHOR, a.toString())));
    return new Match.All(whole);
  }

  private static Match maybeSeen(Seeker seeker) {
    return Match.any(open(), own(seeker));
  }

  private static Match open() {
    return Match.all(
        new Match.Word(Entries.AUDIENCE, new Audience.Everyone(true).visibility()),
        new Match.Marked(Entries.OPEN));
  }

  private static Match own(Seeker seeker) {
    return switch (seeker.viewer()) {
      case Viewer.Anybody _ -> NOTHING;
      case Viewer.Member(var me) ->
          Match.any(
              new Match.Word(Entries.AUTHOR, me.toString()),
              new Match.Word(Entries.MENTIONS, me.toString()),
              new Match.Numbers(
                  seeker.library().stream().mapToLong(StatusId::value).sorted().toArray()));
    };
  }

  private Match of(Seeker seeker, Query.Clause clause, Sought sought) {
    return switch (clause) {
      case Query.Words(var text) -> new Match.Says(sought.text(), text);
      case Query.Tag(var name) -> new Match.Word(Entries.TAG, Entries.tag(name));
      case Query.From(var name) -> from(seeker, name);
      case Query.Has(var property) -> new Match.Word(Entries.PROPERTY, property.word());
      case Query.In(var place) ->
          switch (place) {
            case ALL -> maybeSeen(seeker);
            case LIBRARY -> own(seeker);
            case PUBLIC -> open();
          };
      case Query.Language(var code) -> new Match.Word(Entries.LANGUAGE, code);
      case Query.Said(Instant from, Instant below) ->
          below.isAfter(from) ? new Match.Between(Ids.floor(from), Ids.floor(below) - 1) : NOTHING;
    };
  }

  private Match from(Seeker seeker, String name) {
    Stream<AccountId> author =
        name.equalsIgnoreCase("me") && seeker.viewer() instanceof Viewer.Member(var me)
            ? Stream.of(me)
            : Search.named(sources.accounts(), name, ownDomain).stream().map(a -> a.id());
    return author
        .findFirst()
        .<Match>map(id -> new Match.Word(Entries.AUTHOR, id.toString()))
        .orElse(NOTHING);
  }

  // ---- each hit, against what is so now

  private boolean mayFind(Seeker seeker, Status status) {
    return Entries.isIndexed(status)
        && sources.statuses().maySee(seeker.viewer(), status)
        && sources.maySee().wants(seeker.viewer(), status.author())
        && (isOpen(status) || isOwn(seeker, status));
  }

  private boolean isOpen(Status status) {
    return Entries.isListed(status)
        && sources.accounts().find(status.author()).filter(Entries::isOpen).isPresent();
  }

  private static boolean isOwn(Seeker seeker, Status status) {
    return seeker.viewer() instanceof Viewer.Member(var me)
        && (status.author().equals(me)
            || status.words().mentioned().contains(me)
            || seeker.library().contains(status.id()));
  }
}
