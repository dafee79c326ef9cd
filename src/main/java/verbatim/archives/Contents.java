package verbatim.archives;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.articles.Article;
import verbatim.articles.Articles;
import verbatim.articles.Manuscript;
import verbatim.articles.Version;
import verbatim.conversations.Conversations;
import verbatim.excerpts.Excerpts;
import verbatim.http.JsonWriter;
import verbatim.kernel.AccountId;
import verbatim.kernel.Limits;
import verbatim.kernel.MediaId;
import verbatim.kernel.Page;
import verbatim.media.Media;
import verbatim.media.Medium;
import verbatim.media.Opened;
import verbatim.relations.Filters;
import verbatim.relations.Lists;
import verbatim.relations.MaySee;
import verbatim.relations.Relations;
import verbatim.relations.Relationship;
import verbatim.relations.Viewer;
import verbatim.rendering.Addresses;
import verbatim.rendering.ContentHtml;
import verbatim.statuses.Draft;
import verbatim.statuses.Drafts;
import verbatim.statuses.Scheduled;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;

/// What stands in an archive, in the forms that other servers read: ActivityStreams 2.0, and the
/// lists as the tables that Mastodon exports. Everything is written page by page.
public final class Contents {
  private static final int JSON_BYTES = 4_096;
  private static final byte[] COMMA = {',', '\n'};

  private static final String ADDRESS = "Account address";

  /// The tables of an archive, by the names that other servers know.
  private static final List<String> TABLES =
      List.of(
          "following_accounts.csv",
          "followers.csv",
          "blocked_accounts.csv",
          "muted_accounts.csv",
          "blocked_domains.csv",
          "lists.csv",
          "private_notes.csv",
          "follow_requests_sent.csv");

  private final Accounts accounts;
  private final Relations relations;
  private final Lists lists;
  private final Filters filters;
  private final Statuses statuses;
  private final Media media;
  private final MaySee maySee;
  private final Addresses addresses;
  private final Notes notes;
  private final Talks talks;
  private final Bundles bundles;
  private final InstantSource clock;
  private final Articles articles;
  private final Beside beside;
  private final int rowsMax;

  /// A piece of an archive.
  public interface File {
    void is(String name, byte[] bytes) throws IOException;
  }

  /// What stands in the same ring: stories and statements.
  public interface Beside {
    void each(AccountId owner, File file) throws IOException;
  }

  public Contents(
      Accounts accounts,
      Relations relations,
      Lists lists,
      Filters filters,
      Statuses statuses,
      Conversations conversations,
      Excerpts excerpts,
      Articles articles,
      Media media,
      MaySee maySee,
      Addresses addresses,
      ContentHtml html,
      InstantSource clock,
      Beside beside,
      Limits limits) {
    this.accounts = accounts;
    this.relations = relations;
    this.lists = lists;
    this.filters = filters;
    this.statuses = statuses;
    this.media = media;
    this.articles = articles;
    this.maySee = maySee;
    this.addresses = addresses;
    this.notes = new Notes(accounts, statuses, media, addresses, html);
    this.rowsMax = limits.house().archiveSliceRows();
    this.clock = clock;
    this.beside = beside;
    this.bundles = new Bundles(excerpts, rowsMax);
    this.talks = new Talks(conversations, new Called(accounts, addresses), media, rowsMax);
  }

  /// Looked at between two pieces; may break off by throwing.
  interface Progress {
    void at(int percent) throws IOException;
  }

  void write(Account account, ZipOutputStream zip, Progress progress) throws IOException {
    zip.setLevel(Deflater.BEST_SPEED);
    progress.at(1);
    entry(zip, "actor.json", out -> out.write(notes.actor(account).bytes()));
    outbox(account, zip, progress);
    AccountId id = account.id();
    shelf(zip, account, "likes", page -> statuses.favourites(id, page), progress);
    shelf(zip, account, "bookmarks", page -> statuses.bookmarks(id, page), progress);
    progress.at(60);
    people(account, zip);
    words(account, zip);
    progress.at(65);
    talks.each(
        id,
        talk -> {
          entry(zip, Talks.file(talk.conversation().id()), out -> talks.write(id, talk, out));
          progress.at(68);
        });
    File file = (name, bytes) -> entry(zip, name, out -> out.write(bytes));
    bundles.each(id, clock.instant(), file);
    beside.each(id, file);
    articles(id, zip);
    progress.at(70);
    files(account, zip, progress);
  }

