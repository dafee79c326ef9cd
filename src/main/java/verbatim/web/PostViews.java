package verbatim.web;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import verbatim.accounts.Account;
import verbatim.accounts.Preferences;
import verbatim.kernel.AccountId;
import verbatim.kernel.MediaId;
import verbatim.kernel.SeriesId;
import verbatim.kernel.StatusId;
import verbatim.relations.Audience;
import verbatim.relations.Filters;
import verbatim.relations.Viewer;
import verbatim.rendering.Files;
import verbatim.statuses.Carried;
import verbatim.statuses.Counts;
import verbatim.statuses.Marks;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;
import verbatim.statuses.Tally;

/// Posts as one reader sees them. Decides nothing about who may read: what is handed in has been
/// asked about, and what hangs on it (the boosted post, the one that is answered) is asked here.
final class PostViews {
  // The style sheet has a bar for each of these steps: a page may hold no style of its own.
  private static final int SHARE_STEP = 5;
  private static final int FOCUS_STEPS = 10;

  private final Web.Words words;
  private final Persons persons;
  private final ExcerptShowing showing;
  private final InstantSource clock;
  private final ArticleShowing prose;

  PostViews(Web.Words words, Persons persons, ExcerptShowing showing, InstantSource clock) {
    this.words = words;
    this.persons = persons;
    this.showing = showing;
    this.clock = clock;
    this.prose = new ArticleShowing(words);
  }

  /// Where posts are shown: the reader's filters are for one or the other, and a series stands as
  /// one piece only where all of it would stand.
  enum Where {
    HOME(Filters.Context.HOME, true),
    PUBLIC(Filters.Context.PUBLIC, true),
    ACCOUNT(Filters.Context.ACCOUNT, true),
    TAG(Filters.Context.PUBLIC, false),
    THREAD(Filters.Context.THREAD, false),
    HIDDEN(Filters.Context.THREAD, false),
    SHELF(Filters.Context.ACCOUNT, false);

    private final Filters.Context filtering;
    private final boolean joinsSeries;

    Where(Filters.Context filtering, boolean joinsSeries) {
      this.filtering = filtering;
      this.joinsSeries = joinsSeries;
    }
  }

  /// In the same order; what the reader has filtered away is not among them, nor what is boosted
  /// and not for him.
  List<Views.Post> of(Viewer viewer, Where where, List<Status> statuses) {
    Sheet sheet = new Sheet(viewer, where, statuses);
    List<Views.Post> posts = new ArrayList<>();
    for (Status status : statuses) {
      sheet.row(status).ifPresent(posts::add);
    }
    return posts;
  }

  /// One post alone, whatever the reader's filters say: he asked for it.
  Optional<Views.Post> of(Viewer viewer, Status status) {
    return new Sheet(viewer, Where.THREAD, List.of(status)).one(status, Views.Why.ITSELF);
  }

  Optional<Views.Post> pinned(Viewer viewer, Status status) {
    return new Sheet(viewer, Where.ACCOUNT, List.of(status)).one(status, Views.Why.PINNED);
  }

  /// What can be done with a post, and was.
  Views.Acts acts(Viewer viewer, Status status) {
    return new Sheet(viewer, Where.THREAD, List.of(status))
        .one(status, Views.Why.ITSELF)
        .map(Views.Post::acts)
        .orElseThrow(verbatim.kernel.Refusal::notFound);
  }

  /// What one page needs, loaded once for all its posts.
  private final class Sheet {
    private final Viewer viewer;
    private final Where where;
    private final Map<StatusId, Status> others = new HashMap<>();
    private final Map<AccountId, Account> people = new HashMap<>();
    private final Statuses.Marked marked;
    private final Map<SeriesId, List<Status>> series = new HashMap<>();
    private final boolean hasFilters;

    /// What the reader wants to be done with pictures.
    private final String media;

