package verbatim.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.kernel.AccountId;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.Secret;

/// Passkeys, answered by authenticators good and bad.
class PasskeysTest {
  private static final Secret OTHER_BROWSER = new Secret("the cookie of another browser");
  @TempDir Path folder;
  Entrance town;
  AccountId alice;
  Secret cookie;
  SoftKey key;

  @BeforeEach
  void open() {
    town = Entrance.open(folder);
    alice = town.member("alice");
    cookie = town.cookie("alice");
    key = new SoftKey(alice, 1);
    assertThat(add(key, "phone", Proof.of(Entrance.PASSWORD))).hasSize(10);
  }

  @AfterEach
  void close() {
    town.close();
  }

  @Test
  void a_passkey_alone_signs_in() {
    assertThat(alone(key.answers(challenge())))
        .isInstanceOfSatisfying(
            SignIn.Answer.Welcome.class, w -> assertThat(w.account()).isEqualTo(alice));
  }

  @Test
  void after_the_password_a_passkey_is_asked_for_and_one_without_a_finger_does() {
    Secret half = half();
    SignIn.Half asked = town.access.signIn().half(half, Entrance.BROWSER).orElseThrow();
    assertThat(asked.hasTotp()).isFalse();
    PasskeyQuestion question = asked.question().orElseThrow();
    assertThat(question.passkeys()).containsExactly(key.id());
    key.verifying(false);
    assertThat(second(half, key.answers(question.challenge())))
        .isInstanceOf(SignIn.Answer.Welcome.class);
  }

  @Test
  void an_answer_counts_once() {
    String answer = key.answers(challenge());
    assertThat(alone(answer)).isInstanceOf(SignIn.Answer.Welcome.class);
    assertThat(alone(answer)).isInstanceOf(SignIn.Answer.WrongCode.class);
    Secret half = half();
    String second = key.answers(question(half).challenge());
    assertThat(second(half, second)).isInstanceOf(SignIn.Answer.Welcome.class);
    assertThat(second(half(), second)).isInstanceOf(SignIn.Answer.WrongCode.class);
  }

  @Test
  void an_answer_has_a_length() {
    String answer = key.answers(challenge());
    assertThat(alone(answer + " ".repeat(16_385 - answer.length())))
        .isInstanceOf(SignIn.Answer.WrongCode.class);
    assertThat(alone(answer + " ".repeat(16_384 - answer.length())))
        .isInstanceOf(SignIn.Answer.Welcome.class);
  }

  @Test
  void so_many_answers_count_in_ten_minutes_and_no_more() {
    town.pass(Duration.ofMinutes(10));
    for (int i = 0; i < 32; i++) {
      assertThat(alone(key.answers(challenge()))).isInstanceOf(SignIn.Answer.Welcome.class);
    }
    assertThat(alone(key.answers(challenge()))).isInstanceOf(SignIn.Answer.WrongCode.class);
    town.pass(Duration.ofMinutes(10));
    assertThat(alone(key.answers(challenge()))).isInstanceOf(SignIn.Answer.Welcome.class);
  }

  @Test
  void an_answer_to_another_browser_or_to_an_old_question_counts_for_nothing() {
    String others = town.access.signIn().question(OTHER_BROWSER).challenge();
    assertThat(alone(key.answers(others))).isInstanceOf(SignIn.Answer.WrongCode.class);
    String old = challenge();
    town.pass(Duration.ofMinutes(10));
    assertThat(alone(key.answers(old))).isInstanceOf(SignIn.Answer.WrongCode.class);
    assertThat(alone(key.answers("bWFkZSB1cCBieSBtYWxsb3J5")))
        .isInstanceOf(SignIn.Answer.WrongCode.class);
  }

  @Test
  void a_question_for_one_use_is_none_for_another() {
    String second = question(half()).challenge();
    assertThat(alone(key.answers(second))).isInstanceOf(SignIn.Answer.WrongCode.class);
    assertThat(second(half(), key.answers(challenge())))
        .isInstanceOf(SignIn.Answer.WrongCode.class);
  }

  @Test
  void an_answer_from_another_origin_or_for_another_host_counts_for_nothing() {
    key.at("https://town.test.evil.test", "town.test");
    assertThat(alone(key.answers(challenge()))).isInstanceOf(SignIn.Answer.WrongCode.class);
    key.at("http://town.test", "town.test");
    assertThat(alone(key.answers(challenge()))).isInstanceOf(SignIn.Answer.WrongCode.class);
    key.at("https://town.test", "evil.test");
    assertThat(alone(key.answers(challenge()))).isInstanceOf(SignIn.Answer.WrongCode.class);
  }

  @Test
  void alone_it_must_have_made_sure_of_its_owner() {
    key.verifying(false);
    assertThat(alone(key.answers(challenge()))).isInstanceOf(SignIn.Answer.WrongCode.class);
    key.verifying(true).present(false);
    assertThat(alone(key.answers(challenge()))).isInstanceOf(SignIn.Answer.WrongCode.class);
  }

