package verbatim.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.Waiting;
import verbatim.accounts.Standing;
import verbatim.kernel.AccountId;
import verbatim.kernel.Fork;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.Secret;
import verbatim.mail.Letter;

class CredentialsTest {
  private static final Secret NEXT = new Secret("another horse battery");
  @TempDir Path folder;
  Entrance town;
  AccountId alice;
  Secret cookie;

  @BeforeEach
  void open() {
    town = Entrance.open(folder);
    alice = town.member("alice");
    cookie = town.cookie("alice");
    town.letters.clear();
  }

  @AfterEach
  void close() {
    town.close();
  }

  @Test
  void a_new_password_ends_sessions_tokens_and_codes() {
    Secret other = town.cookie("alice");
    Apps.Made app = town.app("read");
    Secret token = town.token(cookie, app, "read");
    String code = town.code(cookie, Entrance.asks(app, "read"));

    Secret fresh =
        town.access
            .credentials()
            .changePassword(town.behind(cookie), Proof.of(Entrance.PASSWORD), NEXT, "Browser")
            .secret();

    isDead(cookie, other, token, app, code);
    assertThat(town.behind(fresh).account()).isEqualTo(alice);
    assertThat(town.signIn("alice", Entrance.PASSWORD)).isEqualTo(new SignIn.Answer.Wrong());
    assertThat(town.signIn("alice", NEXT)).isInstanceOf(SignIn.Answer.Welcome.class);
    assertThat(town.log.settle(Duration.ofSeconds(60))).isTrue();
    town.comes(new AccessEvent.AllSessionsEnded(alice));
  }

  @Test
  void so_do_the_command_line_and_a_reset() {
    Secret token = town.token(cookie, town.app("read"), "read");
    town.access.credentials().setPassword(alice, NEXT);
    isDead(cookie);
    assertThat(town.counts(token)).isFalse();

    cookie = ((SignIn.Answer.Welcome) town.signIn("alice", NEXT)).cookie();
    town.access.credentials().askReset("alice@people.test", Entrance.address(1));
    town.deliver();
    town.access.credentials().reset(town.lastLink(), Entrance.PASSWORD);
    isDead(cookie);
    assertThat(town.signIn("alice", Entrance.PASSWORD)).isInstanceOf(SignIn.Answer.Welcome.class);
  }

  @Test
  void the_old_password_is_asked_and_guesses_are_counted() {
    for (int i = 0; i < 10; i++) {
      assertThat(refusal(() -> change(new Secret("guess guess"))))
          .isInstanceOf(Refusal.Invalid.class);
    }
    assertThat(refusal(() -> change(Entrance.PASSWORD))).isInstanceOf(Refusal.TooMany.class);
  }

  @Test
  void a_reset_link_works_once_and_only_the_newest() {
    town.access.credentials().askReset("alice@people.test", Entrance.address(1));
    town.deliver();
    Secret first = town.lastLink();
    town.access.credentials().askReset("ALICE@people.test", Entrance.address(1));
    town.deliver();
    Secret second = town.lastLink();
    assertThatThrownBy(() -> town.access.credentials().reset(first, NEXT))
        .isInstanceOf(Refused.class);
    List<Callable<Boolean>> racers =
        IntStream.range(0, 8)
            .<Callable<Boolean>>mapToObj(
                i -> () -> resets(second, new Secret("password number " + i)))
            .toList();
    assertThat(Fork.all(Waiting.PATIENCE, racers)).containsOnlyOnce(true);
  }

  @Test
  void a_reset_link_of_yesterday_is_dead() {
    town.access.credentials().askReset("alice@people.test", Entrance.address(1));
    town.deliver();
    town.pass(Duration.ofDays(1));
    assertThat(resets(town.lastLink(), NEXT)).isFalse();
  }

