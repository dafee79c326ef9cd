package verbatim.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import verbatim.kernel.Limits;

/// Two people and what is pushed to them, over real sockets. That something is *not* pushed is seen
/// by what comes next: a stream keeps the order.
class StreamsThroughClientsTest {
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  @TempDir static Path folder;
  private static Clients clients;

  private final List<Stream> streams = new ArrayList<>();
  private Clients.Person alice;
  private Clients.Person bob;

  @BeforeAll
  static void open() throws IOException {
    clients = Clients.of(folder);
  }

  @AfterAll
  static void close() {
    clients.close();
  }

  /// Alice reads, Bob writes; alice follows bob. New people for each test.
  @BeforeEach
  void people() {
    int number = NAMES.incrementAndGet();
    alice = clients.person("alice" + number);
    bob = clients.person("bob" + number);
    alice.follows(bob);
    clients.server().settle();
  }

  @AfterEach
  void closeStreams() {
    streams.forEach(Stream::close);
  }

  private Stream socket(String query, String... headers) {
    Stream stream = Stream.socket(HTTP, clients.server().url(), query, headers);
    streams.add(stream);
    return stream;
  }

  private Stream socketOf(Clients.Person person, String stream, String... more) {
    return socketOf(person.token).subscribes(stream, more);
  }

  private Stream socketOf(String token) {
    return socket("", "Sec-WebSocket-Protocol", token);
  }

  private Stream eventsOf(Clients.Person person, String path) {
    Stream stream = Stream.events(HTTP, clients.server().url(), person.token, path);
    streams.add(stream);
    return stream;
  }

  // ---- what comes where

  @Test
  void a_home_hears_of_posts_edits_deletions_boosts_notifications_and_filters_in_order() {
    Stream home = socketOf(alice, "user");
    String first = bob.posts("one");
    assertThat(home.hears()).isEqualTo("update: one");
    // Each is heard before the next: a stream tells what stands, and of what is gone nothing.
    bob.put("/api/v1/statuses/" + first, Map.of("status", "one, better"));
    assertThat(home.hears()).isEqualTo("status.update: one, better");
    bob.delete("/api/v1/statuses/" + first);
    assertThat(home.hears()).isEqualTo("delete: " + first);
    String mine = alice.posts("mine");
    assertThat(home.hears()).isEqualTo("update: mine");
    bob.post("/api/v1/statuses/" + mine + "/favourite", Map.of());
    assertThat(home.hears()).isEqualTo("notification: favourite");
    String other = clients.person("carol").posts("of somebody she does not follow");
    bob.post("/api/v1/statuses/" + other + "/reblog", Map.of());
    assertThat(home.hears()).isEqualTo("update: boost of somebody she does not follow");
    alice.post("/api/v2/filters", Map.of("title", "t", "context", List.of("home")));
    JsonNode frame = home.next();
    assertThat(frame.path("event").asString("")).isEqualTo("filters_changed");
    assertThat(frame.path("stream").toString()).isEqualTo("[\"user\"]");
  }

  @Test
  void whoever_writes_sees_his_own_words_on_his_other_devices() {
    Stream home = socketOf(bob, "user");
    bob.posts(Map.of("status", "to nobody", "visibility", "direct"));
    assertThat(home.hears()).isEqualTo("update: to nobody");
  }

  @Test
  void notifications_alone_come_without_the_posts_they_are_about() {
    Stream notices = socketOf(alice, "user:notification");
    bob.posts("nothing for her");
    bob.posts("@" + alice.name + " this is");
    JsonNode frame = notices.next();
    assertThat(Stream.said(frame)).isEqualTo("notification: mention");
    assertThat(frame.path("stream").toString()).isEqualTo("[\"user:notification\"]");
    clients.person("dave").follows(alice);
    assertThat(notices.hears()).isEqualTo("notification: follow");
    var _ =
        clients
            .server()
            .moderation()
            .acts()
            .act(
                verbatim.moderation.Deed.CONSOLE,
                verbatim.moderation.Acts.Order.of(
                    verbatim.moderation.Deed.Kind.WARNED,
                    verbatim.kernel.AccountId.parse(alice.id()).orElseThrow(),
                    "mind your words"));
    assertThat(notices.hears()).isEqualTo("notification: moderation_warning");
  }

