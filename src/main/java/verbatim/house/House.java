package verbatim.house;

import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import verbatim.kernel.Caches;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.Turns;
import verbatim.mail.Address;
import verbatim.store.Bytes;
import verbatim.store.Claim;
import verbatim.store.Key;
import verbatim.store.Row;
import verbatim.store.Store;
import verbatim.store.Table;

/// What the house says of itself, and who may join it. The settings file says how it begins; what
/// is changed here is kept in the store and wins over the file, part by part: a name that was set
/// in the browser stands, whatever the file says later, while a description that nobody touched
/// follows the file.
public final class House {
  /// – | part → what stands instead of what the file says.
  private static final Table HOUSE = Table.claimed("house");

  /// – | – → the last number given to a rule.
  private static final Key NUMBERS = Key.of("numbers");

  private static final int TRIES_MAX = 20;
  private static final int TOKEN_BYTES = 16;

  // What another process of a cluster changes is seen so late at most.
  private static final Duration SEEN_MAX = Duration.ofSeconds(10);

  private final Store store;
  private final About given;
  private final RandomGenerator random;
  private final Turns turns = new Turns();
  private final Limits.House limits;
  private final LoadingCache<Boolean, About> now;

  /// @param given what the settings file says; its rules are numbered here
  public House(Store store, About given, RandomGenerator random, Limits limits) {
    this.store = store;
    this.given = given.withRules(numbered(given.rules(), 0));
    this.random = random;
    this.limits = limits.house();
    now = Caches.bounded().maximumSize(1).expireAfterWrite(SEEN_MAX).build(_ -> read());
  }

  /// As it is now.
  public About about() {
    return now.get(true);
  }

  /// What the settings file says.
  public About given() {
    return given;
  }

  /// The keys of those settings whose word in the file no longer counts.
  public List<String> changedHere() {
    About is = read();
    return Arrays.stream(Part.values())
        .filter(p -> !p.isSame(is, given) || p != Part.RULES && row(Key.of(p.key())).isPresent())
        .map(Part::key)
        .toList();
  }

  /// Somebody has chosen who may join and who may invite, as it stands now: it stays so whatever
  /// the file says later, also where it says the same today. A server must not open with a file.
  public void chooseWhoJoins() {
    turns.run(
        0,
        () -> {
          About is = read();
          for (Part part : List.of(Part.JOINING, Part.INVITING)) {
            if (row(Key.of(part.key())).isEmpty()) {
              put(Key.of(part.key()), part.write(is));
            }
          }
        });
  }

  /// Changes what differs. A part that becomes what the file says follows the file again, but for
  /// rules and for who may join.
  ///
  /// @throws Refused Invalid with the faults of each field: name, description, more, privacy,
  ///     contact_email, contact_account, languages, rules
  public About change(UnaryOperator<About> change) {
    // Of two admins who change at once, neither writes over what the other has added.
    return turns.take(0, () -> changed(change));
  }

  /// The same for somebody who has had a page before him for a while: what another has changed
  /// since stands, unless both have changed the same. Then nothing is saved.
  ///
  /// @param typed the rules that the page had, in the words that were typed
  /// @throws Refused as [#change]
  public Saving save(Seen seen, List<About.Rule> typed, UnaryOperator<About> change) {
    return turns.take(0, () -> saved(seen, typed, change));
  }

  private Saving saved(Seen seen, List<About.Rule> typed, UnaryOperator<About> change) {
    About before = read();
    Saving saving = Saving.of(seen, before, change.apply(before), typed);
    return switch (saving) {
      case Saving.Overtaken overtaken -> overtaken;
      case Saving.Saved(_, var wanted, var kept) ->
          new Saving.Saved(before, put(before, wanted), kept);
    };
  }

  /// What differs, for the log: `registrations: open → approval, rules`. What is longer than a line
  /// is only named.
  public static String differing(About before, About after) {
    return Stream.of(Part.values())
        .filter(part -> !part.isSame(before, after))
        .map(part -> part.key() + fromTo(part.inShort(before), part.inShort(after)))
        .collect(Collectors.joining(", "));
  }

