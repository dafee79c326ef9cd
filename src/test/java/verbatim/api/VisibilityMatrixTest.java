package verbatim.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import verbatim.http.Route;

/// Every audience × every relation of a viewer to the author × every route and stream that can show
/// a status, a notification, a search hit or a file: seen, or as if it were not there.
///
/// What is expected stands in [#SEEN], a table written by hand; `MaySee` is not asked. Which routes
/// can show something is said in `visibility-of-routes.tsv`: **a new route wants a line there**.
class VisibilityMatrixTest {
  private static final Path ROUTES = Path.of("src/test/resources/visibility-of-routes.tsv");
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final int PAGES_MAX = 40;
  private static final Pattern FORM_TOKEN =
      Pattern.compile("name=\"form_token\" value=\"([^\"]*)\"");

  /// Who looks. Those with "later" were followers and had a copy of everything (in home, in
  /// bookmarks, favourites, notifications) before it was taken from them.
  private enum Relation {
    SIGNED_OUT,
    NOBODY,
    FOLLOWER,
    ON_LIST,
    MUTER,
    BLOCKER,
    BLOCKER_LATER,
    BLOCKED,
    BLOCKED_LATER,
    MENTIONED,
    MENTIONED_AND_BLOCKED,
    MENTIONED_AND_BLOCKED_LATER,
    REQUESTED,
    FORMER,
    OWNER_OF_SERVER,
    AUTHOR
  }

  /// Whether public, unlisted, private and direct posts open when asked for.
  private static final Map<Relation, String> SEEN = new EnumMap<>(Relation.class);

  static {
    SEEN.put(Relation.SIGNED_OUT, "yes yes no no");
    SEEN.put(Relation.NOBODY, "yes yes no no");
    SEEN.put(Relation.FOLLOWER, "yes yes yes no");
    SEEN.put(Relation.ON_LIST, "yes yes yes no");
    SEEN.put(Relation.MUTER, "yes yes yes no");
    SEEN.put(Relation.BLOCKER, "yes yes no no");
    SEEN.put(Relation.BLOCKER_LATER, "yes yes no no");
    SEEN.put(Relation.BLOCKED, "no no no no");
    SEEN.put(Relation.BLOCKED_LATER, "no no no no");
    SEEN.put(Relation.MENTIONED, "yes yes yes yes");
    SEEN.put(Relation.MENTIONED_AND_BLOCKED, "no no no no");
    SEEN.put(Relation.MENTIONED_AND_BLOCKED_LATER, "no no no no");
    SEEN.put(Relation.REQUESTED, "yes yes no no");
    SEEN.put(Relation.FORMER, "yes yes no no");
    SEEN.put(Relation.OWNER_OF_SERVER, "yes yes no no");
    SEEN.put(Relation.AUTHOR, "yes yes yes yes");
  }

  private static final List<String> VISIBILITIES =
      List.of("public", "unlisted", "private", "direct");

  /// These want nothing of the author in timelines.
  private static final Set<Relation> TURNED_AWAY =
      Set.of(
          Relation.MUTER,
          Relation.BLOCKER,
          Relation.BLOCKER_LATER,
          Relation.BLOCKED,
          Relation.BLOCKED_LATER,
          Relation.MENTIONED_AND_BLOCKED,
          Relation.MENTIONED_AND_BLOCKED_LATER);

  private static final Set<Relation> FOLLOWERS_NOW = Set.of(Relation.FOLLOWER, Relation.ON_LIST);

  /// Those who had it all and lost it.
  private static final Set<Relation> LATER =
      Set.of(
          Relation.BLOCKER_LATER,
          Relation.BLOCKED_LATER,
          Relation.MENTIONED_AND_BLOCKED_LATER,
          Relation.FORMER);

  private enum Kind {
    PLAIN,
    POLL,
    MEDIA,
    REPLY,
    EDITED,
    SERIES
  }

  /// One post of an author, told from all others by its word.
  private record Post(
      Author author,
      String visibility,
      Kind kind,
      String word,
      String id,
      String poll,
      String series,
      String file,
      String fileWithTicket) {
    boolean seenBy(Relation relation) {
      String[] row = SEEN.get(relation).split(" ");
      return author.isVisible && row[VISIBILITIES.indexOf(visibility)].equals("yes");
    }

    @Override
    public String toString() {
      return author.name + "'s " + visibility + " " + kind;
    }
  }

  /// Somebody who writes, and the state the moderators have put him in.
  private static final class Author {
    final String name;
    final Clients.Person person;
    final boolean isLimited;
    final boolean isVisible;
    String thread = "";
    String story = "";
    String slug = "";

    Author(String name, boolean isLimited, boolean isVisible) {
      this.name = name;
      this.person = clients.person(name);
      this.isLimited = isLimited;
      this.isVisible = isVisible;
    }
  }