  @Test
  void public_streams_have_public_words_but_no_replies_to_others_and_no_boosts()
      throws IOException {
    Stream all = socketOf(alice, "public");
    Stream local = socketOf(alice, "public:local");
    Stream remote = socketOf(alice, "public:remote");
    Stream media = socketOf(alice, "public:media");
    Stream localMedia = socketOf(alice, "public:local:media");
    String first = bob.posts("public");
    bob.posts(Map.of("status", "unlisted", "visibility", "unlisted"));
    bob.posts(Map.of("status", "private", "visibility", "private"));
    alice.posts(Map.of("status", "a reply", "in_reply_to_id", first));
    alice.post("/api/v1/statuses/" + first + "/reblog", Map.of());
    bob.posts(Map.of("status", "seen", "media_ids", List.of(picture(bob))));
    assertThat(all.hearsUntil("update: seen")).containsExactly("update: public", "update: seen");
    assertThat(local.hearsUntil("update: seen")).containsExactly("update: public", "update: seen");
    bob.delete("/api/v1/statuses/" + first);
    assertThat(all.hears()).isEqualTo("delete: " + first);
    assertThat(local.hears()).isEqualTo("delete: " + first);
    assertThat(media.hears()).isEqualTo("update: seen");
    assertThat(localMedia.hears()).isEqualTo("update: seen");
    remote.settled();
  }

  /// Whatever was said so far has come to her by this stream, or never will: a stream asks in its
  /// own time whether it may be seen, and keeps the order.
  private void hasHeardOf(Stream home, String mark) {
    clients.server().settle();
    alice.posts(Map.of("status", mark, "visibility", "direct"));
    assertThat(home.hears()).isEqualTo("update: " + mark);
  }

