package verbatim.timelines;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import verbatim.Town;
import verbatim.kernel.ListId;
import verbatim.kernel.Page;
import verbatim.kernel.Refused;
import verbatim.kernel.StatusId;
import verbatim.relations.FollowOptions;
import verbatim.relations.Lists;
import verbatim.statuses.Draft.Visibility;
import verbatim.statuses.Status;

/// Whatever people did, in whatever order it was heard of: a home or a list made anew from the
/// truth is the one that was kept up step by step, as its owner reads it. Who follows or blocks has
/// his
/// home made anew at the next reading; so everybody reads, and then they only talk for a while:
/// what is compared was pushed.
final class RebuildTest {
  private static final String[] NAMES = {
    "ada", "ben", "cleo", "dora", "emil", "fay", "gus", "hana", "ivo", "jon"
  };
  /// So that none is ever full: where rows are deleted in a full one, a rebuilt one has older ones
  /// in their place.
  private static final int HOME_MAX = 10_000;

  private static final int LIST_ROWS = 40;
  private static final String[] TAGS = {"tea", "rain", "chess"};

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void a_home_made_anew_is_the_home_that_was_kept_up(Town.Engine engine) {
    try (Town town = Town.in(folder, engine, Town.smallLimits(HOME_MAX, 6))) {
      live(town, 400);
      everybodyReads(town);
      talk(town, 150);
      compare(town, engine == Town.Engine.FAULTY);
    }
  }

  @Tag("long")
  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void also_after_a_long_time_and_restarts(Town.Engine engine) {
    try (Town town = Town.in(folder, engine, Town.smallLimits(HOME_MAX, 6))) {
      for (int i = 0; i < 5; i++) {
        live(town, 600);
        everybodyReads(town);
        talk(town, 300);
        compare(town, engine == Town.Engine.FAULTY);
        town.restart();
      }
    }
  }

  private void compare(Town town, boolean isToldTwice) {
    town.settle();
    for (Town.Person person : town.people()) {
      // A log that tells twice tells also twice of a follow, long after.
      assertThat(PushedRows.ofHome(town.store(), person.id()).isDue() && !isToldTwice)
          .as("home of %s is made anew, seed %d", person, town.seed())
          .isFalse();
      List<StatusId> home = person.wholeHome();
      List<List<StatusId>> inLists = lists(town, person);
      town.timelines().rebuild(person.id());
      assertThat(person.wholeHome()).as("home of %s, seed %d", person, town.seed()).isEqualTo(home);
      assertThat(lists(town, person))
          .as("lists of %s, seed %d", person, town.seed())
          .isEqualTo(inLists);
    }
  }

  /// What each of his lists shows.
  private static List<List<StatusId>> lists(Town town, Town.Person person) {
    return town.lists().of(person.id()).stream()
        .map(list -> town.timelines().list(person.id(), list.id(), Page.newest(LIST_ROWS)))
        .map(page -> page.stream().map(Status::id).toList())
        .toList();
  }

  private void everybodyReads(Town town) {
    town.settle();
    for (Town.Person person : town.people()) {
      var _ = person.wholeHome();
      var _ = lists(town, person);
    }
  }

  /// Nobody follows, blocks or mutes anybody meanwhile.
  private void talk(Town town, int steps) {
    Random random = town.random();
    int before = said.size();
    for (int step = 0; step < steps; step++) {
      Town.Person who = one(town, random);
      try {
        switch (random.nextInt(10)) {
          case 0, 1 -> boost(who, random);
          case 2 -> remove(town, random);
          case 3, 4, 5 -> answer(who, random);
          default -> said.add(who.posts(words(random, one(town, random)), visibility(random)));
        }
      } catch (Refused e) {
        // Not everything may be done by everybody: then it is not done.
      }
    }
    assertThat(said).hasSizeGreaterThan(before);
  }

  private final List<Status> said = new ArrayList<>();

  private void live(Town town, int steps) {
    Random random = town.random();
    for (String name : NAMES) {
      town.person(name);
    }
    for (int step = 0; step < steps; step++) {
      try {
        act(town, random);
      } catch (Refused e) {
        // Not everything may be done by everybody: then it is not done.
      }
      if (random.nextInt(20) == 0) {
        one(town, random).homeNow();
      }
    }
  }

  private void act(Town town, Random random) {
    Town.Person who = one(town, random);
    Town.Person other = one(town, random);
    switch (random.nextInt(24)) {
      case 0, 1, 2, 3 -> who.follows(other, options(random));
      case 4 -> who.unfollows(other);
      case 5 -> who.blocks(other);
      case 6 -> who.unblocks(other);
      case 7 -> who.mutes(other);
      case 8 -> who.unmutes(other);
      case 9, 10 -> boost(who, random);
      case 11 -> remove(town, random);
      case 12, 13, 14, 15 -> answer(who, random);
      case 16 -> who.followsTag(TAGS[random.nextInt(TAGS.length)]);
      case 17 -> {
        ListId unused = who.lists("some", Lists.Replies.LIST, random.nextBoolean(), other);
        assertThat(unused).isNotNull();
      }
      default -> said.add(who.posts(words(random, other), visibility(random)));
    }
  }

  private static FollowOptions options(Random random) {
    return new FollowOptions(random.nextInt(4) > 0, false, List.of());
  }

  private static String words(Random random, Town.Person other) {
    String words = "words " + random.nextInt(1_000_000);
    return switch (random.nextInt(4)) {
      case 0 -> words + " #" + TAGS[random.nextInt(TAGS.length)];
      case 1 -> words + " @" + other.name();
      default -> words;
    };
  }

  private static Visibility visibility(Random random) {
    return random.nextInt(3) > 0
        ? Visibility.PUBLIC
        : Visibility.values()[random.nextInt(Visibility.values().length)];
  }

  private void answer(Town.Person who, Random random) {
    if (!said.isEmpty()) {
      said.add(who.replies(any(random), words(random, who), visibility(random)));
    }
  }

  private void boost(Town.Person who, Random random) {
    if (!said.isEmpty()) {
      who.boosts(any(random));
    }
  }

  private void remove(Town town, Random random) {
    if (!said.isEmpty()) {
      Status status = said.remove(random.nextInt(said.size()));
      town.people().stream()
          .filter(person -> person.id().equals(status.author()))
          .findFirst()
          .orElseThrow()
          .deletes(status);
    }
  }

  private Status any(Random random) {
    return said.get(random.nextInt(said.size()));
  }

  private static Town.Person one(Town town, Random random) {
    return town.people().get(random.nextInt(town.people().size()));
  }
}