  private static String fromTo(String before, String after) {
    return before.equals(after)
        ? ""
        : ": " + (before.isEmpty() ? "–" : before) + " → " + (after.isEmpty() ? "–" : after);
  }

  private About changed(UnaryOperator<About> change) {
    About before = read();
    return put(before, change.apply(before));
  }

  private About put(About before, About wanted) {
    check(before, wanted);
    About after = wanted.withRules(numbered(before.rules(), wanted.rules()));
    for (Part part : Part.values()) {
      if (!part.isSame(before, after)) {
        write(part, after);
      }
    }
    now.invalidate(true);
    return about();
  }

  private About read() {
    About about = given;
    for (Part part : Part.values()) {
      Optional<Row> row = row(Key.of(part.key()));
      if (row.isPresent()) {
        about = part.read(row.get().value(), about);
      }
    }
    return about;
  }

  private Optional<Row> row(Key part) {
    return store.get(HOUSE, Key.NONE, part);
  }

  private void write(Part part, About after) {
    Key key = Key.of(part.key());
    if (part.isSame(after, given) && part.mayFollowTheFileAgain()) {
      delete(key);
    } else {
      put(key, part.write(after));
    }
  }

  private void put(Key key, byte[] value) {
    for (int i = 0; i < TRIES_MAX; i++) {
      Optional<Row> row = row(key);
      byte[] token = token();
      Claim claim =
          row.isEmpty()
              ? store.putIfAbsent(HOUSE, Key.NONE, key, value, token)
              : store.compareAndSet(HOUSE, Key.NONE, key, row.get().version(), value, token);
      if (claim instanceof Claim.Applied) {
        return;
      }
    }
    throw busy();
  }

  private void delete(Key key) {
    for (int i = 0; i < TRIES_MAX; i++) {
      Optional<Row> row = row(key);
      if (row.isEmpty()) {
        return;
      }
      Claim claim = store.compareAndDelete(HOUSE, Key.NONE, key, row.get().version(), token());
      if (claim instanceof Claim.Applied) {
        return;
      }
    }
    throw busy();
  }

  private byte[] token() {
    byte[] token = new byte[TOKEN_BYTES];
    random.nextBytes(token);
    return token;
  }

  private static Refused busy() {
    return Refusal.unavailable("The server is busy, please try again");
  }

  private static List<About.Rule> numbered(List<About.Rule> rules, long last) {
    List<About.Rule> numbered = new ArrayList<>();
    long number = last;
    for (About.Rule rule : rules) {
      numbered.add(rule.id() != 0 ? rule : new About.Rule(++number, rule.words(), rule.hint()));
    }
    return numbered;
  }

  /// New rules get numbers that no rule ever had.
  private List<About.Rule> numbered(List<About.Rule> before, List<About.Rule> wanted) {
    long fresh = wanted.stream().filter(r -> r.id() == 0).count();
    if (fresh == 0) {
      return wanted;
    }
    long known = before.stream().mapToLong(About.Rule::id).max().orElse(0);
    known = Math.max(known, given.rules().size());
    return numbered(wanted, take(known, fresh) - fresh);
  }

  /// The last of so many new numbers, all larger than one that is known.
  private long take(long known, long fresh) {
    for (int i = 0; i < TRIES_MAX; i++) {
      Optional<Row> row = row(NUMBERS);
      long last = row.map(r -> Bytes.read(r.value()).number()).orElse(0L);
      long next = Math.max(last, known) + fresh;
      byte[] value = Bytes.write(1).number(next).done();
      byte[] token = token();
      Claim claim =
          row.isEmpty()
              ? store.putIfAbsent(HOUSE, Key.NONE, NUMBERS, value, token)
              : store.compareAndSet(HOUSE, Key.NONE, NUMBERS, row.get().version(), value, token);
      // One that cannot be told may have been taken: the next are others.
      if (claim instanceof Claim.Applied) {
        return next;
      }
    }
    throw busy();
  }

