package verbatim.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static verbatim.Refusing.assertNotFound;
import static verbatim.Refusing.fault;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import verbatim.Hamlet;
import verbatim.kernel.AccountId;
import verbatim.kernel.Limits;
import verbatim.kernel.Origin;
import verbatim.kernel.Refused;

@ParameterizedClass
@EnumSource(Hamlet.Engine.class)
class MakingAnAccountTest {
  private static final Limits.People LIMITS = Limits.usual().people();
  private final Hamlet.Engine engine;
  @TempDir Path folder;
  private Hamlet hamlet;

  MakingAnAccountTest(Hamlet.Engine engine) {
    this.engine = engine;
  }

  @BeforeEach
  void open() {
    hamlet = new Hamlet(folder, engine);
  }

  @AfterEach
  void close() {
    hamlet.close();
  }

  private Account create(String name) {
    return hamlet.accounts.create(name, Standing.active(), Posting.usual());
  }

  @Test
  void an_account_is_found_by_id_and_by_name_without_case() {
    Account made = create("Alice");
    assertThat(hamlet.accounts.find(made.id())).contains(made);
    assertThat(hamlet.accounts.find(Handle.here("aLICE"))).contains(made);
    assertThat(hamlet.accounts.find(Handle.here("alic"))).isEmpty();
    assertThat(hamlet.accounts.find(new Handle("alice", "away.example"))).isEmpty();
    assertThat(hamlet.saidOfAccounts()).containsExactly(new AccountEvent.Created(made.id()));
    hamlet.restart();
    assertThat(hamlet.accounts.find(made.id())).contains(made);
    assertThat(hamlet.accounts.find(Handle.here("alice"))).contains(made);
  }

  @Test
  void names_that_look_like_others_are_refused() {
    create("alice");
    assertThat(fault(() -> create("ALICE"))).isEqualTo("username ERR_TAKEN");
    assertThat(fault(() -> create("alice"))).isEqualTo("username ERR_TAKEN");
    for (String name :
        List.of(
            "\u0430lice",
            "ali\u0441e\u200b",
            "alice.",
            "%61lice",
            "\uff41lice",
            "al ice",
            "alice\0",
            "alice\u200b",
            "@alice",
            "alice@away.example")) {
      assertThat(fault(() -> create(name))).as(name).isEqualTo("username ERR_INVALID");
    }
    for (String name : List.of("admin", "api", "inbox", "system", "ADMIN")) {
      assertThat(fault(() -> create(name))).as(name).isEqualTo("username ERR_RESERVED");
    }
    assertThat(fault(() -> create(""))).isEqualTo("username ERR_BLANK");
    create("a".repeat(LIMITS.usernameCharactersMax()));
    assertThat(fault(() -> create("b".repeat(LIMITS.usernameCharactersMax() + 1))))
        .isEqualTo("username ERR_TOO_LONG");
    create("_alice_");
    assertThat(hamlet.accounts.localCount()).isEqualTo(3);
  }

  @Test
  void of_many_who_want_a_name_at_once_one_gets_it() throws Exception {
    List<Callable<Optional<Account>>> deeds = new ArrayList<>();
    for (int n = 0; n < 12; n++) {
      String name = n % 2 == 0 ? "wanted" : "WANTED";
      deeds.add(
          () -> {
            try {
              return Optional.of(create(name));
            } catch (Refused e) {
              return Optional.empty();
            }
          });
    }
    List<Account> made = Hamlet.atOnce(deeds).stream().flatMap(Optional::stream).toList();
    assertThat(made).hasSize(1);
    assertThat(hamlet.accounts.find(Handle.here("wanted"))).contains(made.getFirst());
    assertThat(hamlet.saidOfAccounts())
        .containsExactly(new AccountEvent.Created(made.getFirst().id()));
    assertThat(hamlet.accounts.localCount()).isEqualTo(1);
  }

