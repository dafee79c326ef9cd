package verbatim.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.kernel.AccountId;
import verbatim.kernel.Fork;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.Secret;
import verbatim.mail.Letter;

/// Codes of an app and recovery codes, asked for after the password.
class ASecondFactorTest {
  private static final Secret OTHER_BROWSER = new Secret("the cookie of another browser");
  @TempDir Path folder;
  Entrance town;
  AccountId alice;
  Secret cookie;
  String key;
  List<Secret> recovery;

  @BeforeEach
  void open() {
    town = Entrance.open(folder);
    alice = town.member("alice");
    cookie = town.cookie("alice");
    SecondFactor.TotpOffer offer = factor().offerTotp(who(), Entrance.BROWSER);
    key = offer.secret().reveal();
    recovery =
        factor()
            .addTotp(who(), Entrance.BROWSER, offer.ticket(), code(), Proof.of(Entrance.PASSWORD));
    town.pass(Duration.ofMinutes(1));
    town.letters.clear();
  }

  @AfterEach
  void close() {
    town.close();
  }

  @Test
  void codes_are_those_of_the_standard() {
    // RFC 6238, appendix B, the last six of its eight digits.
    String standard = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    assertThat(Totp.code(standard, Instant.ofEpochSecond(59))).isEqualTo("287082");
    assertThat(Totp.code(standard, Instant.ofEpochSecond(1_111_111_109))).isEqualTo("081804");
    assertThat(Totp.code(standard, Instant.ofEpochSecond(20_000_000_000L))).isEqualTo("353130");
  }

  @Test
  void the_password_alone_opens_nothing() {
    assertThat(signIn()).isInstanceOf(SignIn.Answer.NeedsCode.class);
    assertThat(town.access.sessions().of(alice)).hasSize(1);
  }

  @Test
  void a_wrong_password_is_not_asked_for_a_code() {
    assertThat(town.signIn("alice", new Secret("guess guess")))
        .isInstanceOf(SignIn.Answer.Wrong.class);
  }

  @Test
  void the_code_of_the_app_opens_a_session() {
    assertThat(finish(half(), code())).isInstanceOf(SignIn.Answer.Welcome.class);
  }

  @Test
  void a_step_to_either_side_counts_and_no_further() {
    Instant now = town.now();
    assertThat(finish(half(), Totp.code(key, now.minusSeconds(60))))
        .isInstanceOf(SignIn.Answer.WrongCode.class);
    assertThat(finish(half(), Totp.code(key, now.plusSeconds(60))))
        .isInstanceOf(SignIn.Answer.WrongCode.class);
    assertThat(finish(half(), Totp.code(key, now.minusSeconds(30))))
        .isInstanceOf(SignIn.Answer.Welcome.class);
    assertThat(finish(half(), Totp.code(key, now.plusSeconds(30))))
        .isInstanceOf(SignIn.Answer.Welcome.class);
  }

  @Test
  void a_code_counts_once_and_none_before_it_counts_later() {
    String earlier = Totp.code(key, town.now().minusSeconds(30));
    String code = code();
    assertThat(finish(half(), code)).isInstanceOf(SignIn.Answer.Welcome.class);
    assertThat(finish(half(), code)).isInstanceOf(SignIn.Answer.WrongCode.class);
    assertThat(finish(half(), earlier)).isInstanceOf(SignIn.Answer.WrongCode.class);
  }

  @Test
  void of_many_at_once_with_one_code_one_comes_in() throws Exception {
    String code = code();
    List<Secret> halves = IntStream.range(0, 8).mapToObj(_ -> half()).toList();
    AtomicInteger in = new AtomicInteger();
    List<Callable<Object>> tries =
        halves.stream()
            .<Callable<Object>>map(
                half ->
                    () ->
                        finish(half, code) instanceof SignIn.Answer.Welcome
                            ? in.incrementAndGet()
                            : 0)
            .toList();
    Fork.all(Duration.ofMinutes(1), tries);
    assertThat(in.get()).isEqualTo(1);
  }

  @Test
  void what_is_half_done_counts_in_its_own_browser_for_minutes_and_once() {
    Secret half = half();
    assertThat(
            town.access
                .signIn()
                .finish(
                    new SignIn.Second(half, code(), "", OTHER_BROWSER, Entrance.address(2), "")))
        .isInstanceOf(SignIn.Answer.StartOver.class);
    assertThat(finish(half, code())).isInstanceOf(SignIn.Answer.Welcome.class);
    town.pass(Duration.ofMinutes(1));
    assertThat(finish(half, code())).isInstanceOf(SignIn.Answer.StartOver.class);
    Secret old = half();
    town.pass(Duration.ofMinutes(10));
    assertThat(finish(old, code())).isInstanceOf(SignIn.Answer.StartOver.class);
    assertThat(finish(new Secret("made up"), code())).isInstanceOf(SignIn.Answer.StartOver.class);
    assertThat(finish(new Secret(cookie.reveal()), code()))
        .isInstanceOf(SignIn.Answer.StartOver.class);
  }

