package verbatim.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import verbatim.kernel.Fork;
import verbatim.kernel.Refused;
import verbatim.kernel.Secret;

class PasswordsTest {
  private static final Secret PASSWORD = new Secret("correct horse");

  @Test
  void a_hash_fits_its_password_only_and_is_never_twice_the_same() {
    Passwords passwords = passwords(64);
    String hash = passwords.hash(PASSWORD);
    assertThat(hash).startsWith("$argon2id$v=19$m=64,t=1,p=1$");
    assertThat(passwords.matches(PASSWORD, hash)).isTrue();
    assertThat(passwords.matches(new Secret("correct horsf"), hash)).isFalse();
    assertThat(passwords.hash(PASSWORD)).isNotEqualTo(hash);
  }

  @Test
  void an_old_hash_still_fits_when_the_cost_was_raised() {
    String old = passwords(64).hash(PASSWORD);
    Passwords dearer = passwords(128);
    assertThat(dearer.matches(PASSWORD, old)).isTrue();
    assertThat(dearer.isStale(old)).isTrue();
    assertThat(dearer.isStale(dearer.hash(PASSWORD))).isFalse();
  }

  @Test
  void a_flood_waits_or_is_turned_away_but_never_runs_all_at_once() {
    Passwords narrow = new Passwords(new Passwords.Cost(4_096, 3, 1, 1, 2), new SecureRandom());
    List<Callable<Boolean>> flood =
        IntStream.range(0, 50)
            .<Callable<Boolean>>mapToObj(
                _ ->
                    () -> {
                      try {
                        narrow.hash(PASSWORD);
                        return true;
                      } catch (Refused e) {
                        return false;
                      }
                    })
            .toList();
    assertThat(Fork.all(Duration.ofSeconds(60), flood)).contains(true, false);
    narrow.hash(PASSWORD);
  }

  /// A median of times; on a busy machine it says nothing, so it is not part of every run.
  @Test
  @Tag("long")
  void nobody_costs_what_somebody_costs() {
    Passwords passwords = new Passwords(new Passwords.Cost(4_096, 2, 1, 1, 2), new SecureRandom());
    String hash = passwords.hash(PASSWORD);
    long[] somebody = new long[21];
    long[] nobody = new long[21];
    for (int i = 0; i < 21; i++) {
      long start = System.nanoTime();
      assertThat(passwords.matches(new Secret("wrong"), hash)).isFalse();
      long between = System.nanoTime();
      assertThat(passwords.matchesNobody(new Secret("wrong"))).isFalse();
      nobody[i] = System.nanoTime() - between;
      somebody[i] = between - start;
    }
    Arrays.sort(somebody);
    Arrays.sort(nobody);
    assertThat((double) nobody[10] / somebody[10]).isBetween(0.4, 2.5);
  }

  private static Passwords passwords(int memoryKilobytes) {
    return new Passwords(new Passwords.Cost(memoryKilobytes, 1, 1, 2, 10), new SecureRandom());
  }
}
