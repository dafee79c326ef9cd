package verbatim.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static verbatim.Refusing.assertForbidden;
import static verbatim.Refusing.fault;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.accounts.Handle;
import verbatim.accounts.Standing;
import verbatim.kernel.AccountId;
import verbatim.kernel.Fork;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.Secret;
import verbatim.kernel.SessionId;

class SigningUpTest {
  @TempDir Path folder;
  Entrance town;

  @BeforeEach
  void open() {
    town = Entrance.open(folder);
  }

  @AfterEach
  void close() {
    town.close();
  }

  @Test
  void waits_for_the_link_in_the_letter() {
    var account = town.access.registration().register(Entrance.wants("alice")).account();
    assertThat(account.standing().state()).isEqualTo(Standing.State.UNCONFIRMED);

    town.deliver();
    assertThat(town.lettersTo("alice@people.test")).hasSize(1);
    assertThat(town.access.registration().confirm(town.lastLink())).contains(account.id());
    assertThat(state(account.id())).isEqualTo(Standing.State.ACTIVE);
  }

  @Test
  void is_counted_as_a_member_once_confirmed_and_let_in() {
    town.close();
    town = Entrance.with(folder, AccessSettings.Mode.APPROVAL, true, false);
    Registration registration = town.access.registration();
    var alice = registration.register(Entrance.wants("alice")).account().id();
    var bob = registration.register(Entrance.wants("bob")).account().id();
    assertThat(registration.countMembers()).isZero();
    town.deliver();
    registration.confirm(Entrance.link(town.lettersTo("alice@people.test").getLast()));
    assertThat(registration.countMembers()).isZero();
    registration.approve(alice);
    assertThat(registration.countMembers()).isEqualTo(1);
    registration.create("carol", "carol@people.test", Entrance.PASSWORD, Standing.Role.USER);
    assertThat(registration.countMembers()).isEqualTo(2);
    registration.reject(bob, "");
    town.accounts.delete(alice);
    assertThat(registration.countMembers()).isEqualTo(1);
  }

  @Test
  void a_link_works_once() {
    town.member("alice");
    assertThat(town.access.registration().confirm(town.lastLink())).isEmpty();
  }

  @Test
  void gets_letters_in_the_language_of_joining_until_another_is_chosen() {
    NewMember german =
        new NewMember(
            "grete", "grete@people.test", Entrance.PASSWORD, true, "de", "", Entrance.address(1));
    var account = town.access.registration().register(german).account();
    town.deliver();
    assertThat(town.letters.getLast().subject()).startsWith("Bestätige deine Adresse");
    town.access.registration().confirm(town.lastLink());
    asksForANewPassword();
    assertThat(town.letters.getLast().subject()).startsWith("Ein neues Passwort");
    town.accounts.prefer(account.id(), wish -> wish.withLook("", "", "", "", "en"));
    asksForANewPassword();
    assertThat(town.letters.getLast().subject()).startsWith("A new password");
  }

  private void asksForANewPassword() {
    town.access.credentials().askReset("grete@people.test", Entrance.address(1));
    town.deliver();
  }

  @Test
  void a_link_of_yesterday_is_dead() {
    var account = town.access.registration().register(Entrance.wants("alice")).account();
    town.deliver();
    town.pass(Duration.ofDays(1));
    assertThat(town.access.registration().confirm(town.lastLink())).isEmpty();
    assertThat(state(account.id())).isEqualTo(Standing.State.UNCONFIRMED);
  }

  @Test
  void links_of_others_and_rubbish_confirm_nothing() {
    var account = town.access.registration().register(Entrance.wants("alice")).account();
    town.deliver();
    String good = town.lastLink().reveal();
    for (String bad :
        List.of("", ".", good + "x", good.substring(1), "9" + good, account.id() + ".", "a.b")) {
      assertThat(town.access.registration().confirm(new Secret(bad))).as(bad).isEmpty();
    }
    assertThat(state(account.id())).isEqualTo(Standing.State.UNCONFIRMED);
  }

  @Test
  void hears_of_every_fault_at_once() {
    var wanted =
        new NewMember(
            "no spaces!",
            "a@b",
            new Secret("short"),
            false,
            "",
            "r".repeat(501),
            Entrance.address(1));
    assertThat(faults(wanted))
        .containsExactly(
            "username ERR_INVALID",
            "email ERR_INVALID",
            "password ERR_TOO_SHORT",
            "agreement ERR_ACCEPTED",
            "reason ERR_TOO_LONG");
  }