  /// All versions to the letter, and what is being worked on, each with what is said beside it.
  private void articles(AccountId me, ZipOutputStream zip) throws IOException {
    Page page = Page.newest(rowsMax);
    List<Article> some = articles.all(me, page);
    while (!some.isEmpty()) {
      for (Article article : some) {
        if (!articles.mayWrite(me, article)) {
          continue;
        }
        version(zip, articles.working(me, article.id()));
        for (int number = 1; number <= article.versions(); number++) {
          version(zip, articles.version(Viewer.of(me), article.id(), number));
        }
      }
      some = articles.all(me, Page.below(some.getLast().id().value(), rowsMax));
    }
  }

  private static void version(ZipOutputStream zip, Version version) throws IOException {
    Manuscript words = version.words();
    String name =
        "articles/"
            + version.article()
            + (version.isWorkingCopy() ? "/draft" : "/version-" + version.number());
    String ending =
        switch (words.markup()) {
          case MARKDOWN -> ".md";
          case HTML -> ".html";
          case TEXT -> ".txt";
        };
    entry(zip, name + ending, out -> out.write(words.body().getBytes(StandardCharsets.UTF_8)));
    JsonWriter json = new JsonWriter().object().field("title", words.title());
    json.field("standfirst", words.standfirst()).field("at", version.at());
    json.field("sha256", version.sha256()).field("topics", words.topics());
    json.field("language", words.language()).field("canonical", words.canonical());
    json.name("corrections").array();
    words
        .corrections()
        .forEach(c -> json.object().field("at", c.at()).field("text", c.text()).end());
    json.end().end();
    entry(zip, name + ".json", out -> out.write(json.bytes()));
  }

  // ---- what was said

  private void outbox(Account account, ZipOutputStream zip, Progress progress) throws IOException {
    long expected = Math.max(1, accounts.stats(account.id()).statuses());
    entry(
        zip,
        "outbox.json",
        out -> {
          begin(out, "outbox.json");
          long written = 0;
          Page page = Page.newest(rowsMax);
          List<Status> some = statuses.outbox(account.id(), page);
          while (!some.isEmpty()) {
            for (Status status : some) {
              out.write(written++ == 0 ? new byte[0] : COMMA);
              out.write(notes.activity(account, status).bytes());
            }
            progress.at((int) Math.min(50, 1 + 49 * written / expected));
            some = statuses.outbox(account.id(), Page.below(some.getLast().id().value(), rowsMax));
          }
          end(out, written);
        });
  }

  private static void begin(OutputStream out, String id) throws IOException {
    text(
        out,
        "{\"@context\":\"https://www.w3.org/ns/activitystreams\",\"id\":\""
            + id
            + "\",\"type\":\"OrderedCollection\",\"orderedItems\":[");
  }

  private static void end(OutputStream out, long items) throws IOException {
    text(out, "],\"totalItems\":" + items + "}");
  }

  /// Where it stands, not what it says: those are others' words.
  private void shelf(
      ZipOutputStream zip,
      Account account,
      String name,
      Function<Page, List<Statuses.Shelved>> pages,
      Progress progress)
      throws IOException {
    entry(
        zip,
        name + ".json",
        out -> {
          begin(out, name + ".json");
          long written = 0;
          List<Statuses.Shelved> some = pages.apply(Page.newest(rowsMax));
          while (!some.isEmpty()) {
            for (String uri : uris(account, some)) {
              out.write(written++ == 0 ? new byte[0] : COMMA);
              out.write(new JsonWriter().value(uri).bytes());
            }
            progress.at(50);
            some = pages.apply(Page.below(some.getLast().position(), rowsMax));
          }
          end(out, written);
        });
    if (name.equals("bookmarks")) {
      entry(zip, "bookmarks.csv", out -> bookmarks(account, out));
    }
  }

  private List<String> uris(Account reader, List<Statuses.Shelved> some) {
    Viewer viewer = Viewer.of(reader.id());
    return statuses.load(some.stream().map(Statuses.Shelved::status).toList()).stream()
        .filter(status -> maySee.maySee(viewer, status.author(), status.audience()))
        .flatMap(
            status -> accounts.find(status.author()).map(a -> addresses.uri(status, a)).stream())
        .toList();
  }

  // ---- whom he knows

  private void people(Account account, ZipOutputStream zip) throws IOException {
    for (String table : TABLES) {
      entry(zip, table, out -> table(account, table, out));
    }
  }

