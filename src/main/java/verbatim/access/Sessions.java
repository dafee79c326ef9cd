package verbatim.access;

import com.github.benmanes.caffeine.cache.Cache;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.accounts.Standing;
import verbatim.kernel.AccountId;
import verbatim.kernel.AppId;
import verbatim.kernel.Caches;
import verbatim.kernel.Ids;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.Secret;
import verbatim.kernel.SessionId;
import verbatim.log.EventLog;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Store;

/// Browser sessions and access tokens: opaque 256 random bits, kept by their SHA-256. Who is behind
/// one; listing and ending them. A session of a person also names the generation of his sign-in
/// data: a password change raises that, and every session of before is dead at once, whatever else
/// fails.
public final class Sessions {
  private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
  /// When there are more, the one not used for the longest time ends.
  static final int SESSIONS_MAX = 300;

  private static final int CACHED_MAX = 50_000;
  private static final int USER_AGENT_CHARACTERS_MAX = 200;
  private static final Duration SEEN_EVERY = Duration.ofHours(1);

  // On a cluster another server may have ended the session: what is cached counts for so long.
  private static final Duration CACHED = Duration.ofSeconds(5);

  private final Store store;
  private final EventLog log;
  private final Members members;
  private final Accounts accounts;
  private final Tokens tokens;
  private final Ids ids;
  private final InstantSource clock;
  private final Limits.People limits;
  private final Cache<Key, Optional<Held>> cache =
      Caches.bounded().maximumSize(CACHED_MAX).expireAfterWrite(CACHED).build();
  private final Cache<SessionId, Instant> seen = Caches.bounded().maximumSize(CACHED_MAX).build();

  Sessions(
      Store store,
      EventLog log,
      Members members,
      Accounts accounts,
      Tokens tokens,
      Ids ids,
      InstantSource clock,
      Limits.People limits) {
    this.store = store;
    this.log = log;
    this.members = members;
    this.accounts = accounts;
    this.tokens = tokens;
    this.ids = ids;
    this.clock = clock;
    this.limits = limits;
  }

  /// One session as its owner sees it.
  ///
  /// @param app empty for a browser
  /// @param lastUsedAt to the hour
  public record Session(
      SessionId id,
      Optional<AppId> app,
      Scopes scopes,
      String userAgent,
      Instant createdAt,
      Instant lastUsedAt) {}

  /// A new session; the secret is given out this once.
  public record Opened(SessionId session, Secret secret) {}

  /// Whose access token this is.
  ///
  /// @throws verbatim.kernel.Refused NotSignedIn for one that does not count
  public Caller token(Secret bearer) {
    return held(bearer)
        .filter(held -> !held.isBrowser())
        .flatMap(this::caller)
        .orElseThrow(() -> new Refused(new Refusal.NotSignedIn("The access token is invalid")));
  }

  /// Whose browser session this is; [Caller.Anonymous] for one that does not count.
  public Caller browser(Secret cookie) {
    return held(cookie)
        .filter(Held::isBrowser)
        .flatMap(this::caller)
        .orElseGet(Caller.Anonymous::new);
  }

  /// The newest first: browsers and tokens.
  public List<Session> of(AccountId account) {
    Map<Long, Instant> used = SessionTable.lastUsed(store, account.value());
    return rows(account.value()).stream()
        .filter(this::counts)
        .map(held -> held.shown(used))
        .sorted(Comparator.comparing(Session::id).reversed())
        .toList();
  }

  /// Ends one; nothing happens if it is not his.
  public void end(AccountId account, SessionId session) {
    rows(account.value()).stream().filter(held -> held.id().equals(session)).forEach(this::end);
  }

  /// Ends every token that this app holds of the account.
  public void end(AccountId account, AppId app) {
    rows(account.value()).stream().filter(held -> held.app().equals(app)).forEach(this::end);
  }

  /// Ends all but one.
  public void endOthers(Caller.SignedIn kept) {
    rows(kept.account().value()).stream()
        .filter(held -> !held.id().equals(kept.session()))
        .forEach(this::end);
  }

  /// Ends all: suspension, deletion, the command line. Pending codes and links too.
  public void endAll(AccountId account) {
    members.change(account, Member::ended);
    forget(account);
  }