  @Test
  void a_copy_that_counts_behind_is_noticed() {
    assertThat(alone(key.answers(challenge()))).isInstanceOf(SignIn.Answer.Welcome.class);
    assertThat(alone(key.answers(challenge()))).isInstanceOf(SignIn.Answer.Welcome.class);
    key.counting(1);
    assertThat(alone(key.answers(challenge()))).isInstanceOf(SignIn.Answer.WrongCode.class);
    key.counting(-1);
    assertThat(alone(key.answers(challenge()))).isInstanceOf(SignIn.Answer.WrongCode.class);
  }

  @Test
  void a_passkey_of_bob_opens_nothing_of_alice() {
    AccountId bob = town.member("bob");
    Secret bobs = town.cookie("bob");
    SoftKey his = new SoftKey(bob, 2);
    SecondFactor.PasskeyOffer offer = factor().offerPasskey(town.behind(bobs), Entrance.BROWSER);
    factor()
        .addPasskey(
            town.behind(bobs),
            Entrance.BROWSER,
            his.made(offer.challenge()),
            "his",
            Proof.of(Entrance.PASSWORD));
    assertThat(alone(his.answers(challenge(), alice))).isInstanceOf(SignIn.Answer.WrongCode.class);
    assertThat(second(half(), his.answers(question(half()).challenge())))
        .isInstanceOf(SignIn.Answer.WrongCode.class);
    assertThat(second(half(), his.answers(question(half()).challenge(), alice)))
        .isInstanceOf(SignIn.Answer.WrongCode.class);
  }

  @Test
  void a_removed_passkey_opens_nothing() {
    SoftKey spare = new SoftKey(alice, 3);
    assertThat(add(spare, "spare", proof())).isEmpty();
    factor().removePasskey(who(), own("phone").id(), proof());
    assertThat(alone(key.answers(challenge()))).isInstanceOf(SignIn.Answer.WrongCode.class);
    assertThat(alone(spare.answers(challenge()))).isInstanceOf(SignIn.Answer.Welcome.class);
  }

  @Test
  void removing_the_last_one_wants_proof_and_is_told() {
    String id = own("phone").id();
    assertThat(refusal(() -> factor().removePasskey(who(), id, Proof.of(Entrance.PASSWORD))))
        .isInstanceOf(Refusal.Invalid.class);
    factor().removePasskey(who(), id, proof());
    assertThat(factor().own(alice).isOn()).isFalse();
    town.comes(new AccessEvent.FactorChanged(alice, AccessEvent.Change.SWITCHED_OFF));
    assertThat(town.signIn("alice", Entrance.PASSWORD)).isInstanceOf(SignIn.Answer.Welcome.class);
  }

  @Test
  void a_thief_whose_new_address_is_undone_keeps_no_passkey_and_the_old_one_stays() {
    town.pass(Duration.ofDays(15));
    SoftKey thiefs = new SoftKey(alice, 6);
    assertThat(add(thiefs, "thief", proof())).isEmpty();
    town.access.credentials().changeEmail(who(), proof(), "thief@people.test", Entrance.address(1));
    town.deliver();
    Secret undo = Entrance.link(town.lettersTo("alice@people.test").getLast());
    assertThat(town.access.credentials().undoEmail(undo)).isTrue();
    assertThat(alone(thiefs.answers(challenge()))).isInstanceOf(SignIn.Answer.WrongCode.class);
    assertThat(alone(key.answers(challenge()))).isInstanceOf(SignIn.Answer.Welcome.class);
  }

  @Test
  void an_answer_for_proof_proves_once_and_for_its_own_account() {
    String proof = key.answers(factor().askProof(who(), Entrance.BROWSER).challenge());
    assertThat(
            factor()
                .renewRecoveryCodes(who(), new Proof(new Secret(""), "", proof, Entrance.BROWSER)))
        .hasSize(10);
    assertThat(
            refusal(
                () ->
                    factor()
                        .renewRecoveryCodes(
                            who(), new Proof(new Secret(""), "", proof, Entrance.BROWSER))))
        .isInstanceOf(Refusal.Invalid.class);
  }

  @Test
  void who_is_locked_out_by_guesses_comes_in_with_a_passkey() {
    for (int i = 0; i < 11; i++) {
      town.access
          .signIn()
          .finish(
              new SignIn.Second(
                  half(), "000000", "", Entrance.BROWSER, Entrance.address(100 + i), ""));
    }
    Secret half = half();
    assertThat(second(half, key.answers(question(half).challenge())))
        .isInstanceOf(SignIn.Answer.Welcome.class);
    assertThat(alone(key.answers(challenge()))).isInstanceOf(SignIn.Answer.Welcome.class);
  }

