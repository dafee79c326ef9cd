package verbatim.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import verbatim.Waiting;
import verbatim.kernel.MediaId;

class ReadingParametersTest {
  private static final String JSON = "application/json";
  private static final String FORM = "application/x-www-form-urlencoded";
  @TempDir Path folder;
  private Running town;

  @BeforeEach
  void start() {
    List<Route> routes = new ArrayList<>();
    routes.addAll(
        Route.patchOrPut("/api/v1/read", Access.open(), ReadingParametersTest::read, "read"));
    routes.add(Route.post("/api/v1/read", Access.open(), ReadingParametersTest::read, "read"));
    routes.add(Route.get("/api/v1/read", Access.open(), ReadingParametersTest::read, "read"));
    routes.add(Route.delete("/api/v1/read", Access.open(), ReadingParametersTest::read, "read"));
    routes.add(Route.post("/api/v1/id", Access.open(), ReadingParametersTest::id, "id"));
    routes.add(
        Route.post("/api/v1/file", Access.open(), ReadingParametersTest::file, "file")
            .uploads(100_000));
    routes.add(
        Route.post("/api/v1/large", Access.open(), ReadingParametersTest::read, "large")
            .uploads(99 << 20));
    routes.add(
        Route.post("/api/v1/held", Access.open(), ReadingParametersTest::held, "held")
            .uploads(100_000));
    routes.add(
        Route.post("/api/v1/texts", Access.open(), ReadingParametersTest::read, "texts")
            .takesTexts(2 << 20));
    town =
        Running.with(
            folder,
            Running.hasty(Duration.ofSeconds(10), Duration.ofSeconds(10)),
            List.of(),
            routes.toArray(Route[]::new));
  }

  @AfterEach
  void stop() {
    town.close();
  }

  private static Answer read(Request request) {
    Params params = request.params();
    Params poll = params.object("poll");
    String fields =
        params.objects("fields_attributes").stream()
            .map(f -> f.text("name", "-") + "=" + f.text("value", "-"))
            .collect(Collectors.joining(","));
    return Answer.text(
        String.join(
            "|",
            params.text("status", "-"),
            params.list("media_ids").toString(),
            params.flag("sensitive").toString(),
            poll.list("options").toString(),
            Integer.toString(poll.number("expires_in", -1)),
            fields,
            Boolean.toString(params.has("spoiler_text"))));
  }

  private static Answer id(Request request) {
    return Answer.text(request.params().id("media_id", MediaId::parse).toString());
  }

  /// How many temporary files there are while it is answered.
  private static Answer held(Request request) throws java.io.IOException {
    var _ = request.params();
    try (Stream<Path> files = Files.list(Path.of(request.header("X-Folder")))) {
      return Answer.text(Long.toString(files.count()));
    }
  }

  private static Answer file(Request request) throws java.io.IOException {
    Upload upload = request.params().file("file").orElseThrow();
    byte[] bytes;
    try (var in = upload.open()) {
      bytes = in.readAllBytes();
    }
    long waiting;
    try (Stream<Path> left = Files.list(folderOf(request))) {
      waiting = left.count();
    }
    return Answer.text(
        upload.name()
            + "|"
            + upload.type()
            + "|"
            + upload.size()
            + "|"
            + bytes.length
            + "|"
            + (bytes.length == 0 ? 0 : bytes[bytes.length - 1])
            + "|"
            + waiting
            + "|"
            + request.params().text("description", "-"));
  }

  private static Path folderOf(Request request) {
    return Path.of(request.header("X-Folder"));
  }

  private static final String EXPECTED =
      "häppy & <b>😀|[1, 2]|Optional[true]|[yes, no]|3600|a=1,b=2|true";

  private static String expected() {
    return EXPECTED;
  }