  @Test
  void a_new_password_makes_what_is_half_done_void() {
    Secret half = half();
    town.access.credentials().setPassword(alice, new Secret("another horse battery"));
    assertThat(finish(half, code())).isInstanceOf(SignIn.Answer.StartOver.class);
  }

  @Test
  void a_recovery_code_counts_once_however_it_is_typed() {
    assertThat(recovery).hasSize(10);
    String typed =
        recovery.getFirst().reveal().toUpperCase(java.util.Locale.ROOT).replace('-', ' ');
    assertThat(finish(half(), typed)).isInstanceOf(SignIn.Answer.Welcome.class);
    assertThat(finish(half(), recovery.getFirst().reveal()))
        .isInstanceOf(SignIn.Answer.WrongCode.class);
    assertThat(factor().own(alice).recoveryCodesLeft()).isEqualTo(9);
    assertThat(finish(half(), recovery.get(1).reveal())).isInstanceOf(SignIn.Answer.Welcome.class);
  }

  @Test
  void a_recovery_code_of_bob_is_none_of_alice() {
    town.member("bob");
    Secret bobs = town.cookie("bob");
    SecondFactor.TotpOffer offer = factor().offerTotp(town.behind(bobs), Entrance.BROWSER);
    List<Secret> codes =
        factor()
            .addTotp(
                town.behind(bobs),
                Entrance.BROWSER,
                offer.ticket(),
                Totp.code(offer.secret().reveal(), town.now()),
                Proof.of(Entrance.PASSWORD));
    assertThat(finish(half(), codes.getFirst().reveal()))
        .isInstanceOf(SignIn.Answer.WrongCode.class);
  }

  @Test
  void guessing_codes_is_barred_for_the_account_wherever_it_comes_from_and_told() {
    for (int i = 0; i < 10; i++) {
      assertThat(guess(i)).as("try " + i).isInstanceOf(SignIn.Answer.WrongCode.class);
    }
    assertThat(guess(10)).isInstanceOf(SignIn.Answer.Locked.class);
    assertThat(guess(11)).isInstanceOf(SignIn.Answer.Locked.class);
    // The right one neither: else one more try would be free.
    assertThat(finish(half(), code())).isInstanceOf(SignIn.Answer.Locked.class);
    assertThat(finish(half(), recovery.getFirst().reveal()))
        .isInstanceOf(SignIn.Answer.Locked.class);
    assertThat(proves(new Proof(Entrance.PASSWORD, code(), "", Entrance.BROWSER)))
        .isInstanceOf(Refusal.TooMany.class);
    town.deliver();
    assertThat(town.letters).extracting(Letter::subject).anyMatch(s -> s.contains("tries codes"));
    town.pass(Duration.ofMinutes(1));
    assertThat(finish(half(), code())).isInstanceOf(SignIn.Answer.Welcome.class);
  }

  @Test
  void guessing_where_the_factor_is_switched_off_counts_the_same() {
    for (int i = 0; i < 10; i++) {
      assertThat(proves(new Proof(Entrance.PASSWORD, "000000", "", Entrance.BROWSER)))
          .isInstanceOf(Refusal.Invalid.class);
    }
    assertThat(proves(new Proof(Entrance.PASSWORD, code(), "", Entrance.BROWSER)))
        .isInstanceOf(Refusal.TooMany.class);
    assertThat(finish(half(), code())).isInstanceOf(SignIn.Answer.Locked.class);
  }

  @Test
  void switching_off_wants_password_and_code_and_is_told() {
    assertThat(proves(Proof.of(Entrance.PASSWORD))).isInstanceOf(Refusal.Invalid.class);
    assertThat(proves(new Proof(new Secret("guess guess"), code(), "", Entrance.BROWSER)))
        .isInstanceOf(Refusal.Invalid.class);
    assertThat(factor().own(alice).isOn()).isTrue();
    factor().removeTotp(who(), new Proof(Entrance.PASSWORD, code(), "", Entrance.BROWSER));
    assertThat(factor().own(alice).isOn()).isFalse();
    assertThat(factor().own(alice).recoveryCodesLeft()).isZero();
    assertThat(signIn()).isInstanceOf(SignIn.Answer.Welcome.class);
    town.comes(new AccessEvent.FactorChanged(alice, AccessEvent.Change.SWITCHED_ON));
    town.comes(new AccessEvent.FactorChanged(alice, AccessEvent.Change.SWITCHED_OFF));
    town.access.credentials().tell(alice, AccessEvent.Change.SWITCHED_OFF);
    town.deliver();
    assertThat(town.letters).extracting(Letter::subject).anyMatch(s -> s.contains("is off"));
  }