  @Test
  void blanks_and_what_is_too_long_are_faults() {
    var blank = new NewMember("", "", new Secret(""), true, "", "", Entrance.address(1));
    assertThat(faults(blank))
        .containsExactly("username ERR_BLANK", "email ERR_BLANK", "password ERR_BLANK");
    var longer =
        new NewMember(
            "a".repeat(31),
            "a".repeat(65) + "@people.test",
            new Secret("p".repeat(129)),
            true,
            "",
            "",
            Entrance.address(1));
    assertThat(faults(longer))
        .containsExactly("username ERR_TOO_LONG", "email ERR_INVALID", "password ERR_TOO_LONG");
  }

  @Test
  void a_reserved_name_leaves_the_address_free() {
    assertThat(faults(Entrance.wants("admin", "a@people.test"))).hasSize(1);
    town.access.registration().register(Entrance.wants("alice", "a@people.test"));
  }

  @Test
  void name_and_address_are_taken_without_regard_to_case() {
    town.member("alice");
    assertThat(faults(Entrance.wants("ALICE", "Alice@People.test")))
        .containsExactly("username ERR_TAKEN");
    town.access.registration().register(Entrance.wants("bob", "Alice@People.test"));
  }

  @Test
  void without_mail_a_taken_address_is_a_fault() {
    town.close();
    town = Entrance.with(folder, AccessSettings.Mode.OPEN, false, false);
    town.access.registration().register(Entrance.wants("alice"));
    assertThat(faults(Entrance.wants("ALICE", "Alice@People.test")))
        .containsExactly("username ERR_TAKEN", "email ERR_TAKEN");
  }

  @Test
  void a_taken_address_is_answered_as_if_it_were_free_and_its_owner_gets_a_letter() {
    AccountId alice = town.member("alice");
    int before = town.lettersTo("alice@people.test").size();
    var free = town.access.registration().register(Entrance.wants("free"));
    var taken = town.access.registration().register(Entrance.wants("eve", "alice@people.test"));
    assertThat(taken.account().standing()).isEqualTo(free.account().standing());
    town.deliver();

    var letters = town.lettersTo("alice@people.test");
    assertThat(letters).hasSize(before + 1);
    assertThat(letters.getLast().subject()).contains("already");
    assertThat(letters.getLast().text()).doesNotContain("token=").doesNotContain("eve");
    assertThat(state(taken.account().id())).isEqualTo(Standing.State.UNCONFIRMED);
    // She signs in with her address as before, and he can do nothing with it.
    assertThat(town.behind(town.cookie("alice@people.test")).account()).isEqualTo(alice);
    town.access.credentials().erase(taken.account().id());
    assertThat(town.behind(town.cookie("alice@people.test")).account()).isEqualTo(alice);
  }

  @Test
  void asking_for_the_letter_again_to_a_taken_address_tells_nothing_either() {
    town.member("alice");
    var eve = town.access.registration().register(Entrance.wants("eve")).account();
    town.access
        .registration()
        .resend(
            new Caller.Pending(eve.id(), new SessionId(1), ""),
            "alice@people.test",
            Entrance.address(1));
    town.deliver();
    assertThat(town.lettersTo("alice@people.test").getLast().text()).doesNotContain("token=");
    assertThat(state(eve.id())).isEqualTo(Standing.State.UNCONFIRMED);
  }

  @Test
  void who_opens_the_letter_has_the_address_and_not_who_named_it_first() {
    var squatter =
        town.access.registration().register(Entrance.wants("squatter", "bob@people.test"));
    var bob = town.access.registration().register(Entrance.wants("bob")).account();
    town.deliver();
    Secret his = Entrance.link(town.lettersTo("bob@people.test").getLast());
    Secret first = Entrance.link(town.lettersTo("bob@people.test").getFirst());
    assertThat(town.access.registration().confirm(his)).contains(bob.id());
    assertThat(town.access.registration().confirm(first)).isEmpty();
    assertThat(state(squatter.account().id())).isEqualTo(Standing.State.UNCONFIRMED);
    assertThat(town.behind(town.cookie("bob@people.test")).account()).isEqualTo(bob.id());
  }