  @Test
  void a_deleted_name_stays_reserved_and_nothing_else_is_left() {
    Account alice = create("alice");
    hamlet.accounts.change(alice.id(), a -> a.with(profile("Alice of the mill", "words")));
    hamlet.accounts.delete(alice.id());
    hamlet.accounts.delete(alice.id());
    Account gone = hamlet.accounts.find(alice.id()).orElseThrow();
    assertThat(gone.standing().state()).isEqualTo(Standing.State.DELETED);
    assertThat(gone.profile()).isEqualTo(Profile.blank());
    assertThat(fault(() -> create("Alice"))).isEqualTo("username ERR_TAKEN");
    assertNotFound(() -> hamlet.accounts.change(alice.id(), a -> a.with(Standing.active())));
    assertThat(hamlet.accounts.named("ali", 5)).isEmpty();
    assertThat(hamlet.accounts.localCount()).isZero();
    assertThat(hamlet.saidOfAccounts())
        .containsExactly(
            new AccountEvent.Created(alice.id()),
            new AccountEvent.Changed(alice.id()),
            new AccountEvent.Deleted(alice.id()));
    hamlet.restart();
    assertThat(hamlet.accounts.localCount()).isZero();
    assertThat(fault(() -> create("alice"))).isEqualTo("username ERR_TAKEN");
  }

  private static Profile profile(String name, String bio) {
    return new Profile(name, bio, List.of(), "", "", false, false, true, false, false);
  }

  @Test
  void a_stranger_is_taken_in_once() throws Exception {
    var handle = new Handle("Zoe", "away.example");
    var origin = new Origin.Remote("https://away.example/zoe", "https://away.example/@zoe");
    List<Callable<Account>> deeds = new ArrayList<>();
    for (int n = 0; n < 8; n++) {
      deeds.add(() -> hamlet.accounts.adopt(handle, origin, Profile.blank()));
    }
    assertThat(Hamlet.atOnce(deeds).stream().map(Account::id).distinct()).hasSize(1);
    Account here = create("zoe");
    assertThat(hamlet.accounts.named("zo", 5)).extracting(Account::id).startsWith(here.id());
    assertThat(hamlet.accounts.named("zo", 5)).hasSize(2);
    assertThat(hamlet.accounts.localCount()).isEqualTo(1);
    assertThat(hamlet.saidOfAccounts()).hasSize(2);
  }

  @Test
  void a_stranger_whose_name_cannot_be_one_is_refused() {
    var origin = new Origin.Remote("https://away.example/x", "https://away.example/x");
    for (Handle handle :
        List.of(
            new Handle("", "away.example"),
            new Handle("zoe", ""),
            new Handle("z oe", "away.example"),
            new Handle("z\0e", "away.example"),
            new Handle("zoe", "a@b"),
            new Handle("z".repeat(256), "away.example"),
            new Handle("zoe", "a".repeat(256)))) {
      assertThat(fault(() -> hamlet.accounts.adopt(handle, origin, Profile.blank())))
          .isEqualTo("username ERR_INVALID");
    }
    assertThat(hamlet.accounts.find(new Handle("z".repeat(1 << 20), "x"))).isEmpty();
    assertThat(hamlet.accounts.find(Handle.here("\0"))).isEmpty();
  }

