package verbatim.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.accounts.Standing;
import verbatim.kernel.AccountId;
import verbatim.kernel.Fork;
import verbatim.kernel.Secret;

class SigningInTest {
  private final SecureRandom random = new SecureRandom();
  private static final Secret GUESS = new Secret("guess guess guess");
  @TempDir Path folder;
  Entrance town;
  AccountId alice;

  @BeforeEach
  void open() {
    town = Entrance.open(folder);
    alice = town.member("alice");
  }

  @AfterEach
  void close() {
    town.close();
  }

  @Test
  void works_by_address_and_by_name_without_case() {
    for (String login : List.of("alice", "ALICE", "Alice@People.test", " alice ")) {
      assertThat(town.signIn(login, Entrance.PASSWORD))
          .as(login)
          .isInstanceOf(SignIn.Answer.Welcome.class);
    }
  }

  @Test
  void wrong_name_and_wrong_password_answer_alike() {
    for (String login :
        List.of(
            "alice",
            "nobody",
            "nobody@people.test",
            "",
            "@",
            "a\u0000b@x.test",
            "x".repeat(9_999))) {
      assertThat(town.signIn(login, GUESS)).as(login).isEqualTo(new SignIn.Answer.Wrong());
    }
  }

  @Test
  void whoever_is_named_one_password_is_hashed() {
    town.access.registration().register(Entrance.wants("unconfirmed"));
    for (var state :
        List.of(Standing.State.PENDING, Standing.State.DISABLED, Standing.State.SUSPENDED)) {
      AccountId who = town.member(state.name().toLowerCase(Locale.ROOT));
      town.accounts.change(who, a -> a.with(new Standing(state, Standing.Role.USER, false)));
    }
    town.accounts.delete(town.member("deleted"));
    for (String login :
        List.of(
            "alice",
            "alice@people.test",
            "nobody",
            "nobody@people.test",
            "unconfirmed",
            "unconfirmed@people.test",
            "pending",
            "disabled",
            "disabled@people.test",
            "suspended",
            "deleted",
            "",
            "@",
            "a b",
            "x".repeat(9_999))) {
      for (Secret password : List.of(GUESS, new Secret(""), new Secret("x".repeat(9_999)))) {
        long before = town.access.signIn().hashings();
        town.signIn(login, password);
        assertThat(town.access.signIn().hashings() - before)
            .as("%s with %d letters", login, password.reveal().length())
            .isEqualTo(1);
        // So that nobody is locked out, who is not looked at any more.
        town.pass(Duration.ofDays(1));
      }
    }
  }

  @Test
  void a_cookie_is_no_token_and_a_token_is_no_cookie() {
    Secret cookie = town.cookie("alice");
    assertThat(town.counts(cookie)).isFalse();
    Secret token = town.token(cookie, town.app("read"), "read");
    assertThat(town.access.sessions().browser(token)).isEqualTo(new Caller.Anonymous());
    assertThat(town.behind(cookie).account()).isEqualTo(alice);
  }

  @Test
  void every_sign_in_makes_a_new_cookie() {
    assertThat(town.cookie("alice")).isNotEqualTo(town.cookie("alice"));
  }

  @Test
  void signing_out_ends_the_session_on_the_server() {
    Secret cookie = town.cookie("alice");
    var who = town.behind(cookie);
    town.access.sessions().end(alice, who.session());
    assertThat(town.access.sessions().browser(cookie)).isEqualTo(new Caller.Anonymous());
  }

  @Test
  void a_session_ends_after_a_year() {
    Secret cookie = town.cookie("alice");
    town.pass(Duration.ofDays(365).minusMillis(1));
    assertThat(town.access.sessions().browser(cookie)).isInstanceOf(Caller.SignedIn.class);
    town.pass(Duration.ofMillis(1));
    assertThat(town.access.sessions().browser(cookie)).isEqualTo(new Caller.Anonymous());
  }

  @Test
  void renewing_ends_the_old_cookie() {
    Secret cookie = town.cookie("alice");
    Secret fresh = town.access.sessions().renew(town.behind(cookie), "Browser").secret();
    assertThat(town.access.sessions().browser(cookie)).isEqualTo(new Caller.Anonymous());
    assertThat(town.behind(fresh).account()).isEqualTo(alice);
  }

  @Test
  void sessions_are_listed_and_ended_by_their_owner_only() {
    Secret first = town.cookie("alice");
    Secret second = town.cookie("alice");
    AccountId bob = town.member("bob");
    var sessions = town.access.sessions().of(alice);
    assertThat(sessions).hasSize(2);
    assertThat(sessions.getFirst().userAgent()).isEqualTo("Browser 1.0");

    town.access.sessions().end(bob, sessions.getFirst().id());
    assertThat(town.access.sessions().of(alice)).hasSize(2);
    town.access.sessions().endOthers(town.behind(second));
    assertThat(town.access.sessions().browser(first)).isEqualTo(new Caller.Anonymous());
    assertThat(town.behind(second).account()).isEqualTo(alice);
  }