  @Test
  void one_of_many_who_race_for_an_address_gets_it() {
    town.close();
    town = Entrance.with(folder, AccessSettings.Mode.OPEN, false, false);
    List<Callable<Boolean>> racers =
        IntStream.range(0, 12)
            .<Callable<Boolean>>mapToObj(
                i ->
                    () -> {
                      try {
                        town.access
                            .registration()
                            .register(Entrance.wants("racer" + i, "same@people.test"));
                        return true;
                      } catch (Refused e) {
                        return false;
                      }
                    })
            .toList();
    assertThat(Fork.all(Duration.ofSeconds(60), racers)).filteredOn(won -> won).hasSize(1);
    long made =
        IntStream.range(0, 12)
            .filter(i -> town.accounts.find(Handle.here("racer" + i)).isPresent())
            .count();
    assertThat(made).isEqualTo(1);
  }

  @Test
  void an_address_nobody_confirmed_is_free_again_after_a_day() {
    town.access.registration().register(Entrance.wants("squatter", "bob@people.test"));
    town.pass(Duration.ofDays(1));
    town.member("bob");
    assertThat(town.behind(town.cookie("bob@people.test"))).isNotNull();
  }

  @Test
  void the_one_who_lost_his_address_cannot_confirm_it_any_more() {
    var squatter =
        town.access.registration().register(Entrance.wants("squatter", "bob@people.test"));
    town.pass(Duration.ofDays(1));
    town.member("bob");
    town.access
        .registration()
        .resend(
            new Caller.Pending(squatter.account().id(), new SessionId(1), ""),
            "",
            Entrance.address(1));
    town.deliver();
    assertThat(town.lettersTo("bob@people.test").getLast().text()).doesNotContain("token=");
  }

  @Test
  void ambiguous_addresses_are_refused() {
    for (String email :
        Stream.of(
                "a%b@x.test",
                "\"a,b\"@x.test",
                "a@x.test,b@y.test",
                "a@x.test\r\nBcc:c@z.test",
                "a@x.test ",
                " a@x.test",
                "a@x.test\n",
                "a".repeat(321) + "@x.test",
                "a@пример.test",
                "\"quoted\"@x.test",
                "a@b@x.test",
                "a@[127.0.0.1]",
                "a@-x.test",
                "a..b@x.test",
                ".a@x.test",
                "a@x..test",
                "<a@x.test>",
                "a@x.test(comment)",
                "a\u0000@x.test")
            .toList()) {
      assertThat(faults(Entrance.wants("alice", email)))
          .as(email)
          .containsExactly("email ERR_INVALID");
    }
  }

  @Test
  void one_address_gets_a_handful_of_letters_an_hour_whoever_asks() {
    for (int i = 0; i < 50; i++) {
      int from = i;
      ignoringRefusals(
          () -> town.access.registration().resend("victim@people.test", Entrance.address(from)));
    }
    town.access.registration().register(Entrance.wants("victim"));
    for (int i = 0; i < 50; i++) {
      int from = i;
      ignoringRefusals(
          () -> town.access.registration().resend("victim@people.test", Entrance.address(from)));
    }
    town.deliver();
    assertThat(town.letters.size()).isBetween(1, 4);
  }

  @Test
  void one_account_sends_three_letters_an_hour_to_whatever_addresses() {
    var account = town.access.registration().register(Entrance.wants("alice")).account();
    var pending = new Caller.Pending(account.id(), new SessionId(1), "");
    for (int i = 0; i < 50; i++) {
      String to = "v" + i + "@people.test";
      int from = i;
      ignoringRefusals(
          () -> town.access.registration().resend(pending, to, Entrance.address(from)));
    }
    town.deliver();
    assertThat(town.letters.size()).isBetween(1, 3);
  }

  @Test
  void the_twenty_sixth_from_one_network_is_too_many() {
    for (int i = 0; i < 25; i++) {
      town.access.registration().register(Entrance.wants("p" + i));
    }
    assertThatThrownBy(() -> town.access.registration().register(Entrance.wants("p25")))
        .isInstanceOfSatisfying(
            Refused.class, r -> assertThat(r.refusal()).isInstanceOf(Refusal.TooMany.class));
  }

  @Test
  void by_approval_waits_for_a_moderator() {
    try (var strict =
        Entrance.with(folder.resolve("strict"), AccessSettings.Mode.APPROVAL, true, false)) {
      AccountId alice = strict.member("alice");
      assertThat(strict.accounts.find(alice).orElseThrow().standing().state())
          .isEqualTo(Standing.State.PENDING);
      assertThat(strict.access.registration().waiting(10))
          .extracting(Registration.Waiting::account)
          .containsExactly(alice);

      strict.access.registration().approve(alice);
      assertThat(strict.accounts.find(alice).orElseThrow().standing().state())
          .isEqualTo(Standing.State.ACTIVE);
      assertThat(strict.access.registration().waiting(10)).isEmpty();
      strict.deliver();
      assertThat(strict.letters.getLast().subject()).contains("Welcome");
    }
  }

