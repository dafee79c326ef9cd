package verbatim.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.http.JsonWriter;
import verbatim.kernel.AccountId;
import verbatim.kernel.CacheCounts;
import verbatim.kernel.Refusal;
import verbatim.kernel.StatusId;
import verbatim.relations.Filters;
import verbatim.relations.Viewer;
import verbatim.rendering.Addresses;
import verbatim.rendering.ContentHtml;
import verbatim.rendering.Files;
import verbatim.statuses.Counts;
import verbatim.statuses.Marks;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;

/// Status, as one viewer sees it. The part that is the same for everybody (words, mentions, media)
/// is kept as bytes for as long as the status stays as it is, and once more joined with counts and
/// account; what this viewer did with it is spliced in.
///
/// Lists ask [MaySee] before they come here. Here it is asked once more for what hangs on a status:
/// the boosted one, and the parent, whose id would tell that a private post exists.
final class StatusJson {
  private static final int CACHED_BYTES_MAX = 64 << 20;
  private static final int ROW_OVERHEAD_BYTES = 600;
  private static final byte[] NONE_FILTERED = {'[', ']'};

  private static final int JOIN_BYTES = 160;
  private static final byte[] NO_POLL = ascii("\"poll\":null");
  private static final byte[] NO_REBLOG = ascii("\"reblog\":null");
  private static final byte[] NO_PARENT =
      ascii("\"in_reply_to_id\":null,\"in_reply_to_account_id\":null");
  private static final byte[][] MARKS = everyMarks();

  /// What was made, and from what.
  ///
  /// @param said the words' own members
  /// @param author the author's members
  /// @param shared all members that viewers share
  private record Cached(
      Status status,
      List<Files.Shown> media,
      long emoji,
      byte[] said,
      Counts counts,
      byte[] author,
      byte[] shared) {
    boolean says(Status other, List<Files.Shown> otherMedia, long otherEmoji) {
      return emoji == otherEmoji && status.equals(other) && media.equals(otherMedia);
    }
  }

  private final Accounts accounts;
  private final Statuses statuses;
  private final Filters filters;
  private final AccountJson accountJson;
  private final MediaJson mediaJson;
  private final PollJson pollJson;
  private final FilterJson filterJson;
  private final EmojiJson emojiJson;
  private final ContentHtml html;
  private final Addresses addresses;
  private final Cache<StatusId, Cached> cache =
      Caffeine.newBuilder()
          .maximumWeight(CACHED_BYTES_MAX)
          .recordStats()
          .weigher((StatusId _, Cached c) -> c.said.length + c.shared.length + ROW_OVERHEAD_BYTES)
          .build();

  StatusJson(
      Accounts accounts,
      Statuses statuses,
      Filters filters,
      Shapes shapes,
      ContentHtml html,
      Addresses addresses) {
    this.accounts = accounts;
    this.statuses = statuses;
    this.filters = filters;
    this.accountJson = shapes.account();
    this.mediaJson = shapes.media();
    this.pollJson = shapes.poll();
    this.filterJson = shapes.filter();
    this.emojiJson = shapes.emoji();
    this.html = html;
    this.addresses = addresses;
  }

  CacheCounts counts() {
    var stats = cache.stats();
    return new CacheCounts("status", cache.estimatedSize(), stats.hitCount(), stats.missCount());
  }

  /// The shapes that stand within a status.
  record Shapes(
      AccountJson account, MediaJson media, PollJson poll, FilterJson filter, EmojiJson emoji) {}

  /// What one answer needs, loaded once for all its statuses.
  private final class Page {
    final Viewer viewer;
    final Map<StatusId, Status> others = new HashMap<>();
    final Map<AccountId, Account> authors = new HashMap<>();
    final Map<StatusId, Marks> marks;
    final boolean hasFilters;