  @Test
  void a_profile_has_bounds_and_nothing_is_stored_past_them() {
    Account alice = create("alice");
    String name = "e\u0301".repeat(LIMITS.displayNameCharactersMax());
    String bio = "x".repeat(LIMITS.bioCharactersMax());
    hamlet.accounts.change(alice.id(), a -> a.with(profile(name, bio)));
    Account before = hamlet.accounts.find(alice.id()).orElseThrow();
    assertThat(faultOf(alice, profile(name + "e", bio))).isEqualTo("display_name ERR_TOO_LONG");
    assertThat(faultOf(alice, profile("e" + "\u0301".repeat(1 << 20), bio)))
        .isEqualTo("display_name ERR_TOO_LONG");
    assertThat(faultOf(alice, profile(name, bio + "x"))).isEqualTo("note ERR_TOO_LONG");
    assertThat(faultOf(alice, profile(name, "x".repeat(1 << 20)))).isEqualTo("note ERR_TOO_LONG");
    String field = "y".repeat(LIMITS.fieldNameCharactersMax());
    var full = new Profile.Field(field, field, Optional.of(Instant.ofEpochMilli(5)));
    hamlet.accounts.change(alice.id(), a -> a.with(fields(full, LIMITS.fieldsMax())));
    before = hamlet.accounts.find(alice.id()).orElseThrow();
    assertThat(before.profile().fields()).hasSize(LIMITS.fieldsMax()).containsOnly(full);
    assertThat(faultOf(alice, fields(full, LIMITS.fieldsMax() + 1)))
        .isEqualTo("fields_attributes ERR_TOO_LONG");
    assertThat(faultOf(alice, fields(new Profile.Field(field + "y", "", Optional.empty()), 1)))
        .isEqualTo("fields_attributes ERR_TOO_LONG");
    assertThat(faultOf(alice, fields(new Profile.Field("", field + "y", Optional.empty()), 1)))
        .isEqualTo("fields_attributes ERR_TOO_LONG");
    assertThat(fault(() -> change(alice, new Posting("secret", false, ""))))
        .isEqualTo("privacy ERR_INCLUSION");
    String language = "d".repeat(Limits.usual().text().languageCharactersMax() + 1);
    assertThat(fault(() -> change(alice, new Posting("public", false, language))))
        .isEqualTo("language ERR_TOO_LONG");
    assertThat(hamlet.accounts.find(alice.id())).contains(before);
    hamlet.restart();
    assertThat(hamlet.accounts.find(alice.id())).contains(before);
  }

  private void change(Account account, Posting posting) {
    hamlet.accounts.change(account.id(), a -> a.with(posting));
  }

  private String faultOf(Account account, Profile profile) {
    return fault(() -> hamlet.accounts.change(account.id(), a -> a.with(profile)));
  }

  private static Profile fields(Profile.Field field, int count) {
    List<Profile.Field> fields = IntStream.range(0, count).mapToObj(_ -> field).toList();
    return new Profile("", "", fields, "", "", false, false, false, false, false);
  }

  @Test
  void what_an_account_is_cannot_be_changed_with_what_it_says() {
    Account alice = create("alice");
    Account bob = create("bob");
    assertThatThrownBy(() -> hamlet.accounts.change(alice.id(), _ -> bob))
        .isInstanceOf(IllegalStateException.class);
    assertThat(hamlet.accounts.find(alice.id())).contains(alice);
  }

  @Test
  void changes_that_race_are_all_made() throws Exception {
    Account alice = create("alice");
    List<Callable<Account>> deeds = new ArrayList<>();
    for (int n = 0; n < 8; n++) {
      deeds.add(
          () ->
              hamlet.accounts.change(
                  alice.id(), a -> a.with(profile(a.profile().displayName() + "x", ""))));
    }
    deeds.add(
        () ->
            hamlet.accounts.change(
                alice.id(),
                a -> a.with(new Standing(Standing.State.SUSPENDED, Standing.Role.USER, false))));
    Hamlet.atOnce(deeds);
    Account after = hamlet.accounts.find(alice.id()).orElseThrow();
    assertThat(after.profile().displayName()).isEqualTo("xxxxxxxx");
    assertThat(after.standing().state()).isEqualTo(Standing.State.SUSPENDED);
    assertThat(hamlet.saidOfAccounts())
        .hasSize(10)
        .contains(new AccountEvent.StandingChanged(alice.id()));
  }

  @Test
  void a_change_that_changes_nothing_says_nothing() {
    Account alice = create("alice");
    hamlet.accounts.change(alice.id(), a -> a);
    assertThat(hamlet.saidOfAccounts()).hasSize(1);
  }