  @Test
  void the_rejected_are_erased_and_their_address_is_free() {
    try (var strict =
        Entrance.with(folder.resolve("strict"), AccessSettings.Mode.APPROVAL, true, false)) {
      AccountId alice = strict.member("alice");
      strict.access.registration().reject(alice, "");
      assertThat(strict.accounts.find(alice).map(a -> a.standing().state()))
          .isIn(java.util.Optional.empty(), java.util.Optional.of(Standing.State.DELETED));
      strict.access.registration().register(Entrance.wants("anna", "alice@people.test"));
    }
  }

  @Test
  void a_member_cannot_be_rejected() {
    AccountId alice = town.member("alice");
    assertThatThrownBy(() -> town.access.registration().reject(alice, ""))
        .isInstanceOf(Refused.class);
    assertThat(state(alice)).isEqualTo(Standing.State.ACTIVE);
  }

  @Test
  void closed_is_closed_but_for_the_command_line() {
    try (var shut =
        Entrance.with(folder.resolve("shut"), AccessSettings.Mode.CLOSED, true, false)) {
      assertThatThrownBy(() -> shut.access.registration().register(Entrance.wants("alice")))
          .isInstanceOfSatisfying(
              Refused.class, r -> assertThat(r.refusal()).isInstanceOf(Refusal.Forbidden.class));
      var owner =
          shut.access
              .registration()
              .create("olga", "olga@people.test", Entrance.PASSWORD, Standing.Role.OWNER);
      assertThat(owner.account().standing().role()).isEqualTo(Standing.Role.OWNER);
      assertThat(shut.access.firstOwner().offer()).isEmpty();
    }
  }

  @Test
  void in_test_mode_and_without_mail_an_address_counts_at_once() {
    try (var test = Entrance.with(folder.resolve("test"), AccessSettings.Mode.OPEN, true, true);
        var mailless =
            Entrance.with(folder.resolve("mailless"), AccessSettings.Mode.OPEN, false, false)) {
      for (Entrance entrance : List.of(test, mailless)) {
        var account = entrance.access.registration().register(Entrance.wants("alice")).account();
        assertThat(account.standing().state()).isEqualTo(Standing.State.ACTIVE);
        entrance.deliver();
        assertThat(entrance.letters).isEmpty();
      }
    }
  }

  @Test
  void the_unconfirmed_are_swept_away_after_a_week() {
    var account = town.access.registration().register(Entrance.wants("alice")).account();
    AccountId bob = town.member("bob");
    town.pass(Duration.ofDays(7));
    assertThat(town.access.registration().sweep(100)).isZero();
    town.pass(Duration.ofMillis(1));
    assertThat(town.access.registration().sweep(100)).isEqualTo(1);
    assertThat(town.accounts.find(account.id()).map(a -> a.standing().state()))
        .isIn(java.util.Optional.empty(), java.util.Optional.of(Standing.State.DELETED));
    assertThat(state(bob)).isEqualTo(Standing.State.ACTIVE);
  }

  @Test
  void a_suspension_that_ends_lets_nobody_in_who_has_not_confirmed() {
    var alice = town.access.registration().register(Entrance.wants("alice")).account().id();
    suspend(alice);
    assertThat(town.access.registration().unsuspend(alice)).isEqualTo(Standing.State.UNCONFIRMED);
    assertThat(state(alice)).isEqualTo(Standing.State.UNCONFIRMED);
    AccountId bob = town.member("bob");
    suspend(bob);
    assertThat(town.access.registration().unsuspend(bob)).isEqualTo(Standing.State.ACTIVE);
  }

  @Test
  void whoever_is_in_without_having_confirmed_is_not_swept_away() {
    var alice = town.access.registration().register(Entrance.wants("alice")).account().id();
    town.accounts.change(alice, a -> a.with(Standing.active()));
    town.pass(Duration.ofDays(8));
    assertThat(town.access.registration().sweep(100)).isZero();
    assertThat(state(alice)).isEqualTo(Standing.State.ACTIVE);
  }

  private void suspend(AccountId account) {
    town.accounts.change(
        account, a -> a.with(new Standing(Standing.State.SUSPENDED, a.standing().role(), false)));
  }