  @TempDir static Path folder;
  static Clients clients;
  static final Map<Relation, Clients.Person> viewers = new EnumMap<>(Relation.class);
  static final List<Author> authors = new ArrayList<>();
  static final List<Post> posts = new ArrayList<>();
  static final Map<Relation, List<Stream>> streams = new EnumMap<>(Relation.class);
  static final Map<Relation, String> lists = new EnumMap<>(Relation.class);
  static final Map<Relation, List<String>> heard = new EnumMap<>(Relation.class);
  static final Map<String, Browser> browsers = new HashMap<>();
  static Clients.Person booster;
  static int words;

  @BeforeAll
  static void build() throws IOException {
    clients = Clients.of(folder);
    authors.add(new Author("plain", false, true));
    authors.add(new Author("locked", false, true));
    authors.add(new Author("limited", true, true));
    authors.add(new Author("suspended", false, false));
    booster = clients.person("booster");
    for (Relation relation : Relation.values()) {
      if (relation != Relation.SIGNED_OUT && relation != Relation.AUTHOR) {
        String name = relation.name().toLowerCase(java.util.Locale.ROOT).replace("_", "");
        Clients.Person viewer = clients.person(name.equals("nobody") ? "stranger" : name);
        viewers.put(relation, viewer);
        viewer.follows(booster);
      }
    }
    clients.server().command("", "account", "role", "ownerofserver", "owner");
    clients.server().settle();
    for (Author author : authors) {
      relate(author);
    }
    for (Relation relation : viewers.keySet()) {
      streams.put(relation, listening(relation));
    }
    command("limited", "limit");
    for (Author author : authors) {
      write(author);
    }
    clients.server().settle();
    clients.server().settleSearch();
    for (Relation relation : viewers.keySet()) {
      heard.put(relation, hearing(relation));
    }
    for (Author author : authors) {
      takeAway(author);
    }
    viewers.values().forEach(person -> browsers.put(person.name, new Browser(person.name)));
    authors.forEach(author -> browsers.put(author.name, new Browser(author.name)));
    command("suspended", "suspend");
    clients.server().settleSearch();
  }

  @AfterAll
  static void close() {
    streams.values().forEach(all -> all.forEach(Stream::close));
    clients.close();
  }

  private static void command(String name, String what) {
    if (what.equals("limit")) {
      var accounts = clients.server().accounts();
      var id = verbatim.kernel.AccountId.parse(clients.person(name).id()).orElseThrow();
      accounts.change(
          id,
          account ->
              account.with(
                  new verbatim.accounts.Standing(
                      account.standing().state(), account.standing().role(), true)));
    } else {
      clients.server().command("", "account", what, name);
    }
  }

  // ---- the town

  private static void relate(Author author) {
    Clients.Person by = author.person;
    for (Relation relation : viewers.keySet()) {
      Clients.Person viewer = viewers.get(relation);
      switch (relation) {
        case FOLLOWER, ON_LIST, MUTER, BLOCKER_LATER, BLOCKED, BLOCKED_LATER, FORMER ->
            viewer.follows(by);
        case MENTIONED_AND_BLOCKED, MENTIONED_AND_BLOCKED_LATER -> viewer.follows(by);
        case SIGNED_OUT, NOBODY, BLOCKER, MENTIONED, REQUESTED, OWNER_OF_SERVER, AUTHOR -> {}
      }
    }
    if (author.name.equals("locked")) {
      by.patch("/api/v1/accounts/update_credentials", Map.of("locked", true));
      viewers.get(Relation.REQUESTED).follows(by);
    }
    // What may be found may be found by everybody.
    by.patch(
        "/api/v1/accounts/update_credentials", Map.of("indexable", true, "discoverable", true));
    viewers.get(Relation.MUTER).post("/api/v1/accounts/" + by.id() + "/mute", Map.of());
    viewers.get(Relation.BLOCKER).blocks(by);
    by.blocks(viewers.get(Relation.BLOCKED));
    by.blocks(viewers.get(Relation.MENTIONED_AND_BLOCKED));
    for (Relation relation : viewers.keySet()) {
      Clients.Person viewer = viewers.get(relation);
      if (!lists.containsKey(relation)) {
        lists.put(relation, viewer.post("/api/v1/lists", Map.of("title", "l")).text("id"));
      }
      if (Set.of(Relation.ON_LIST, Relation.MUTER).contains(relation) || LATER.contains(relation)) {
        assertThat(
                viewer
                    .post(
                        "/api/v1/lists/" + lists.get(relation) + "/accounts",
                        Map.of("account_ids", List.of(by.id())))
                    .status())
            .isEqualTo(200);
      }
    }
  }