  /// One of the lists as a table, as others read it.
  ///
  /// @param name one of [#TABLES], or bookmarks.csv
  void table(Account account, String name, OutputStream out) throws IOException {
    AccountId id = account.id();
    switch (name) {
      case "following_accounts.csv" -> following(id, out);
      case "followers.csv" -> {
        row(out, ADDRESS);
        each(page -> relations.followers(id, page), o -> row(out, addresses.full(o.handle())));
      }
      case "blocked_accounts.csv" ->
          each(page -> relations.blocked(id, page), o -> row(out, addresses.full(o.handle())));
      case "muted_accounts.csv" -> muted(id, out);
      case "blocked_domains.csv" -> {
        for (String domain : relations.blockedDomains(id)) {
          row(out, domain);
        }
      }
      case "lists.csv" -> {
        for (Lists.AccountList list : lists.of(id)) {
          each(
              page -> lists.members(id, list.id(), page),
              o -> row(out, list.title(), addresses.full(o.handle())));
        }
      }
      case "private_notes.csv" -> notes(id, out);
      case "follow_requests_sent.csv" -> requests(id, out);
      case "bookmarks.csv" -> bookmarks(account, out);
      default -> throw new IllegalStateException("no table " + name);
    }
  }

  private void following(AccountId id, OutputStream out) throws IOException {
    row(out, ADDRESS, "Show boosts", "Notify on new posts", "Languages");
    each(
        page -> relations.following(id, page),
        other -> {
          var options = relations.relationship(id, other.id()).options();
          row(
              out,
              addresses.full(other.handle()),
              Boolean.toString(options.boosts()),
              Boolean.toString(options.notifies()),
              String.join(", ", options.languages()));
        });
  }

  private void muted(AccountId id, OutputStream out) throws IOException {
    row(out, ADDRESS, "Hide notifications", "Ends");
    each(
        page -> relations.muted(id, page),
        o -> {
          Relationship tie = relations.relationship(id, o.id());
          row(
              out,
              addresses.full(o.handle()),
              Boolean.toString(tie.mutingNotifications()),
              tie.mutedUntil().map(Instant::toString).orElse(""));
        });
  }

  private void requests(AccountId id, OutputStream out) throws IOException {
    row(out, ADDRESS);
    eachKnown(
        id,
        (other, tie) -> {
          if (tie.requested()) {
            row(out, addresses.full(other.handle()));
          }
        });
  }

  private void bookmarks(Account account, OutputStream out) throws IOException {
    List<Statuses.Shelved> some = statuses.bookmarks(account.id(), Page.newest(rowsMax));
    while (!some.isEmpty()) {
      for (String uri : uris(account, some)) {
        row(out, uri);
      }
      some = statuses.bookmarks(account.id(), Page.below(some.getLast().position(), rowsMax));
    }
  }

  private void notes(AccountId id, OutputStream out) throws IOException {
    row(out, ADDRESS, "Note");
    eachKnown(
        id,
        (other, tie) -> {
          if (!tie.note().isEmpty()) {
            row(out, addresses.full(other.handle()), tie.note());
          }
        });
  }

  private interface Known {
    void take(Account other, Relationship tie) throws IOException;
  }

  private void eachKnown(AccountId id, Known deed) throws IOException {
    long after = 0;
    List<AccountId> some = relations.known(id, after, rowsMax);
    while (!some.isEmpty()) {
      for (Account other : accounts.load(some)) {
        deed.take(other, relations.relationship(id, other.id()));
      }
      some = relations.known(id, some.getLast().value(), rowsMax);
    }
  }

  private interface Person {
    void take(Account other) throws IOException;
  }

  private void each(Function<Page, List<Relations.Entry>> pages, Person deed) throws IOException {
    List<Relations.Entry> some = pages.apply(Page.newest(rowsMax));
    while (!some.isEmpty()) {
      for (Account other : accounts.load(some.stream().map(Relations.Entry::account).toList())) {
        deed.take(other);
      }
      some = pages.apply(Page.below(some.getLast().position(), rowsMax));
    }
  }

  // ---- what he keeps for himself