  @Test
  void asking_for_a_reset_says_nothing_and_writes_to_members_only() {
    town.access.credentials().askReset("nobody@people.test", Entrance.address(1));
    town.access.registration().register(Entrance.wants("bob"));
    town.deliver();
    town.letters.clear();
    town.access.credentials().askReset("bob@people.test", Entrance.address(1));
    town.deliver();
    assertThat(town.letters).isEmpty();
  }

  @Test
  void known_and_unknown_addresses_run_into_the_same_limit() {
    for (String email : List.of("alice@people.test", "nobody@people.test")) {
      for (int i = 0; i < 3; i++) {
        town.access.credentials().askReset(email, Entrance.address(i));
      }
      assertThat(refusal(() -> town.access.credentials().askReset(email, Entrance.address(9))))
          .isInstanceOf(Refusal.TooMany.class);
    }
  }

  @Test
  void a_new_address_counts_after_its_link_only() {
    changeEmail("new@people.test");
    assertThat(own().email()).isEqualTo("alice@people.test");
    assertThat(own().awaited()).isEqualTo("new@people.test");
    assertThat(town.signIn("new@people.test", Entrance.PASSWORD))
        .isEqualTo(new SignIn.Answer.Wrong());

    assertThat(town.access.registration().confirm(linkTo("new@people.test"))).contains(alice);
    assertThat(own().email()).isEqualTo("new@people.test");
    assertThat(own().awaited()).isEmpty();
    assertThat(town.signIn("new@people.test", Entrance.PASSWORD))
        .isInstanceOf(SignIn.Answer.Welcome.class);
    assertThat(town.signIn("alice@people.test", Entrance.PASSWORD))
        .isEqualTo(new SignIn.Answer.Wrong());
  }

  @Test
  void the_password_is_asked_for_a_new_address() {
    assertThat(
            refusal(
                () ->
                    town.access
                        .credentials()
                        .changeEmail(
                            town.behind(cookie),
                            Proof.of(new Secret("guess guess")),
                            "new@people.test",
                            Entrance.address(1))))
        .isInstanceOf(Refusal.Invalid.class);
    town.deliver();
    assertThat(town.letters).isEmpty();
  }

  @Test
  void the_second_of_two_changes_makes_the_first_link_void() {
    changeEmail("first@people.test");
    Secret first = linkTo("first@people.test");
    changeEmail("second@people.test");
    assertThat(town.access.registration().confirm(first)).isEmpty();
    assertThat(town.access.registration().confirm(linkTo("second@people.test"))).contains(alice);
    assertThat(own().email()).isEqualTo("second@people.test");
  }

  @Test
  void the_old_address_can_undo_it_even_after_two_changes() {
    changeEmail("thief@people.test");
    Secret undo = linkTo("alice@people.test");
    town.access.registration().confirm(linkTo("thief@people.test"));
    changeEmail("thief2@people.test");
    town.access.registration().confirm(linkTo("thief2@people.test"));

    // The second notice renewed the link to the same old address.
    Secret latest = linkTo("alice@people.test");
    assertThat(town.access.credentials().undoEmail(undo)).isFalse();
    assertThat(town.access.credentials().undoEmail(latest)).isTrue();
    assertThat(town.access.credentials().undoEmail(latest)).isFalse();
    assertThat(own().email()).isEqualTo("alice@people.test");
    isDead(cookie);
    assertThat(town.signIn("alice", Entrance.PASSWORD)).isEqualTo(new SignIn.Answer.Wrong());
  }

  @Test
  void the_old_address_stays_his_until_it_is_too_late_to_undo() {
    changeEmail("new@people.test");
    town.access.registration().confirm(linkTo("new@people.test"));
    town.access.registration().register(Entrance.wants("eve", "alice@people.test"));
    town.deliver();
    assertThat(town.lettersTo("alice@people.test").getLast().text()).doesNotContain("token=");
    town.pass(Duration.ofDays(7));
    town.access.registration().register(Entrance.wants("eva", "alice@people.test"));
    town.deliver();
    assertThat(town.access.registration().confirm(linkTo("alice@people.test"))).isPresent();
  }