  @Test
  void whatever_could_take_the_account_wants_the_code_too() {
    Credentials credentials = town.access.credentials();
    Proof passwordOnly = Proof.of(Entrance.PASSWORD);
    assertThat(
            refusal(
                () ->
                    credentials.changeEmail(
                        who(), passwordOnly, "thief@people.test", Entrance.address(1))))
        .isInstanceOf(Refusal.Invalid.class);
    assertThat(
            refusal(
                () ->
                    credentials.changePassword(
                        who(), passwordOnly, new Secret("another horse"), "")))
        .isInstanceOf(Refusal.Invalid.class);
    assertThat(refusal(() -> credentials.deleteAccount(who(), passwordOnly)))
        .isInstanceOf(Refusal.Invalid.class);
    assertThat(refusal(() -> factor().renewRecoveryCodes(who(), passwordOnly)))
        .isInstanceOf(Refusal.Invalid.class);
  }

  @Test
  void a_new_password_by_mail_leaves_the_second_factor_on() {
    town.access.credentials().askReset("alice@people.test", Entrance.address(1));
    town.deliver();
    Secret next = new Secret("another horse battery");
    town.access.credentials().reset(town.lastLink(), next);
    assertThat(town.signIn("alice", next)).isInstanceOf(SignIn.Answer.NeedsCode.class);
  }

  @Test
  void new_recovery_codes_make_the_old_ones_void() {
    List<Secret> fresh =
        factor()
            .renewRecoveryCodes(who(), new Proof(Entrance.PASSWORD, code(), "", Entrance.BROWSER));
    assertThat(fresh).hasSize(10).doesNotContainAnyElementsOf(recovery);
    assertThat(finish(half(), recovery.getFirst().reveal()))
        .isInstanceOf(SignIn.Answer.WrongCode.class);
    assertThat(finish(half(), fresh.getFirst().reveal())).isInstanceOf(SignIn.Answer.Welcome.class);
    town.comes(new AccessEvent.FactorChanged(alice, AccessEvent.Change.RECOVERY_CODES_RENEWED));
    town.comes(new AccessEvent.FactorChanged(alice, AccessEvent.Change.RECOVERY_CODE_USED));
  }

  @Test
  void a_secret_counts_only_after_its_first_code_and_from_its_own_page() {
    SecondFactor.TotpOffer offer = factor().offerTotp(who(), Entrance.BROWSER);
    Proof proof = new Proof(Entrance.PASSWORD, code(), "", Entrance.BROWSER);
    assertThat(
            refusal(
                () -> factor().addTotp(who(), Entrance.BROWSER, offer.ticket(), "000000", proof)))
        .isInstanceOf(Refusal.Invalid.class);
    assertThat(
            refusal(
                () ->
                    factor()
                        .addTotp(
                            who(),
                            OTHER_BROWSER,
                            offer.ticket(),
                            Totp.code(offer.secret().reveal(), town.now()),
                            proof)))
        .isInstanceOf(Refusal.Invalid.class);
    assertThat(finish(half(), code())).isInstanceOf(SignIn.Answer.Welcome.class);
  }

  @Test
  void the_command_line_switches_it_off_and_sessions_stay() {
    assertThat(factor().reset(alice)).isTrue();
    assertThat(factor().reset(alice)).isFalse();
    assertThat(signIn()).isInstanceOf(SignIn.Answer.Welcome.class);
    assertThat(town.access.sessions().browser(cookie)).isInstanceOf(Caller.SignedIn.class);
    town.comes(new AccessEvent.FactorChanged(alice, AccessEvent.Change.SWITCHED_OFF));
  }

  @Test
  void nothing_of_it_stands_in_an_event_or_a_letter() {
    town.access.credentials().tell(alice, AccessEvent.Change.SWITCHED_ON);
    town.deliver();
    assertThat(town.letters).hasSize(1);
    assertThat(town.letters.getFirst().text()).doesNotContain(key).doesNotContain(code());
    assertThat(Factor.NONE.withTotp(key, 1).toString()).doesNotContain(key);
    assertThat(new Secret(key).toString()).doesNotContain(key);
  }

  private SecondFactor factor() {
    return town.access.secondFactor();
  }

  private Caller.SignedIn who() {
    return town.behind(cookie);
  }

  private String code() {
    return Totp.code(key, town.now());
  }

  private SignIn.Answer signIn() {
    return town.signIn("alice", Entrance.PASSWORD);
  }

  private Secret half() {
    return ((SignIn.Answer.NeedsCode) signIn()).half();
  }

  private SignIn.Answer guess(int from) {
    return town.access
        .signIn()
        .finish(
            new SignIn.Second(
                half(), "000000", "", Entrance.BROWSER, Entrance.address(100 + from), ""));
  }

  private SignIn.Answer finish(Secret half, String code) {
    return town.access
        .signIn()
        .finish(
            new SignIn.Second(
                half, code, "", Entrance.BROWSER, Entrance.address(2), "Browser 1.0"));
  }

  private Refusal proves(Proof proof) {
    return refusal(() -> factor().removeTotp(who(), proof));
  }

  private static Refusal refusal(Runnable attempt) {
    return catchThrowableOfType(Refused.class, attempt::run).refusal();
  }
}