  /// A new id for the same browser: at every change of what it may do.
  public Opened renew(Caller.SignedIn who, String userAgent) {
    Member member =
        members
            .find(who.account())
            .orElseThrow(() -> new Refused(new Refusal.NotSignedIn("You are signed out")));
    end(who.account(), who.session());
    return open(member, userAgent);
  }

  /// What a form of this browser must carry (against forged requests). Also for somebody who is not
  /// signed in: over the random cookie that the sign-in page sets.
  ///
  /// It reads differently in each answer: a random pad, and the token XORed with it. Else who may
  /// put words into a page and see how long the packed answer is could find it out letter by letter
  /// (BREACH).
  public static String formToken(Secret cookie, SecureRandom random) {
    byte[] seal = formSeal(cookie);
    byte[] pad = new byte[seal.length];
    random.nextBytes(pad);
    return Tokens.text(ByteBuffer.allocate(2 * seal.length).put(pad).put(xor(seal, pad)).array());
  }

  public static boolean isFormToken(Secret cookie, String sent) {
    byte[] seal = formSeal(cookie);
    if (sent.length() > Tokens.CHARACTERS_MAX) {
      return false;
    }
    byte[] both;
    try {
      both = Base64.getUrlDecoder().decode(sent);
    } catch (IllegalArgumentException _) {
      return false;
    }
    if (both.length != 2 * seal.length) {
      return false;
    }
    byte[] pad = Arrays.copyOf(both, seal.length);
    return MessageDigest.isEqual(
        seal, xor(Arrays.copyOfRange(both, seal.length, both.length), pad));
  }

  private static byte[] formSeal(Secret cookie) {
    return Tokens.seal(cookie, "form", new byte[0]);
  }