    Page(Viewer viewer, Collection<Status> shown) {
      this.viewer = viewer;
      loadOthers(shown);
      Set<AccountId> wanted = new HashSet<>();
      for (Status status : shown) {
        wanted.add(status.author());
      }
      others.values().forEach(s -> wanted.add(s.author()));
      accounts.load(wanted).forEach(a -> authors.put(a.id(), a));
      marks = loadMarks(shown);
      hasFilters = viewer instanceof Viewer.Member(var id) && !filters.of(id).isEmpty();
    }

    private void loadOthers(Collection<Status> shown) {
      Set<StatusId> wanted = new HashSet<>();
      for (Status status : shown) {
        behind(status).ifPresent(wanted::add);
      }
      if (wanted.isEmpty()) {
        return;
      }
      statuses.load(wanted).forEach(s -> others.put(s.id(), s));
      // A boosted status may itself be an answer.
      Set<StatusId> parents = new HashSet<>();
      for (Status status : List.copyOf(others.values())) {
        behind(status).filter(id -> !others.containsKey(id)).ifPresent(parents::add);
      }
      if (!parents.isEmpty()) {
        statuses.load(parents).forEach(s -> others.put(s.id(), s));
      }
    }

    private Map<StatusId, Marks> loadMarks(Collection<Status> shown) {
      if (!(viewer instanceof Viewer.Member(var id))) {
        return Map.of();
      }
      Set<StatusId> wanted = new HashSet<>();
      for (Status status : shown) {
        wanted.add(status.content() instanceof Status.Boost(var of, _) ? of : status.id());
      }
      return statuses.marks(id, wanted);
    }

    /// The other status if this viewer may see it.
    @Nullable Status other(StatusId id) {
      Status other = others.get(id);
      return other != null && statuses.maySee(viewer, other) ? other : null;
    }
  }

  private static Optional<StatusId> behind(Status status) {
    return switch (status.content()) {
      case Status.Boost(var of, _) -> Optional.of(of);
      case Status.Words words -> words.place().parent().map(Status.Parent::status);
    };
  }

  JsonWriter one(JsonWriter json, Viewer viewer, Status status) {
    int before = json.length();
    write(json, new Page(viewer, List.of(status)), status);
    if (json.length() == before) {
      throw Refusal.notFound();
    }
    return json;
  }

  /// With the text as its author wrote it: for whoever deletes in order to write anew.
  JsonWriter withText(JsonWriter json, Viewer viewer, Status status) {
    Page page = new Page(viewer, List.of(status));
    Account author = page.authors.get(status.author());
    if (author == null) {
      throw Refusal.notFound();
    }
    // The status goes: its files open for nobody but their owner, so the addresses must be his.
    List<Files.Shown> media = status.isBoost() ? List.of() : mediaJson.mine(status);
    byte[] by = accountJson.members(author);
    json.object();
    json.members(join(make(status, author, media), statuses.counts(status.id()), by));
    own(json, page, status, status);
    return json.field("text", status.isBoost() ? "" : status.words().text()).end();
  }

  JsonWriter list(JsonWriter json, Viewer viewer, List<Status> all) {
    Page page = new Page(viewer, all);
    json.array();
    for (Status status : all) {
      write(json, page, status);
    }
    return json.end();
  }

  /// Writes nothing for what cannot be shown: an author who is gone, a boost of what this viewer
  /// may not see.
  private void write(JsonWriter json, Page page, Status status) {
    Account author = page.authors.get(status.author());
    if (author == null) {
      return;
    }
    switch (status.content()) {
      case Status.Words _ -> {
        json.object();
        members(json, page, status, author, status);
        json.end();
      }
      case Status.Boost(var of, _) -> {
        Status boosted = page.other(of);
        Account boostedAuthor = boosted == null ? null : page.authors.get(boosted.author());
        if (boosted != null && boostedAuthor != null && !boosted.isBoost()) {
          boost(json, page, status, author, boosted, boostedAuthor);
        }
      }
    }
  }

  private void boost(
      JsonWriter json,
      Page page,
      Status status,
      Account author,
      Status boosted,
      Account boostedAuthor) {
    json.object();
    members(json, page, status, author, boosted);
    json.name("reblog").object();
    members(json, page, boosted, boostedAuthor, boosted);
    json.fieldNull("reblog").end().end();
  }

