package verbatim.access;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import verbatim.kernel.AccountId;
import verbatim.kernel.Secret;
import verbatim.store.Bytes;
import verbatim.store.Key;

/// The second factor of one account: part of the row of its sign-in data, so that using up a code
/// and what it opens are one compare-and-set. It is on as soon as there is an app that shows codes,
/// or a passkey.
///
/// @param totpKey in base 32, "" for none
/// @param totpStep the last step of which a code was taken
/// @param codes hashes of the recovery codes that are left
/// @param spent what was used up lately and must not be used again before it has grown old
record Factor(
    String totpKey, long totpStep, List<Key> codes, List<Passkey> passkeys, List<Spent> spent) {
  static final Factor NONE = new Factor("", 0, List.of(), List.of(), List.of());

  /// Something that a seal made good for one time: remembered until it is good no more.
  record Spent(Key hash, Instant until) {}

  boolean isOn() {
    return hasTotp() || !passkeys.isEmpty();
  }

  boolean hasTotp() {
    return !totpKey.isEmpty();
  }

  Optional<Passkey> passkey(String id) {
    return passkeys.stream().filter(p -> p.id().equals(id)).findFirst();
  }

  Optional<Passkey> marked(String mark) {
    return passkeys.stream().filter(p -> p.mark().equals(mark)).findFirst();
  }

  /// A code of the app or a recovery code, used up; empty for a wrong one.
  Optional<Factor> using(AccountId account, String typed, Instant now) {
    String code = plain(typed);
    if (Totp.isCode(code)) {
      OptionalLong step =
          hasTotp() ? Totp.step(totpKey, code, now, totpStep) : OptionalLong.empty();
      return step.isPresent()
          ? Optional.of(new Factor(totpKey, step.getAsLong(), codes, passkeys, spent))
          : Optional.empty();
    }
    Key hash = hash(account, code);
    return codes.contains(hash)
        ? Optional.of(withCodes(codes.stream().filter(c -> !c.equals(hash)).toList()))
        : Optional.empty();
  }

  /// A signature of one of the passkeys, counted; empty if its authenticator must be a copy.
  Optional<Factor> using(Passkey passkey, long count, Instant now) {
    return passkey(passkey.id()).filter(p -> p.mayFollow(count)).map(p -> with(p.used(count, now)));
  }

  /// Marks something as used up; empty if it was already, or if there was too much of late.
  Optional<Factor> spending(Key hash, Instant until, Instant now, int spentMax) {
    List<Spent> kept =
        new ArrayList<>(spent.stream().filter(s -> now.isBefore(s.until())).toList());
    if (kept.size() >= spentMax || kept.stream().anyMatch(s -> s.hash().equals(hash))) {
      return Optional.empty();
    }
    kept.add(new Spent(hash, until));
    return Optional.of(new Factor(totpKey, totpStep, codes, passkeys, List.copyOf(kept)));
  }

  Factor withTotp(String key, long step) {
    return new Factor(key, step, codes, passkeys, spent);
  }

  Factor withoutTotp() {
    return new Factor("", 0, codes, passkeys, spent).tidy();
  }

  Factor withCodes(List<Key> left) {
    return new Factor(totpKey, totpStep, List.copyOf(left), passkeys, spent);
  }

  /// Added, or in the place of the one with the same id.
  Factor with(Passkey passkey) {
    List<Passkey> kept = new ArrayList<>(passkeys);
    kept.replaceAll(p -> p.id().equals(passkey.id()) ? passkey : p);
    if (!kept.contains(passkey)) {
      kept.add(passkey);
    }
    return new Factor(totpKey, totpStep, codes, List.copyOf(kept), spent);
  }

  Factor without(Passkey passkey) {
    return new Factor(
            totpKey,
            totpStep,
            codes,
            passkeys.stream().filter(p -> !p.id().equals(passkey.id())).toList(),
            spent)
        .tidy();
  }

  /// Without the passkeys that were added after a time.
  Factor withoutPasskeysSince(Instant time) {
    return new Factor(
            totpKey,
            totpStep,
            codes,
            passkeys.stream().filter(p -> !p.addedAt().isAfter(time)).toList(),
            spent)
        .tidy();
  }

  /// Without any of it, but for what must not be used twice.
  Factor off() {
    return new Factor("", 0, List.of(), List.of(), spent);
  }

  /// Recovery codes stand in for something; for nothing there are none.
  private Factor tidy() {
    return isOn() ? this : off();
  }

  /// What a member should hear of, between an earlier state and this.
  List<AccessEvent.Change> since(Factor old) {
    List<AccessEvent.Change> changes = new ArrayList<>();
    if (isOn() != old.isOn()) {
      changes.add(isOn() ? AccessEvent.Change.SWITCHED_ON : AccessEvent.Change.SWITCHED_OFF);
      return changes;
    }
    if (!totpKey.equals(old.totpKey) || !ids().equals(old.ids())) {
      changes.add(AccessEvent.Change.WAYS_CHANGED);
    }
    Set<Key> left = new HashSet<>(codes);
    if (!left.equals(new HashSet<>(old.codes))) {
      changes.add(
          old.codes.containsAll(left)
              ? AccessEvent.Change.RECOVERY_CODE_USED
              : AccessEvent.Change.RECOVERY_CODES_RENEWED);
    }
    return changes;
  }

  private Set<String> ids() {
    return passkeys.stream().map(Passkey::id).collect(Collectors.toSet());
  }

  /// A recovery code has 80 random bits: nobody can try so many, so its hash needs no salt. The
  /// account is in it, so that one try is a try at one account only.
  static Key hash(AccountId account, String code) {
    return Tokens.hash(new Secret("recovery " + account + " " + plain(code)));
  }

  /// As typed from paper: spaces, dashes and capital letters mean nothing.
  private static String plain(String typed) {
    return typed.length() > Tokens.CHARACTERS_MAX
        ? ""
        : typed.replaceAll("[\\s-]", "").toLowerCase(Locale.ROOT);
  }

  void write(Bytes.Writer to) {
    to.text(totpKey)
        .number(totpStep)
        .list(codes, (w, code) -> w.raw(code.toBytes()))
        .list(passkeys, (w, passkey) -> passkey.write(w))
        .list(spent, (w, s) -> w.raw(s.hash().toBytes()).time(s.until()));
  }

  static Factor read(Bytes.Reader bytes) {
    return new Factor(
        bytes.text(),
        bytes.number(),
        bytes.list(b -> Key.wrap(b.raw())),
        bytes.list(Passkey::read),
        bytes.list(b -> new Spent(Key.wrap(b.raw()), b.time())));
  }

  @Override
  public String toString() {
    return "Factor";
  }
}