  @Test
  void last_use_is_known_to_the_hour() {
    Secret cookie = town.cookie("alice");
    town.behind(cookie);
    var before = town.access.sessions().of(alice).getFirst().lastUsedAt();
    town.pass(Duration.ofMinutes(59));
    town.behind(cookie);
    assertThat(town.access.sessions().of(alice).getFirst().lastUsedAt()).isEqualTo(before);
    town.pass(Duration.ofMinutes(2));
    town.behind(cookie);
    assertThat(town.access.sessions().of(alice).getFirst().lastUsedAt()).isAfter(before);
  }

  @Test
  void the_oldest_session_gives_way_when_there_are_too_many() {
    Secret first = town.cookie("alice");
    for (int i = 0; i < Sessions.SESSIONS_MAX; i++) {
      town.pass(Duration.ofSeconds(1));
      town.cookie("alice");
    }
    assertThat(town.access.sessions().of(alice)).hasSize(Sessions.SESSIONS_MAX);
    assertThat(town.access.sessions().browser(first)).isEqualTo(new Caller.Anonymous());
  }

  @Test
  void the_eleventh_guess_from_one_network_waits() {
    for (int i = 0; i < 10; i++) {
      assertThat(town.signIn("alice", GUESS)).isEqualTo(new SignIn.Answer.Wrong());
    }
    assertThat(town.signIn("alice", Entrance.PASSWORD)).isInstanceOf(SignIn.Answer.Locked.class);
  }

  @Test
  void the_delay_doubles_and_never_passes_a_quarter_of_an_hour() {
    for (int i = 0; i < 10; i++) {
      town.signIn("alice", GUESS);
    }
    Duration last = Duration.ZERO;
    for (int i = 0; i < 12; i++) {
      var locked = (SignIn.Answer.Locked) town.signIn("alice", GUESS);
      assertThat(locked.after()).isGreaterThanOrEqualTo(last);
      last = locked.after();
      town.pass(last);
      town.signIn("alice", GUESS);
    }
    assertThat(last).isEqualTo(Duration.ofMinutes(15));
    town.pass(last);
    assertThat(town.signIn("alice", Entrance.PASSWORD)).isInstanceOf(SignIn.Answer.Welcome.class);
  }

  @Test
  void a_name_that_does_not_exist_locks_alike() {
    for (int i = 0; i < 10; i++) {
      assertThat(town.signIn("nobody", GUESS)).isEqualTo(new SignIn.Answer.Wrong());
    }
    assertThat(town.signIn("nobody", GUESS)).isInstanceOf(SignIn.Answer.Locked.class);
  }

  @Test
  void guesses_from_many_networks_are_counted_together() {
    for (int i = 0; i < 50; i++) {
      town.signIn("alice", GUESS, Entrance.address(100 + i));
    }
    assertThat(town.signIn("alice", GUESS, Entrance.address(999)))
        .isInstanceOf(SignIn.Answer.Locked.class);
  }

  @Test
  void one_network_alone_cannot_lock_others_out() {
    for (int i = 0; i < 200; i++) {
      town.signIn("alice", GUESS, Entrance.address(100));
    }
    assertThat(town.signIn("alice", Entrance.PASSWORD, Entrance.address(999)))
        .isInstanceOf(SignIn.Answer.Welcome.class);
  }

  @Test
  void the_owner_gets_in_from_home_while_others_guess() {
    town.cookie("alice");
    for (int i = 0; i < 60; i++) {
      town.signIn("alice", GUESS, Entrance.address(100 + i));
    }
    assertThat(town.signIn("alice", Entrance.PASSWORD)).isInstanceOf(SignIn.Answer.Welcome.class);
  }

  @Test
  void one_network_gets_a_hundred_guesses_over_all_names() {
    for (int i = 0; i < 100; i++) {
      assertThat(town.signIn("name" + i, GUESS)).isEqualTo(new SignIn.Answer.Wrong());
    }
    assertThat(town.signIn("name100", GUESS)).isInstanceOf(SignIn.Answer.Locked.class);
  }

  @Test
  void many_guesses_at_once_are_no_more_than_many_in_a_row() {
    List<Callable<SignIn.Answer>> guesses =
        IntStream.range(0, 40)
            .<Callable<SignIn.Answer>>mapToObj(_ -> () -> town.signIn("alice", GUESS))
            .toList();
    assertThat(Fork.all(Duration.ofSeconds(60), guesses))
        .filteredOn(answer -> answer.equals(new SignIn.Answer.Wrong()))
        .hasSize(10);
  }