  /// Only what changes is checked: what the file says was its writer's business.
  private void check(About before, About wanted) {
    List<Refusal.Fault> faults = new ArrayList<>();
    if (!Part.NAME.isSame(before, wanted)) {
      if (wanted.name().isBlank()) {
        faults.add(new Refusal.Fault("name", "ERR_BLANK", "Name can't be blank"));
      }
      line(wanted.name(), "name", limits.nameCharactersMax(), faults);
    }
    if (!Part.DESCRIPTION.isSame(before, wanted)) {
      line(wanted.description(), "description", limits.descriptionCharactersMax(), faults);
    }
    if (!Part.MORE.isSame(before, wanted)) {
      text(wanted.more(), "more", limits.textCharactersMax(), faults);
    }
    if (!Part.PRIVACY.isSame(before, wanted)) {
      text(wanted.privacy(), "privacy", limits.textCharactersMax(), faults);
    }
    if (!Part.CONTACT_EMAIL.isSame(before, wanted)
        && !wanted.contactEmail().isEmpty()
        && Address.parse(wanted.contactEmail()).isEmpty()) {
      faults.add(invalid("contact_email"));
    }
    if (!Part.CONTACT_ACCOUNT.isSame(before, wanted)
        && !wanted.contactAccount().matches("[A-Za-z0-9_]{0,30}")) {
      faults.add(invalid("contact_account"));
    }
    if (!Part.LANGUAGES.isSame(before, wanted)
        && (wanted.languages().size() > limits.languagesMax()
            || !wanted.languages().stream()
                .allMatch(l -> l.matches("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,4}")))) {
      faults.add(invalid("languages"));
    }
    if (!Part.RULES.isSame(before, wanted)) {
      rules(before, wanted.rules(), faults);
    }
    if (!faults.isEmpty()) {
      throw new Refused(
          new Refusal.Invalid(
              "Validation failed: "
                  + String.join(", ", faults.stream().map(Refusal.Fault::words).toList()),
              faults));
    }
  }

  private void rules(About before, List<About.Rule> rules, List<Refusal.Fault> faults) {
    if (rules.size() > limits.rulesMax()) {
      faults.add(new Refusal.Fault("rules", "ERR_TOO_LONG", tooMany(limits.rulesMax())));
    }
    List<Long> known = before.rules().stream().map(About.Rule::id).toList();
    List<Long> kept = rules.stream().map(About.Rule::id).filter(id -> id != 0).toList();
    if (!known.containsAll(kept) || kept.stream().distinct().count() != kept.size()) {
      faults.add(invalid("rules"));
    }
    for (About.Rule rule : rules) {
      if (rule.words().isBlank()) {
        faults.add(new Refusal.Fault("rules", "ERR_BLANK", "Rules can't be blank"));
      }
      line(rule.words(), "rules", limits.ruleCharactersMax(), faults);
      text(rule.hint(), "rules", limits.ruleHintCharactersMax(), faults);
    }
  }

  private static void line(String text, String field, int max, List<Refusal.Fault> faults) {
    if (text.chars().anyMatch(Character::isISOControl)) {
      faults.add(invalid(field));
    }
    text(text, field, max, faults);
  }

  private static void text(String text, String field, int max, List<Refusal.Fault> faults) {
    if (text.length() > max) {
      faults.add(tooLong(field, max));
    }
  }

  private static Refusal.Fault invalid(String field) {
    return new Refusal.Fault(field, "ERR_INVALID", said(field) + " is invalid");
  }

  private static Refusal.Fault tooLong(String field, int max) {
    String words = said(field) + " is too long (maximum is " + max + " characters)";
    return new Refusal.Fault(field, "ERR_TOO_LONG", words);
  }

  private static String tooMany(int max) {
    return "There are too many rules (maximum is " + max + ")";
  }

  private static String said(String field) {
    return Character.toUpperCase(field.charAt(0)) + field.substring(1).replace('_', ' ');
  }
}
