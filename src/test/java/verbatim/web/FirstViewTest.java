package verbatim.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/// What a phone loads before somebody reads the first word: page, style sheet and modules together,
/// compressed, pictures aside.
class FirstViewTest {
  private static final int BYTES_MAX = 60_000;
  private static final int STYLE_BYTES_MAX = 60 * 1_024;
  private static final Pattern FILE =
      Pattern.compile("(?:href|src)=\"(/assets/[^\"]+\\.(?:css|js))\"");
  private final Doorstep doorstep = Doorstep.shared();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  void of_home_with_twenty_posts_is_light() throws IOException, InterruptedException {
    String token = doorstep.person("lightreader");
    for (int i = 0; i < 20; i++) {
      String words =
          "Post number " + i + ": fourteen people, one cello, and a tray of warm rolls. #LastBoat";
      doorstep.post("/api/v1/statuses", token, Map.of("status", words));
    }
    isLight("/home", "lightreader");
  }

  @Test
  void of_a_thread_with_twenty_answers_is_light() throws IOException, InterruptedException {
    String token = doorstep.person("lightthread");
    String first =
        doorstep
            .post("/api/v1/statuses", token, Map.of("status", "Who was aboard last night?"))
            .get("id")
            .asString();
    for (int i = 0; i < 20; i++) {
      String words =
          "Answer number " + i + ": fourteen people, one cello, and warm rolls. #LastBoat";
      doorstep.post("/api/v1/statuses", token, Map.of("status", words, "in_reply_to_id", first));
    }
    isLight("/@lightthread/" + first, "lightthread");
  }

  /// That of every page, as it is written; others are for some pages only.
  @Test
  void the_style_of_all_pages_is_short() throws IOException {
    Path style = Path.of("src/main/resources/web/assets/verbatim.css");
    assertThat(Files.size(style)).isLessThan(STYLE_BYTES_MAX);
  }

  private void isLight(String path, String who) throws IOException, InterruptedException {
    Visitor reader = Visitor.signedIn(doorstep, who);
    String cookie = "session=" + reader.cookies().get("session");
    HttpResponse<byte[]> page = ask(path, cookie);
    Map<String, Integer> sizes = new LinkedHashMap<>();
    sizes.put(path, page.body().length);
    String html = unpacked(page.body());
    assertThat(html.split("<article", -1)).hasSizeGreaterThan(20);
    for (var file : FILE.matcher(html).results().toList()) {
      HttpResponse<byte[]> asset = ask(file.group(1), "");
      assertThat(asset.headers().firstValue("Cache-Control").orElse("")).contains("immutable");
      assertThat(asset.headers().firstValue("Content-Encoding")).contains("gzip");
      assertThat(unpacked(asset.body())).isNotEmpty();
      sizes.put(file.group(1), asset.body().length);
    }
    assertThat(sizes.keySet()).anyMatch(f -> f.endsWith(".css")).anyMatch(f -> f.endsWith(".js"));
    int bytes = sizes.values().stream().mapToInt(Integer::intValue).sum();
    assertThat(bytes).as("%s", sizes).isLessThan(BYTES_MAX);
  }

  private HttpResponse<byte[]> ask(String path, String cookie)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        client.send(
            HttpRequest.newBuilder(URI.create(doorstep.url + path))
                .header("Accept-Encoding", "gzip")
                .header("Accept", "text/html")
                .header("Cookie", cookie.isEmpty() ? "none=1" : cookie)
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    return answer;
  }

  private static String unpacked(byte[] bytes) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