  @Test
  void what_was_counted_is_counted_once_however_often_one_hears_of_it() {
    AccountId alice = create("alice").id();
    long post = 90L << 16;
    hamlet.accounts.count(alice, Counted.FOLLOWER, 7, true, 0);
    hamlet.accounts.count(alice, Counted.FOLLOWER, 7, true, 0);
    hamlet.accounts.count(alice, Counted.FOLLOWER, 8, true, 1);
    hamlet.accounts.count(alice, Counted.FOLLOWING, 8, true, 1);
    hamlet.accounts.count(alice, Counted.STATUS, post, true, 1);
    hamlet.accounts.count(alice, Counted.STATUS, post - 1, true, 1);
    Stats sum = new Stats(2, 2, 1, Instant.ofEpochMilli(90));
    assertThat(hamlet.accounts.stats(alice)).isEqualTo(sum);
    hamlet.restart();
    assertThat(hamlet.accounts.stats(alice)).isEqualTo(sum);
    hamlet.accounts.count(alice, Counted.FOLLOWER, 7, true, 0);
    assertThat(hamlet.accounts.stats(alice)).isEqualTo(sum);
    hamlet.accounts.count(alice, Counted.FOLLOWER, 7, false, 0);
    hamlet.accounts.count(alice, Counted.FOLLOWER, 7, false, 0);
    hamlet.accounts.count(alice, Counted.FOLLOWER, 9, false, 2);
    assertThat(hamlet.accounts.stats(alice).followers()).isEqualTo(1);
  }

  @Test
  void a_recount_believes_what_stands_and_counting_goes_on_from_there() {
    AccountId alice = create("alice").id();
    hamlet.accounts.count(alice, Counted.FOLLOWER, 7, true, 0);
    hamlet.accounts.count(alice, Counted.FOLLOWER, 8, true, 1);
    hamlet.accounts.recount(
        alice,
        (kind, slice) -> {
          if (kind == Counted.FOLLOWER) {
            slice.accept(List.of(8L, 9L));
            slice.accept(List.of(10L));
          }
        });
    assertThat(hamlet.accounts.stats(alice)).isEqualTo(new Stats(0, 3, 0, Instant.EPOCH));
    hamlet.accounts.count(alice, Counted.FOLLOWER, 7, false, 0);
    hamlet.accounts.count(alice, Counted.FOLLOWER, 10, true, 1);
    hamlet.accounts.count(alice, Counted.FOLLOWER, 9, false, 1);
    assertThat(hamlet.accounts.stats(alice).followers()).isEqualTo(2);
  }

  @Test
  void the_directory_shows_who_wants_to_be_found_the_newest_first() {
    List<AccountId> found = new ArrayList<>();
    for (int n = 0; n < 6; n++) {
      AccountId id = create("person" + n).id();
      if (n % 2 == 0) {
        hamlet.accounts.change(id, a -> a.with(profile("", "")));
        found.add(id);
      }
    }
    hamlet.stranger("person9", "away.example");
    assertThat(hamlet.accounts.directory(0, 10))
        .extracting(Account::id)
        .containsExactlyElementsOf(found.reversed());
    assertThat(hamlet.accounts.directory(1, 1))
        .extracting(Account::id)
        .containsExactly(found.get(1));
    hamlet.stand(found.get(2), new Standing(Standing.State.SUSPENDED, Standing.Role.USER, false));
    assertThat(hamlet.accounts.directory(0, 10)).hasSize(2);
    hamlet.stand(found.get(1), new Standing(Standing.State.ACTIVE, Standing.Role.USER, true));
    assertThat(hamlet.accounts.directory(0, 10))
        .as("who is limited is not offered to those who did not ask for him")
        .hasSize(1);
  }

  @Test
  void all_local_accounts_come_in_slices() {
    List<AccountId> made = new ArrayList<>();
    for (int n = 0; n < 5; n++) {
      made.add(create("person" + n).id());
    }
    List<AccountId> seen = new ArrayList<>();
    AccountId after = new AccountId(0);
    List<Account> slice = hamlet.accounts.local(after, 2);
    while (!slice.isEmpty()) {
      slice.forEach(account -> seen.add(account.id()));
      slice = hamlet.accounts.local(seen.getLast(), 2);
    }
    assertThat(seen).containsExactlyElementsOf(made);
    assertThat(hamlet.accounts.localCount()).isEqualTo(5);
    assertThat(hamlet.accounts.load(List.of(made.get(3), new AccountId(9), made.get(0))))
        .extracting(Account::id)
        .containsExactly(made.get(3), made.get(0));
  }
}