  private static String[][] pairs() {
    return new String[][] {
      {"status", "häppy & <b>😀"},
      {"media_ids[]", "1"},
      {"media_ids[]", "2"},
      {"sensitive", "true"},
      {"poll[options][]", "yes"},
      {"poll[options][]", "no"},
      {"poll[expires_in]", "3600"},
      {"fields_attributes[0][name]", "a"},
      {"fields_attributes[0][value]", "1"},
      {"fields_attributes[1][name]", "b"},
      {"fields_attributes[1][value]", "2"},
      {"spoiler_text", ""}
    };
  }

  private static String form() {
    return Stream.of(pairs())
        .map(
            p ->
                URLEncoder.encode(p[0], StandardCharsets.UTF_8)
                    + "="
                    + URLEncoder.encode(p[1], StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private static byte[] multipart() {
    StringBuilder body = new StringBuilder();
    for (String[] pair : pairs()) {
      body.append("--XX\r\nContent-Disposition: form-data; name=\"")
          .append(pair[0])
          .append("\"\r\n\r\n")
          .append(pair[1])
          .append("\r\n");
    }
    return body.append("--XX--\r\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String json() {
    return """
    {"status":"häppy & <b>\\ud83d\\ude00","media_ids":["1",2],"sensitive":true,
     "poll":{"options":["yes","no"],"expires_in":3600},
     "fields_attributes":[{"name":"a","value":"1"},{"name":"b","value":"2"}],
     "spoiler_text":"","in_reply_to_id":null}
    """;
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PATCH", "PUT", "DELETE"})
  void json_form_and_multipart_are_the_same(String method) throws Exception {
    assertThat(town.send(method, "/api/v1/read", JSON, json()).body()).isEqualTo(expected());
    assertThat(town.send(method, "/api/v1/read", "application/JSON; charset=utf-8", json()).body())
        .isEqualTo(expected());
    assertThat(town.send(method, "/api/v1/read", FORM, form()).body()).isEqualTo(expected());
    assertThat(
            town.send(method, "/api/v1/read", "multipart/form-data; boundary=XX", multipart())
                .body())
        .isEqualTo(expected());
  }

  @Test
  void the_query_reads_alike_and_the_body_wins_over_it() throws Exception {
    assertThat(town.get("/api/v1/read?" + form()).body()).isEqualTo(expected());
    assertThat(
            town.send(
                    "POST",
                    "/api/v1/read?status=query&media_ids[]=9",
                    JSON,
                    "{\"status\":\"body\"}")
                .body())
        .startsWith("body|[9]|");
  }

  @Test
  void fields_without_indexes_and_with_a_json_map_read_alike() throws Exception {
    String form =
        "fields_attributes[][name]=a&fields_attributes[][value]=1"
            + "&fields_attributes[][name]=b&fields_attributes[][value]=2";
    String map =
        "{\"fields_attributes\":{\"1\":{\"name\":\"b\",\"value\":\"2\"},\"0\":{\"name\":\"a\",\"value\":\"1\"}}}";
    assertThat(town.send("POST", "/api/v1/read", FORM, form).body()).contains("|a=1,b=2|");
    assertThat(town.send("POST", "/api/v1/read", JSON, map).body()).contains("|a=1,b=2|");
  }

  @ParameterizedTest
  @CsvSource({
    "true,Optional[true]", "1,Optional[true]", "on,Optional[true]", "yes,Optional[true]",
    "false,Optional[false]", "0,Optional[false]", "f,Optional[false]", "off,Optional[false]",
    "'',Optional.empty"
  })
  void booleans_are_read_as_mastodon_reads_them(String text, String read) throws Exception {
    assertThat(town.send("POST", "/api/v1/read", FORM, "sensitive=" + text).body())
        .contains("|" + read + "|");
  }

  @Test
  void a_value_of_another_shape_is_422_and_names_the_field() throws Exception {
    HttpResponse<String> answer = town.send("POST", "/api/v1/read", JSON, "{\"status\":[\"a\"]}");
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body())
        .isEqualTo(
            "{\"error\":\"Validation failed: status is invalid\",\"details\":{\"status\":"
                + "[{\"error\":\"ERR_INVALID\",\"description\":\"status is invalid\"}]}}");
    assertThat(
            town.send("POST", "/api/v1/read", JSON, "{\"poll\":{\"expires_in\":1e1000000000}}")
                .statusCode())
        .isEqualTo(422);
    assertThat(town.send("POST", "/api/v1/read", FORM, "poll=x&poll[a]=b").statusCode())
        .isEqualTo(400);
    assertThat(town.send("POST", "/api/v1/id", FORM, "media_id=x").statusCode()).isEqualTo(404);
    assertThat(town.send("POST", "/api/v1/id", FORM, "media_id=").body())
        .isEqualTo("Optional.empty");
  }

  @Test
  void hostile_json_is_refused_quickly_and_shows_nothing() throws Exception {
    List<String> bodies =
        List.of(
            "[".repeat(100_000),
            "{\"a\":".repeat(100_000),
            "{\"a\":" + "9".repeat(900_000) + "}",
            "{\"a\":\"" + "x".repeat(5_000_000) + "\"}",
            names(100_000),
            names(1_001),
            "{\"a\":1,\"a\":2}",
            "{\"a\":1} x",
            "{'a':1}",
            "{\"a\":NaN}",
            "[1]",
            "\"a\"",
            "{",
            "{\"a\":\"\\ud800\"}",
            "{\"" + "n".repeat(10_000) + "\":1}",
            nested(33));
    for (String body : bodies) {
      long start = System.nanoTime();
      HttpResponse<String> answer = town.send("POST", "/api/v1/read", JSON, body);
      assertThat(answer.statusCode()).as(body.substring(0, 1)).isIn(400, 413);
      assertThat(answer.body()).startsWith("{\"error\":").doesNotContain("jackson", "at verbatim");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
    }
    assertThat(town.send("POST", "/api/v1/read", JSON, names(1_000)).statusCode()).isEqualTo(200);
    assertThat(town.send("POST", "/api/v1/read", JSON, nested(32)).statusCode()).isEqualTo(200);
  }

  private static String names(int count) {
    StringBuilder json = new StringBuilder("{");
    for (int i = 0; i < count; i++) {
      json.append(i == 0 ? "" : ",").append("\"n").append(i).append("\":1");
    }
    return json.append('}').toString();
  }

  private static String nested(int depth) {
    return "{\"a\":".repeat(depth - 1) + "{}" + "}".repeat(depth - 1);
  }

  @Test
  void a_form_with_one_field_or_one_byte_too_many_is_refused() throws Exception {
    String fields = "a=1&".repeat(1_000);
    assertThat(town.send("POST", "/api/v1/read", FORM, fields).statusCode()).isEqualTo(200);
    assertThat(town.send("POST", "/api/v1/read", FORM, fields + "b=2").statusCode()).isEqualTo(400);
    int max = Running.USUAL.http().bodyBytesMax();
    assertThat(town.send("POST", "/api/v1/read", FORM, "a=" + "x".repeat(max - 2)).statusCode())
        .isEqualTo(200);
    assertThat(town.send("POST", "/api/v1/read", FORM, "a=" + "x".repeat(max - 1)).statusCode())
        .isEqualTo(413);
    assertThat(town.send("POST", "/api/v1/read", FORM, "a=%C3%28").statusCode()).isEqualTo(400);
    assertThat(town.send("POST", "/api/v1/read", FORM, "a" + "[b]".repeat(32) + "=1").statusCode())
        .isEqualTo(400);
  }

  @Test
  void where_large_files_are_taken_json_and_forms_stay_small() throws Exception {
    int max = Running.USUAL.http().bodyBytesMax();
    String past = "a=" + "x".repeat(max - 1);
    String large = "/api/v1/large";
    assertThat(town.send("POST", large, FORM, past).statusCode()).isEqualTo(413);
    assertThat(town.send("POST", large, JSON, past).statusCode()).isEqualTo(413);
    assertThat(town.send("POST", large, "", past).statusCode()).isEqualTo(413);
    assertThat(town.send("POST", "/api/v1/texts", FORM, past).statusCode()).isEqualTo(200);
    String twice = "a=" + "x".repeat((2 << 20) - 1);
    assertThat(town.send("POST", "/api/v1/texts", FORM, twice).statusCode()).isEqualTo(413);
  }

  @Test
  void many_small_files_are_no_way_around_what_may_lie_in_memory() throws Exception {
    var body = new ByteArrayOutputStream();
    for (int i = 0; i < 20; i++) {
      body.writeBytes(
          ("--XX\r\nContent-Disposition: form-data; name=\"f"
                  + i
                  + "\"; filename=\"a\"\r\n\r\n"
                  + "x".repeat(900)
                  + "\r\n")
              .getBytes(StandardCharsets.US_ASCII));
    }
    body.writeBytes("--XX--\r\n".getBytes(StandardCharsets.US_ASCII));
    String type = "multipart/form-data; boundary=XX";
    assertThat(
            town.send(
                    "POST", "/api/v1/held", type, body.toByteArray(), "X-Folder", folder.toString())
                .body())
        .as("of twenty files of 900 bytes, one fits")
        .isEqualTo("19");
    await(() -> Files.list(folder).findAny().isEmpty());
  }

  @Test
  void a_body_of_unknown_length_is_bounded_too() throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(town.uri("/api/v1/read"))
            .header("Content-Type", FORM)
            .POST(
                HttpRequest.BodyPublishers.ofInputStream(
                    () -> new java.io.ByteArrayInputStream(new byte[3 << 20])));
    assertThat(town.send(request).statusCode()).isEqualTo(413);
  }

  @Test
  void a_small_file_stays_in_memory_and_a_large_one_is_gone_after_the_answer() throws Exception {
    assertThat(upload(1_000).body()).isEqualTo("b \"c\".png|image/png|1000|1000|7|0|alt");
    assertThat(upload(1_001).body()).isEqualTo("b \"c\".png|image/png|1001|1001|7|1|alt");
    assertThat(upload(90_000).body()).isEqualTo("b \"c\".png|image/png|90000|90000|7|1|alt");
    await(() -> Files.list(folder).findAny().isEmpty());
    assertThat(upload(100_000).statusCode()).isEqualTo(413);
    await(() -> Files.list(folder).findAny().isEmpty());
  }

  @Test
  void a_multipart_body_that_breaks_off_leaves_no_file() throws Exception {
    byte[] whole = uploadBody(5_000);
    byte[] half = java.util.Arrays.copyOf(whole, 4_000);
    assertThat(
            town.send("POST", "/api/v1/file", "multipart/form-data; boundary=XX", half)
                .statusCode())
        .isEqualTo(400);
    assertThat(town.send("POST", "/api/v1/file", "multipart/form-data", half).statusCode())
        .isEqualTo(400);
    await(() -> Files.list(folder).findAny().isEmpty());
  }

  private HttpResponse<String> upload(int size) throws Exception {
    return town.send(
        "POST",
        "/api/v1/file",
        "multipart/form-data; boundary=\"XX\"",
        uploadBody(size),
        "X-Folder",
        folder.toString());
  }

  private static byte[] uploadBody(int size) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(
        ("--XX\r\n"
             + "Content-Disposition: form-data; name=\"description\"\r\n\r\n"
             + "alt\r\n"
             + "--XX\r\n"
             + "content-disposition: form-data; name=\"file\"; filename=\"b \\\"c\\\".png\"\r\n"
             + "Content-Type: image/png\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8));
    byte[] content = new byte[size];
    content[size - 1] = 7;
    body.writeBytes(content);
    body.writeBytes("\r\n--XX--\r\n".getBytes(StandardCharsets.UTF_8));
    return body.toByteArray();
  }

  interface Claim {
    boolean holds() throws Exception;
  }

  static void await(Claim claim) throws Exception {
    long end = System.nanoTime() + Waiting.PATIENCE.toNanos();
    while (!claim.holds()) {
      assertThat(System.nanoTime() - end).as("in time").isNegative();
      Thread.sleep(10);
    }
  }
}