  private static String picture(Clients.Person person) throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(8, 6, BufferedImage.TYPE_INT_RGB), "png", png);
    return clients
        .upload("POST", "/api/v2/media", person.token, "file", png.toByteArray(), Map.of())
        .text("id");
  }

  @Test
  void a_tag_is_named_as_the_client_wrote_it_and_found_however_it_is_written() {
    Stream tags =
        socketOf(alice, "hashtag", "tag", "TeA").subscribes("hashtag:local", "tag", "tea");
    Clients.Person carol = clients.person("carol");
    carol.posts("no tag");
    carol.posts(Map.of("status", "hidden #tea", "visibility", "unlisted"));
    carol.posts("green #Tea");
    List<JsonNode> both = List.of(tags.next(), tags.next());
    assertThat(both).allMatch(frame -> Stream.said(frame).equals("update: green #Tea"));
    assertThat(both.stream().map(frame -> frame.path("stream").toString()))
        .containsExactlyInAnyOrder("[\"hashtag\",\"TeA\"]", "[\"hashtag:local\",\"tea\"]");
  }

  @Test
  void a_followed_tag_comes_home() {
    alice.post("/api/v1/tags/cake/follow", Map.of());
    Stream home = socketOf(alice, "user");
    String id = clients.person("carol").posts("baked #cake");
    assertThat(home.hears()).isEqualTo("update: baked #cake");
    clients.person("carol").delete("/api/v1/statuses/" + id);
    assertThat(home.hears()).isEqualTo("delete: " + id);
  }

  @Test
  void a_list_has_its_members_and_nobody_elses_list_can_be_heard() {
    String list = alice.post("/api/v1/lists", Map.of("title", "few")).text("id");
    Stream heard = socketOf(alice, "list", "list", list).subscribes("user");
    bob.posts(Map.of("status", "not yet a member", "visibility", "unlisted"));
    assertThat(heard.next().path("stream").toString()).isEqualTo("[\"user\"]");
    hasHeardOf(heard, "before he is one");
    heard.unsubscribes("user");
    alice.post("/api/v1/lists/" + list + "/accounts", Map.of("account_ids", List.of(bob.id())));
    bob.posts("a member");
    JsonNode frame = heard.next();
    assertThat(Stream.said(frame)).isEqualTo("update: a member");
    assertThat(frame.path("stream").toString()).isEqualTo("[\"list\",\"" + list + "\"]");
    Stream foreign = socketOf(bob.token);
    foreign.says(Map.of("type", "subscribe", "stream", "list", "list", list));
    assertThat(foreign.next().path("status").asInt(0)).isEqualTo(404);
    alice.delete("/api/v1/lists/" + list);
    Stream home = socketOf(alice, "user");
    bob.posts("of no list");
    assertThat(home.hears()).isEqualTo("update: of no list");
    heard.settled();
  }

  @Test
  void direct_words_come_to_those_they_are_for() {
    Stream hers = socketOf(alice, "direct");
    Stream his = socketOf(bob, "direct");
    Clients.Person carol = clients.person("carol");
    Stream others = socketOf(carol, "direct");
    bob.posts("public @" + alice.name);
    String id = bob.posts(Map.of("status", "@" + alice.name + " psst", "visibility", "direct"));
    assertThat(hers.hears()).isEqualTo("update: @" + alice.name + " psst");
    assertThat(his.hears()).isEqualTo("update: @" + alice.name + " psst");
    // Clients with a column of private mentions follow their threads.
    JsonNode frame = hers.next();
    assertThat(frame.path("event").asString("")).isEqualTo("conversation");
    assertThat(frame.path("stream").toString()).isEqualTo("[\"direct\"]");
    JsonNode thread = Clients.JSON.readTree(frame.path("payload").asString());
    assertThat(thread).isEqualTo(alice.get("/api/v1/conversations").json().path(0));
    assertThat(thread.path("last_status").path("id").asString()).isEqualTo(id);
    assertThat(thread.path("unread").asBoolean()).isTrue();
    assertThat(his.next().path("event").asString("")).isEqualTo("conversation");
    bob.delete("/api/v1/statuses/" + id);
    assertThat(hers.hears()).isEqualTo("delete: " + id);
    others.settled();
  }

  @Test
  void a_private_conversation_comes_to_its_members_as_one() {
    String all = "/api/v1/private/conversations";
    String talk = bob.post(all, Map.of("members", List.of(alice.id()))).text("id");
    Stream earlier = socketOf(alice, "direct");
    bob.post(all + "/" + talk + "/messages", Map.of("text", "before she listens"));
    assertThat(earlier.next().path("payload").asString()).contains("before she listens");
    Stream hers = socketOf(alice, "direct");
    Stream others = socketOf(clients.person("carol"), "direct");
    bob.post(all + "/" + talk + "/messages", Map.of("text", "in private"));
    JsonNode frame = hers.next();
    assertThat(frame.path("event").asString("")).isEqualTo("conversation");
    assertThat(frame.path("stream").toString()).isEqualTo("[\"direct\"]");
    JsonNode told = Clients.JSON.readTree(frame.path("payload").asString());
    assertThat(told.path("last_status").path("content").asString()).contains("in private");
    assertThat(told.path("accounts").findValuesAsString("username")).containsExactly(bob.name);
    clients.person("carol").posts(Map.of("status", "to nobody", "visibility", "direct"));
    assertThat(others.hears()).isEqualTo("update: to nobody");
  }

  @Test
  void one_socket_carries_several_streams_until_they_are_left() {
    Stream socket = socketOf(alice, "user").subscribes("public:local").subscribes("user");
    bob.posts("twice");
    assertThat(
            List.of(
                socket.next().path("stream").toString(), socket.next().path("stream").toString()))
        .containsExactlyInAnyOrder("[\"user\"]", "[\"public:local\"]");
    socket.unsubscribes("public:local").unsubscribes("public").unsubscribes("hashtag", "tag", "x");
    bob.posts("once");
    bob.posts("and once more");
    assertThat(List.of(socket.hears(), socket.hears()))
        .containsExactly("update: once", "update: and once more");
  }

  @Test
  void every_stream_can_be_had_as_events() {
    String list = alice.post("/api/v1/lists", Map.of("title", "few")).text("id");
    alice.post("/api/v1/lists/" + list + "/accounts", Map.of("account_ids", List.of(bob.id())));
    clients.server().settle();
    List<String> paths =
        List.of(
            "/user",
            "/public",
            "/public/local",
            "/hashtag?tag=sse",
            "/hashtag/local?tag=SSE",
            "/list?list=" + list);
    List<Stream> open = new ArrayList<>();
    paths.forEach(path -> open.add(eventsOf(alice, path)));
    Stream notices = eventsOf(alice, "/user/notification");
    Stream direct = eventsOf(alice, "/direct");
    Stream media = eventsOf(alice, "/public?only_media=true");
    Stream remote = eventsOf(alice, "/public/remote");
    bob.posts("by #sse");
    bob.posts(Map.of("status", "@" + alice.name + " ours", "visibility", "direct"));
    for (Stream stream : open) {
      assertThat(stream.hears()).isEqualTo("update: by #sse");
    }
    assertThat(notices.hears()).isEqualTo("notification: mention");
    assertThat(direct.hears()).isEqualTo("update: @" + alice.name + " ours");
    assertThat(media.isOpen() && remote.isOpen()).isTrue();
  }

  @Test
  void no_words_can_forge_an_event() {
    Stream events = eventsOf(alice, "/user");
    bob.posts("a\nevent: delete\ndata: 1\r\n\r\n:\u2028event: delete\u0085\u2029data: 2\n\nz");
    assertThat(events.hears()).startsWith("update: a");
    bob.posts("end");
    assertThat(events.hears()).isEqualTo("update: end");
  }

  // ---- who may see, asked at sending

  @Test
  void what_changes_between_two_people_counts_for_the_next_post() {
    Stream home = socketOf(alice, "user").subscribes("public:local");
    alice.post("/api/v1/accounts/" + bob.id() + "/unfollow", Map.of());
    clients.server().settle();
    bob.posts("only in public");
    assertThat(home.next().path("stream").toString()).isEqualTo("[\"public:local\"]");
    alice.post("/api/v1/accounts/" + bob.id() + "/mute", Map.of());
    bob.posts("muted");
    hasHeardOf(home, "nothing of him");
    alice.post("/api/v1/accounts/" + bob.id() + "/unmute", Map.of());
    bob.posts("unmuted");
    assertThat(home.hears()).isEqualTo("update: unmuted");
    bob.blocks(alice);
    bob.posts("not for her");
    hasHeardOf(home, "nor now");
    bob.post("/api/v1/accounts/" + alice.id() + "/unblock", Map.of());
    bob.posts("for her again");
    assertThat(home.hears()).isEqualTo("update: for her again");
    alice.blocks(bob);
    bob.posts("@" + alice.name + " let me in");
    alice.posts("quiet");
    assertThat(home.hearsUntil("update: quiet").stream().distinct())
        .containsExactly("update: quiet");
  }

  @Test
  void words_for_followers_reach_no_stranger_and_neither_does_their_end() {
    Clients.Person mallory = clients.person("mallory");
    Stream hers = socketOf(alice, "user");
    Stream his =
        socketOf(mallory, "user")
            .subscribes("public")
            .subscribes("hashtag", "tag", "secret")
            .subscribes("direct")
            .subscribes("user:notification");
    mallory.post("/api/v1/tags/secret/follow", Map.of());
    String id = bob.posts(Map.of("status", "for us #secret", "visibility", "private"));
    assertThat(hers.hears()).isEqualTo("update: for us #secret");
    alice.post("/api/v1/statuses/" + id + "/reblog", Map.of());
    bob.put("/api/v1/statuses/" + id, Map.of("status", "still for us #secret"));
    assertThat(hers.hearsUntil("status.update: still for us #secret")).isNotEmpty();
    bob.delete("/api/v1/statuses/" + id);
    assertThat(hers.hears()).isEqualTo("delete: " + id);
    bob.posts("for all #secret");
    for (int i = 0; i < 3; i++) {
      assertThat(his.hears()).isEqualTo("update: for all #secret");
    }
  }

  @Test
  void a_filter_that_hides_drops_and_one_that_warns_tells() {
    filter("spoiler", "hide");
    filter("rumour", "warn");
    clients.server().settle();
    Stream home = socketOf(alice, "user");
    bob.posts("a spoiler");
    bob.posts("@" + alice.name + " another spoiler");
    bob.posts("a rumour");
    JsonNode frame = home.next();
    assertThat(Stream.said(frame)).isEqualTo("update: a rumour");
    assertThat(Clients.JSON.readTree(frame.path("payload").asString("")).path("filtered").size())
        .isEqualTo(1);
  }

  private void filter(String keyword, String action) {
    alice.post(
        "/api/v2/filters",
        Map.of(
            "title",
            keyword,
            "context",
            List.of("home", "notifications"),
            "filter_action",
            action,
            "keywords_attributes",
            List.of(Map.of("keyword", keyword, "whole_word", true))));
  }

  // ---- who may listen

  @Test
  void a_token_comes_as_protocol_and_is_echoed_or_in_the_query_or_as_a_header() {
    Stream byProtocol = socket("?stream=user", "Sec-WebSocket-Protocol", alice.token);
    assertThat(byProtocol.protocol()).isEqualTo(alice.token);
    Stream byQuery = socket("?stream=user&access_token=" + alice.token);
    Stream byHeader = socket("?stream=user", "Authorization", "Bearer " + alice.token);
    List.of(byProtocol, byQuery, byHeader).forEach(Stream::settled);
    bob.posts("for all three");
    for (Stream stream : List.of(byProtocol, byQuery, byHeader)) {
      assertThat(stream.hears()).isEqualTo("update: for all three");
    }
  }

  @Test
  void no_token_a_wrong_one_a_cookie_and_an_apps_own_open_nothing() {
    refused(401, () -> socket("?stream=public"));
    refused(401, () -> socket("?stream=public&access_token=wrong"));
    refused(
        401, () -> socket("?stream=public", "Cookie", "session=" + alice.token, "Origin", "null"));
    refused(401, () -> socket("?stream=public&access_token=" + clients.appToken()));
    for (String path :
        List.of("/user", "/public", "/public/local", "/hashtag?tag=x", "/list?list=1", "/direct")) {
      assertThat(clients.get("/api/v1/streaming" + path).status()).as(path).isEqualTo(401);
      refused(401, () -> Stream.events(HTTP, clients.server().url(), clients.appToken(), path));
    }
    assertThat(clients.get("/api/v1/streaming/health").body()).isEqualTo("OK");
    assertThat(alice.get("/api/v1/streaming").status()).isEqualTo(426);
  }

  private static void refused(int status, Runnable opening) {
    assertThatThrownBy(opening::run)
        .isInstanceOfSatisfying(
            Stream.RefusedToOpen.class, refused -> assertThat(refused.status).isEqualTo(status));
  }

  @Test
  void each_stream_asks_for_its_scope_on_a_socket_too() {
    String list = alice.post("/api/v1/lists", Map.of("title", "few")).text("id");
    for (String scope : List.of("read:notifications", "read:accounts", "read:lists")) {
      String token = clients.token(alice, scope);
      Stream socket = socketOf(token);
      for (String stream :
          List.of(
              "user",
              "public",
              "public:local",
              "public:media",
              "hashtag",
              "hashtag:local",
              "list",
              "direct")) {
        socket.says(Map.of("type", "subscribe", "stream", stream, "tag", "x", "list", list));
        assertThat(socket.next().path("status").asInt(0)).as(stream).isEqualTo(403);
      }
      refused(403, () -> Stream.events(HTTP, clients.server().url(), token, "/user"));
      refused(403, () -> Stream.events(HTTP, clients.server().url(), token, "/hashtag?tag=x"));
    }
    Stream statuses = socketOf(clients.token(alice, "read:statuses")).subscribes("user");
    statuses.says(Map.of("type", "subscribe", "stream", "user:notification"));
    assertThat(statuses.next().path("status").asInt(0)).isEqualTo(403);
    bob.posts("@" + alice.name + " one");
    bob.posts("two");
    assertThat(statuses.hearsUntil("update: two"))
        .as("no notification in the home of a token that may not read them")
        .containsExactly("update: @" + alice.name + " one", "update: two");
  }

  @Test
  void what_there_is_not_is_answered_and_the_socket_stays() {
    Stream socket = socketOf(alice, "user");
    for (Object message :
        List.of(
            "{",
            "[]",
            "\"user\"",
            "[[[[[[[[[[",
            Map.of("type", "subscribe", "stream", "user:1"),
            Map.of("type", "subscribe", "stream", "timeline:1"),
            Map.of("type", "subscribe", "stream", List.of("user")),
            Map.of("type", "subscribe", "stream", "hashtag"),
            Map.of("type", "subscribe", "stream", "hashtag", "tag", "x".repeat(101)),
            Map.of("type", "subscribe", "stream", "list"))) {
      socket.says(message);
      JsonNode answer = socket.next();
      assertThat(answer.path("status").asInt(0)).as(message.toString()).isEqualTo(400);
      assertThat(answer.path("error").asString("")).isNotEmpty();
    }
    refused(400, () -> eventsOf(alice, "/hashtag"));
    refused(404, () -> eventsOf(alice, "/list?list=99"));
    bob.posts("still here");
    assertThat(socket.hears()).isEqualTo("update: still here");
  }

  // ---- how it ends

  @Test
  void a_revoked_token_ends_its_streams_and_no_others() {
    String token = clients.token(alice, "read");
    Stream socket = socketOf(token).subscribes("user");
    Stream events = Stream.events(HTTP, clients.server().url(), token, "/user");
    streams.add(events);
    Stream other = socketOf(alice, "user");
    clients.revoke(token);
    assertThat(socket.closes()).isEqualTo(1008);
    events.closes();
    refused(401, () -> socketOf(token));
    bob.posts("for the other");
    assertThat(other.hears()).isEqualTo("update: for the other");
  }

  @Test
  void a_new_password_ends_all() {
    List<Stream> all = List.of(socketOf(alice, "user"), eventsOf(alice, "/public"));
    clients
        .server()
        .command("another long password", "account", "password", alice.name, "--password-stdin");
    all.forEach(Stream::closes);
  }

  @Test
  void so_does_a_suspension() {
    List<Stream> all = List.of(socketOf(alice, "user"), eventsOf(alice, "/public"));
    clients.server().command("", "account", "suspend", alice.name);
    all.forEach(Stream::closes);
    refused(401, () -> socketOf(alice.token));
  }

  @Test
  void one_past_each_limit() {
    Limits.Streams limits = Limits.usual().streams();
    Stream socket = socketOf(alice.token);
    for (int i = 0; i < limits.perSocketMax(); i++) {
      socket.says(Map.of("type", "subscribe", "stream", "hashtag", "tag", "tag" + i));
    }
    socket.settled();
    socket.says(Map.of("type", "subscribe", "stream", "hashtag", "tag", "more"));
    assertThat(socket.next().path("status").asInt(0)).isEqualTo(422);
    Stream flooding = socketOf(alice.token);
    // The minute may turn in between: after twice as many it is sure.
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 3 * limits.messagesPerMinuteMax(); i++) {
                flooding.says(Map.of("type", "unsubscribe", "stream", "user"));
              }
              flooding.closes();
              throw new IllegalStateException("closed");
            })
        .isNotInstanceOf(AssertionError.class);
    assertThat(socketOf(bob.token).closesAfter("x".repeat((64 << 10) + 1))).isEqualTo(1009);
    for (int i = 0; i <= limits.perAccountMax(); i++) {
      try {
        socketOf(alice.token);
      } catch (Stream.RefusedToOpen refused) {
        assertThat(refused.status).isEqualTo(429);
        assertThat(i).isGreaterThanOrEqualTo(limits.perAccountMax() - 2);
        return;
      }
    }
    throw new AssertionError("no end of sockets");
  }
}