  @Test
  void addresses_of_one_ipv6_network_are_one() throws Exception {
    for (int i = 0; i < 10; i++) {
      town.signIn("alice", GUESS, InetAddress.getByName("2001:db8::" + i));
    }
    assertThat(town.signIn("alice", GUESS, InetAddress.getByName("2001:db8::ffff")))
        .isInstanceOf(SignIn.Answer.Locked.class);
    assertThat(town.signIn("alice", GUESS, InetAddress.getByName("2001:db8:0:1::1")))
        .isEqualTo(new SignIn.Answer.Wrong());
  }

  @Test
  void the_unconfirmed_get_a_session_that_can_only_finish() {
    town.access.registration().register(Entrance.wants("bob"));
    var answer = (SignIn.Answer.NeedsConfirmation) town.signIn("bob", Entrance.PASSWORD);
    var caller = (Caller.Pending) town.access.sessions().browser(answer.cookie());
    assertThat(caller.why()).isEqualTo("Your login is missing a confirmed e-mail address");
    assertThat(town.signIn("bob", GUESS)).isEqualTo(new SignIn.Answer.Wrong());
  }

  @Test
  void who_may_not_act_is_told_why_by_token_at_once() {
    Secret cookie = town.cookie("alice");
    Secret token = town.token(cookie, town.app("read"), "read");
    for (var state : List.of(Standing.State.DISABLED, Standing.State.SUSPENDED)) {
      town.accounts.change(alice, a -> a.with(new Standing(state, Standing.Role.USER, false)));
      assertThat(((Caller.Pending) town.access.sessions().token(token)).why())
          .isEqualTo("Your login is currently disabled");
      // Whoever is suspended gets a session that reads why, and can appeal; nothing else.
      assertThat(town.signIn("alice", Entrance.PASSWORD))
          .isInstanceOf(
              state == Standing.State.SUSPENDED
                  ? SignIn.Answer.Suspended.class
                  : SignIn.Answer.Disabled.class);
      assertThat(town.signIn("alice", GUESS)).isEqualTo(new SignIn.Answer.Wrong());
    }
    town.accounts.change(alice, a -> a.with(Standing.active()));
    assertThat(town.access.sessions().token(token)).isInstanceOf(Caller.SignedIn.class);
  }

  @Test
  void forms_carry_a_token_of_their_own_browser() {
    Secret cookie = town.cookie("alice");
    Secret other = town.cookie("alice");
    String token = Sessions.formToken(cookie, random);
    assertThat(Sessions.isFormToken(cookie, token)).isTrue();
    assertThat(Sessions.isFormToken(other, token)).isFalse();
    assertThat(token).doesNotContain(cookie.reveal());
    for (String wrong :
        List.of(
            "",
            "%%",
            "A".repeat(1_000),
            token.substring(1),
            token + "AAAA",
            // The pad alone says nothing, and neither does a pad of zeros.
            "A".repeat(token.length()),
            token.substring(0, token.length() / 2))) {
      assertThat(Sessions.isFormToken(cookie, wrong)).as(wrong).isFalse();
    }
  }

  @Test
  void a_form_token_reads_differently_each_time_and_all_of_them_hold() {
    Secret cookie = town.cookie("alice");
    String first = Sessions.formToken(cookie, random);
    String second = Sessions.formToken(cookie, random);
    int alike = 0;
    for (int i = 0; i < first.length(); i++) {
      alike += first.charAt(i) == second.charAt(i) ? 1 : 0;
    }
    // 86 letters of 64 kinds: chance alone gives one or two.
    assertThat(alike).as("letters that packing could find twice").isLessThan(16);
    assertThat(Sessions.isFormToken(cookie, first)).isTrue();
    assertThat(Sessions.isFormToken(cookie, second)).isTrue();
    assertThat(Sessions.isFormToken(cookie, first)).as("again, from a second tab").isTrue();
  }

  @Test
  void nothing_that_is_printed_tells_a_secret() {
    var answer = (SignIn.Answer.Welcome) town.signIn("alice", Entrance.PASSWORD);
    var attempt =
        new SignIn.Attempt("alice", Entrance.PASSWORD, Entrance.BROWSER, Entrance.address(1), "");
    assertThat(answer.toString() + attempt + Entrance.wants("alice") + town.app("read"))
        .doesNotContain(answer.cookie().reveal(), Entrance.PASSWORD.reveal(), "people.test");
  }
}