  private static byte[] xor(byte[] bytes, byte[] pad) {
    byte[] mixed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      mixed[i] = (byte) (bytes[i] ^ pad[i]);
    }
    return mixed;
  }

  /// A browser session.
  Opened open(Member member, String userAgent) {
    Instant now = clock.instant();
    return open(
        new Held(
            Key.NONE,
            new SessionId(ids.next()),
            member.account().value(),
            Held.BROWSER,
            Scopes.none(),
            cut(userAgent),
            now,
            now.plus(limits.sessionMax()),
            member.generation()));
  }

  /// A token of a person.
  ///
  /// @param generation as it was when he agreed: what he ended since is not opened again
  Opened open(SessionId id, AccountId account, long generation, App app, Scopes scopes) {
    return open(
        new Held(
            Key.NONE,
            id,
            account.value(),
            app.id(),
            scopes,
            app.name(),
            clock.instant(),
            Instant.MAX,
            generation));
  }

  /// A token of an app on its own behalf.
  Opened open(App app, Scopes scopes) {
    SessionId id = new SessionId(ids.next());
    return open(
        new Held(Key.NONE, id, 0, app.id(), scopes, app.name(), clock.instant(), Instant.MAX, 0));
  }

  SessionId newId() {
    return new SessionId(ids.next());
  }

  Optional<Held> held(Secret secret) {
    if (secret.reveal().isEmpty() || secret.reveal().length() > Tokens.CHARACTERS_MAX) {
      return Optional.empty();
    }
    Key hash = Tokens.hash(secret);
    Optional<Held> held = cache.get(hash, h -> SessionTable.find(store, h));
    if (held.isEmpty()) {
      // Made-up tokens must not push the true ones out of memory.
      cache.invalidate(hash);
    }
    return held.filter(this::counts);
  }

  /// Whether a session still counts: for whoever keeps a connection open for it.
  public boolean stands(AccountId account, SessionId session) {
    return rows(account.value()).stream()
        .anyMatch(held -> held.id().equals(session) && counts(held));
  }

  void end(Held held) {
    var pending =
        log.prepare(
            AccessEvent.write(
                new AccessEvent.SessionEnded(new AccountId(held.owner()), held.id())));
    List<Op> ops = new ArrayList<>(SessionTable.deletion(held));
    ops.add(pending.op());
    store.journalledBatch(ops);
    uncache(held);
    seen.invalidate(held.id());
    log.publish(pending);
  }

  // compute, not invalidate: Caffeine leaves open what invalidate does to a load under way; compute
  // waits.
  private void uncache(Held held) {
    cache.asMap().compute(held.hash(), (_, _) -> null);
  }

  /// Clears away what the raised generation has made void. Whoever holds streams open hears of it
  /// by the event of the change.
  void forget(AccountId account) {
    List<Op> ops = new ArrayList<>();
    List<Held> dead = rows(account.value()).stream().filter(held -> !counts(held)).toList();
    dead.forEach(held -> ops.addAll(SessionTable.deletion(held)));
    if (!ops.isEmpty()) {
      store.journalledBatch(ops);
    }
    dead.forEach(this::uncache);
  }

  /// The first session of somebody who has just registered in this browser.
  public Opened welcome(Registered registered, String userAgent) {
    return members
        .find(registered.account().id())
        .map(member -> open(member, userAgent))
        .orElseThrow(() -> new IllegalStateException("registered, but no member"));
  }

  /// What is left of an account's sessions after [#forget]: when they were used.
  void eraseTraces(AccountId account) {
    store.journalledBatch(List.of(SessionTable.erasure(account.value())));
  }

  private Opened open(Held draft) {
    Secret secret = tokens.secret();
    Held held = draft.with(Tokens.hash(secret));
    makeRoom(held.owner());
    store.journalledBatch(SessionTable.insertion(held));
    return new Opened(held.id(), secret);
  }

  private void makeRoom(long owner) {
    List<Held> rows = rows(owner);
    if (rows.size() < SESSIONS_MAX) {
      return;
    }
    Map<Long, Instant> used = SessionTable.lastUsed(store, owner);
    rows.stream()
        .sorted(Comparator.comparing(held -> held.shown(used).lastUsedAt()))
        .limit(rows.size() - SESSIONS_MAX + 1L)
        .forEach(this::end);
  }

  private List<Held> rows(long owner) {
    return SessionTable.of(store, owner);
  }

  private boolean counts(Held held) {
    if (!clock.instant().isBefore(held.until())) {
      return false;
    }
    return held.isOfApp()
        || members
            .cached(held.account())
            .filter(member -> member.generation() == held.generation())
            .isPresent();
  }

  private Optional<Caller> caller(Held held) {
    if (held.isOfApp()) {
      return Optional.of(new Caller.Application(held.app(), held.scopes()));
    }
    Optional<Account> account = accounts.find(held.account());
    if (account.isEmpty()) {
      return Optional.empty();
    }
    note(held);
    return switch (account.get().standing().state()) {
      case ACTIVE -> Optional.of(signedIn(held, account.get().standing().role()));
      case UNCONFIRMED -> pending(held, "Your login is missing a confirmed e-mail address");
      case PENDING -> pending(held, "Your login is currently pending approval");
      case DISABLED, SUSPENDED -> pending(held, "Your login is currently disabled");
      case DELETED -> Optional.empty();
    };
  }

  private static Caller signedIn(Held held, Standing.Role role) {
    return held.isBrowser()
        ? new Caller.SignedIn(held.account(), held.id(), Scopes.all(), role)
        : new Caller.SignedIn(held.account(), held.id(), held.scopes(), role, held.app());
  }

  private static Optional<Caller> pending(Held held, String why) {
    return Optional.of(new Caller.Pending(held.account(), held.id(), why));
  }

  // Once an hour is exact enough for whoever looks for a session he has forgotten.
  private void note(Held held) {
    Instant now = clock.instant();
    Instant last = seen.getIfPresent(held.id());
    if (last == null || now.isAfter(last.plus(SEEN_EVERY))) {
      seen.put(held.id(), now);
      try {
        store.putDerived(List.of(SessionTable.used(held, now)));
      } catch (Refused e) {
        // On a full disk reading goes on, and with it whoever reads.
        LOG.debug("When a session was used last is not noted", e);
      }
    }
  }

  private static String cut(String userAgent) {
    String clean = userAgent.replaceAll("\\p{Cntrl}", " ");
    return clean.length() <= USER_AGENT_CHARACTERS_MAX
        ? clean
        : clean.substring(0, USER_AGENT_CHARACTERS_MAX);
  }
}
