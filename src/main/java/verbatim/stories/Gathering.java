package verbatim.stories;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.articles.Articles;
import verbatim.kernel.AccountId;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.SeriesId;
import verbatim.kernel.StatusId;
import verbatim.relations.Audience;
import verbatim.relations.MaySee;
import verbatim.relations.Relations;
import verbatim.relations.Viewer;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;

/// Whose words may stand in a story: what somebody said to everybody, who lets himself be gathered,
/// with whom none of the editors is at odds. Asked when something is put in, and again of each
/// thing whenever the story is read.
final class Gathering {
  private final Accounts accounts;
  private final Relations relations;
  private final MaySee maySee;
  private final Statuses statuses;
  private final Articles articles;

  Gathering(
      Accounts accounts, Relations relations, MaySee maySee, Statuses statuses, Articles articles) {
    this.accounts = accounts;
    this.relations = relations;
    this.maySee = maySee;
    this.statuses = statuses;
    this.articles = articles;
  }

  /// What stands behind an item.
  ///
  /// @param people whose words they are: of an article also those who sign it
  /// @param all what was said, each post by itself
  record Found(AccountId speaker, Instant at, Set<AccountId> people, List<StatusId> all) {
    /// Somebody took it out, or a part of it, or all that is his.
    boolean isOut(StoryTable.Out out) {
      return people.stream().anyMatch(out::has)
          || all.stream().anyMatch(id -> out.has(new Item.Post(id)));
    }
  }

  /// @throws Refused NotFound for what the editor does not see, Invalid for what may not be
  /// gathered
  Found find(AccountId editor, List<AccountId> editors, Item item, AccountId named) {
    return switch (item) {
      case Item.Post(var id) -> found(editors, List.of(statuses.get(Viewer.of(editor), id)));
      case Item.Series(var id) -> found(editors, statuses.series(Viewer.of(editor), id));
      case Item.Gap _ -> {
        if (!named.equals(Place.NOBODY) && !mayGather(editors, named)) {
          throw unwanted();
        }
        yield new Found(named, Instant.EPOCH, Set.of(named), List.of());
      }
    };
  }

  private Found found(List<AccountId> editors, List<Status> all) {
    Status first = all.getFirst();
    Set<AccountId> people = people(first);
    if (!all.stream().allMatch(Gathering::isForEverybody)
        || !people.stream().allMatch(who -> mayGather(editors, who))) {
      throw unwanted();
    }
    return new Found(
        first.author(), first.createdAt(), people, all.stream().map(Status::id).toList());
  }

  /// Whose words it is: whoever posted it, and those who sign the article that it carries.
  Set<AccountId> people(Status status) {
    Set<AccountId> people = new LinkedHashSet<>();
    people.add(status.author());
    articles.carriedBy(status).ifPresent(article -> people.addAll(article.signed()));
    return people;
  }

  /// Whose words stand at a place; nobody where that is not known.
  Set<AccountId> people(Place place) {
    Set<AccountId> people = new LinkedHashSet<>();
    if (!place.speaker().equals(Place.NOBODY)) {
      people.add(place.speaker());
    }
    if (place.item() instanceof Item.Post(var id)) {
      statuses.find(id).ifPresent(status -> people.addAll(people(status)));
    }
    return people;
  }

  /// The item, and each post in it by itself: who takes out one takes out the other.
  Set<Item> whole(AccountId who, Item item) {
    Set<Item> whole = new LinkedHashSet<>();
    whole.add(item);
    if (item instanceof Item.Series(var id)) {
      series(Viewer.of(who), id).forEach(part -> whole.add(new Item.Post(part.id())));
    }
    return whole;
  }

  /// One sentence for every reason, so that nobody learns who blocks him.
  static Refused unwanted() {
    return Refusal.invalid(
        "items",
        "ERR_INVALID",
        "This cannot stand in a story: it is not for everybody, or somebody does not want that");
  }

  /// Not what is public without being listed: it was said aside.
  static boolean isForEverybody(Status status) {
    return !status.isBoost()
        && status.audience() instanceof Audience.Everyone(boolean isListed)
        && isListed;
  }

  boolean mayGather(List<AccountId> editors, AccountId speaker) {
    Account account = accounts.find(speaker).orElse(null);
    if (account == null || !account.standing().isShownToStrangers()) {
      return false;
    }
    return editors.contains(speaker)
        || account.mayBeGathered()
            && !account.standing().limited()
            && editors.stream().noneMatch(editor -> areAtOdds(editor, speaker));
  }

  private boolean areAtOdds(AccountId editor, AccountId speaker) {
    return relations.blocks(editor, speaker)
        || relations.blocks(speaker, editor)
        || relations.domainBlocked(editor, speaker)
        || relations.domainBlocked(speaker, editor);
  }

  /// What a viewer sees at a place; nothing where it may not stand there any more.
  Optional<Seen> seen(MaySee.Sight sight, Story story, StoryTable.Out out, Place place) {
    if (out.has(place.item())
        || out.has(place.speaker())
        || !place.speaker().equals(Place.NOBODY) && !mayGather(story.editors(), place.speaker())) {
      return Optional.empty();
    }
    return switch (place.item()) {
      case Item.Post(var id) -> {
        Optional<Seen> post = post(sight, story, out, place, id);
        yield post.isPresent() ? post : former(sight, story, out, place, id);
      }
      case Item.Series(var id) -> {
        List<Status> parts =
            series(sight.viewer(), id).stream()
                .filter(Gathering::isForEverybody)
                .filter(part -> !out.has(new Item.Post(part.id())))
                .toList();
        yield parts.isEmpty() ? Optional.empty() : Optional.of(new Seen.Series(place, parts));
      }
      case Item.Gap _ -> Optional.of(new Seen.Gap(place));
    };
  }

  private Optional<Seen> post(
      MaySee.Sight sight, Story story, StoryTable.Out out, Place place, StatusId id) {
    return statuses
        .find(id)
        .filter(status -> isForEverybody(status) && statuses.maySee(sight, status))
        .filter(status -> people(status).stream().allMatch(who -> mayStay(story, out, who)))
        .map(status -> new Seen.Post(place, status));
  }

  /// An article that was withdrawn leaves that behind, and stands here again when it comes back.
  private Optional<Seen> former(
      MaySee.Sight sight, Story story, StoryTable.Out out, Place place, StatusId id) {
    return articles
        .formerlyIn(id)
        .flatMap(articles::find)
        .flatMap(
            article ->
                article
                    .status()
                    .map(again -> post(sight, story, out, place, again))
                    .orElseGet(
                        () ->
                            articles
                                .withdrawal(article.id())
                                .map(was -> new Seen.Withdrawn(place, was))));
  }

  private boolean mayStay(Story story, StoryTable.Out out, AccountId who) {
    return !out.has(who) && mayGather(story.editors(), who);
  }

  private List<Status> series(Viewer viewer, SeriesId id) {
    try {
      return statuses.series(viewer, id);
    } catch (Refused e) {
      if (e.refusal() instanceof Refusal.NotFound) {
        return List.of();
      }
      throw e;
    }
  }

  MaySee.Sight sight(Viewer viewer) {
    return maySee.sight(viewer);
  }
}