  /// @param counted the status whose counts and marks are shown: for a boost the boosted one
  private void members(JsonWriter json, Page page, Status status, Account author, Status counted) {
    json.members(shared(status, author, statuses.counts(counted.id())));
    own(json, page, status, counted);
  }

  private void own(JsonWriter json, Page page, Status status, Status counted) {
    parent(json, page, status);
    boolean hasPoll = status.content() instanceof Status.Words words && words.poll().isPresent();
    if (hasPoll && status.id().equals(counted.id())) {
      json.name("poll");
      poll(json, page.viewer, status);
    } else {
      json.raw(NO_POLL);
    }
    if (!status.isBoost()) {
      json.raw(NO_REBLOG);
    }
    if (page.viewer instanceof Viewer.Member(var viewer)) {
      viewerPart(json, page, viewer, status, counted);
    }
  }

  private void parent(JsonWriter json, Page page, Status status) {
    Optional<Status.Parent> parent =
        status.isBoost() ? Optional.empty() : status.words().place().parent();
    if (parent.isPresent() && page.other(parent.get().status()) != null) {
      json.fieldId("in_reply_to_id", parent.get().status().value());
      json.fieldId("in_reply_to_account_id", parent.get().author().value());
    } else {
      json.raw(NO_PARENT);
    }
  }

  private void poll(JsonWriter json, Viewer viewer, Status status) {
    if (status.content() instanceof Status.Words words && words.poll().isPresent()) {
      pollJson.write(
          json, status, words.poll().get(), statuses.tally(viewer, status.id()), viewer);
    } else {
      json.nothing();
    }
  }

  private void viewerPart(
      JsonWriter json, Page page, AccountId viewer, Status status, Status counted) {
    Marks marks = page.marks.getOrDefault(counted.id(), Marks.NONE);
    json.raw(MARKS[markIndex(marks)]);
    if (status.author().equals(viewer) && !status.isBoost()) {
      json.field("pinned", marks.pinned());
    }
    json.name("filtered");
    if (page.hasFilters && !counted.author().equals(viewer)) {
      filterJson.results(json, filters.matches(viewer, counted.id(), searched(counted)));
    } else {
      json.raw(NONE_FILTERED);
    }
  }

  private String searched(Status status) {
    return status.words().searched(mediaJson.of(status).stream().map(Files.Shown::medium).toList());
  }

  // ---- the same for everybody

  /// The members that all viewers share: what was said, its counts, its author. Checked against
  /// what it was made from each time, and made anew only where something changed: a new count joins
  /// the words that are kept.
  private byte[] shared(Status status, Account author, Counts counts) {
    // Their addresses change with time, so they are part of what is compared.
    List<Files.Shown> media = status.isBoost() ? List.of() : mediaJson.of(status);
    byte[] by = accountJson.members(author);
    Cached cached = cache.getIfPresent(status.id());
    long emoji = emojiJson.version();
    boolean isSaid = cached != null && cached.says(status, media, emoji);
    if (cached != null
        && isSaid
        && cached.counts.equals(counts)
        && Arrays.equals(cached.author, by)) {
      return cached.shared;
    }
    byte[] said = cached != null && isSaid ? cached.said : make(status, author, media);
    byte[] made = join(said, counts, by);
    cache.put(status.id(), new Cached(status, media, emoji, said, counts, by, made));
    return made;
  }

  private static byte[] join(byte[] said, Counts counts, byte[] author) {
    JsonWriter json = new JsonWriter(said.length + author.length + JOIN_BYTES).object();
    json.members(said);
    json.field("replies_count", counts.replies()).field("reblogs_count", counts.boosts());
    json.field("favourites_count", counts.favourites()).field("quotes_count", 0);
    json.name("account").object().members(author).end().end();
    return inner(json);
  }

