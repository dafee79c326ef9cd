package verbatim.api;

import com.github.benmanes.caffeine.cache.Cache;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.accounts.Profile;
import verbatim.accounts.Standing;
import verbatim.accounts.Stats;
import verbatim.http.JsonWriter;
import verbatim.kernel.AccountId;
import verbatim.kernel.CacheCounts;
import verbatim.kernel.Caches;
import verbatim.rendering.Addresses;
import verbatim.rendering.ContentHtml;
import verbatim.rendering.Pictures;

/// Account, MutedAccount, CredentialAccount and Profile. What everybody sees of an account is kept
/// as bytes for as long as account and counts stay as they were: it stands in every status.
final class AccountJson {
  private static final int CACHED_BYTES_MAX = 24 << 20;
  private static final int ROW_OVERHEAD_BYTES = 400;

  /// @param member `"account":{…}`, as it stands in a status
  private record Cached(Account account, Stats stats, long emoji, byte[] member) {}

  private static final byte[] HEAD = "\"account\":{".getBytes(StandardCharsets.US_ASCII);

  private final Accounts accounts;
  private final Addresses addresses;
  private final ContentHtml html;
  private final Pictures pictures;
  private final EmojiJson emojiJson;
  private final Cache<AccountId, Cached> cache =
      Caches.bounded()
          .maximumWeight(CACHED_BYTES_MAX)
          .recordStats()
          .weigher((AccountId _, Cached c) -> c.member.length + ROW_OVERHEAD_BYTES)
          .build();

  AccountJson(
      Accounts accounts,
      Addresses addresses,
      ContentHtml html,
      Pictures pictures,
      EmojiJson emojiJson) {
    this.accounts = accounts;
    this.addresses = addresses;
    this.html = html;
    this.pictures = pictures;
    this.emojiJson = emojiJson;
  }

  CacheCounts counts() {
    var stats = cache.stats();
    return new CacheCounts("account", cache.estimatedSize(), stats.hitCount(), stats.missCount());
  }

  JsonWriter write(JsonWriter json, Account account) {
    return members(json.object(), account).end();
  }

  JsonWriter list(JsonWriter json, List<Account> all) {
    json.array();
    for (Account account : all) {
      write(json, account);
    }
    return json.end();
  }

  JsonWriter muted(JsonWriter json, Account account, Optional<Instant> until) {
    members(json.object(), account).name("mute_expires_at");
    return Json.time(json, until).end();
  }

  /// For its owner alone: with what he typed, and what new posts start with.
  JsonWriter credential(JsonWriter json, Account account, int followRequests) {
    Profile profile = account.profile();
    members(json.object(), account).name("source").object();
    json.field("privacy", account.posting().visibility());
    json.field("sensitive", account.posting().sensitive());
    json.name("language");
    Json.textOrNull(json, account.posting().language());
    json.field("note", profile.bio());
    json.name("fields").array();
    for (Profile.Field field : profile.fields()) {
      json.object().field("name", field.name()).field("value", field.value()).name("verified_at");
      Json.time(json, field.verifiedAt()).end();
    }
    json.end();
    json.field("follow_requests_count", followRequests);
    json.field("hide_collections", profile.hidesCollections());
    json.field("discoverable", profile.discoverable());
    json.field("indexable", profile.indexable());
    json.name("attribution_domains").array().end();
    json.field("deletion_wish", account.wishes().deletion().word());
    json.field("gather", account.mayBeGathered());
    json.field("can_embed", account.wishes().embeds().word());
    json.field("word_questions", account.wishes().asks().word());
    json.end();
    json.name("role");
    role(json, account.standing().role());
    return json.end();
  }

  /// The newer form of the same: texts as written.
  JsonWriter profile(JsonWriter json, Account account) {
    Profile profile = account.profile();
    json.object().fieldId("id", account.id().value());
    json.field("display_name", profile.displayName()).field("note", profile.bio());
    json.name("fields").array();
    for (Profile.Field field : profile.fields()) {
      json.object().field("name", field.name()).field("value", field.value()).name("verified_at");
      Json.time(json, field.verifiedAt()).end();
    }
    json.end();
    json.name("avatar");
    Json.textOrNull(json, profile.avatar().isEmpty() ? "" : pictures.avatar(profile.avatar()));
    json.name("avatar_static");
    Json.textOrNull(json, profile.avatar().isEmpty() ? "" : pictures.avatar(profile.avatar()));
    json.field("avatar_description", "");
    json.name("header");
    Json.textOrNull(json, profile.header().isEmpty() ? "" : pictures.header(profile.header()));
    json.name("header_static");
    Json.textOrNull(json, profile.header().isEmpty() ? "" : pictures.header(profile.header()));
    json.field("header_description", "");
    json.field("locked", profile.locked()).field("bot", profile.bot());
    json.field("hide_collections", profile.hidesCollections());
    json.field("discoverable", profile.discoverable()).field("indexable", profile.indexable());
    json.field("show_media", true).field("show_media_replies", true).field("show_featured", true);
    json.name("attribution_domains").array().end();
    return json.end();
  }

