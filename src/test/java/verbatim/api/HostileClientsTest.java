package verbatim.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.Waiting;
import verbatim.kernel.Limits;

/// Clients that want to exhaust, mislead or imitate: at the open port of the whole server.
class HostileClientsTest {
  private static final int MEGABYTE = 1 << 20;

  @TempDir static Path folder;
  static Clients clients;
  static Clients.Person alice;
  static Clients.Person bob;
  static int port;

  @BeforeAll
  static void open() throws IOException {
    clients = Clients.of(folder);
    alice = clients.person("alice");
    bob = clients.person("bob");
    port = URI.create(clients.server().url()).getPort();
  }

  @AfterAll
  static void close() {
    clients.close();
  }

  // ---- api-11

  @Test
  void huge_bodies_are_refused_and_leave_nothing_behind() throws Exception {
    raw(post("/api/v1/apps", "application/json", "{"));
    long heap = heapBytes();
    int threads = Thread.getAllStackTraces().size();
    byte[] names = manyNames();
    for (String path : List.of("/api/v1/statuses", "/api/v1/apps")) {
      for (byte[] body :
          List.of(
              filled("{\"status\":\"", 50 * MEGABYTE, (byte) 'a', "\"}"),
              filled("{\"limit\":", 10_000_000, (byte) '9', "}"),
              filled("", 100_000, (byte) '[', ""),
              names)) {
        String head =
            "POST "
                + path
                + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + alice.token
                + "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
                + body.length
                + "\r\n\r\n";
        String answer = raw(joined(head.getBytes(StandardCharsets.US_ASCII), body));
        assertThat(answer)
            .as(path + " " + body.length)
            .startsWith("HTTP/1.1 4")
            .contains("{\"error\":");
        assertThat(answer.substring(9, 12)).isIn("400", "413", "422");
      }
    }
    // What is still on its way out when the last answer has come goes soon.
    Waiting.until("the heap", () -> heapBytes() - heap, more -> more < 64L * MEGABYTE);
    Waiting.until("threads", () -> Thread.getAllStackTraces().size(), n -> n < threads + 30);
  }

  private static byte[] manyNames() {
    StringBuilder body = new StringBuilder("{");
    for (int i = 0; i < 1_000_000; i++) {
      body.append('"').append(i).append("\":1,");
    }
    return body.append("\"z\":1}").toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] filled(String before, int count, byte with, String after) {
    byte[] middle = new byte[count];
    java.util.Arrays.fill(middle, with);
    return joined(
        joined(before.getBytes(StandardCharsets.US_ASCII), middle),
        after.getBytes(StandardCharsets.US_ASCII));
  }

  private static long heapBytes() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  // ---- api-12

