package verbatim.access;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a token may be used for, in the client API's words. `read` covers every `read:…`, `write`
/// every `write:…`, `admin:read` every `admin:read:…`; the old `follow` covers reading and writing
/// follows, blocks and mutes.
public enum Scope {
  READ("read"),
  READ_ACCOUNTS("read:accounts"),
  READ_ARTICLES("read:articles"),
  READ_BLOCKS("read:blocks"),
  READ_BOOKMARKS("read:bookmarks"),
  READ_COLLECTIONS("read:collections"),
  READ_CONVERSATIONS("read:conversations"),
  READ_FAVOURITES("read:favourites"),
  READ_FILTERS("read:filters"),
  READ_FOLLOWS("read:follows"),
  READ_LISTS("read:lists"),
  READ_MUTES("read:mutes"),
  READ_NOTIFICATIONS("read:notifications"),
  READ_SEARCH("read:search"),
  READ_STATUSES("read:statuses"),
  WRITE("write"),
  WRITE_ACCOUNTS("write:accounts"),
  WRITE_ARTICLES("write:articles"),
  WRITE_BLOCKS("write:blocks"),
  WRITE_BOOKMARKS("write:bookmarks"),
  WRITE_COLLECTIONS("write:collections"),
  WRITE_CONVERSATIONS("write:conversations"),
  WRITE_FAVOURITES("write:favourites"),
  WRITE_FILTERS("write:filters"),
  WRITE_FOLLOWS("write:follows"),
  WRITE_LISTS("write:lists"),
  WRITE_MEDIA("write:media"),
  WRITE_MUTES("write:mutes"),
  WRITE_NOTIFICATIONS("write:notifications"),
  WRITE_REPORTS("write:reports"),
  WRITE_STATUSES("write:statuses"),
  FOLLOW("follow"),
  PUSH("push"),
  PROFILE("profile"),
  ADMIN_READ("admin:read"),
  ADMIN_READ_ACCOUNTS("admin:read:accounts"),
  ADMIN_READ_REPORTS("admin:read:reports"),
  ADMIN_READ_DOMAIN_ALLOWS("admin:read:domain_allows"),
  ADMIN_READ_DOMAIN_BLOCKS("admin:read:domain_blocks"),
  ADMIN_READ_IP_BLOCKS("admin:read:ip_blocks"),
  ADMIN_READ_EMAIL_DOMAIN_BLOCKS("admin:read:email_domain_blocks"),
  ADMIN_READ_CANONICAL_EMAIL_BLOCKS("admin:read:canonical_email_blocks"),
  ADMIN_WRITE("admin:write"),
  ADMIN_WRITE_ACCOUNTS("admin:write:accounts"),
  ADMIN_WRITE_REPORTS("admin:write:reports"),
  ADMIN_WRITE_DOMAIN_ALLOWS("admin:write:domain_allows"),
  ADMIN_WRITE_DOMAIN_BLOCKS("admin:write:domain_blocks"),
  ADMIN_WRITE_IP_BLOCKS("admin:write:ip_blocks"),
  ADMIN_WRITE_EMAIL_DOMAIN_BLOCKS("admin:write:email_domain_blocks"),
  ADMIN_WRITE_CANONICAL_EMAIL_BLOCKS("admin:write:canonical_email_blocks");

  private static final Map<String, Scope> BY_NAME =
      Stream.of(values()).collect(Collectors.toUnmodifiableMap(s -> s.named, Function.identity()));

  // Tokens are read on every request, so this is worked out once.
  private static final Map<Scope, Set<Scope>> COVERED =
      Stream.of(values())
          .collect(
              Collectors.toUnmodifiableMap(
                  Function.identity(),
                  s -> Stream.of(values()).filter(s::covers).collect(Collectors.toSet())));

  private final String named;

  Scope(String named) {
    this.named = named;
  }

  public static Optional<Scope> parse(String named) {
    return Optional.ofNullable(BY_NAME.get(named));
  }

  /// Every scope that a token with this one has.
  Set<Scope> covered() {
    return COVERED.getOrDefault(this, Set.of(this));
  }

  /// Whether a token with this scope may do what needs `wanted`.
  public boolean covers(Scope wanted) {
    return this == wanted
        || wanted.named.startsWith(named + ":")
        || (this == FOLLOW && wanted.isOfFollow());
  }

  private boolean isOfFollow() {
    return switch (this) {
      case READ_FOLLOWS, READ_BLOCKS, READ_MUTES, WRITE_FOLLOWS, WRITE_BLOCKS, WRITE_MUTES -> true;
      default -> false;
    };
  }

  @Override
  public String toString() {
    return named;
  }
}