    Sheet(Viewer viewer, Where where, List<Status> shown) {
      this.viewer = viewer;
      this.where = where;
      Set<StatusId> boosted = new HashSet<>();
      shown.forEach(
          s -> {
            if (s.content() instanceof Status.Boost(var of, _)) {
              boosted.add(of);
            }
          });
      words.statuses().load(boosted).forEach(s -> others.put(s.id(), s));
      List<Status> all = new ArrayList<>(shown);
      all.addAll(others.values());
      Set<AccountId> wanted = all.stream().map(Status::author).collect(Collectors.toSet());
      all.forEach(s -> parent(s).ifPresent(parent -> wanted.add(parent.author())));
      words.accounts().load(wanted).forEach(a -> people.put(a.id(), a));
      marked =
          viewer instanceof Viewer.Member(var me) ? words.statuses().marks(me) : _ -> Marks.NONE;
      hasFilters = viewer instanceof Viewer.Member(var me) && !words.filters().of(me).isEmpty();
      media =
          viewer instanceof Viewer.Member(var me)
              ? words.accounts().preferences(me).media()
              : Preferences.usual().media();
    }

    private static Optional<Status.Parent> parent(Status status) {
      return status.content() instanceof Status.Words written
          ? written.place().parent()
          : Optional.empty();
    }

    Optional<Views.Post> row(Status status) {
      return switch (status.content()) {
        case Status.Boost(StatusId of, _) ->
            Optional.ofNullable(others.get(of))
                .filter(boosted -> words.statuses().maySee(viewer, boosted) && !isHidden(boosted))
                .flatMap(
                    boosted ->
                        Optional.ofNullable(people.get(status.author()))
                            .flatMap(
                                by ->
                                    post(
                                        boosted,
                                        status.id(),
                                        new Views.Why.Boosted(persons.of(by)),
                                        List.of())));
        case Status.Words written ->
            isHidden(status)
                ? Optional.empty()
                : written.series().isPresent() && where.joinsSeries
                    ? joined(status, written.series().get())
                    : one(status, Views.Why.ITSELF);
      };
    }

    Optional<Views.Post> one(Status status, Views.Why why) {
      return post(status, status.id(), why, List.of());
    }

    /// All parts stand where the last one would, in the order of reading; and nowhere else.
    private Optional<Views.Post> joined(Status status, Status.SeriesPlace place) {
      List<Status> parts =
          series.computeIfAbsent(place.id(), id -> words.statuses().series(viewer, id));
      if (parts.size() < 2) {
        return one(status, Views.Why.ITSELF);
      }
      return parts.getLast().id().equals(status.id())
          ? post(parts.getFirst(), status.id(), Views.Why.ITSELF, parts)
          : Optional.empty();
    }

    private Optional<Views.Post> post(
        Status status, StatusId row, Views.Why why, List<Status> parts) {
      Account author =
          people.containsKey(status.author())
              ? people.get(status.author())
              : words.accounts().find(status.author()).orElse(null);
      return author == null ? Optional.empty() : Optional.of(post(status, author, row, why, parts));
    }

    private Views.Post post(
        Status status, Account author, StatusId row, Views.Why why, List<Status> parts) {
      Status.Words written = status.words();
      Views.Person person = persons.of(author);
      return new Views.Post(
          status.id().toString(),
          row.toString(),
          row.toString(),
          why,
          person,
          path(author, status.id()),
          status.createdAt(),
          written.editedAt(),
          readers(status.audience()),
          answered(status, written),
          written
              .series()
              .map(s -> new Views.Place(s.position(), s.count()))
              .orElse(Views.Place.NONE),
          parts.stream().map(part -> part(viewer, part, author, false)).toList(),
          written.warning(),
          isCovered(status, written),
          warned(status),
          words.html().of(written, status.origin()),
          written.language(),
          words.statuses().maySee(viewer, status) ? poll(viewer, status) : Views.Poll.NONE,
          pictures(status),
          prose.card(status),
          excerpt(status),
          acts(status, person, path(author, status.id())));
    }

    private ExcerptViews.Shown excerpt(Status status) {
      return switch (status.carried()) {
        case Carried.Excerpt _ ->
            words.excerpts().of(status).map(showing::of).orElse(ExcerptViews.Shown.NONE);
        case Carried.Nothing _, Carried.Article _ -> ExcerptViews.Shown.NONE;
      };
    }

