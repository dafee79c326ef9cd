package verbatim.access;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import verbatim.kernel.AccountId;
import verbatim.kernel.AppId;
import verbatim.kernel.SessionId;
import verbatim.mail.Address;
import verbatim.store.Bytes;
import verbatim.store.Key;

/// All sign-in data of one account, in one row: so that whatever uses up a link or a code, and what
/// follows from it, is one compare-and-set.
///
/// @param email the one that counts for signing in
/// @param passwordHash as [Passwords] writes it
/// @param generation sessions, tokens and codes of a smaller one are dead
/// @param links at most one for each purpose: a new letter makes the old link void
/// @param codes authorization codes, the newest first
/// @param networks where the right password came from lately, as short hashes
record Member(
    AccountId account,
    String email,
    String passwordHash,
    boolean confirmed,
    boolean approved,
    long generation,
    String locale,
    String reason,
    Instant createdAt,
    List<Link> links,
    List<Code> codes,
    List<Long> networks,
    Factor factor) {
  static final int CODES_MAX = 16;
  static final int NETWORKS_MAX = 4;

  /// What a link in a letter is good for.
  enum Purpose {
    /// Of the address given at joining.
    CONFIRM,
    /// Of a new address; takes its place.
    CHANGE,
    RESET,
    /// Sent to the former address; puts it back.
    UNDO
  }

  /// A link that was sent; only its hash is kept.
  ///
  /// @param email the address that it was sent to, and is bound to
  record Link(Purpose purpose, Key hash, String email, Instant until) {}

  /// An authorization code; only its hash is kept.
  ///
  /// @param session the browser session that gave it: signing out ends it
  /// @param challenge PKCE, "" for none
  /// @param token what it was exchanged for; 0 as long as it was not
  record Code(
      Key hash,
      AppId app,
      SessionId session,
      String redirectUri,
      String challenge,
      Scopes scopes,
      Instant until,
      long token,
      boolean revoked) {
    Code usedFor(SessionId session) {
      return new Code(
          hash, app, this.session, redirectUri, challenge, scopes, until, session.value(), revoked);
    }

    Code revoke() {
      return new Code(hash, app, session, redirectUri, challenge, scopes, until, token, true);
    }
  }

  Address address() {
    return Address.parse(email).orElseThrow(() -> new IllegalStateException("stored address"));
  }

  Optional<Link> link(Purpose purpose, Instant now) {
    return links.stream()
        .filter(l -> l.purpose() == purpose && now.isBefore(l.until()))
        .findFirst();
  }

  Optional<Link> link(Key hash, Instant now) {
    return links.stream().filter(l -> l.hash().equals(hash) && now.isBefore(l.until())).findFirst();
  }

  Optional<Code> code(Key hash) {
    return codes.stream().filter(c -> c.hash().equals(hash)).findFirst();
  }

  /// Whether somebody else may not have this address: it counts, or may be put back.
  boolean holds(Address address, Instant now) {
    return owns(address, now) || awaits(Purpose.CONFIRM, address, now);
  }

  /// Whether he has proven that this address is his.
  boolean owns(Address address, Instant now) {
    return confirmed && address.equals(address()) || awaits(Purpose.UNDO, address, now);
  }

  private boolean awaits(Purpose purpose, Address address, Instant now) {
    return link(purpose, now)
        .flatMap(l -> Address.parse(l.email()))
        .filter(address::equals)
        .isPresent();
  }

  Member withPassword(String hash) {
    return copy(m -> m.passwordHash = hash);
  }

  /// Ends every session, token and code; a link to undo a change of address stays good, for it is
  /// the way back when somebody else did this.
  Member ended() {
    return copy(
        m -> {
          m.generation = generation + 1;
          m.codes = List.of();
          m.links = links.stream().filter(l -> l.purpose() == Purpose.UNDO).toList();
        });
  }

  Member withEmail(String wanted) {
    return copy(m -> m.email = wanted);
  }

  Member withConfirmed() {
    return copy(m -> m.confirmed = true);
  }

  Member withApproved() {
    return copy(m -> m.approved = true);
  }

  Member with(Link link) {
    List<Link> kept = new ArrayList<>(without(link.purpose()).links);
    kept.add(link);
    return copy(m -> m.links = List.copyOf(kept));
  }

  Member without(Purpose purpose) {
    List<Link> kept = links.stream().filter(l -> l.purpose() != purpose).toList();
    return copy(m -> m.links = kept);
  }

  Member with(Code code) {
    List<Code> kept = new ArrayList<>();
    kept.add(code);
    codes.stream()
        .filter(c -> !c.hash().equals(code.hash()))
        .limit(CODES_MAX - 1)
        .forEach(kept::add);
    return copy(m -> m.codes = List.copyOf(kept));
  }

  Member seenFrom(long network) {
    List<Long> kept = new ArrayList<>();
    kept.add(network);
    networks.stream().filter(n -> n != network).limit(NETWORKS_MAX - 1).forEach(kept::add);
    return copy(m -> m.networks = List.copyOf(kept));
  }

  Member with(Factor changed) {
    return copy(m -> m.factor = changed);
  }

  @Override
  public String toString() {
    return "Member " + account;
  }

  byte[] bytes() {
    Bytes.Writer to =
        Bytes.write(1)
            .number(account.value())
            .text(email)
            .text(passwordHash)
            .flag(confirmed)
            .flag(approved)
            .number(generation)
            .text(locale)
            .text(reason)
            .time(createdAt)
            .list(links, Member::write)
            .list(codes, Member::write)
            .list(networks, Bytes.Writer::number);
    factor.write(to);
    return to.done();
  }

  static Member read(byte[] value) {
    Bytes.Reader bytes = Bytes.read(value);
    return new Member(
        new AccountId(bytes.number()),
        bytes.text(),
        bytes.text(),
        bytes.flag(),
        bytes.flag(),
        bytes.number(),
        bytes.text(),
        bytes.text(),
        bytes.time(),
        bytes.list(Member::readLink),
        bytes.list(Member::readCode),
        bytes.list(Bytes.Reader::number),
        Factor.read(bytes));
  }

  private static void write(Bytes.Writer to, Link link) {
    int purpose =
        switch (link.purpose()) {
          case CONFIRM -> 1;
          case CHANGE -> 2;
          case RESET -> 3;
          case UNDO -> 4;
        };
    to.number(purpose).raw(link.hash().toBytes()).text(link.email()).time(link.until());
  }

  private static Link readLink(Bytes.Reader bytes) {
    int kind = (int) bytes.number();
    Purpose purpose =
        switch (kind) {
          case 1 -> Purpose.CONFIRM;
          case 2 -> Purpose.CHANGE;
          case 3 -> Purpose.RESET;
          case 4 -> Purpose.UNDO;
          default -> throw new IllegalStateException("link purpose " + kind);
        };
    return new Link(purpose, Key.wrap(bytes.raw()), bytes.text(), bytes.time());
  }

  private static void write(Bytes.Writer to, Code code) {
    to.raw(code.hash().toBytes())
        .number(code.app().value())
        .number(code.session().value())
        .text(code.redirectUri())
        .text(code.challenge())
        .text(code.scopes().toString())
        .time(code.until())
        .number(code.token())
        .flag(code.revoked());
  }

  private static Code readCode(Bytes.Reader bytes) {
    return new Code(
        Key.wrap(bytes.raw()),
        new AppId(bytes.number()),
        new SessionId(bytes.number()),
        bytes.text(),
        bytes.text(),
        Scopes.stored(bytes.text()),
        bytes.time(),
        bytes.number(),
        bytes.flag());
  }

  private Member copy(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return new Member(
        account,
        draft.email,
        draft.passwordHash,
        draft.confirmed,
        draft.approved,
        draft.generation,
        locale,
        reason,
        createdAt,
        draft.links,
        draft.codes,
        draft.networks,
        draft.factor);
  }

  private static final class Draft {
    String email;
    String passwordHash;
    boolean confirmed;
    boolean approved;
    long generation;
    List<Link> links;
    List<Code> codes;
    List<Long> networks;
    Factor factor;

    Draft(Member of) {
      email = of.email;
      passwordHash = of.passwordHash;
      confirmed = of.confirmed;
      approved = of.approved;
      generation = of.generation;
      links = of.links;
      codes = of.codes;
      networks = of.networks;
      factor = of.factor;
    }
  }
}