  private static byte[] inner(JsonWriter json) {
    byte[] whole = json.bytes();
    return Arrays.copyOfRange(whole, 1, whole.length - 1);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static int markIndex(Marks marks) {
    return (marks.favourited() ? 1 : 0)
        | (marks.boosted() ? 2 : 0)
        | (marks.bookmarked() ? 4 : 0)
        | (marks.threadMuted() ? 8 : 0);
  }

  private static byte[][] everyMarks() {
    byte[][] all = new byte[16][];
    for (int i = 0; i < all.length; i++) {
      JsonWriter json = new JsonWriter(128).object();
      json.field("favourited", (i & 1) != 0).field("reblogged", (i & 2) != 0);
      json.field("bookmarked", (i & 4) != 0).field("muted", (i & 8) != 0).end();
      all[i] = inner(json);
    }
    return all;
  }

  private byte[] make(Status status, Account author, List<Files.Shown> media) {
    JsonWriter json = new JsonWriter(2_048).object();
    json.fieldId("id", status.id().value()).field("created_at", status.createdAt());
    json.field("visibility", status.audience().visibility());
    json.field("uri", addresses.uri(status, author));
    json.field("url", addresses.url(status, author));
    switch (status.content()) {
      case Status.Words words -> words(json, status, words, media);
      case Status.Boost _ -> boostWords(json);
    }
    json.end();
    return inner(json);
  }

  private void words(JsonWriter json, Status status, Status.Words words, List<Files.Shown> media) {
    json.field("sensitive", words.sensitive()).field("spoiler_text", words.warning());
    json.name("language");
    Json.textOrNull(json, words.language());
    json.name("edited_at");
    Json.time(json, Optional.of(words.editedAt()).filter(at -> !at.equals(Instant.EPOCH)));
    json.field("content", html.of(words, status.origin()).value());
    application(json, words.application());
    mentions(json, words);
    tags(json, words);
    json.name("media_attachments");
    mediaJson.list(json, media);
    json.name("series");
    series(json, status, words);
    json.name("emojis");
    emojiJson.of(json, words, status.origin());
    rest(json);
  }

  /// What was boosted says it all; the boost itself has no words.
  private void boostWords(JsonWriter json) {
    json.field("sensitive", false).field("spoiler_text", "").fieldNull("language");
    json.fieldNull("edited_at").field("content", "").fieldNull("application");
    json.name("mentions").array().end().name("tags").array().end();
    json.name("media_attachments").array().end().fieldNull("series");
    json.name("emojis").array().end();
    rest(json);
  }

  private void rest(JsonWriter json) {
    json.fieldNull("card").fieldNull("quote");
  }

  private void application(JsonWriter json, Status.Application application) {
    json.name("application");
    if (application.name().isEmpty()) {
      json.nothing();
      return;
    }
    json.object().field("name", application.name()).name("website");
    Json.textOrNull(json, application.website()).end();
  }

  private void mentions(JsonWriter json, Status.Words words) {
    json.name("mentions").array();
    Set<AccountId> written = new HashSet<>();
    for (Status.Mention mention : words.mentions()) {
      if (written.add(mention.account())) {
        accounts.find(mention.account()).ifPresent(a -> mention(json, a));
      }
    }
    json.end();
  }

  private void mention(JsonWriter json, Account account) {
    json.object().fieldId("id", account.id().value());
    json.field("username", account.handle().username()).field("acct", account.handle().acct());
    json.field("url", addresses.url(account)).end();
  }

  private void tags(JsonWriter json, Status.Words words) {
    json.name("tags").array();
    for (String tag : words.tags()) {
      json.object().field("name", tag).field("url", addresses.tag(tag)).end();
    }
    json.end();
  }

  private static void series(JsonWriter json, Status status, Status.Words words) {
    if (words.series().isEmpty()) {
      json.nothing();
      return;
    }
    Status.SeriesPlace place = words.series().get();
    json.object().fieldId("id", place.id().value());
    json.field("position", place.position()).field("count", place.count());
    json.fieldId("account_id", status.author().value()).end();
  }
}
