package verbatim.access;

import com.github.benmanes.caffeine.cache.Cache;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import verbatim.kernel.AppId;
import verbatim.kernel.Caches;
import verbatim.kernel.Ids;
import verbatim.kernel.Limits;
import verbatim.kernel.Secret;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Store;
import verbatim.store.Table;

/// Registers and finds OAuth clients.
public final class Apps {
  /// Shows the code on a page instead of redirecting: for command-line clients.
  public static final String OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob";

  private static final Table APP = Table.plain("app");
  private static final Table CLIENT = Table.plain("app_client");
  private static final int CACHED_MAX = 2_000;

  private final Store store;
  private final Tokens tokens;
  private final Ids ids;
  private final InstantSource clock;
  private final Limits.People limits;

  // An app never changes: what is cached stays true.
  private final Cache<AppId, Optional<Kept>> cache =
      Caches.bounded().maximumSize(CACHED_MAX).build();

  Apps(Store store, Tokens tokens, Ids ids, InstantSource clock, Limits.People limits) {
    this.store = store;
    this.tokens = tokens;
    this.ids = ids;
    this.clock = clock;
    this.limits = limits;
  }

  /// @param redirectUris one or several; each may itself hold several divided by white space
  /// @param scopes divided by spaces; "" means `read`
  public record NewApp(String name, List<String> redirectUris, String scopes, String website) {}

  /// The secret is given out this once.
  public record Made(App app, Secret clientSecret) {}

  /// @throws verbatim.kernel.Refused Invalid: name, redirect URIs, scopes or website
  public Made register(NewApp wanted) {
    List<String> uris =
        wanted.redirectUris().stream()
            .flatMap(text -> Stream.of(text.split("\\s+")))
            .filter(uri -> !uri.isEmpty())
            .distinct()
            .limit(limits.redirectUrisMax() + 1L)
            .toList();
    Faults faults = new Faults();
    checkName(wanted.name(), faults);
    checkUris(uris, faults);
    checkWebsite(wanted.website(), faults);
    Optional<Scopes> scopes = OAuth.scopes(wanted.scopes());
    if (scopes.isEmpty()) {
      faults.add("scopes", "ERR_INVALID", "Scopes doesn't match configured on the server.");
    }
    faults.check();
    Secret secret = tokens.secret();
    App app =
        new App(
            new AppId(ids.next()),
            tokens.secret().reveal(),
            wanted.name(),
            uris,
            scopes.orElseThrow(),
            wanted.website(),
            clock.instant());
    write(new Kept(app, Tokens.hash(secret)));
    return new Made(app, secret);
  }

  public Optional<App> find(AppId id) {
    return kept(id).map(Kept::app);
  }

  public Optional<App> find(String clientId) {
    return kept(clientId).map(Kept::app);
  }

  /// The app, if the secret is its own.
  Optional<App> proven(String clientId, Secret clientSecret) {
    return kept(clientId)
        .filter(kept -> kept.secretHash().equals(Tokens.hash(clientSecret)))
        .map(Kept::app);
  }

  private record Kept(App app, Key secretHash) {}

  private Optional<Kept> kept(String clientId) {
    if (clientId.isEmpty()
        || clientId.length() > Tokens.CHARACTERS_MAX
        || clientId.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    return store
        .get(CLIENT, Key.of(clientId), Key.NONE)
        .map(row -> new AppId(Bytes.read(row.value()).number()))
        .flatMap(this::kept);
  }

  private Optional<Kept> kept(AppId id) {
    Optional<Kept> kept =
        cache.get(
            id, _ -> store.get(APP, Key.of(id.value()), Key.NONE).map(row -> read(row.value())));
    if (kept.isEmpty()) {
      cache.invalidate(id);
    }
    return kept;
  }

  private void write(Kept kept) {
    App app = kept.app();
    byte[] value =
        Bytes.write(1)
            .number(app.id().value())
            .text(app.clientId())
            .text(app.name())
            .list(app.redirectUris(), Bytes.Writer::text)
            .text(app.scopes().toString())
            .text(app.website())
            .time(app.createdAt())
            .raw(kept.secretHash().toBytes())
            .done();
    byte[] id = Bytes.write(1).number(app.id().value()).done();
    store.journalledBatch(
        List.of(
            Op.put(APP, Key.of(app.id().value()), Key.NONE, value),
            Op.put(CLIENT, Key.of(app.clientId()), Key.NONE, id)));
  }

  private static Kept read(byte[] value) {
    Bytes.Reader bytes = Bytes.read(value);
    App app =
        new App(
            new AppId(bytes.number()),
            bytes.text(),
            bytes.text(),
            bytes.list(Bytes.Reader::text),
            Scopes.stored(bytes.text()),
            bytes.text(),
            bytes.time());
    return new Kept(app, Key.wrap(bytes.raw()));
  }

  private void checkName(String name, Faults faults) {
    if (name.isBlank()) {
      faults.add("client_name", "ERR_BLANK", "Application name can't be blank");
    } else if (name.codePointCount(0, name.length()) > limits.appNameCharactersMax()) {
      faults.add(
          "client_name",
          "ERR_TOO_LONG",
          "Application name is too long (maximum is %d characters)"
              .formatted(limits.appNameCharactersMax()));
    }
  }

  private void checkUris(List<String> uris, Faults faults) {
    if (uris.isEmpty()) {
      faults.add("redirect_uris", "ERR_BLANK", "Redirect URI can't be blank");
    } else if (uris.size() > limits.redirectUrisMax()) {
      faults.add(
          "redirect_uris",
          "ERR_TOO_LONG",
          "Redirect URI: there may be at most %d".formatted(limits.redirectUrisMax()));
    } else if (uris.stream().anyMatch(u -> u.length() > limits.redirectUriCharactersMax())) {
      faults.add(
          "redirect_uris",
          "ERR_TOO_LONG",
          "Redirect URI is too long (maximum is %d characters)"
              .formatted(limits.redirectUriCharactersMax()));
    } else if (!uris.stream().allMatch(RedirectUri::mayBeRegistered)) {
      faults.add(
          "redirect_uris",
          "ERR_INVALID",
          "Redirect URI must be an absolute https URI, one of this machine, or an app's own"
              + " scheme");
    }
  }

  private void checkWebsite(String website, Faults faults) {
    if (website.length() > limits.appWebsiteCharactersMax()) {
      faults.add(
          "website",
          "ERR_TOO_LONG",
          "Website is too long (maximum is %d characters)"
              .formatted(limits.appWebsiteCharactersMax()));
    } else if (!website.isEmpty() && !isWeb(website)) {
      faults.add("website", "ERR_INVALID", "Website must be a valid URL");
    }
  }

  private static boolean isWeb(String text) {
    try {
      URI uri = new URI(text);
      String scheme = uri.getScheme();
      return scheme != null
          && (scheme.equalsIgnoreCase("https") || scheme.equalsIgnoreCase("http"))
          && uri.getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
