package verbatim.access;

import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import verbatim.Waiting;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.kernel.AccountId;
import verbatim.kernel.Ids;
import verbatim.kernel.Limits;
import verbatim.kernel.Secret;
import verbatim.log.LogOptions;
import verbatim.log.StoreLog;
import verbatim.mail.Letter;
import verbatim.mail.Mail;
import verbatim.store.rocks.RocksOptions;
import verbatim.store.rocks.RocksStore;

/// A server's entrance for tests: real store, log and accounts; the clock is moved by hand, and
/// letters fall into a box.
final class Entrance implements AutoCloseable {
  static final Secret PASSWORD = new Secret("correct horse battery");
  static final Secret BROWSER = new Secret("the cookie of a browser");
  static final String VERIFIER = "a".repeat(43);
  static final String CALLBACK = "https://c.test/cb";

  // Cheap: what is tested here is not how long it takes.
  private static final Passwords.Cost CHEAP = new Passwords.Cost(64, 1, 1, 4, 200);

  final RocksStore store;
  final StoreLog log;
  final Accounts accounts;
  final Access access;
  final Ids ids;
  final List<Letter> letters = new CopyOnWriteArrayList<>();
  final List<AccessEvent> events = new CopyOnWriteArrayList<>();
  private final List<byte[]> orders = new ArrayList<>();
  private volatile Instant now = Instant.parse("2026-03-01T12:00:00Z");

  private Entrance(Path folder, AccessSettings settings) {
    InstantSource clock = () -> now;
    ids = new Ids(clock, 1);
    store = RocksStore.open(folder, RocksOptions.small(), clock);
    log = new StoreLog(store, ids, LogOptions.brisk());
    log.consume(
        "test",
        entry -> {
          if (entry.event().family().equals(AccessEvent.FAMILY)) {
            events.add(AccessEvent.read(entry.event()));
          }
        });
    accounts = new Accounts(store, log, ids, clock, new Random(7), Limits.usual());
    access = open(settings, clock);
  }

  private Access open(AccessSettings settings, InstantSource clock) {
    return new Access(
        settings,
        new Access.Ground(
            store,
            log,
            accounts,
            ids,
            new SecureRandom(),
            clock,
            Limits.usual(),
            new Letters.Ways(this::order, this::keep)),
        CHEAP);
  }

  static Entrance open(Path folder) {
    return with(folder, AccessSettings.Mode.OPEN, true, false);
  }

  static Entrance with(
      Path folder, AccessSettings.Mode mode, boolean confirmsByMail, boolean testMode) {
    return new Entrance(
        folder,
        new AccessSettings(URI.create("https://town.test"), mode, confirmsByMail, testMode));
  }

  static Entrance with(Path folder, AccessSettings settings) {
    return new Entrance(folder, settings);
  }

  private synchronized void order(byte[] order) {
    orders.add(order);
  }

  private Mail.Outcome keep(Letter letter) {
    letters.add(letter);
    return new Mail.Outcome.Sent();
  }

  /// The jobs run.
  synchronized void deliver() {
    List<byte[]> due = List.copyOf(orders);
    orders.clear();
    due.forEach(order -> access.letters().deliver(order));
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  Instant now() {
    return now;
  }

  /// Waits until this was told.
  void comes(AccessEvent event) {
    Waiting.until(event.toString(), () -> List.copyOf(events), all -> all.contains(event));
  }

  static InetAddress address(int n) {
    try {
      return InetAddress.getByAddress(new byte[] {10, 0, (byte) (n >> 8), (byte) n});
    } catch (java.net.UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  static NewMember wants(String username) {
    return wants(username, username + "@people.test");
  }

  static NewMember wants(String username, String email) {
    return new NewMember(username, email, PASSWORD, true, "en", "to talk", address(1));
  }

  /// Signed up and confirmed.
  AccountId member(String username) {
    Account account = access.registration().register(wants(username)).account();
    deliver();
    access.registration().confirm(lastLink());
    return account.id();
  }

  SignIn.Answer signIn(String login, Secret password) {
    return signIn(login, password, address(2));
  }

  SignIn.Answer signIn(String login, Secret password, InetAddress from) {
    return access
        .signIn()
        .signIn(new SignIn.Attempt(login, password, BROWSER, from, "Browser 1.0"));
  }

  Secret cookie(String login) {
    return ((SignIn.Answer.Welcome) signIn(login, PASSWORD)).cookie();
  }

  Caller.SignedIn behind(Secret cookie) {
    return (Caller.SignedIn) access.sessions().browser(cookie);
  }

  /// The link in the last letter.
  Secret lastLink() {
    return link(letters.getLast());
  }

  static Secret link(Letter letter) {
    int at = letter.text().indexOf("token=") + "token=".length();
    return new Secret(letter.text().substring(at).split("\\s", 2)[0]);
  }

  List<Letter> lettersTo(String email) {
    return letters.stream().filter(l -> l.to().reveal().equals(email)).toList();
  }

  Apps.Made app(String scopes) {
    return access.apps().register(new Apps.NewApp("Reader", List.of(CALLBACK), scopes, ""));
  }

  static Map<String, List<String>> asks(Apps.Made app, String scope) {
    Map<String, List<String>> asked = new LinkedHashMap<>();
    asked.put("response_type", List.of("code"));
    asked.put("client_id", List.of(app.app().clientId()));
    asked.put("redirect_uri", List.of(CALLBACK));
    asked.put("scope", List.of(scope));
    asked.put("state", List.of("x&y"));
    asked.put("code_challenge", List.of(challenge(VERIFIER)));
    asked.put("code_challenge_method", List.of("S256"));
    return asked;
  }

  static String challenge(String verifier) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Tokens.sha256(verifier.getBytes(StandardCharsets.US_ASCII)));
  }

  /// The code that the person gives to the app, after looking at the page.
  String code(Secret cookie, Map<String, List<String>> asked) {
    var consent = (OAuth.Asked.Consent) access.oauth().authorize(asked);
    Caller.SignedIn who = behind(cookie);
    String ticket = access.oauth().ticket(who, cookie, consent);
    var decided = (OAuth.Decided.Redirect) access.oauth().grant(who, cookie, ticket);
    return query(decided.location()).get("code");
  }

  static OAuth.TokenRequest exchange(Apps.Made app, String code) {
    return exchange(app, code, CALLBACK, VERIFIER);
  }

  static OAuth.TokenRequest exchange(
      Apps.Made app, String code, String redirectUri, String verifier) {
    return new OAuth.TokenRequest(
        "authorization_code",
        app.app().clientId(),
        app.clientSecret(),
        code,
        redirectUri,
        new Secret(verifier),
        "",
        "",
        new Secret(""),
        address(3));
  }

  /// A token through the whole flow.
  Secret token(Secret cookie, Apps.Made app, String scope) {
    String code = code(cookie, asks(app, scope));
    return ((OAuth.Exchange.Issued) access.oauth().token(exchange(app, code))).accessToken();
  }

  boolean counts(Secret token) {
    try {
      access.sessions().token(token);
      return true;
    } catch (verbatim.kernel.Refused e) {
      return false;
    }
  }

  static Map<String, String> query(URI location) {
    Map<String, String> query = new LinkedHashMap<>();
    Stream.of(location.getRawQuery().split("&"))
        .map(pair -> pair.split("=", 2))
        .forEach(
            pair ->
                query.put(pair[0], java.net.URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    return query;
  }

  @Override
  public void close() {
    log.close();
    store.close();
  }
}
