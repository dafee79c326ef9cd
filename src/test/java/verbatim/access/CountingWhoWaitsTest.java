package verbatim.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.CountingStore;
import verbatim.accounts.Accounts;
import verbatim.accounts.Standing;
import verbatim.kernel.AccountId;
import verbatim.kernel.Ids;
import verbatim.kernel.Limits;
import verbatim.kernel.Secret;
import verbatim.log.LogOptions;
import verbatim.log.StoreLog;
import verbatim.store.rocks.RocksOptions;
import verbatim.store.rocks.RocksStore;

/// Who waits to be let in is counted on every page of a moderator: with one read, and as the list
/// has it.
class CountingWhoWaitsTest {
  private static final int MAX = 100;
  private static final Passwords.Cost CHEAP = new Passwords.Cost(64, 1, 1, 4, 200);

  @TempDir Path folder;
  private final InstantSource clock = () -> Instant.parse("2026-03-01T12:00:00Z");
  private CountingStore store;
  private StoreLog log;
  private Accounts accounts;
  private Registration registration;
  private int comers;

  @BeforeEach
  void open() {
    store = new CountingStore(RocksStore.open(folder, RocksOptions.small(), clock));
    Ids ids = new Ids(clock, 1);
    log = new StoreLog(store, ids, LogOptions.brisk());
    accounts = new Accounts(store, log, ids, clock, new Random(7), Limits.usual());
    registration =
        new Access(
                new AccessSettings(
                    URI.create("https://town.test"), AccessSettings.Mode.APPROVAL, false, false),
                new Access.Ground(
                    store,
                    log,
                    accounts,
                    ids,
                    new SecureRandom(),
                    clock,
                    Limits.usual(),
                    Letters.Ways.none()),
                CHEAP)
            .registration();
  }

  @AfterEach
  void close() {
    log.close();
    store.close();
  }

  private AccountId asks(String name) {
    return registration
        .register(
            new NewMember(
                name,
                name + "@people.test",
                new Secret("correct horse battery"),
                true,
                "",
                "to talk",
                Entrance.address(comers++)))
        .account()
        .id();
  }

  private void countsAsTheListHasThem(int wanted) {
    assertThat(registration.countWaiting(MAX))
        .isEqualTo(registration.waiting(MAX).size())
        .isEqualTo(wanted);
  }

  @Test
  void many_who_wait_are_one_read() {
    for (int i = 0; i < 12; i++) {
      asks("comer" + i);
    }
    countsAsTheListHasThem(12);
    assertThat(registration.countWaiting(5)).isEqualTo(5);
    assertThat(store.readsOf(() -> assertThat(registration.countWaiting(MAX)).isEqualTo(12)))
        .containsExactly("joining 12");
  }

  @Test
  void whoever_is_let_in_or_not_or_goes_is_not_counted() {
    AccountId anna = asks("anna");
    AccountId ben = asks("ben");
    AccountId cleo = asks("cleo");
    AccountId dora = asks("dora");
    accounts.change(
        dora, a -> a.with(new Standing(Standing.State.SUSPENDED, a.standing().role(), false)));
    countsAsTheListHasThem(4);
    registration.approve(anna);
    countsAsTheListHasThem(3);
    registration.reject(ben, "");
    countsAsTheListHasThem(2);
    registration.approve(dora);
    countsAsTheListHasThem(1);
    registration.approve(cleo);
    countsAsTheListHasThem(0);
  }
}
