package verbatim.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.Refusing;
import verbatim.accounts.Account;
import verbatim.accounts.Standing;
import verbatim.kernel.AccountId;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;
import verbatim.store.Key;
import verbatim.store.Table;

/// Somebody was suspended, or not let in, and tries again with the address that he had.
class ComingBackTest {
  private static final Duration KEPT = Limits.usual().people().turnedAwayMax();

  @TempDir Path folder;
  private Entrance town;

  @BeforeEach
  void open() {
    town = Entrance.with(folder, AccessSettings.Mode.APPROVAL, true, false);
  }

  @AfterEach
  void close() {
    town.close();
  }

  @Test
  void whoever_was_suspended_gets_a_letter_and_no_link_also_when_the_account_is_erased() {
    suspendedAndErased("gina");
    Account free = town.access.registration().register(Entrance.wants("free")).account();
    Account again = signsUp("gina2", "gina@people.test");
    assertThat(again.standing()).as("as with any address").isEqualTo(free.standing());
    town.deliver();
    String letter = town.lettersTo("gina@people.test").getLast().text();
    assertThat(letter).contains("was suspended").doesNotContain("token=", "gina");
    assertThat(town.access.registration().waiting(10)).isEmpty();
  }

  @Test
  void another_spelling_of_the_same_mailbox_helps_nobody() {
    suspendedAndErased("gina");
    signsUp("gina2", "Gina+new@people.test");
    town.deliver();
    assertThat(town.lettersTo("Gina+new@people.test").getLast().text()).doesNotContain("token=");
    signsUp("g", "g.ina@people.test");
    town.deliver();
    assertThat(town.lettersTo("g.ina@people.test").getLast().text()).contains("token=");
  }

  @Test
  void where_no_mail_is_sent_it_is_refused_with_all_other_faults_like_one_that_is_taken() {
    town.close();
    town = Entrance.with(folder, AccessSettings.Mode.OPEN, false, false);
    signsUp("alice", "alice@people.test");
    suspendedAndErased("gina");
    assertThat(faults("alice", "gina@people.test"))
        .isEqualTo(faults("alice", "alice@people.test"))
        .containsExactly("username ERR_TAKEN", "email ERR_TAKEN");
    var owner =
        town.access
            .registration()
            .create("gina3", "gina@people.test", Entrance.PASSWORD, Standing.Role.USER);
    assertThat(owner.account().standing().state())
        .as("whoever runs the server may")
        .isEqualTo(Standing.State.ACTIVE);
  }

  @Test
  void whose_suspension_ended_may_leave_and_come_back() {
    AccountId gina = member("gina");
    town.access.registration().suspended(gina);
    town.access.registration().unsuspend(gina);
    erase(gina);
    signsUp("gina2", "gina@people.test");
    town.deliver();
    assertThat(town.lettersTo("gina@people.test").getLast().text()).contains("token=");
  }

  @Test
  void whoever_was_not_let_in_waits_again_and_the_moderators_see_it() {
    AccountId fritz = waits("fritz", "fritz@people.test");
    town.access.registration().reject(fritz, "");
    var refusedAt = town.now();
    town.pass(Duration.ofDays(3));
    waits("fritz2", "fritz@people.test");
    waits("new", "new@people.test");
    assertThat(town.access.registration().waiting(10))
        .extracting(Registration.Waiting::before)
        .containsExactly(new Before(Before.What.REFUSED, refusedAt), Before.NEVER);
  }

  @Test
  void whoever_is_let_in_the_second_time_is_not_held_to_the_first() {
    town.access.registration().reject(waits("fritz", "fritz@people.test"), "");
    AccountId fritz = waits("fritz2", "fritz@people.test");
    town.access.registration().approve(fritz);
    erase(fritz);
    waits("fritz3", "fritz@people.test");
    assertThat(town.access.registration().waiting(10).getFirst().before()).isEqualTo(Before.NEVER);
  }

  @Test
  void a_suspension_outlasts_what_becomes_of_another_address_of_the_mailbox() {
    AccountId refused = waits("fritz", "sam+2@googlemail.com");
    AccountId letIn = waits("kim", "sam+3@googlemail.com");
    town.access.registration().suspended(waits("sam", "s.am+1@gmail.com"));
    town.access.registration().reject(refused, "");
    town.access.registration().approve(letIn);
    int number = 2;
    for (String mailbox : List.of("sam@gmail.com", "sam@googlemail.com")) {
      signsUp("sam" + number++, mailbox);
      town.deliver();
      assertThat(town.lettersTo(mailbox).getLast().text()).as(mailbox).doesNotContain("token=");
    }
  }

  @Test
  void an_address_that_somebody_only_named_is_not_held_against_its_owner() {
    AccountId liar = signsUp("liar", "bob@people.test").id();
    town.access.registration().suspended(liar);
    erase(liar);
    signsUp("bob", "bob@people.test");
    town.deliver();
    assertThat(town.lettersTo("bob@people.test").getLast().text()).contains("token=");
  }

  @Test
  void after_two_years_nothing_of_it_is_left() {
    suspendedAndErased("gina");
    town.pass(KEPT.minusDays(1));
    town.access.registration().sweep(100);
    signsUp("gina2", "gina@people.test");
    town.deliver();
    assertThat(town.lettersTo("gina@people.test").getLast().text()).doesNotContain("token=");
    town.pass(Duration.ofDays(1));
    signsUp("gina3", "gina@people.test");
    town.deliver();
    assertThat(town.lettersTo("gina@people.test").getLast().text()).contains("token=");
    assertThat(rows()).isEqualTo(1);
    town.access.registration().sweep(100);
    assertThat(rows()).isZero();
  }

  @Test
  void the_address_itself_lies_in_no_file() throws IOException {
    suspendedAndErased("gina");
    town.store.eraseDeleted();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain("gina@people");
      }
    }
  }

  private int rows() {
    return town.store.scan(Table.plain("turned_away_since"), Key.NONE, 10).size();
  }

  private List<String> faults(String username, String email) {
    Refusal.Invalid refusal = (Refusal.Invalid) Refusing.refusal(() -> signsUp(username, email));
    return refusal.faults().stream().map(f -> f.field() + " " + f.code()).toList();
  }

  private Account signsUp(String username, String email) {
    return town.access.registration().register(Entrance.wants(username, email)).account();
  }

  private AccountId waits(String username, String email) {
    Account account = signsUp(username, email);
    town.deliver();
    assertThat(town.access.registration().confirm(town.lastLink())).contains(account.id());
    return account.id();
  }

  private AccountId member(String username) {
    AccountId account = signsUp(username, username + "@people.test").id();
    town.deliver();
    town.letters.stream().reduce((_, last) -> last).ifPresent(_ -> confirm());
    return account;
  }

  private void confirm() {
    var _ = town.access.registration().confirm(town.lastLink());
  }

  private void suspendedAndErased(String username) {
    AccountId account = member(username);
    town.access.registration().suspended(account);
    erase(account);
  }

  private void erase(AccountId account) {
    town.accounts.delete(account);
    town.access.credentials().erase(account);
  }
}