  private static List<Stream> listening(Relation relation) {
    Stream stream =
        Stream.socket(
            HTTP,
            clients.server().url(),
            "",
            "Sec-WebSocket-Protocol",
            viewers.get(relation).token);
    stream.subscribes("user").subscribes("public").subscribes("public:local");
    stream.subscribes("public:media").subscribes("direct").subscribes("user:notification");
    stream.subscribes("hashtag", "tag", "matrix").subscribes("hashtag:local", "tag", "matrix");
    stream.subscribes("list", "list", lists.get(relation));
    return List.of(stream);
  }

  /// All that was heard until now.
  private static List<String> hearing(Relation relation) {
    List<String> all = new ArrayList<>();
    Stream stream = streams.get(relation).getFirst();
    // Streams keep their order, so what comes after this was not there.
    Clients.Person viewer = viewers.get(relation);
    String mark = "mark" + relation.ordinal() + "end";
    viewer.posts(mark);
    while (true) {
      JsonNode frame = stream.next();
      String text = frame.toString();
      if (text.contains(mark)) {
        return all;
      }
      all.add(text);
    }
  }

  private static void write(Author author) throws IOException {
    author.thread = author.person.posts("the thread begins");
    Kind[] kinds =
        author.name.equals("plain") ? Kind.values() : new Kind[] {Kind.PLAIN, Kind.MEDIA};
    for (String visibility : VISIBILITIES) {
      for (Kind kind : kinds) {
        write(author, visibility, kind);
      }
    }
    gather(author);
    clients.server().settle();
    for (Post post : posts) {
      if (post.author() == author) {
        String one = "/api/v1/statuses/" + post.id();
        if (!post.visibility().equals("private") && !post.visibility().equals("direct")) {
          assertThat(booster.post(one + "/reblog", Map.of()).status()).isEqualTo(200);
        }
        for (Relation relation : LATER) {
          viewers.get(relation).post(one + "/bookmark", Map.of());
          viewers.get(relation).post(one + "/favourite", Map.of());
        }
        if (post.kind() == Kind.PLAIN && !post.visibility().equals("direct")) {
          author.person.post(one + "/pin", Map.of());
        }
      }
    }
  }

  /// A story with all of his public words; of others it takes none.
  private static void gather(Author author) {
    author.story =
        author
            .person
            .post(
                "/api/v1/stories",
                Map.of(
                    "title",
                    "Story of " + author.name,
                    "topics",
                    List.of("matrix"),
                    "items",
                    posts.stream()
                        .filter(p -> p.author() == author && p.visibility().equals("public"))
                        .map(p -> Map.of("kind", "status", "id", p.id()))
                        .toList(),
                    "state",
                    "published"))
            .text("id");
    author.slug = "story-of-" + author.name;
  }

  private static void write(Author author, String visibility, Kind kind) throws IOException {
    String word = "zw" + (1_000 + words++) + "q";
    Map<String, Object> status = new LinkedHashMap<>();
    status.put(
        "status",
        word
            + " #matrix #tag"
            + word
            + " @mentioned @mentionedandblocked @mentionedandblockedlater");
    status.put("visibility", visibility);
    switch (kind) {
      case PLAIN, EDITED, SERIES -> {}
      case POLL ->
          status.put("poll", Map.of("options", List.of(word + "1", "two"), "expires_in", 600));
      case MEDIA -> {
        Clients.Reply upload =
            clients.upload(
                "POST",
                "/api/v2/media",
                author.person.token,
                "file",
                picture(),
                Map.of("description", "alt " + word));
        status.put("media_ids", List.of(upload.text("id")));
      }
      case REPLY -> status.put("in_reply_to_id", author.thread);
    }
    if (kind == Kind.SERIES) {
      Clients.Reply reply =
          author.person.post(
              "/api/v1/statuses/series",
              Map.of(
                  "statuses",
                  List.of(status, Map.of("status", "second " + word, "visibility", visibility)),
                  "visibility",
                  visibility));
      assertThat(reply.status()).as(reply.body()).isEqualTo(200);
      keep(author, visibility, kind, word, reply.json().get(0));
      return;
    }
    Clients.Reply reply = author.person.post("/api/v1/statuses", status);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(reply.text("visibility")).isEqualTo(visibility);
    if (kind == Kind.EDITED) {
      status.put("status", status.get("status") + " again");
      String id = reply.text("id");
      assertThat(author.person.put("/api/v1/statuses/" + id, status).status()).isEqualTo(200);
    }
    keep(author, visibility, kind, word, reply.json());
  }

  private static void keep(
      Author author, String visibility, Kind kind, String word, JsonNode status) {
    String url = status.path("media_attachments").path(0).path("url").asString("");
    URI file = url.isEmpty() ? URI.create("") : URI.create(url);
    posts.add(
        new Post(
            author,
            visibility,
            kind,
            word,
            status.path("id").asString(),
            status.path("poll").path("id").asString(""),
            status.path("series").path("id").asString(""),
            url.isEmpty() ? "" : file.getRawPath(),
            url.isEmpty()
                ? ""
                : file.getRawPath()
                    + (file.getRawQuery() == null ? "" : "?" + file.getRawQuery())));
  }