  @Test
  void a_file_name_or_an_address_brings_no_header_along() {
    byte[] body =
        ("--b\r\n"
             + "Content-Disposition: form-data; name=\"file\"; filename=\"x%0d%0aSet-Cookie:"
             + " a=b.png\"\r\n"
             + "Content-Type: image/png\r\n\r\n"
             + "no picture\r\n"
             + "--b--\r\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    Clients.Reply upload =
        clients.send(
            "POST",
            "/api/v2/media",
            alice.token,
            new String(body, StandardCharsets.ISO_8859_1),
            "Content-Type",
            "multipart/form-data; boundary=b");
    assertThat(upload.status()).isEqualTo(422);
    assertThat(upload.whole().headers().map()).doesNotContainKey("set-cookie");
    for (String address :
        List.of("https://c.test/\r\nSet-Cookie: a=b", "https://c.test/>; rel=next")) {
      Clients.Reply app =
          clients.send(
              "POST", "/api/v1/apps", "", Map.of("client_name", "x", "redirect_uris", address));
      assertThat(app.whole().headers().map()).doesNotContainKey("set-cookie");
      assertThat(app.status()).as(app.body()).isEqualTo(422);
    }
  }

  // ---- api-16

  @Test
  void a_name_that_looks_like_another_cannot_be_had() {
    for (String name :
        List.of(
            "\u0430lice",
            "ALICE",
            "alice.",
            "_alice_ ",
            "admin",
            "api",
            "inbox",
            "system",
            "%61lice",
            "ali\u0441e\u200b",
            "a".repeat(Limits.usual().people().usernameCharactersMax() + 1),
            "\uff41\uff4c\uff49\uff43\uff45",
            "ali ce",
            "alice@localhost",
            "",
            "../alice")) {
      Map<String, Object> newcomer = new java.util.HashMap<>(Clients.newcomer("x"));
      newcomer.put("username", name);
      newcomer.put("email", "look" + Integer.toHexString(name.hashCode()) + "@mail.example");
      Clients.Reply reply = clients.send("POST", "/api/v1/accounts", clients.appToken(), newcomer);
      assertThat(reply.status()).as(name).isEqualTo(422);
      assertThat(reply.json().path("details").has("username")).as(name + reply.body()).isTrue();
    }
    bob.patch("/api/v1/accounts/update_credentials", Map.of("display_name", "\u0430lice"));
    assertThat(clients.get("/api/v1/accounts/" + bob.id()).text("acct")).isEqualTo("bob");
  }

  // ---- api-17

  @Test
  void bombs_of_entities_stay_as_typed_and_are_capped() {
    Limits.Text limits = Limits.usual().text();
    for (String bomb :
        List.of(
            "@bob ".repeat(100).strip(),
            "#a ".repeat(166).strip(),
            "http://a.b ".repeat(20).strip(),
            "@".repeat(500),
            "#".repeat(500),
            "http://".repeat(70),
            "(".repeat(250) + ")".repeat(250),
            "https://a.b/" + "(".repeat(200) + ")".repeat(200))) {
      Clients.Reply reply = alice.post("/api/v1/statuses", Map.of("status", bomb));
      assertThat(reply.status()).as(reply.body()).isEqualTo(200);
      assertThat(reply.json().path("mentions").size()).isLessThanOrEqualTo(limits.mentionsMax());
      assertThat(reply.json().path("tags").size()).isLessThanOrEqualTo(limits.tagsMax());
      assertThat(alice.get("/api/v1/statuses/" + reply.text("id") + "/source").text("text"))
          .isEqualTo(bomb);
    }
  }

  @Test
  void a_hundred_posts_at_one_person_are_not_a_hundred_notifications() {
    Clients.Person loud = clients.person("loud");
    Clients.Person calm = clients.person("calm");
    for (int i = 0; i < 100; i++) {
      loud.posts("@calm " + i);
    }
    clients.server().settle();
    int told = 0;
    String path = "/api/v1/notifications?limit=80";
    for (var page = calm.get(path).json(); !page.isEmpty(); page = calm.get(path).json()) {
      told += page.size();
      path =
          "/api/v1/notifications?limit=80&max_id="
              + page.get(page.size() - 1).path("id").asString();
    }
    assertThat(told).isBetween(1, Limits.usual().people().notificationsFromOneMax());
  }

  // ---- api-18

  @Test
  void nothing_trends_by_puppets() {
    for (int i = 0; i < 10; i++) {
      clients.person("puppet" + i).posts("#puppetry https://puppets.example/");
    }
    clients.server().settle();
    for (String path :
        List.of("/api/v1/trends/tags", "/api/v1/trends/statuses", "/api/v1/trends/links")) {
      assertThat(clients.get(path).body()).as(path).doesNotContainIgnoringCase("puppet");
    }
  }

  // ---- ops-02

  @Test
  void no_spelling_of_a_path_passes_the_check_of_its_scope() throws Exception {
    String mine = "api/v1/accounts/verify_credentials";
    for (String path :
        List.of(
            "//" + mine,
            "/./" + mine,
            "/x/../" + mine,
            "/%2e/" + mine,
            "/x/%2e%2e/" + mine,
            "/" + mine + ";x=1",
            "/api;x=1/v1/accounts/verify_credentials",
            "/" + mine + "%00",
            "/api%2fv1/accounts/verify_credentials",
            "/api\\v1\\accounts\\verify_credentials",
            "/" + mine + "/",
            "/API/v1/accounts/verify_credentials",
            "/api/v1/accounts/verify%5Fcredentials",
            "/" + mine + "/.",
            "/" + mine + "%20")) {
      for (String method : List.of("GET", "HEAD", "POST", "PATCH")) {
        String answer =
            raw(
                (method
                        + " "
                        + path
                        + " HTTP/1.1\r\n"
                        + "Host: localhost\r\n"
                        + "Content-Length: 0\r\n"
                        + "Connection: close\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
        assertThat(answer).as(method + " " + path).startsWith("HTTP/1.1 4");
      }
    }
  }

  private static byte[] post(String path, String type, String body) {
    return ("POST "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
            + type
            + "\r\nConnection: close\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body)
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  /// What the server says, even when it does not want to hear all of it.
  ///
  /// Written from another thread, since the server may stop reading.
  private static String raw(byte[] request) throws Exception {
    try (Socket socket = new Socket("localhost", port)) {
      socket.setSoTimeout((int) Waiting.PATIENCE.toMillis());
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  OutputStream out = socket.getOutputStream();
                  out.write(request);
                  out.flush();
                } catch (IOException _) {
                  // It hung up before the end, as it may.
                }
              });
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      byte[] piece = new byte[8192];
      try {
        for (int n = socket.getInputStream().read(piece);
            n >= 0;
            n = socket.getInputStream().read(piece)) {
          all.write(piece, 0, n);
        }
      } catch (java.net.SocketException _) {
        // Reset: what came before counts.
      }
      return all.toString(StandardCharsets.ISO_8859_1);
    }
  }

  private static byte[] joined(byte[] one, byte[] other) {
    byte[] all = java.util.Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, all, one.length, other.length);
    return all;
  }
}
