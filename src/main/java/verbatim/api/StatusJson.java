package verbatim.api;

import com.github.benmanes.caffeine.cache.Cache;
import java.nio.charset.StandardCharsets;
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
import verbatim.excerpts.Excerpts;
import verbatim.excerpts.Shown;
import verbatim.excerpts.Telling;
import verbatim.http.JsonWriter;
import verbatim.kernel.AccountId;
import verbatim.kernel.CacheCounts;
import verbatim.kernel.Caches;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;
import verbatim.kernel.StatusId;
import verbatim.relations.Filters;
import verbatim.relations.MaySee;
import verbatim.relations.ReplyPolicy;
import verbatim.relations.Viewer;
import verbatim.rendering.Addresses;
import verbatim.rendering.ContentHtml;
import verbatim.rendering.ExcerptHtml;
import verbatim.rendering.Files;
import verbatim.statuses.Carried;
import verbatim.statuses.Counts;
import verbatim.statuses.Marks;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;

/// Status, as one viewer sees it. The part that is the same for everybody (words, mentions, media)
/// is kept as bytes for as long as the status stays as it is, and joined with its counts, its
/// author and what this viewer did with it, which are kept as bytes, too.
///
/// Lists ask [MaySee] before they come here. Here it is asked once more for what hangs on a status:
/// the boosted one, and the parent, whose id would tell that a private post exists.
final class StatusJson {
  private static final int CACHED_BYTES_MAX = 32 << 20;
  private static final int ROW_OVERHEAD_BYTES = 600;
  private static final byte[] NONE_FILTERED = {'[', ']'};

  private static final int COUNTS_BYTES = 160;
  private static final byte[] NO_POLL = ascii("\"poll\":null");
  private static final byte[] NO_REBLOG = ascii("\"reblog\":null");
  private static final byte[] NO_PARENT =
      ascii("\"in_reply_to_id\":null,\"in_reply_to_account_id\":null");
  private static final byte[][] MARKS = everyMarks();
  private static final byte[][] PLAIN = everyPlain();
  private static final byte[] NONE_COUNTED = countedAnew(Counts.NONE);

  /// What was made, and from what.
  ///
  /// @param said the words' own members
  /// @param counted the members of the counts
  private record Cached(
      Status status,
      List<Files.Shown> media,
      long emoji,
      Talk talk,
      byte[] said,
      Counts counts,
      byte[] counted) {
    /// These very objects, as they are nearly always: to compare all their words would cost more
    /// than to join them.
    @SuppressWarnings("ReferenceEquality")
    boolean isOf(
        Status other,
        List<Files.Shown> otherMedia,
        long otherEmoji,
        Talk otherTalk,
        Counts otherCounts) {
      return status == other
          && emoji == otherEmoji
          && counts.equals(otherCounts)
          && media.equals(otherMedia)
          && talk.isOf(otherTalk);
    }

    boolean says(Status other, List<Files.Shown> otherMedia, long otherEmoji, Talk otherTalk) {
      return emoji == otherEmoji
          && status.equals(other)
          && media.equals(otherMedia)
          && talk.isOf(otherTalk);
    }
  }

  /// What it carries of a private talk, which changes without the status, as others agree and
  /// withdraw, and by the clock; with the names that stand in it.
  private record Talk(@Nullable Telling telling, List<String> names) {
    static final Talk NONE = new Talk(null, List.of());

    @SuppressWarnings("ReferenceEquality")
    boolean isOf(Talk other) {
      return telling == other.telling && names.equals(other.names);
    }
  }

  private final Accounts accounts;
  private final Statuses statuses;
  private final Filters filters;
  private final AccountJson accountJson;
  private final ArticleJson articleJson;
  private final MediaJson mediaJson;
  private final PollJson pollJson;
  private final FilterJson filterJson;
  private final EmojiJson emojiJson;
  private final ContentHtml html;
  private final Excerpts excerpts;
  private final ExcerptHtml excerptHtml;
  private final Addresses addresses;
  private final Cache<StatusId, Cached> cache =
      Caches.bounded()
          .maximumWeight(CACHED_BYTES_MAX)
          .weigher((StatusId _, Cached c) -> c.said.length + c.counted.length + ROW_OVERHEAD_BYTES)
          .recordStats()
          .build();