  private static byte[] picture() throws IOException {
    var out = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(12, 9, BufferedImage.TYPE_INT_RGB), "png", out);
    return out.toByteArray();
  }

  private static void takeAway(Author author) {
    Clients.Person by = author.person;
    viewers.get(Relation.FORMER).post("/api/v1/accounts/" + by.id() + "/unfollow", Map.of());
    viewers.get(Relation.BLOCKER_LATER).blocks(by);
    by.blocks(viewers.get(Relation.BLOCKED_LATER));
    by.blocks(viewers.get(Relation.MENTIONED_AND_BLOCKED_LATER));
  }

  private static String token(Relation relation, Author author) {
    return switch (relation) {
      case SIGNED_OUT -> "";
      case AUTHOR -> author.person.token;
      default -> viewers.get(relation).token;
    };
  }

  // ---- the routes

  /// One: about one status. Act: does something to one status. Feed: many. Own: shows a caller only
  /// what he wrote or keeps. Stream. None: shows no status, notification, hit or file.
  private static Map<String, String> classes() throws IOException {
    Map<String, String> classes = new TreeMap<>();
    for (String line : Files.readAllLines(ROUTES)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] parts = line.split("\t");
        classes.put(parts[0], parts[1]);
      }
    }
    return classes;
  }

  private static String key(Route route) {
    return route.method() + " " + route.path();
  }

  @Test
  void each_route_says_whether_it_can_show_something() throws IOException {
    Map<String, String> classes = classes();
    Set<String> routed = new TreeSet<>();
    clients.routes().forEach(route -> routed.add(key(route)));
    Set<String> unsaid = new TreeSet<>(routed);
    unsaid.removeAll(classes.keySet());
    assertThat(unsaid).as("say in " + ROUTES + " whether it shows statuses").isEmpty();
    assertThat(classes.keySet()).as("routes that there are no more").isSubsetOf(routed);
    assertThat(classes.values()).containsOnly("one", "act", "feed", "own", "stream", "none");
  }

  @Test
  void each_route_that_can_show_something_is_asked() throws IOException {
    Map<String, String> classes = classes();
    Set<String> asked = new TreeSet<>();
    Post any = posts.getFirst();
    for (Asked one : aboutOne(posts.stream().filter(p -> !p.poll().isEmpty()).findFirst().get())) {
      asked.add(one.route());
    }
    aboutOne(any).forEach(one -> asked.add(one.route()));
    for (Post post : posts) {
      aboutOne(post).forEach(one -> asked.add(one.route()));
    }
    feeds(Relation.NOBODY, authors.getFirst()).forEach(feed -> asked.add(feed.route()));
    feeds(Relation.SIGNED_OUT, authors.getFirst()).forEach(feed -> asked.add(feed.route()));
    for (String route : classes.keySet()) {
      switch (classes.get(route)) {
        case "one", "feed" -> assertThat(asked).as("not asked by this test").contains(route);
        default -> {
          // Asked by others below, or nothing to see.
        }
      }
    }
  }

  private record Asked(String route, String path) {}

  private static List<Asked> aboutOne(Post post) {
    String s = "/api/v1/statuses/";
    List<Asked> all = new ArrayList<>();
    all.add(new Asked("GET /api/v1/statuses/:id", s + post.id()));
    for (String more : List.of("context", "history", "favourited_by", "reblogged_by", "source")) {
      all.add(new Asked("GET /api/v1/statuses/:id/" + more, s + post.id() + "/" + more));
    }
    if (!post.poll().isEmpty()) {
      all.add(new Asked("GET /api/v1/polls/:id", "/api/v1/polls/" + post.poll()));
    }
    if (!post.series().isEmpty()) {
      all.add(new Asked("GET /api/v1/series/:id", "/api/v1/series/" + post.series()));
    }
    if (!post.file().isEmpty()) {
      all.add(new Asked("GET /media/*path", post.file()));
    }
    all.add(new Asked("GET /desk/posts/:id", "/desk/posts/" + post.id()));
    all.add(new Asked("GET /compose", "/compose?in_reply_to=" + post.id()));
    String page = "/@" + post.author().name + "/" + post.id();
    all.add(new Asked("GET /@:acct/:id", page));
    for (String more : List.of("favourites", "boosts", "history")) {
      all.add(new Asked("GET /@:acct/:id/" + more, page + "/" + more));
    }
    all.add(
        new Asked(
            "GET /api/oembed",
            "/api/oembed?url="
                + URLEncoder.encode(clients.server().url() + page, StandardCharsets.UTF_8)));
    return all;
  }

  /// Nobody is signed in there: it takes no token.
  private static boolean takesNoToken(Asked asked) {
    return asked.route().equals("GET /api/oembed");
  }

  private static boolean expected(Asked asked, Post post, Relation relation) {
    return switch (asked.route()) {
      case "GET /api/oembed" -> post.seenBy(Relation.SIGNED_OUT);
      case "GET /desk/posts/:id" -> relation == Relation.OWNER_OF_SERVER && post.seenBy(relation);
      case "GET /compose" -> relation != Relation.SIGNED_OUT && post.seenBy(relation);
      case "GET /api/v1/statuses/:id/source" ->
          relation != Relation.SIGNED_OUT && post.seenBy(relation);
      // A public file opens for whoever has its address.
      case "GET /media/*path" -> post.seenBy(relation) || post.seenBy(Relation.SIGNED_OUT);
      default -> post.seenBy(relation);
    };
  }

  @Test
  void one_status_is_there_or_404() {
    List<String> wrong = new ArrayList<>();
    int tried = 0;
    for (Post post : posts) {
      for (Relation relation : Relation.values()) {
        for (Asked asked : aboutOne(post)) {
          if (takesNoToken(asked) && relation != Relation.SIGNED_OUT) {
            continue;
          }
          if (relation == Relation.AUTHOR && !post.author().isVisible) {
            continue; // Cannot sign in.
          }
          Clients.Reply reply = got(asked.path(), relation, post.author());
          boolean isForm = asked.route().equals("GET /compose");
          boolean hasWord =
              reply.body().contains(post.word()) || (reply.status() == 200 && !isForm);
          if (hasWord != expected(asked, post, relation)
              || (!hasWord && !isForm && !List.of(401, 403, 404).contains(reply.status()))) {
            wrong.add(
                relation + " asks for " + post + " by " + asked.route() + ": " + reply.status());
          }
          tried++;
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(tried).isGreaterThan(4_000);
  }

  @Test
  void who_may_not_see_it_may_do_nothing_to_it() throws IOException {
    List<String> acts =
        classes().entrySet().stream()
            .filter(e -> e.getValue().equals("act"))
            .map(Map.Entry::getKey)
            .toList();
    assertThat(acts).hasSizeGreaterThan(10);
    List<String> wrong = new ArrayList<>();
    for (Post post : posts) {
      if (post.kind() != Kind.POLL && post.kind() != Kind.PLAIN) {
        continue;
      }
      for (Relation relation : viewers.keySet()) {
        if (post.seenBy(relation)) {
          continue;
        }
        for (String act : acts) {
          String[] route = act.split(" ");
          if (route[1].contains("/polls/") && post.poll().isEmpty()) {
            continue;
          }
          String path =
              route[1]
                  .replace(":reply_id", post.id())
                  .replace(":reply", post.id())
                  .replace(":id", route[1].contains("/polls/") ? post.poll() : post.id());
          Clients.Reply reply =
              route[1].startsWith("/api/")
                  ? clients.send(
                      route[0],
                      path,
                      viewers.get(relation).token,
                      route[0].equals("DELETE")
                          ? null
                          : Map.of("status", "x", "choices", List.of(0)))
                  : browsers.get(viewers.get(relation).name).does(route[0], path);
          if (reply.status() != 404) {
            wrong.add(relation + " " + act + " of " + post + ": " + reply.status());
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  /// How a feed must be: what may be in it is in any case only what may be seen.
  private enum Must {
    /// Exactly what may be seen.
    ALL,
    /// Public ones by authors whom the viewer wants.
    PUBLIC,
    /// What he follows.
    FOLLOWED,
    /// Nothing is missed in this one: its order or choice is its own.
    SOME
  }

  private record Feed(String route, String path, Must must) {}

  private static List<Feed> feeds(Relation relation, Author author) {
    String a = "/api/v1/accounts/" + author.person.id();
    List<Feed> all = new ArrayList<>();
    feed(all, "GET /api/v1/timelines/public", "", Must.PUBLIC);
    feed(all, "GET /api/v1/timelines/public", "?local=true", Must.PUBLIC);
    feed(all, "GET /api/v1/timelines/public", "?only_media=true", Must.SOME);
    all.add(
        new Feed(
            "GET /api/v1/timelines/tag/:hashtag", "/api/v1/timelines/tag/matrix", Must.PUBLIC));
    all.add(new Feed("GET /api/v1/accounts/:id/statuses", a + "/statuses", Must.ALL));
    for (String how : List.of("pinned", "only_media", "exclude_replies", "exclude_reblogs")) {
      all.add(
          new Feed(
              "GET /api/v1/accounts/:id/statuses", a + "/statuses?" + how + "=true", Must.SOME));
    }
    all.add(
        new Feed("GET /api/v1/accounts/:id/statuses", a + "/statuses?tagged=matrix", Must.SOME));
    all.add(
        new Feed(
            "GET /api/v1/accounts/:id/statuses",
            "/api/v1/accounts/" + booster.id() + "/statuses",
            Must.SOME));
    all.add(new Feed("GET /api/v1/accounts/:id/featured_tags", a + "/featured_tags", Must.SOME));
    feed(all, "GET /api/v1/trends/statuses", "", Must.SOME);
    feed(all, "GET /api/v1/trends/tags", "", Must.SOME);
    feed(all, "GET /api/v1/trends", "", Must.SOME);
    feed(all, "GET /api/v1/directory", "", Must.SOME);
    all.add(new Feed("GET /api/v1/tags/:name", "/api/v1/tags/matrix", Must.SOME));
    all.add(
        new Feed(
            "GET /api/v1/statuses",
            "/api/v1/statuses?"
                + posts.stream()
                    .filter(p -> p.author() == author)
                    .map(p -> "id[]=" + p.id())
                    .collect(Collectors.joining("&")),
            Must.ALL));
    for (Post post : posts) {
      if (post.author() == author && post.kind() == Kind.PLAIN) {
        for (String q : List.of(post.word(), "%23tag" + post.word(), "from:" + author.name)) {
          all.add(new Feed("GET /api/v2/search", "/api/v2/search?q=" + q, Must.SOME));
        }
        // Not by its word: the page repeats what was looked for.
        all.add(new Feed("GET /search", "/search?q=from:" + author.name, Must.SOME));
        all.add(
            new Feed(
                "GET /api/v2/search",
                "/api/v2/search?resolve=true&q="
                    + URLEncoder.encode(
                        clients.server().url() + "/@" + author.name + "/" + post.id(),
                        StandardCharsets.UTF_8),
                Must.SOME));
      }
    }
    all.add(new Feed("GET /", "/", Must.SOME));
    all.add(new Feed("GET /@:acct", "/@" + author.name, Must.SOME));
    for (String part : List.of("replies", "media", "series")) {
      all.add(new Feed("GET /@:acct/" + part, "/@" + author.name + "/" + part, Must.SOME));
    }
    all.add(new Feed("GET /desk/people/:id", "/desk/people/" + author.person.id(), Must.SOME));
    all.add(new Feed("GET /api/v1/stories/:id", "/api/v1/stories/" + author.story, Must.SOME));
    all.add(
        new Feed(
            "GET /api/v1/stories/:id/versions",
            "/api/v1/stories/" + author.story + "/versions",
            Must.SOME));
    feed(all, "GET /api/v1/stories", "", Must.SOME);
    feed(all, "GET /stories", "", Must.SOME);
    all.add(new Feed("GET /stories/:slug", "/stories/" + author.slug, Must.SOME));
    all.add(new Feed("GET /topics/:name", "/topics/matrix", Must.SOME));
    feed(all, "GET /town", "", Must.SOME);
    all.add(new Feed("GET /tags/:tag", "/tags/matrix", Must.SOME));
    if (relation == Relation.SIGNED_OUT) {
      // They take no cookie and no token: everybody sees the same.
      all.add(new Feed("GET /topics/:name.rss", "/topics/matrix.rss", Must.SOME));
      all.add(new Feed("GET /topics/:name.atom", "/topics/matrix.atom", Must.SOME));
      for (String kind : List.of("rss", "atom")) {
        all.add(new Feed("GET /@:acct." + kind, "/@" + author.name + "." + kind, Must.SOME));
        all.add(
            new Feed(
                "GET /stories/:slug." + kind, "/stories/" + author.slug + "." + kind, Must.SOME));
        all.add(new Feed("GET /tags/:tag." + kind, "/tags/matrix." + kind, Must.SOME));
      }
    }
    if (relation != Relation.SIGNED_OUT) {
      feed(all, "GET /api/v1/timelines/home", "", Must.FOLLOWED);
      feed(all, "GET /home", "", Must.SOME);
      feed(all, "GET /bookmarks", "", Must.SOME);
      all.add(new Feed("GET /report", "/report?account=" + author.person.id(), Must.SOME));
      feed(all, "GET /favourites", "", Must.SOME);
      feed(all, "GET /notifications", "", Must.SOME);
      feed(all, "GET /notifications/requests", "", Must.SOME);
      feed(all, "GET /api/v1/bookmarks", "", Must.SOME);
      feed(all, "GET /api/v1/favourites", "", Must.SOME);
      feed(all, "GET /api/v1/notifications", "?limit=80", Must.SOME);
      feed(all, "GET /api/v2/notifications", "?limit=80", Must.SOME);
      feed(all, "GET /api/v2/notifications", "?expand_accounts=partial_avatars", Must.SOME);
      feed(all, "GET /api/v1/notifications/requests", "", Must.SOME);
      feed(all, "GET /api/v1/conversations", "", Must.SOME);
      feed(all, "GET /api/v1/private/conversations", "", Must.SOME);
      feed(all, "GET /api/v1/private/search", "?q=e", Must.SOME);
      feed(all, "GET /conversations", "", Must.SOME);
      feed(all, "GET /api/v1/suggestions", "", Must.SOME);
      feed(all, "GET /api/v2/suggestions", "", Must.SOME);
      feed(all, "GET /api/v1/featured_tags/suggestions", "", Must.SOME);
      all.add(
          new Feed(
              "GET /api/v1/accounts/search",
              "/api/v1/accounts/search?q=" + author.name,
              Must.SOME));
      if (lists.containsKey(relation)) {
        all.add(new Feed("GET /lists/:id", "/lists/" + lists.get(relation), Must.SOME));
        all.add(
            new Feed(
                "GET /api/v1/timelines/list/:list_id",
                "/api/v1/timelines/list/" + lists.get(relation),
                relation == Relation.ON_LIST ? Must.FOLLOWED : Must.SOME));
      }
    }
    return all;
  }

  private static void feed(List<Feed> all, String route, String query, Must must) {
    all.add(new Feed(route, route.substring(4) + query, must));
  }

  @Test
  void no_feed_shows_more_and_none_shows_less() {
    List<String> wrong = new ArrayList<>();
    Set<String> shown = new TreeSet<>();
    for (Relation relation : Relation.values()) {
      Map<String, String> read = new HashMap<>();
      for (Author author : authors) {
        if (relation == Relation.AUTHOR && !author.isVisible) {
          continue; // Cannot sign in.
        }
        String token = token(relation, author);
        for (Feed feed : feeds(relation, author)) {
          String body =
              read.computeIfAbsent(
                  feed.path() + " " + token, _ -> whole(feed.path(), relation, author));
          for (Post post : posts) {
            Relation towards =
                relation == Relation.AUTHOR && post.author() != author ? Relation.NOBODY : relation;
            boolean there = body.contains(post.word());
            boolean may =
                post.seenBy(towards)
                    // That a tag is in use, and no more, says the search for it.
                    || (feed.path().contains("?q=%23") && post.visibility().equals("public"));
            if (there && (!may || !wanted(feed, post, towards, author))) {
              wrong.add("shown to " + relation + ": " + post + " by " + feed.path());
            }
            boolean must =
                must(feed, post, towards, author)
                    // Authors have blocked people whom all these posts mention.
                    && !(relation == Relation.AUTHOR && feed.must() == Must.PUBLIC);
            if (!there && may && must) {
              wrong.add("missing for " + relation + ": " + post + " by " + feed.path());
            }
            if (there) {
              shown.add(feed.route());
            }
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(shown)
        .as("a feed in which nobody sees anything proves nothing")
        .contains(
            "GET /@:acct",
            "GET /@:acct/media",
            "GET /@:acct.rss",
            "GET /@:acct.atom",
            "GET /tags/:tag.rss",
            "GET /tags/:tag.atom",
            "GET /@:acct/series",
            "GET /home",
            "GET /town",
            "GET /lists/:id",
            "GET /notifications",
            "GET /bookmarks",
            "GET /report",
            "GET /favourites",
            "GET /tags/:tag",
            "GET /api/v1/bookmarks",
            "GET /api/v1/favourites",
            "GET /api/v1/notifications",
            "GET /api/v2/notifications",
            "GET /api/v1/timelines/home",
            "GET /api/v1/timelines/public",
            "GET /api/v1/timelines/list/:list_id",
            "GET /api/v1/timelines/tag/:hashtag",
            "GET /api/v1/statuses",
            "GET /api/v1/accounts/:id/statuses",
            "GET /api/v2/search");
  }

  /// Timelines do not bring up whom one muted or blocked, nor the limited before strangers.
  private static boolean wanted(Feed feed, Post post, Relation relation, Author asked) {
    return switch (feed.route()) {
      case "GET /api/v1/timelines/public",
          "GET /api/v1/timelines/tag/:hashtag",
          "GET /api/v1/timelines/home",
          "GET /api/v1/timelines/list/:list_id",
          "GET /api/v1/notifications",
          "GET /api/v2/notifications",
          "GET /api/v1/trends/statuses" ->
          !TURNED_AWAY.contains(relation)
              && (!post.author().isLimited
                  || FOLLOWERS_NOW.contains(relation)
                  || relation == Relation.AUTHOR)
              && (!feed.path().startsWith("/api/v1/timelines/public")
                  || post.visibility().equals("public"))
              && (!feed.path().startsWith("/api/v1/timelines/tag")
                  || post.visibility().equals("public"));
      case "GET /", "GET /tags/:tag", "GET /town", "GET /tags/:tag.rss", "GET /tags/:tag.atom" ->
          !TURNED_AWAY.contains(relation)
              && post.visibility().equals("public")
              && (!post.author().isLimited || relation == Relation.AUTHOR);
      case "GET /@:acct.rss", "GET /@:acct.atom" -> post.visibility().equals("public");
      case "GET /home", "GET /lists/:id", "GET /notifications" ->
          !TURNED_AWAY.contains(relation)
              && (!post.author().isLimited
                  || FOLLOWERS_NOW.contains(relation)
                  || relation == Relation.AUTHOR);
      default -> true;
    };
  }

  private static boolean must(Feed feed, Post post, Relation relation, Author asked) {
    return switch (feed.must()) {
      case ALL -> post.author() == asked;
      case PUBLIC ->
          post.visibility().equals("public")
              && !TURNED_AWAY.contains(relation)
              && !post.author().isLimited;
      case FOLLOWED -> FOLLOWERS_NOW.contains(relation);
      case SOME -> false;
    };
  }

  /// As a client, or for pages as a browser that is signed in.
  private static Clients.Reply got(String path, Relation relation, Author author) {
    if (relation == Relation.SIGNED_OUT || path.startsWith("/api/") || path.startsWith("/media/")) {
      return clients.send("GET", path, token(relation, author), null);
    }
    String name = relation == Relation.AUTHOR ? author.name : viewers.get(relation).name;
    return browsers.get(name).does("GET", path);
  }

  /// Somebody at our own pages.
  private static final class Browser {
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private final String formToken;

    Browser(String name) {
      String page = does("GET", "/auth/sign_in", "").body();
      Clients.Reply in =
          does(
              "POST",
              "/auth/sign_in",
              "login="
                  + name
                  + "%40mail.example&password=a+long+and+quiet+password&form_token="
                  + token(page));
      assertThat(in.status()).as(in.body()).isEqualTo(303);
      formToken = token(does("GET", "/compose", "").body());
    }

    private static String token(String page) {
      Matcher field = FORM_TOKEN.matcher(page);
      assertThat(field.find()).as(page).isTrue();
      return field.group(1);
    }

    Clients.Reply does(String method, String path) {
      return does(
          method, path, method.equals("GET") ? "" : "choices%5B%5D=0&form_token=" + formToken);
    }

    private Clients.Reply does(String method, String path, String form) {
      String line =
          cookies.entrySet().stream()
              .map(c -> c.getKey() + "=" + c.getValue())
              .collect(Collectors.joining("; "));
      Clients.Reply reply =
          clients.send(
              method,
              path,
              "",
              form.isEmpty() ? null : form,
              "Accept",
              "text/html",
              "Content-Type",
              "application/x-www-form-urlencoded",
              "Cookie",
              line);
      for (String cookie : reply.whole().headers().allValues("set-cookie")) {
        String[] pair = cookie.split(";", 2)[0].split("=", 2);
        cookies.put(pair[0], pair[1]);
      }
      return reply;
    }
  }

  /// Page after page, as the Link header leads.
  private static String whole(String path, Relation relation, Author author) {
    StringBuilder all = new StringBuilder();
    String next = path;
    for (int page = 0; page < PAGES_MAX; page++) {
      Clients.Reply reply = got(next, relation, author);
      if (reply.status() != 200) {
        return all.append(reply.status()).toString();
      }
      all.append(reply.body());
      String link = reply.whole().headers().firstValue("link").orElse("");
      int end = link.indexOf(">; rel=\"next\"");
      if (end < 0) {
        return all.toString();
      }
      URI address = URI.create(link.substring(link.indexOf('<') + 1, end));
      next = address.getRawPath() + "?" + address.getRawQuery();
    }
    throw new AssertionError("the pages do not end: " + path);
  }

  @Test
  void no_stream_tells_more() {
    List<String> wrong = new ArrayList<>();
    for (Relation relation : viewers.keySet()) {
      // As it was when they were posted.
      Relation then =
          switch (relation) {
            case BLOCKER_LATER, BLOCKED_LATER, FORMER -> Relation.FOLLOWER;
            case MENTIONED_AND_BLOCKED_LATER -> Relation.MENTIONED;
            default -> relation;
          };
      String all = String.join("\n", heard.get(relation));
      for (Post post : posts) {
        boolean there = all.contains(post.word());
        String[] row = SEEN.get(then).split(" ");
        boolean may = row[VISIBILITIES.indexOf(post.visibility())].equals("yes");
        // What somebody limited says to those who do not follow him lies aside.
        boolean isOffered =
            !post.author().isLimited
                || FOLLOWERS_NOW.contains(then)
                || relation == Relation.MENTIONED_AND_BLOCKED_LATER;
        if (there && (!may || !isOffered || TURNED_AWAY.contains(then))) {
          wrong.add("heard by " + relation + ": " + post);
        }
        boolean must =
            may && isOffered && (then == Relation.FOLLOWER || then == Relation.MENTIONED);
        if (!there && must) {
          wrong.add("not heard by " + relation + ": " + post);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void an_address_with_a_ticket_opens_while_the_author_is_there() {
    for (Post post : posts) {
      if (!post.file().isEmpty()) {
        assertThat(clients.get(post.fileWithTicket()).status())
            .as(post.toString())
            .isEqualTo(post.author().isVisible ? 200 : 404);
      }
    }
  }
}
