package verbatim.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import verbatim.SmallLimits;
import verbatim.Town;
import verbatim.Waiting;
import verbatim.access.Proofs;
import verbatim.access.Scope;
import verbatim.kernel.Refused;
import verbatim.statuses.Status;

/// Readers who take what is pushed to them when they like.
@ParameterizedClass
@EnumSource(Town.Engine.class)
class SlowReadersTest {
  private static final int WAITING_MAX = 5;
  private static final int PER_ACCOUNT_MAX = 2;
  private static final int PER_SOCKET_MAX = 3;

  @Parameter Town.Engine engine;
  @TempDir Path folder;
  private Town town;
  private Town.Person alice;
  private Town.Person bob;

  @BeforeEach
  void open() {
    town =
        Town.in(
            folder,
            engine,
            SmallLimits.with(
                Map.of(
                    "waitingMax", WAITING_MAX,
                    "perAccountMax", PER_ACCOUNT_MAX,
                    "perSocketMax", PER_SOCKET_MAX)));
    alice = town.person("alice");
    bob = town.person("bob");
    alice.follows(bob);
    town.settle();
  }

  @AfterEach
  void close() {
    town.close();
  }

  /// Takes one message for each permit.
  private final class Reader implements Ear {
    final Semaphore permits = new Semaphore(0);
    final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    final CompletableFuture<Cut> cut = new CompletableFuture<>();
    final Line line;
    final Semaphore arrived = new Semaphore(0);

    Reader(Town.Person person) {
      line = town.streams().open(Proofs.person(person.id().value(), Scope.READ), this);
      line.subscribe(home(person));
    }

