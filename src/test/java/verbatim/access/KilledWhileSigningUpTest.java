package verbatim.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.MortalStore;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.accounts.Handle;
import verbatim.kernel.Ids;
import verbatim.kernel.Limits;
import verbatim.log.LogOptions;
import verbatim.log.StoreLog;
import verbatim.mail.Address;
import verbatim.mail.Mail;
import verbatim.store.Key;
import verbatim.store.Store;
import verbatim.store.Table;
import verbatim.store.faulty.FaultyStore;
import verbatim.store.rocks.RocksOptions;
import verbatim.store.rocks.RocksStore;

/// The process ends after the first, second, third … write of a sign-up, on the engine that
/// misbehaves: the name is never lost, and nothing is left of a sign-up that nobody finished.
final class KilledWhileSigningUpTest {
  private static final double FAULTS = 0.1;
  private static final int WRITES_MAX = 100;
  private static final Passwords.Cost CHEAP = new Passwords.Cost(64, 1, 1, 4, 200);

  @TempDir Path folder;
  private final long seed = System.nanoTime();
  private RocksStore rocks;
  private Store faulty;
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private final InstantSource clock = () -> now;
  private final Ids ids = new Ids(clock, 1);

  /// One life of the server.
  private final class Life implements AutoCloseable {
    final StoreLog log;
    final Accounts accounts;
    final Access access;

    Life(Store store, AccessSettings.Mode mode, boolean letters) {
      // What the log does by itself is none of the writes that are counted.
      log = new StoreLog(rocks, ids, LogOptions.brisk());
      accounts = new Accounts(store, log, ids, clock, new Random(seed), Limits.usual());
      access =
          new Access(
              new AccessSettings(URI.create("https://town.test"), mode, letters, false),
              new Access.Ground(
                  store,
                  log,
                  accounts,
                  ids,
                  new SecureRandom(),
                  clock,
                  Limits.usual(),
                  new Letters.Ways(_ -> {}, _ -> new Mail.Outcome.Sent())),
              CHEAP);
    }

    Account signUp(String name) {
      return access.registration().register(Entrance.wants(name)).account();
    }

    @Override
    public void close() {
      log.close();
    }
  }

  @BeforeEach
  void open() {
    System.out.println("seed " + seed);
    rocks = RocksStore.open(folder, RocksOptions.small(), clock);
    faulty = new FaultyStore(rocks, new Random(seed), FAULTS, Duration.ZERO);
  }

  @AfterEach
  void close() {
    rocks.close();
  }

  @Test
  void after_whichever_write_the_name_can_be_had_and_nothing_is_left() {
    killedAfterEachWrite(AccessSettings.Mode.OPEN, false);
  }

  @Test
  void whoever_waits_for_a_letter_or_a_moderator_still_waits() {
    killedAfterEachWrite(AccessSettings.Mode.APPROVAL, true);
  }

  private void killedAfterEachWrite(AccessSettings.Mode mode, boolean letters) {
    List<String> names = new ArrayList<>();
    boolean isWhole = false;
    for (int writes = 0; !isWhole; writes++) {
      assertThat(writes).as("writes of one sign-up").isLessThan(WRITES_MAX);
      String name = "newcomer" + writes;
      names.add(name);
      isWhole = endsAfter(writes, name, mode, letters);
      // Another day, so that no limit of sign-ups is in the way and no address is held any more.
      now = now.plus(Duration.ofDays(1));
      try (Life life = new Life(faulty, mode, letters)) {
        life.access.registration().sweep(100);
        comesIn(life, name, letters);
      }
    }
    assertThat(names).as("kills").hasSizeGreaterThan(6);
    assertThat(rocks.scan(Table.plain("joining"), Key.of("making"), 10)).isEmpty();
  }

  /// @return whether it was over before the end came
  private boolean endsAfter(int writes, String name, AccessSettings.Mode mode, boolean letters) {
    MortalStore mortal = new MortalStore(faulty);
    try (Life life = new Life(mortal, mode, letters)) {
      mortal.endsAfter(writes);
      life.signUp(name);
      return true;
    } catch (MortalStore.Dead e) {
      return false;
    }
  }

  private void comesIn(Life life, String name, boolean letters) {
    var standing = life.accounts.find(Handle.here(name));
    Account account = standing.orElseGet(() -> life.signUp(name));
    Address address = Address.parse(name + "@people.test").orElseThrow();
    assertThat(life.access.credentials().own(account.id())).as(name).isPresent();
    assertThat(rocks.get(Table.claimed("email"), Emails.hash(address), Key.NONE)).isPresent();
    if (letters) {
      assertThat(rocks.scan(Table.plain("joining"), Key.of("confirmation"), 1_000))
          .anyMatch(row -> row.sk().longAt(0) == account.id().value());
      assertThat(rocks.scan(Table.plain("joining"), Key.of("approval"), 1_000))
          .anyMatch(row -> row.sk().longAt(0) == account.id().value());
    } else {
      var answer =
          life.access
              .signIn()
              .signIn(
                  new SignIn.Attempt(
                      name + "@people.test",
                      Entrance.PASSWORD,
                      Entrance.BROWSER,
                      Entrance.address(2),
                      "Browser"));
      assertThat(answer).as(name).isInstanceOf(SignIn.Answer.Welcome.class);
    }
  }

  @Test
  void the_sign_in_data_of_a_sign_up_that_never_ended_goes_the_next_day() {
    MortalStore mortal = new MortalStore(rocks);
    int writes = 0;
    // Up to the last write before the account is there.
    while (true) {
      try (Life life = new Life(mortal, AccessSettings.Mode.OPEN, false)) {
        mortal.endsAfter(writes);
        life.signUp("nobody" + writes);
        break;
      } catch (MortalStore.Dead e) {
        writes++;
        mortal = new MortalStore(rocks);
        now = now.plus(Duration.ofMinutes(20));
      }
    }
    try (Life life = new Life(rocks, AccessSettings.Mode.OPEN, false)) {
      assertThat(membersWithoutAccount(life)).as("some were left").isNotEmpty();
      now = now.plus(Duration.ofDays(1));
      assertThat(life.access.registration().sweep(100)).isZero();
      assertThat(membersWithoutAccount(life)).as("after a day").isEmpty();
    }
  }

  private final List<Long> seen = new ArrayList<>();

  private List<Long> membersWithoutAccount(Life life) {
    rocks.scan(Table.plain("joining"), Key.of("making"), 100).stream()
        .map(row -> row.sk().longAt(0))
        .forEach(seen::add);
    return seen.stream()
        .filter(id -> life.access.credentials().own(new verbatim.kernel.AccountId(id)).isPresent())
        .filter(id -> !life.accounts.isMade(new verbatim.kernel.AccountId(id)))
        .toList();
  }
}
