package verbatim.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.accounts.Account;
import verbatim.accounts.Standing;
import verbatim.kernel.AccountId;
import verbatim.kernel.InvitationId;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.Secret;

/// Links that let people in: how many, how long, and who may make them.
class InvitingTest {
  private static final Limits.People LIMITS = Limits.usual().people();
  private static final Duration WEEK = Duration.ofDays(7);

  @TempDir Path folder;
  private final AtomicBoolean membersInvite = new AtomicBoolean();
  private Entrance town;
  private int comers;

  private void open(AccessSettings.Mode mode, boolean confirmsByMail) {
    town =
        Entrance.with(
            folder,
            new AccessSettings(
                URI.create("https://town.test"),
                () -> mode,
                membersInvite::get,
                confirmsByMail,
                false));
  }

  @AfterEach
  void close() {
    town.close();
  }

  private Invitations invitations() {
    return town.access.invitations();
  }

  private Invitations.Made houseInvites(int uses) {
    return invitations().make(Invitations.HOUSE, "the choir", uses, WEEK);
  }

  private static Secret code(Invitations.Made made) {
    String address = made.address().reveal();
    return new Secret(address.substring(address.lastIndexOf('/') + 1));
  }

  private Account joins(String name, Secret code) {
    // Each from a network of his own.
    NewMember wanted =
        new NewMember(
            name,
            name + "@people.test",
            Entrance.PASSWORD,
            true,
            "en",
            "",
            code,
            Entrance.address(100 + comers++));
    return town.access.registration().register(wanted).account();
  }

  private static Refusal refusal(Runnable deed) {
    return catchThrowableOfType(Refused.class, deed::run).refusal();
  }

  private Standing.State state(Account account) {
    return town.accounts.find(account.id()).orElseThrow().standing().state();
  }

  private AccountId person(String name, Standing.Role role) {
    return town.access
        .registration()
        .create(name, name + "@people.test", Entrance.PASSWORD, role)
        .account()
        .id();
  }

  @Test
  void it_lets_in_where_registration_is_closed_and_only_with_it() {
    open(AccessSettings.Mode.CLOSED, false);
    Invitations.Made made = houseInvites(1);
    assertThat(made.address().reveal()).startsWith("https://town.test/invite/");
    assertThat(refusal(() -> joins("anna", new Secret("")))).isInstanceOf(Refusal.Forbidden.class);
    Account ben = joins("ben", code(made));
    assertThat(state(ben)).isEqualTo(Standing.State.ACTIVE);
    assertThat(invitations().find(made.invitation().id()).orElseThrow().came())
        .containsExactly(ben.id());
    assertThat(invitations().inviterOf(ben.id())).contains(Invitations.HOUSE);
    town.access.credentials().erase(ben.id());
    assertThat(invitations().inviterOf(ben.id())).isEmpty();
  }

  @Test
  void who_has_one_waits_for_no_approval_and_is_asked_for_no_reason_but_proves_his_address() {
    open(AccessSettings.Mode.APPROVAL, true);
    Account ben = joins("ben", code(houseInvites(1)));
    assertThat(state(ben)).isEqualTo(Standing.State.UNCONFIRMED);
    town.deliver();
    assertThat(town.access.registration().confirm(town.lastLink())).contains(ben.id());
    assertThat(state(ben)).isEqualTo(Standing.State.ACTIVE);
    assertThat(town.access.registration().waiting(10)).isEmpty();
  }

  @Test
  void it_is_good_for_so_many_and_no_more() {
    open(AccessSettings.Mode.CLOSED, false);
    Invitations.Made made = houseInvites(2);
    joins("anna", code(made));
    // Whoever is refused takes nobody's place.
    assertThat(refusal(() -> joins("anna", code(made)))).isInstanceOf(Refusal.Invalid.class);
    assertThat(refusal(() -> joins("no spaces", code(made)))).isInstanceOf(Refusal.Invalid.class);
    joins("ben", code(made));
    assertThat(refusal(() -> joins("cleo", code(made)))).isInstanceOf(Refusal.Forbidden.class);
    assertThat(invitations().opened(code(made))).isEmpty();
  }