  private void words(Account account, ZipOutputStream zip) throws IOException {
    AccountId id = account.id();
    entry(zip, "preferences.json", out -> out.write(notes.preferences(account).bytes()));
    entry(
        zip,
        "tags.json",
        out -> {
          JsonWriter json = new JsonWriter().object();
          json.field("followed", followedTags(id)).name("featured").array();
          lists.featured(id).forEach(tag -> json.value(tag.name()));
          json.end().name("pinned_posts").array();
          statuses.pinned(id).forEach(post -> json.value(post.toString()));
          json.end().name("featured_accounts").array();
          accounts
              .load(relations.endorsements(id))
              .forEach(other -> json.value(addresses.full(other.handle())));
          json.end().name("lists").array();
          lists
              .of(id)
              .forEach(
                  list ->
                      json.object()
                          .field("title", list.title())
                          .field("replies", list.replies().name().toLowerCase(Locale.ROOT))
                          .field("exclusive", list.exclusive())
                          .end());
          out.write(json.end().end().bytes());
        });
    entry(zip, "filters.json", out -> out.write(notes.filters(filters.of(id)).bytes()));
    entry(zip, "drafts.json", out -> drafts(id, out));
    entry(zip, "scheduled.json", out -> scheduled(id, out));
  }

  private List<String> followedTags(AccountId id) {
    List<String> all = new ArrayList<>();
    List<Lists.FollowedTag> some = lists.followed(id, Page.newest(rowsMax));
    while (!some.isEmpty()) {
      some.forEach(tag -> all.add(tag.name()));
      some = lists.followed(id, Page.below(some.getLast().position(), rowsMax));
    }
    return all;
  }

  private void drafts(AccountId id, OutputStream out) throws IOException {
    JsonWriter json = new JsonWriter(JSON_BYTES).array();
    List<Drafts.Begun> some = statuses.drafts().list(id, Page.newest(rowsMax));
    while (!some.isEmpty()) {
      for (Drafts.Begun begun : some) {
        json.object().fieldId("id", begun.id().value()).field("updated_at", begun.updatedAt());
        json.name("statuses").array();
        for (Draft draft : begun.statuses()) {
          notes.draft(json, draft);
        }
        json.end().end();
      }
      some = statuses.drafts().list(id, Page.below(some.getLast().id().value(), rowsMax));
    }
    out.write(json.end().bytes());
  }

  private void scheduled(AccountId id, OutputStream out) throws IOException {
    JsonWriter json = new JsonWriter(JSON_BYTES).array();
    List<Scheduled.Post> some = statuses.scheduled().list(id, Page.newest(rowsMax));
    while (!some.isEmpty()) {
      for (Scheduled.Post post : some) {
        json.object().fieldId("id", post.id().value()).field("scheduled_at", post.at());
        json.name("statuses").array();
        for (Draft draft : post.drafts()) {
          notes.draft(json, draft);
        }
        json.end().end();
      }
      some = statuses.scheduled().list(id, Page.below(some.getLast().id().value(), rowsMax));
    }
    out.write(json.end().bytes());
  }

  // ---- files

  private void files(Account account, ZipOutputStream zip, Progress progress) throws IOException {
    for (String path : List.of(account.profile().avatar(), account.profile().header())) {
      if (!path.isEmpty()) {
        file(zip, path);
      }
    }
    List<Medium> some = media.of(account.id(), new MediaId(Long.MAX_VALUE), rowsMax);
    while (!some.isEmpty()) {
      for (Medium medium : some) {
        if (medium.state() instanceof Medium.Ready ready) {
          progress.at(75);
          file(zip, ready.original().path());
        }
      }
      some = media.of(account.id(), some.getLast().id(), rowsMax);
    }
    progress.at(99);
  }

  private void file(ZipOutputStream zip, String path) throws IOException {
    Opened opened = media.open(path).orElse(null);
    if (opened == null) {
      return;
    }
    try {
      // Pictures and films do not get smaller.
      zip.setLevel(Deflater.NO_COMPRESSION);
      zip.putNextEntry(new ZipEntry(Notes.file(path)));
      try (InputStream in = opened.stream()) {
        var _ = in.transferTo(zip);
      }
    } catch (NoSuchFileException _) {
      // Deleted at this moment: the entry stays empty.
    } finally {
      zip.closeEntry();
      zip.setLevel(Deflater.BEST_SPEED);
    }
  }

  // ---- forms

  private interface Body {
    void write(OutputStream out) throws IOException;
  }

  private static void entry(ZipOutputStream zip, String name, Body body) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    body.write(zip);
    zip.closeEntry();
  }

  private static void row(OutputStream out, String... cells) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int i = 0; i < cells.length; i++) {
      text(line, i == 0 ? "" : ",");
      text(line, quoted(cells[i]));
    }
    text(line, "\n");
    line.writeTo(out);
  }

  private static String quoted(String cell) {
    boolean isPlain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return isPlain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }

  private static void text(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