  @Test
  void nobody_becomes_owner_by_being_first_and_the_printed_code_makes_one() {
    town.member("alice");
    town.member("bob");
    var alice = town.behind(town.cookie("alice"));
    var bob = town.behind(town.cookie("bob"));
    assertThat(role(alice)).isEqualTo(Standing.Role.USER);

    Secret code = town.access.firstOwner().offer().orElseThrow();
    assertThat(town.access.firstOwner().claim(alice, new Secret("guess"))).isFalse();

    List<Callable<Boolean>> both =
        List.of(
            () -> town.access.firstOwner().claim(alice, code),
            () -> town.access.firstOwner().claim(bob, code));
    assertThat(Fork.all(Duration.ofSeconds(60), both)).containsOnlyOnce(true);
    assertThat(List.of(role(alice), role(bob))).containsOnlyOnce(Standing.Role.OWNER);
    assertThat(town.access.firstOwner().offer()).isEmpty();
  }

  @Test
  void a_code_counts_after_the_next_start_until_one_was_used_or_it_is_too_old() {
    FirstOwner owner = town.access.firstOwner();
    Secret tooOld = owner.offer().orElseThrow();
    town.pass(FirstOwner.CODE_MAX);
    assertThat(owner.isOffered(tooOld)).isFalse();
    Secret before = owner.offer().orElseThrow();
    Secret now = owner.offer().orElseThrow();
    assertThat(owner.isOffered(before)).isTrue();
    assertThat(owner.isOffered(now)).isTrue();
    assertThat(owner.isOffered(new Secret(""))).isFalse();
    var boss = founds("boss", before);
    assertThat(boss.account().standing())
        .isEqualTo(new Standing(Standing.State.ACTIVE, Standing.Role.OWNER, false));
    assertThat(owner.isOffered(before)).isFalse();
    assertThat(owner.isOffered(now)).isFalse();
    assertThat(owner.offer()).isEmpty();
    assertForbidden(() -> founds("late", now));
    assertThat(town.accounts.find(Handle.here("late"))).isEmpty();
  }

  @Test
  void of_two_who_use_one_link_at_once_the_slower_is_nobody_here() {
    Secret code = town.access.firstOwner().offer().orElseThrow();
    List<String> names = List.of("first", "second", "third");
    List<Callable<Boolean>> all = names.stream().map(name -> founding(name, code)).toList();
    List<Boolean> won = Fork.all(Duration.ofSeconds(60), all);
    assertThat(won).containsOnlyOnce(true);
    for (int i = 0; i < names.size(); i++) {
      assertThat(town.accounts.find(Handle.here(names.get(i))).isPresent())
          .as(names.get(i))
          .isEqualTo(won.get(i));
    }
    String free = names.get(won.indexOf(false));
    assertThat(state(town.access.registration().register(Entrance.wants(free)).account().id()))
        .isNotNull();
  }

  private Callable<Boolean> founding(String name, Secret code) {
    return () -> {
      try {
        return founds(name, code).account().standing().role() == Standing.Role.OWNER;
      } catch (Refused refused) {
        assertThat(refused.refusal()).isInstanceOf(Refusal.Forbidden.class);
        return false;
      }
    };
  }

  @Test
  void a_founder_whose_form_is_wrong_may_try_again_with_the_same_code() {
    Secret code = town.access.firstOwner().offer().orElseThrow();
    assertThat(fault(() -> founds("no name", code))).startsWith("username");
    assertThat(founds("boss", code).account().standing().role()).isEqualTo(Standing.Role.OWNER);
  }

  private Registered founds(String name, Secret code) {
    return town.access
        .registration()
        .found(name, name + "@people.test", Entrance.PASSWORD, code, Entrance.address(9));
  }

  private Standing.Role role(Caller.SignedIn who) {
    return town.accounts.find(who.account()).orElseThrow().standing().role();
  }

  private Standing.State state(AccountId account) {
    return town.accounts.find(account).orElseThrow().standing().state();
  }

  private List<String> faults(NewMember wanted) {
    Refused refused =
        catchThrowableOfType(Refused.class, () -> town.access.registration().register(wanted));
    return ((Refusal.Invalid) refused.refusal())
        .faults().stream().map(f -> f.field() + " " + f.code()).toList();
  }

  private static void ignoringRefusals(Runnable attempt) {
    try {
      attempt.run();
    } catch (Refused expected) {
      assertThat(expected.refusal()).isInstanceOf(Refusal.TooMany.class);
    }
  }
}