  @Test
  void of_many_who_want_the_last_place_at_once_one_gets_it() throws Exception {
    open(AccessSettings.Mode.CLOSED, false);
    Invitations.Made made = houseInvites(1);
    List<Callable<Boolean>> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      NewMember wanted =
          new NewMember(
              "racer" + i,
              "racer" + i + "@people.test",
              Entrance.PASSWORD,
              true,
              "en",
              "",
              code(made),
              Entrance.address(200 + i));
      all.add(() -> came(wanted));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      long came = 0;
      for (var one : threads.invokeAll(all)) {
        came += one.get() ? 1 : 0;
      }
      assertThat(came).isEqualTo(1);
    }
    assertThat(invitations().all().getFirst().came()).hasSize(1);
    assertThat(town.accounts.localCount()).isEqualTo(1);
  }

  private boolean came(NewMember wanted) {
    try {
      var _ = town.access.registration().register(wanted);
      return true;
    } catch (Refused _) {
      return false;
    }
  }

  @Test
  void it_ends_with_its_day_and_when_it_is_taken_back_and_is_forgotten_a_month_later() {
    open(AccessSettings.Mode.CLOSED, false);
    Invitations.Made first = houseInvites(5);
    Invitations.Made second = houseInvites(5);
    invitations().end(second.invitation().id());
    assertThat(invitations().opened(code(second))).isEmpty();
    town.pass(WEEK.minusSeconds(1));
    assertThat(invitations().opened(code(first))).isPresent();
    town.pass(Duration.ofSeconds(1));
    assertThat(invitations().opened(code(first))).isEmpty();
    town.access.registration().sweep(100);
    assertThat(invitations().all()).hasSize(1);
    town.pass(Duration.ofDays(31));
    town.access.registration().sweep(100);
    assertThat(invitations().all()).isEmpty();
    assertThat(refusal(() -> invitations().end(new InvitationId(7))))
        .isInstanceOf(Refusal.NotFound.class);
  }

  @Test
  void rubbish_and_the_codes_of_others_open_nothing() {
    open(AccessSettings.Mode.CLOSED, false);
    Invitations.Made one = houseInvites(1);
    Invitations.Made two = houseInvites(1);
    String good = code(one).reveal();
    String other = two.invitation().id() + good.substring(good.indexOf('.'));
    for (String bad :
        List.of(
            "", ".", good + "x", good.substring(1), other, one.invitation().id() + ".", "a.b")) {
      assertThat(invitations().opened(new Secret(bad))).as(bad).isEmpty();
    }
    assertThat(invitations().opened(new Secret(good))).isPresent();
  }

  @Test
  void the_code_lies_nowhere_on_the_disk() throws IOException {
    open(AccessSettings.Mode.CLOSED, false);
    Invitations.Made made = houseInvites(1);
    AccountId anna = person("anna", Standing.Role.USER);
    String reset = town.access.credentials().resetLink(anna).reveal();
    town.access.registration().sweep(10);
    assertThat(made.toString() + made.invitation()).doesNotContain(code(made).reveal());
    List<String> secrets =
        List.of(code(made).reveal().split("\\.")[1], reset.substring(reset.lastIndexOf('.') + 1));
    assertThat(files()).anyMatch(file -> file.contains("the choir"));
    for (String secret : secrets) {
      assertThat(files()).noneMatch(file -> file.contains(secret));
    }
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).map(InvitingTest::read).toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException _) {
      return "";
    }
  }

  @Test
  void admins_make_them_and_members_where_the_house_lets_them() {
    open(AccessSettings.Mode.CLOSED, false);
    AccountId admin = person("ada", Standing.Role.ADMIN);
    AccountId member = person("mona", Standing.Role.USER);
    invitations().make(admin, "", 1, WEEK);
    assertThat(refusal(() -> invitations().make(member, "", 1, WEEK)))
        .isInstanceOf(Refusal.Forbidden.class);
    membersInvite.set(true);
    Invitations.Made made = invitations().make(member, "", 2, WEEK);
    joins("ben", code(made));
    membersInvite.set(false);
    assertThat(refusal(() -> joins("cleo", code(made)))).isInstanceOf(Refusal.Forbidden.class);
    membersInvite.set(true);
    town.accounts.change(
        member, a -> a.with(new Standing(Standing.State.SUSPENDED, a.standing().role(), false)));
    assertThat(invitations().opened(code(made))).isEmpty();
    assertThat(invitations().of(member)).hasSize(1);
    town.accounts.delete(member);
    town.access.credentials().erase(member);
    assertThat(invitations().of(member)).isEmpty();
    assertThat(invitations().all()).hasSize(1);
  }

  @Test
  void everything_of_one_has_a_bound() {
    open(AccessSettings.Mode.CLOSED, false);
    AccountId admin = person("ada", Standing.Role.ADMIN);
    int most = LIMITS.invitationUsesMax();
    invitations().make(admin, "n".repeat(LIMITS.invitationNoteCharactersMax()), most, WEEK);
    invitations().make(admin, "", 1, LIMITS.invitationMax());
    String longer = "n".repeat(LIMITS.invitationNoteCharactersMax() + 1);
    assertThat(field(() -> invitations().make(admin, longer, 1, WEEK))).isEqualTo("whom");
    assertThat(field(() -> invitations().make(admin, "two\nlines", 1, WEEK))).isEqualTo("whom");
    assertThat(field(() -> invitations().make(admin, "", most + 1, WEEK))).isEqualTo("uses");
    assertThat(field(() -> invitations().make(admin, "", 0, WEEK))).isEqualTo("uses");
    assertThat(field(() -> invitations().make(admin, "", 1, Duration.ZERO))).isEqualTo("days");
    assertThat(field(() -> invitations().make(admin, "", 1, LIMITS.invitationMax().plusSeconds(1))))
        .isEqualTo("days");
    for (int i = 2; i < LIMITS.invitationsOfOneMax(); i++) {
      invitations().make(admin, "", 1, WEEK);
    }
    assertThat(field(() -> invitations().make(admin, "", 1, WEEK))).isEqualTo("invitations");
    invitations().end(invitations().of(admin).getFirst().id());
    invitations().make(admin, "", 1, WEEK);
  }

  @Test
  void of_all_there_are_so_many_and_no_more() {
    open(AccessSettings.Mode.CLOSED, false);
    for (int i = 0; i < LIMITS.invitationsMax(); i++) {
      houseInvites(1);
    }
    assertThat(field(() -> houseInvites(1))).isEqualTo("invitations");
    // One that has ended stands in nobody's way.
    invitations().end(invitations().all().getLast().id());
    houseInvites(1);
    assertThat(field(() -> houseInvites(1))).isEqualTo("invitations");
  }

  private static String field(Runnable deed) {
    return ((Refusal.Invalid) refusal(deed)).faults().getFirst().field();
  }

  @Test
  void a_link_for_a_new_password_works_once_and_not_for_long() {
    open(AccessSettings.Mode.OPEN, false);
    AccountId anna = person("anna", Standing.Role.USER);
    Secret cookie = town.cookie("anna");
    Secret old = reset(anna);
    Secret link = reset(anna);
    Secret wanted = new Secret("another good password");
    assertThat(refusal(() -> town.access.credentials().reset(old, wanted)))
        .as("a newer one ends it")
        .isInstanceOf(Refusal.Invalid.class);
    assertThat(town.access.sessions().browser(cookie))
        .as("nothing ends before it is used")
        .isInstanceOf(Caller.SignedIn.class);
    town.access.credentials().reset(link, wanted);
    assertThat(town.access.sessions().browser(cookie)).isNotInstanceOf(Caller.SignedIn.class);
    assertThat(town.signIn("anna", wanted)).isInstanceOf(SignIn.Answer.Welcome.class);
    assertThat(refusal(() -> town.access.credentials().reset(link, Entrance.PASSWORD)))
        .isInstanceOf(Refusal.Invalid.class);
    Secret late = reset(anna);
    town.pass(LIMITS.mailLinkMax());
    assertThat(refusal(() -> town.access.credentials().reset(late, Entrance.PASSWORD)))
        .isInstanceOf(Refusal.Invalid.class);
    assertThat(refusal(() -> town.access.credentials().resetLink(new AccountId(7))))
        .isInstanceOf(Refusal.NotFound.class);
  }

  private Secret reset(AccountId account) {
    String address = town.access.credentials().resetLink(account).reveal();
    return new Secret(address.substring(address.indexOf("token=") + "token=".length()));
  }
}