  /// The account as a member of a status.
  byte[] member(Account account) {
    Stats stats = accounts.stats(account.id());
    Cached cached = cache.getIfPresent(account.id());
    long emoji = emojiJson.version();
    if (cached != null
        && cached.emoji == emoji
        && cached.account.equals(account)
        && cached.stats.equals(stats)) {
      return cached.member;
    }
    byte[] made = make(account, stats);
    cache.put(account.id(), new Cached(account, stats, emoji, made));
    return made;
  }

  /// All members, for who adds his own.
  private JsonWriter members(JsonWriter json, Account account) {
    byte[] member = member(account);
    return json.raw(member, HEAD.length, member.length - HEAD.length - 1);
  }

  private byte[] make(Account account, Stats stats) {
    Profile profile = account.profile();
    JsonWriter json = new JsonWriter(2_048).object().name("account").object();
    json.fieldId("id", account.id().value());
    json.field("username", account.handle().username()).field("acct", account.handle().acct());
    json.field("display_name", profile.displayName());
    json.field("locked", profile.locked()).field("bot", profile.bot());
    json.field("discoverable", profile.discoverable()).field("indexable", profile.indexable());
    json.field("group", false).field("hide_collections", profile.hidesCollections());
    json.field("noindex", !profile.indexable());
    // The day only: the very second of signing up is nobody's business.
    json.field("created_at", account.createdAt().truncatedTo(ChronoUnit.DAYS));
    json.field("note", html.bio(account).value());
    json.field("url", addresses.url(account)).field("uri", addresses.uri(account));
    String avatar = pictures.avatar(profile.avatar());
    String header = pictures.header(profile.header());
    json.field("avatar", avatar).field("avatar_static", avatar).field("avatar_description", "");
    json.field("header", header).field("header_static", header).field("header_description", "");
    json.field("followers_count", stats.followers()).field("following_count", stats.following());
    json.field("statuses_count", stats.statuses()).name("last_status_at");
    if (stats.lastStatusAt().equals(Instant.EPOCH)) {
      json.nothing();
    } else {
      json.value(stats.lastStatusAt().atZone(ZoneOffset.UTC).toLocalDate().toString());
    }
    if (account.standing().limited()) {
      json.field("limited", true);
    }
    json.name("emojis");
    emojiJson.of(json, account);
    json.name("roles").array();
    if (account.standing().role() != Standing.Role.USER) {
      json.object();
      json.fieldId("id", roleId(account.standing().role()));
      json.field("name", roleName(account.standing().role())).field("color", "").end();
    }
    json.end();
    fields(json, account);
    json.end().end();
    byte[] whole = json.bytes();
    return Arrays.copyOfRange(whole, 1, whole.length - 1);
  }

  private void fields(JsonWriter json, Account account) {
    json.name("fields").array();
    for (Profile.Field field : account.profile().fields()) {
      json.object().field("name", field.name()).field("value", html.field(account, field).value());
      json.name("verified_at");
      Json.time(json, field.verifiedAt()).end();
    }
    json.end();
  }

  static void role(JsonWriter json, Standing.Role role) {
    json.object();
    json.field("id", role == Standing.Role.USER ? "-99" : Integer.toString(roleId(role)));
    json.field("name", role == Standing.Role.USER ? "" : roleName(role)).field("color", "");
    json.field("permissions", permissions(role)).field("highlighted", role != Standing.Role.USER);
    json.end();
  }

  private static int roleId(Standing.Role role) {
    return switch (role) {
      case USER -> 0;
      case MODERATOR -> 1;
      case ADMIN -> 2;
      case OWNER -> 3;
    };
  }

  private static String roleName(Standing.Role role) {
    String name = role.name();
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }

  /// In Mastodon's bits: clients show administration when they see them. There is none in this API
  /// yet, so nobody is promised any but the owner's "administrator" bit, which shows as a badge.
  private static String permissions(Standing.Role role) {
    return switch (role) {
      case USER, MODERATOR -> "0";
      case ADMIN, OWNER -> "1";
    };
  }
}