    @Override
    public void hear(Line.Subscription stream, Message message)
        throws IOException, InterruptedException {
      arrived.release();
      if (!permits.tryAcquire(Waiting.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new IOException("nobody let it read");
      }
      heard.add(said(message));
    }

    @Override
    public void cut(Cut why) {
      cut.complete(why);
    }

    String hears() throws InterruptedException {
      permits.release();
      String one = heard.poll(Waiting.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return one == null ? "nothing" : one;
    }

    /// Until something has come as far as to be written.
    void awaitsTheFirst() throws InterruptedException {
      assertThat(arrived.tryAcquire(Waiting.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
  }

  private static Line.Subscription home(Town.Person person) {
    return new Line.Subscription(new Topic.Home(person.id()), List.of("user"));
  }

  private static String said(Message message) {
    return switch (message) {
      case Message.New(var status) -> words(status);
      case Message.Edited(var status) -> "edited " + words(status);
      case Message.Removed _ -> "removed";
      case Message.Told(var notification) -> notification.type().word();
      case Message.Announced _, Message.AnnouncementGone _, Message.Reacted _ -> "house";
      case Message.FiltersChanged _ -> "filters";
      case Message.Talked _, Message.Threaded _, Message.Typing _ -> "talk";
    };
  }

  private static String words(Status status) {
    return status.isBoost() ? "boost" : status.words().text();
  }

  @Test
  void who_does_not_read_is_cut_off_and_holds_up_nobody() throws Exception {
    Reader slow = new Reader(alice);
    Reader quick = new Reader(bob);
    quick.permits.release(1_000);
    bob.posts("0");
    slow.awaitsTheFirst();
    for (int i = 1; i <= WAITING_MAX; i++) {
      bob.posts("" + i);
    }
    town.settle();
    assertThat(slow.line.isOpen()).as("as much as may wait").isTrue();
    bob.posts("one too many");
    assertThat(slow.cut.get(Waiting.PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .isEqualTo(Ear.Cut.TOO_SLOW);
    List<String> all = new java.util.ArrayList<>();
    do {
      all.add(quick.hears());
    } while (!all.getLast().equals("one too many"));
    assertThat(all).doesNotContain("nothing").contains("0", "" + WAITING_MAX);
    assertThat(quick.cut).isNotDone();
  }

  @Test
  void what_waits_is_judged_when_it_is_sent() throws Exception {
    Reader reader = new Reader(alice);
    bob.posts("first");
    reader.awaitsTheFirst();
    bob.posts("second");
    town.settle();
    alice.mutes(bob);
    reader.permits.release();
    assertThat(reader.heard.poll(Waiting.PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .isEqualTo("first");
    alice.posts("mine");
    String next;
    do {
      next = reader.hears();
    } while (next.equals("first"));
    assertThat(next).isEqualTo("mine");
  }

  @Test
  void what_was_deleted_while_it_waited_is_not_said() throws Exception {
    Reader reader = new Reader(alice);
    bob.posts("first");
    reader.awaitsTheFirst();
    Status second = bob.posts("second");
    town.settle();
    bob.deletes(second);
    String next;
    do {
      next = reader.hears();
    } while (next.equals("first"));
    assertThat(next).isEqualTo("removed");
  }

  @Test
  void whose_right_ended_hears_nothing_more() throws Exception {
    Reader reader = new Reader(alice);
    town.signsOut(alice);
    assertThat(reader.cut.get(Waiting.PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .isEqualTo(Ear.Cut.SIGNED_OUT);
    bob.posts("unheard");
    town.settle();
    assertThat(reader.arrived.availablePermits()).isZero();
    assertThat(town.streams().openCount()).isZero();
    assertThatThrownBy(() -> new Reader(alice)).isInstanceOf(Refused.class);
  }

  @Test
  void what_somebody_said_to_all_is_taken_back_when_he_leaves() throws Exception {
    bob.posts("gone tomorrow");
    town.settle();
    Reader reader = new Reader(alice);
    reader.line.unsubscribe(home(alice));
    reader.line.subscribe(
        new Line.Subscription(
            new Topic.Everybody(verbatim.timelines.Timelines.Scope.ALL, false), List.of("public")));
    bob.leaves();
    town.settle();
    assertThat(reader.hears()).isEqualTo("removed");
  }

  @Test
  void a_line_whose_token_cannot_be_looked_up_is_not_counted() {
    Streams streams =
        new Streams(
            new Streams.Sources(
                town.accounts(),
                town.relations(),
                town.lists(),
                town.filters(),
                town.maySee(),
                town.media(),
                town.statuses(),
                town.timelines(),
                town.notifications(),
                town.announcements(),
                town.conversations()),
            (_, _) -> {
              throw new IllegalStateException("the store is away");
            },
            town.limits());
    var who = Proofs.person(alice.id().value(), Scope.READ);
    for (int i = 0; i <= PER_ACCOUNT_MAX; i++) {
      assertThatThrownBy(() -> streams.open(who, new Deaf()))
          .isInstanceOf(IllegalStateException.class);
    }
    assertThat(streams.openCount()).isZero();
  }

  private static final class Deaf implements Ear {
    @Override
    public void hear(Line.Subscription stream, Message message) {}

    @Override
    public void cut(Cut why) {}
  }

  @Test
  void a_missed_event_is_made_up_for_within_seconds() throws Exception {
    town.streams().start();
    Reader reader = new Reader(alice);
    town.signsOutUnnoticed(alice);
    assertThat(reader.cut.get(Waiting.PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .isEqualTo(Ear.Cut.SIGNED_OUT);
    town.streams().close();
  }

  @Test
  void one_line_more_than_an_account_may_have_is_refused_until_one_is_closed() {
    Reader first = new Reader(alice);
    new Reader(alice);
    assertThatThrownBy(() -> new Reader(alice)).isInstanceOf(Refused.class);
    first.line.close();
    first.line.close();
    assertThat(town.streams().openCount()).isEqualTo(1);
    new Reader(alice);
  }

  @Test
  void one_stream_more_than_a_line_may_have_is_refused_and_the_same_again_is_none() {
    Reader reader = new Reader(alice);
    for (int i = 1; i < PER_SOCKET_MAX; i++) {
      reader.line.subscribe(tag("tag" + i));
    }
    reader.line.subscribe(home(alice));
    assertThatThrownBy(() -> reader.line.subscribe(tag("more"))).isInstanceOf(Refused.class);
    reader.line.unsubscribe(home(alice));
    reader.line.subscribe(tag("more"));
  }

  private static Line.Subscription tag(String name) {
    return new Line.Subscription(
        new Topic.Tag(name, verbatim.timelines.Timelines.Scope.ALL), List.of("hashtag", name));
  }

  @Test
  void lines_that_come_and_go_leave_nothing() throws Exception {
    for (int i = 0; i < 50; i++) {
      try (Line _ = new Reader(alice).line) {
        bob.posts("to whom it may concern");
      }
    }
    // What is still on its way would be more than may wait for one who does not read yet.
    town.settle();
    Reader last = new Reader(alice);
    bob.posts("last");
    String next;
    do {
      // Some of it may have been handed out only now.
      next = last.hears();
    } while (next.equals("to whom it may concern"));
    assertThat(next).isEqualTo("last");
    assertThat(town.streams().openCount()).isEqualTo(1);
  }
}
