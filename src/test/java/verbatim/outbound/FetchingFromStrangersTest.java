package verbatim.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import verbatim.Waiting;

/// Addresses come from strangers, and so do the answers.
class FetchingFromStrangersTest {
  private static final int BODY_BYTES_MAX = 1_000;
  private static final Duration AMPLE = Waiting.PATIENCE;

  private final AtomicInteger asked = new AtomicInteger();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private HttpServer stranger;

  @BeforeEach
  void stranger() throws IOException {
    stranger = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    stranger.setExecutor(threads);
    stranger.createContext("/", this::answer);
    stranger.start();
  }

  @AfterEach
  void gone() {
    stranger.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.incrementAndGet();
    String path = exchange.getRequestURI().getPath();
    String rest = path.substring(path.lastIndexOf('/') + 1);
    try (exchange) {
      if (path.startsWith("/on/") && !rest.equals("0")) {
        exchange.getResponseHeaders().add("Location", "/on/" + (Integer.parseInt(rest) - 1));
        exchange.sendResponseHeaders(302, -1);
        return;
      }
      if (path.startsWith("/to/")) {
        exchange.getResponseHeaders().add("Location", exchange.getRequestURI().getQuery());
        exchange.sendResponseHeaders(301, -1);
        return;
      }
      if (path.startsWith("/status/")) {
        exchange.sendResponseHeaders(Integer.parseInt(rest), -1);
        return;
      }
      int bytes = path.startsWith("/bytes/") ? Integer.parseInt(rest) : 2;
      exchange.getResponseHeaders().add("Content-Type", "application/json; charset=utf-8");
      exchange.sendResponseHeaders(200, path.startsWith("/drip") ? 0 : bytes);
      OutputStream out = exchange.getResponseBody();
      out.write("x".repeat(path.startsWith("/drip") ? 1 : bytes).getBytes(UTF_8));
      out.flush();
      if (path.startsWith("/drip")) {
        Thread.sleep(AMPLE); // Until the asker has gone.
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private URI at(String path) {
    return URI.create("http://localhost:" + stranger.getAddress().getPort() + path);
  }

  private Outbound.Fetched fetch(String path) throws IOException {
    return fetch(at(path), AMPLE, true);
  }

  private static Outbound.Fetched fetch(URI address, Duration max, boolean takesAny)
      throws IOException {
    try (Outbound outbound = new Outbound(new Outbound.Limits(BODY_BYTES_MAX, max, takesAny))) {
      return outbound.fetch(address, "application/json");
    }
  }

  @Test
  void a_document_comes() throws IOException {
    Outbound.Fetched fetched = fetch("/");
    assertThat(fetched.body()).hasSize(2);
    assertThat(fetched.mediaType()).isEqualTo("application/json");
  }

  @Test
  void whose_certificate_nobody_vouches_for_is_told_nothing(@TempDir Path folder) throws Exception {
    HttpsServer forger =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    forger.setHttpsConfigurator(new HttpsConfigurator(selfSigned(folder)));
    forger.setExecutor(threads);
    forger.createContext("/", this::answer);
    forger.start();
    try {
      URI address = URI.create("https://localhost:" + forger.getAddress().getPort() + "/");
      assertThatThrownBy(() -> fetch(address, AMPLE, true)).isInstanceOf(IOException.class);
      assertThat(asked).hasValue(0);
    } finally {
      forger.stop(0);
    }
  }

  private static SSLContext selfSigned(Path folder) throws Exception {
    Path store = folder.resolve("store.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "a",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-keystore",
                store.toString(),
                "-storepass",
                "secret",
                "-storetype",
                "PKCS12")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance(store.toFile(), "secret".toCharArray());
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, "secret".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  @Test
  void it_is_led_on_three_times_and_no_more() throws IOException {
    assertThat(fetch("/on/3").address().getPath()).isEqualTo("/on/0");
    assertThatThrownBy(() -> fetch("/on/4")).hasMessage("led on too often");
  }

  @Test
  void a_body_may_have_so_many_bytes_and_not_one_more() throws IOException {
    assertThat(fetch("/bytes/" + BODY_BYTES_MAX).body()).hasSize(BODY_BYTES_MAX);
    assertThatThrownBy(() -> fetch("/bytes/" + (BODY_BYTES_MAX + 1)))
        .hasMessage("larger than is taken");
  }

  @Test
  void a_body_that_drips_is_given_up() {
    assertThatThrownBy(() -> fetch(at("/drip"), Duration.ofSeconds(3), true))
        .hasMessage("too slow");
  }

  @Test
  void nothing_but_a_200_is_a_document() {
    for (int status : new int[] {204, 304, 404, 500}) {
      assertThatThrownBy(() -> fetch("/status/" + status))
          .hasMessage("localhost answered " + status);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://localhost/",
        "https://127.0.0.1/",
        "https://127.1/",
        "https://2130706433/",
        "https://0.0.0.0/",
        "https://[::]/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[2002:7f00:1::]/",
        "https://[fe80::1]/",
        "https://[fd00::1]/",
        "https://10.0.0.1/",
        "https://100.64.0.1/",
        "https://169.254.169.254/latest/meta-data/",
        "https://192.168.1.1/",
      })
  void nothing_within_is_reached(String address) {
    URI within = URI.create(address);
    URI there =
        URI.create(address.replaceFirst("(//[^/]*)", "$1:" + stranger.getAddress().getPort()));
    for (URI one : new URI[] {within, there}) {
      assertThatThrownBy(() -> fetch(one, AMPLE, false))
          .isInstanceOf(Outbound.NotFetched.class)
          .message()
          .isIn(
              "no public address",
              "cannot be reached",
              "no address that is fetched: only https://");
    }
    assertThat(asked).hasValue(0);
  }

  @Test
  void plain_http_and_names_with_passwords_are_no_addresses() {
    for (String one :
        new String[] {
          "http://example.org/", "ftp://example.org/", "https://a:b@example.org/", "/x"
        }) {
      assertThatThrownBy(() -> fetch(URI.create(one), AMPLE, false))
          .hasMessage("no address that is fetched: only https://");
    }
  }

  @Test
  void a_redirect_is_looked_at_like_any_address() {
    assertThatThrownBy(() -> fetch("/to/?file:///etc/passwd"))
        .hasMessage("no address that is fetched: only https://");
    assertThatThrownBy(() -> fetch("/to/?http://[broken")).hasMessage("led to no address");
  }

  @Test
  void the_public_network_is_public() throws IOException {
    Map<String, Boolean> all =
        Map.of(
            "93.184.216.34", true,
            "2606:4700::1111", true,
            "100.63.255.255", true,
            "100.128.0.0", true,
            "172.15.255.255", true,
            "172.31.255.255", false,
            "223.255.255.255", true,
            "224.0.0.1", false,
            "2001:db8::1", false,
            "4000::1", false);
    for (Map.Entry<String, Boolean> one : all.entrySet()) {
      assertThat(PublicAddresses.holds(InetAddress.ofLiteral(one.getKey())))
          .as(one.getKey())
          .isEqualTo(one.getValue());
    }
  }
}