    private Views.Acts acts(Status status, Views.Person author, String href) {
      Counts counts = words.statuses().counts(status.id());
      Marks own = marked.of(status);
      boolean isOwn = viewer.is(status.author());
      return new Views.Acts(
          status.id().toString(),
          href,
          author,
          counts.replies(),
          counts.boosts(),
          counts.favourites(),
          own.favourited(),
          own.boosted(),
          own.bookmarked(),
          own.threadMuted(),
          own.pinned(),
          isOwn,
          viewer instanceof Viewer.Member,
          switch (status.audience()) {
            case Audience.Everyone _ -> true;
            case Audience.Followers _ -> isOwn;
            case Audience.Only _, Audience.Members _ -> false;
          },
          viewer instanceof Viewer.Member(var me) && words.statuses().mayReply(me, status),
          status.words().replies(),
          hideUnder(status),
          where == Where.HIDDEN,
          status.audience() instanceof Audience.Everyone(boolean isListed) && isListed);
    }

    /// Whoever began a thread may fold away each answer in it; others those to their own posts.
    private String hideUnder(Status status) {
      Status.Place place = status.words().place();
      if (place.parent().isEmpty()
          || !(viewer instanceof Viewer.Member(var me))
          || me.equals(status.author())) {
        return "";
      }
      Status.Parent parent = place.parent().get();
      return words
          .statuses()
          .find(place.root())
          .filter(root -> root.author().equals(me))
          .map(Status::id)
          .or(() -> Optional.of(parent).filter(p -> p.author().equals(me)).map(p -> p.status()))
          .map(StatusId::toString)
          .orElse("");
    }

    /// An answer to oneself is a thread and needs no line that says so.
    private Views.Answered answered(Status status, Status.Words written) {
      Optional<Status.Parent> parent = written.place().parent();
      if (parent.isEmpty()
          || parent.get().author().equals(status.author())
          || where == Where.THREAD
          || where == Where.HIDDEN) {
        return Views.Answered.NOBODY;
      }
      return words
          .statuses()
          .find(parent.get().status())
          .filter(p -> words.statuses().maySee(viewer, p))
          .flatMap(
              p ->
                  words
                      .accounts()
                      .find(p.author())
                      .map(a -> new Views.Answered(Persons.name(a), path(a, p.id()))))
          .orElse(Views.Answered.NOBODY);
    }

    private boolean isHidden(Status status) {
      return matches(status).stream().anyMatch(f -> f.action() == Filters.Action.HIDE);
    }

    private String warned(Status status) {
      return matches(status).stream()
          .filter(f -> f.action() == Filters.Action.WARN)
          .map(Filters.Filter::title)
          .findFirst()
          .orElse("");
    }

    private boolean isCovered(Status status, Status.Words written) {
      boolean isByWish =
          switch (media) {
            case "show_all" -> false;
            case "hide_all" -> true;
            default -> written.sensitive() && written.warning().isEmpty();
          };
      return !written.media().isEmpty()
          && (isByWish
              || matches(status).stream().anyMatch(f -> f.action() == Filters.Action.BLUR));
    }

    private List<Filters.Filter> matches(Status status) {
      if (!hasFilters
          || status.isBoost()
          || !(viewer instanceof Viewer.Member(var me))
          || viewer.is(status.author())) {
        return List.of();
      }
      String searched =
          status
              .words()
              .searched(
                  words.files().of(status, status.words().media()).stream()
                      .map(Files.Shown::medium)
                      .toList());
      return words.filters().matches(me, status.id(), searched).stream()
          .map(Filters.Match::filter)
          .filter(f -> f.contexts().contains(where.filtering))
          .toList();
    }
  }

  static String path(Account author, StatusId status) {
    return Persons.path(author) + "/" + status;
  }