  StatusJson(
      Accounts accounts,
      Statuses statuses,
      Filters filters,
      Shapes shapes,
      ArticleJson articleJson,
      ContentHtml html,
      Excerpts excerpts,
      Addresses addresses,
      Limits limits) {
    this.excerpts = excerpts;
    this.excerptHtml = new ExcerptHtml(excerpts, accounts);
    this.accounts = accounts;
    this.statuses = statuses;
    this.filters = filters;
    this.accountJson = shapes.account();
    this.articleJson = articleJson;
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
    final MaySee.Sight sight;
    final Map<StatusId, Status> others = new HashMap<>();
    final Map<AccountId, Account> authors = new HashMap<>();
    final Statuses.Marked marked;
    final boolean hasFilters;

    Page(Viewer viewer, Collection<Status> shown) {
      this.viewer = viewer;
      sight = statuses.sight(viewer);
      loadOthers(shown);
      switch (viewer) {
        case Viewer.Anybody() -> {
          marked = _ -> Marks.NONE;
          hasFilters = false;
        }
        case Viewer.Member(var id) -> {
          marked = statuses.marks(id);
          hasFilters = !filters.of(id).isEmpty();
        }
      }
    }

    @Nullable Account author(AccountId id) {
      Account author = authors.get(id);
      if (author == null) {
        author = accounts.find(id).orElse(null);
        if (author != null) {
          authors.put(id, author);
        }
      }
      return author;
    }

    private void loadOthers(Collection<Status> shown) {
      Set<StatusId> wanted = Set.of();
      for (Status status : shown) {
        StatusId behind = behind(status).orElse(null);
        if (behind != null) {
          wanted = wanted.isEmpty() ? new HashSet<>() : wanted;
          wanted.add(behind);
        }
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

    /// The other status if this viewer may see it.
    @Nullable Status other(StatusId id) {
      Status other = others.get(id);
      return other != null && statuses.maySee(sight, other) ? other : null;
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
    Account author = page.author(status.author());
    if (author == null) {
      throw Refusal.notFound();
    }
    // The status goes: its files open for nobody but their owner, so the addresses must be his.
    List<Files.Shown> media = mediaJson.mine(status);
    json.object();
    json.members(make(status, author, media, talk(status)));
    json.members(counted(statuses.counts(status.id())));
    json.raw(accountJson.member(author));
    own(json, page, status, status);
    return json.field("text", status.words().text()).end();
  }

  JsonWriter list(JsonWriter json, Viewer viewer, List<Status> all) {
    members(json.array(), viewer, all);
    return json.end();
  }

  /// Into a list that has begun, and that others may follow in.
  void members(JsonWriter json, Viewer viewer, List<Status> all) {
    Page page = new Page(viewer, all);
    for (Status status : all) {
      write(json, page, status);
    }
  }

  /// Writes nothing for what cannot be shown: an author who is gone, a boost of what this viewer
  /// may not see.
  private void write(JsonWriter json, Page page, Status status) {
    Account author = page.author(status.author());
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
        Account boostedAuthor = boosted == null ? null : page.author(boosted.author());
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
    json.end().end();
  }

  /// @param counted the status whose counts and marks are shown: for a boost the boosted one
  private void members(JsonWriter json, Page page, Status status, Account author, Status counted) {
    shared(json, status, author, statuses.counts(counted.id()));
    own(json, page, status, counted);
  }

  private void own(JsonWriter json, Page page, Status status, Status counted) {
    if (isPlain(page, status)) {
      json.raw(PLAIN[markIndex(page.marked.of(counted))]);
      return;
    }
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

  /// Most of what is shown: a post of somebody else that answers none, without a poll, to a reader
  /// who has no filters. Its own part is one of sixteen.
  private static boolean isPlain(Page page, Status status) {
    return status.content() instanceof Status.Words words
        && words.place().parent().isEmpty()
        && words.poll().isEmpty()
        && !page.hasFilters
        && page.viewer instanceof Viewer.Member(var viewer)
        && !status.author().equals(viewer);
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
      pollJson.write(json, status, words.poll().get(), statuses.tally(viewer, status.id()), viewer);
    } else {
      json.nothing();
    }
  }

  private void viewerPart(
      JsonWriter json, Page page, AccountId viewer, Status status, Status counted) {
    Marks marks = page.marked.of(counted);
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
  /// what they were made from each time, and made anew only where something changed.
  private void shared(JsonWriter json, Status status, Account author, Counts counts) {
    // Their addresses change with time, so they are part of what is compared.
    List<Files.Shown> media = status.isBoost() ? List.of() : mediaJson.of(status);
    Talk talk = talk(status);
    Cached cached = cache.getIfPresent(status.id());
    long emoji = emojiJson.version();
    if (cached == null || !cached.isOf(status, media, emoji, talk, counts)) {
      boolean isSaid = cached != null && cached.says(status, media, emoji, talk);
      byte[] said = cached != null && isSaid ? cached.said : make(status, author, media, talk);
      cached = new Cached(status, media, emoji, talk, said, counts, counted(counts));
      cache.put(status.id(), cached);
    }
    json.members(cached.said).members(cached.counted).raw(accountJson.member(author));
    if (status.carried() instanceof Carried.Article) {
      // An article is changed without its status.
      json.name("card");
      articleJson.card(json, status);
    }
  }

  private Talk talk(Status status) {
    return switch (status.carried()) {
      case Carried.Nothing _, Carried.Article _ -> Talk.NONE;
      case Carried.Excerpt _ -> excerpts.telling(status).map(this::talk).orElse(Talk.NONE);
    };
  }

  private Talk talk(Telling telling) {
    return new Talk(telling, excerptHtml.names(telling.shown()));
  }

  private static byte[] counted(Counts counts) {
    return counts.equals(Counts.NONE) ? NONE_COUNTED : countedAnew(counts);
  }

  private static byte[] countedAnew(Counts counts) {
    JsonWriter json = new JsonWriter(COUNTS_BYTES).object();
    json.field("replies_count", counts.replies()).field("reblogs_count", counts.boosts());
    json.field("favourites_count", counts.favourites()).field("quotes_count", 0).end();
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

  private static byte[][] everyPlain() {
    byte[][] all = new byte[MARKS.length][];
    for (int i = 0; i < all.length; i++) {
      JsonWriter json = new JsonWriter(256).object().raw(NO_PARENT).raw(NO_POLL).raw(NO_REBLOG);
      all[i] = inner(json.raw(MARKS[i]).field("filtered", NONE_FILTERED).end());
    }
    return all;
  }

  private byte[] make(Status status, Account author, List<Files.Shown> media, Talk talk) {
    JsonWriter json = new JsonWriter(2_048).object();
    json.fieldId("id", status.id().value()).field("created_at", status.createdAt());
    json.field("visibility", status.audience().visibility());
    json.field("uri", addresses.uri(status, author));
    json.field("url", addresses.url(status, author));
    switch (status.content()) {
      case Status.Words words -> words(json, status, words, media, talk);
      case Status.Boost _ -> boostWords(json);
    }
    json.end();
    return inner(json);
  }

  private void words(
      JsonWriter json, Status status, Status.Words words, List<Files.Shown> media, Talk talk) {
    json.field("sensitive", words.sensitive()).field("spoiler_text", words.warning());
    json.name("language");
    Json.textOrNull(json, words.language());
    json.name("edited_at");
    Json.time(json, words.editedAt());
    Telling telling = talk.telling();
    String below = telling == null ? "" : excerptHtml.of(telling.shown()).value();
    json.field("content", html.of(words, status.origin()).value() + below);
    application(json, words.application());
    mentions(json, words);
    tags(json, words);
    json.name("media_attachments");
    mediaJson.list(json, media);
    json.name("series");
    series(json, status, words);
    json.name("emojis");
    emojiJson.of(json, words, status.origin());
    json.field("reply_policy", words.replies().word());
    if (!(status.carried() instanceof Carried.Article)) {
      json.fieldNull("card");
    }
    Json.noQuotes(json.fieldNull("quote"));
    excerpt(json, telling);
  }

  /// A long document is named here by its digest, and fetched by itself.
  private static void excerpt(JsonWriter json, @Nullable Telling telling) {
    if (telling == null) {
      json.fieldNull("excerpt");
      return;
    }
    Shown shown = telling.shown();
    json.name("excerpt").object().fieldId("id", shown.id().value());
    json.field("url", shown.address()).field("state", shown.state().word());
    Optional<byte[]> document = telling.document();
    if (document.isPresent()) {
      json.field("document", document.get());
    } else {
      json.name("document").object().field("id", shown.address());
      json.field("digest", telling.digest()).end();
    }
    json.end();
  }

  /// What was boosted says it all; the boost itself has no words.
  private void boostWords(JsonWriter json) {
    json.field("sensitive", false).field("spoiler_text", "").fieldNull("language");
    json.fieldNull("edited_at").field("content", "").fieldNull("application");
    json.name("mentions").array().end().name("tags").array().end();
    json.name("media_attachments").array().end().fieldNull("series");
    json.name("emojis").array().end().field("reply_policy", ReplyPolicy.PUBLIC.word());
    json.fieldNull("excerpt");
    Json.noQuotes(json.fieldNull("card").fieldNull("quote"));
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