  @Test
  void a_passkey_is_made_on_ones_own_page_only_and_once() {
    SoftKey next = new SoftKey(alice, 4);
    String made = next.made(factor().offerPasskey(who(), OTHER_BROWSER).challenge());
    assertThat(refusal(() -> factor().addPasskey(who(), Entrance.BROWSER, made, "x", proof())))
        .isInstanceOf(Refusal.Invalid.class);
    SoftKey elsewhere = new SoftKey(alice, 5).at("https://evil.test", "town.test");
    assertThat(refusal(() -> add(elsewhere, "x", proof()))).isInstanceOf(Refusal.Invalid.class);
    assertThat(refusal(() -> add(key, "again", proof()))).isInstanceOf(Refusal.Invalid.class);
  }

  @Test
  void ten_are_kept_and_no_more() {
    for (int i = 1; i < 10; i++) {
      add(new SoftKey(alice, 10 + i), "key " + i, proof());
    }
    assertThat(refusal(() -> factor().offerPasskey(who(), Entrance.BROWSER)))
        .isInstanceOf(Refusal.Forbidden.class);
    assertThat(factor().own(alice).passkeys()).hasSize(10);
  }

  @Test
  void names_can_change_and_have_a_length() {
    factor().renamePasskey(who(), own("phone").id(), "old phone");
    assertThat(own("old phone").name()).isEqualTo("old phone");
    assertThat(refusal(() -> factor().renamePasskey(who(), own("old phone").id(), "x".repeat(61))))
        .isInstanceOf(Refusal.Invalid.class);
    assertThatThrownBy(() -> factor().renamePasskey(who(), "unknown", "x"))
        .isInstanceOf(Refused.class);
  }

  @Test
  void whatever_is_sent_instead_of_an_answer_is_refused_and_breaks_nothing() {
    long seed = 20_260_711;
    Random random = new Random(seed);
    for (int i = 0; i < 400; i++) {
      String answer = key.answers(challenge());
      assertThat(alone(damaged(answer, random)))
          .as("seed " + seed + ", damage " + i)
          .isNotInstanceOf(SignIn.Answer.NeedsCode.class);
      String made =
          new SoftKey(alice, 100 + i)
              .made(factor().offerPasskey(who(), Entrance.BROWSER).challenge());
      String broken = damaged(made, random);
      Refused refused =
          catchThrowableOfType(
              Refused.class,
              () ->
                  factor()
                      .addPasskey(
                          who(),
                          Entrance.BROWSER,
                          broken,
                          "x",
                          Proof.of(new Secret("wrong on purpose"))));
      assertThat(refused).as("seed " + seed + ", damage " + i).isNotNull();
      town.pass(Duration.ofHours(1));
    }
    for (String nothing : List.of("", "{}", "[]", "null", "7", "{\"response\":{}}", "x")) {
      assertThat(alone(nothing)).isInstanceOf(SignIn.Answer.WrongCode.class);
      town.pass(Duration.ofHours(1));
    }
    assertThat(alone("x".repeat(20_000))).isInstanceOf(SignIn.Answer.WrongCode.class);
  }

  /// A letter changed, lost or doubled; or one of the values cut.
  private static String damaged(String json, Random random) {
    int at = random.nextInt(json.length());
    return switch (random.nextInt(4)) {
      case 0 -> json.substring(0, at) + (char) (33 + random.nextInt(90)) + json.substring(at + 1);
      case 1 -> json.substring(0, at) + json.substring(at + 1);
      case 2 -> json.substring(0, at) + json.substring(at / 2);
      default -> json.substring(0, at);
    };
  }

  private List<Secret> add(SoftKey added, String name, Proof proof) {
    SecondFactor.PasskeyOffer offer = factor().offerPasskey(who(), Entrance.BROWSER);
    return factor().addPasskey(who(), Entrance.BROWSER, added.made(offer.challenge()), name, proof);
  }

  private Proof proof() {
    String challenge = factor().askProof(who(), Entrance.BROWSER).challenge();
    return new Proof(new Secret(""), "", key.answers(challenge), Entrance.BROWSER);
  }

  private SecondFactor.OwnPasskey own(String name) {
    return factor().own(alice).passkeys().stream()
        .filter(p -> p.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private SecondFactor factor() {
    return town.access.secondFactor();
  }

  private Caller.SignedIn who() {
    return town.behind(cookie);
  }

  private String challenge() {
    return town.access.signIn().question(Entrance.BROWSER).challenge();
  }

  private PasskeyQuestion question(Secret half) {
    return town.access.signIn().half(half, Entrance.BROWSER).orElseThrow().question().orElseThrow();
  }

  private Secret half() {
    return ((SignIn.Answer.NeedsCode) town.signIn("alice", Entrance.PASSWORD)).half();
  }

  private SignIn.Answer alone(String assertion) {
    return town.access
        .signIn()
        .alone(Entrance.BROWSER, assertion, Entrance.address(2), "Browser 1.0");
  }

  private SignIn.Answer second(Secret half, String assertion) {
    return town.access
        .signIn()
        .finish(
            new SignIn.Second(
                half, "", assertion, Entrance.BROWSER, Entrance.address(2), "Browser 1.0"));
  }

  private static Refusal refusal(Runnable attempt) {
    return catchThrowableOfType(Refused.class, attempt::run).refusal();
  }
}