  private static Views.Readers readers(Audience audience) {
    return switch (audience) {
      case Audience.Everyone(boolean listed) ->
          listed ? Views.Readers.EVERYBODY : Views.Readers.QUIET;
      case Audience.Followers _ -> Views.Readers.FOLLOWERS;
      case Audience.Only _, Audience.Members _ -> Views.Readers.MENTIONED;
    };
  }

  Views.Part part(Viewer viewer, Status part, Account author, boolean isFocus) {
    Status.Words written = part.words();
    return new Views.Part(
        written.series().map(Status.SeriesPlace::position).orElse(0),
        path(author, part.id()),
        written.warning(),
        words.html().of(written, part.origin()),
        written.language(),
        poll(viewer, part),
        pictures(part),
        isFocus);
  }

  // ---- pictures

  List<Views.Picture> pictures(Status status) {
    return words.files().of(status, status.words().media()).stream()
        .filter(file -> !file.url().isEmpty())
        .map(PostViews::picture)
        .toList();
  }

  /// Those of a private message that the reader may see.
  List<Views.Picture> pictures(List<MediaId> media, StatusId message) {
    return words.files().ofMessage(media, message).stream()
        .filter(file -> !file.url().isEmpty())
        .map(PostViews::picture)
        .toList();
  }

  /// Those of a post that is held for moderators.
  List<Views.Picture> heldPictures(List<MediaId> media, StatusId holder) {
    return words.files().ofHeld(media, holder).stream()
        .filter(file -> !file.url().isEmpty())
        .map(PostViews::picture)
        .toList();
  }

  private static Views.Picture picture(Files.Shown file) {
    verbatim.media.Medium medium = file.medium();
    verbatim.media.Medium.Stored small =
        medium.state() instanceof verbatim.media.Medium.Ready ready
            ? ready.small()
            : verbatim.media.Medium.Stored.NONE;
    String type =
        medium.state() instanceof verbatim.media.Medium.Ready ready ? ready.original().type() : "";
    return new Views.Picture(
        file.url(),
        file.previewUrl(),
        switch (medium.kind()) {
          case IMAGE -> Views.Picture.Kind.IMAGE;
          case VIDEO -> Views.Picture.Kind.VIDEO;
          case AUDIO -> Views.Picture.Kind.AUDIO;
          case GIFV -> Views.Picture.Kind.MOVING;
        },
        type,
        medium.description(),
        medium.credit(),
        small.width(),
        small.height(),
        step(medium.focus().x()),
        step(-medium.focus().y()));
  }

  /// From -1..1, as clients say it, to tenths of the side.
  private static int step(double focus) {
    return Math.clamp(Math.round((focus + 1) / 2 * FOCUS_STEPS), 0, FOCUS_STEPS);
  }

  // ---- polls

  Views.Poll poll(Viewer viewer, Status status) {
    return status
        .words()
        .poll()
        .map(poll -> poll(viewer, status, poll, words.statuses().tally(viewer, status.id())))
        .orElse(Views.Poll.NONE);
  }

  private Views.Poll poll(Viewer viewer, Status status, Status.Poll poll, Tally tally) {
    Instant now = clock.instant();
    boolean hasEnded = !poll.endsAt().isAfter(now);
    long voters =
        poll.multiple() ? tally.voters() : tally.votes().stream().mapToLong(Long::longValue).sum();
    List<Views.Option> options = new ArrayList<>();
    for (int i = 0; i < poll.options().size(); i++) {
      boolean isShown = !tally.votes().isEmpty();
      long percent = isShown && voters > 0 ? Math.round(100.0 * tally.votes().get(i) / voters) : 0;
      options.add(
          new Views.Option(
              poll.options().get(i),
              Math.min(100, percent) / SHARE_STEP * SHARE_STEP,
              isShown ? percent : -1,
              tally.own().contains(i)));
    }
    return new Views.Poll(
        status.id().toString(),
        options,
        poll.multiple(),
        viewer instanceof Viewer.Member
            && !viewer.is(status.author())
            && !tally.voted()
            && !hasEnded,
        tally.votes().isEmpty(),
        voters,
        hasEnded,
        poll.endsAt());
  }
}