  @Test
  void changing_to_a_taken_address_is_answered_alike_and_its_owner_gets_a_letter() {
    town.member("bob");
    int before = town.lettersTo("bob@people.test").size();
    changeEmail("bob@people.test");
    assertThat(own().awaited()).isEqualTo("bob@people.test");
    town.deliver();
    assertThat(town.lettersTo("bob@people.test")).hasSize(before + 1);
    assertThat(town.lettersTo("bob@people.test").getLast().text()).doesNotContain("token=");
    assertThat(own().email()).isEqualTo("alice@people.test");
  }

  @Test
  void a_change_link_does_not_reset_and_a_reset_link_does_not_confirm() {
    changeEmail("new@people.test");
    assertThat(resets(linkTo("new@people.test"), NEXT)).isFalse();
    town.access.credentials().askReset("alice@people.test", Entrance.address(1));
    town.deliver();
    assertThat(town.access.registration().confirm(town.lastLink())).isEmpty();
    assertThat(town.access.credentials().undoEmail(town.lastLink())).isFalse();
  }

  @Test
  void deleting_asks_for_the_password_and_leaves_nothing() {
    Secret token = town.token(cookie, town.app("read"), "read");
    assertThat(
            refusal(
                () ->
                    town.access
                        .credentials()
                        .deleteAccount(town.behind(cookie), Proof.of(new Secret("guess guess")))))
        .isInstanceOf(Refusal.Invalid.class);
    town.access.credentials().deleteAccount(town.behind(cookie), Proof.of(Entrance.PASSWORD));
    isDead(cookie);
    assertThat(town.counts(token)).isFalse();
    assertThat(town.access.credentials().own(alice)).isEmpty();
    assertThat(town.signIn("alice", Entrance.PASSWORD)).isEqualTo(new SignIn.Answer.Wrong());
    town.access.registration().register(Entrance.wants("anna", "alice@people.test"));
    town.access.credentials().erase(alice);
    assertThat(town.accounts.find(alice).map(a -> a.standing().state()))
        .isIn(java.util.Optional.empty(), java.util.Optional.of(Standing.State.DELETED));
  }

  @Test
  void letters_hold_one_link_to_this_server_and_nobody_elses_name() {
    changeEmail("new@people.test");
    for (Letter letter : town.letters) {
      assertThat(letter.text().split("https?://", -1)).hasSize(2);
      assertThat(letter.text()).contains("https://town.test/auth/").doesNotContain("alice");
    }
  }

  private void changeEmail(String wanted) {
    town.access
        .credentials()
        .changeEmail(town.behind(cookie), Proof.of(Entrance.PASSWORD), wanted, Entrance.address(1));
    town.deliver();
  }

  private Secret linkTo(String email) {
    return Entrance.link(town.lettersTo(email).getLast());
  }

  private void change(Secret current) {
    town.access.credentials().changePassword(town.behind(cookie), Proof.of(current), NEXT, "");
  }

  private boolean resets(Secret link, Secret wanted) {
    try {
      town.access.credentials().reset(link, wanted);
      return true;
    } catch (Refused e) {
      return false;
    }
  }

  private Credentials.Own own() {
    return town.access.credentials().own(alice).orElseThrow();
  }

  private void isDead(Secret first, Secret second, Secret token, Apps.Made app, String code) {
    isDead(first);
    isDead(second);
    assertThat(town.counts(token)).isFalse();
    assertThat(town.access.oauth().token(Entrance.exchange(app, code)))
        .isInstanceOf(OAuth.Exchange.Failed.class);
  }

  private void isDead(Secret dead) {
    assertThat(town.access.sessions().browser(dead)).isEqualTo(new Caller.Anonymous());
  }

  private static Refusal refusal(Runnable attempt) {
    return catchThrowableOfType(Refused.class, attempt::run).refusal();
  }
}
