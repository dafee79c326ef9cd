package verbatim.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.Waiting;
import verbatim.kernel.Secret;

class SendingALetterTest {
  @TempDir Path folder;
  private static final URI LINK = URI.create("https://town.test/auth/confirm?token=1.abc");

  @Test
  void arrives_at_exactly_one_mailbox() throws Exception {
    try (SmtpSink sink = new SmtpSink("250 ok")) {
      assertThat(mail(sink.port()).send(letter("o'neil+x@people.test")))
          .isEqualTo(new Mail.Outcome.Sent());
      assertThat(sink.commands())
          .containsOnlyOnce("RCPT TO:<o'neil+x@people.test>")
          .anyMatch(line -> line.startsWith("MAIL FROM:<server@town.test>"));
      assertThat(sink.data())
          .contains("To: o'neil+x@people.test")
          .contains("Auto-Submitted: auto-generated")
          .contains(LINK.toString())
          .doesNotContainIgnoringCase("Bcc:");
    }
  }

  @Test
  void is_tried_again_after_a_delay_and_given_up_after_a_refusal() throws Exception {
    try (SmtpSink busy = new SmtpSink("451 try later");
        SmtpSink strict = new SmtpSink("550 no such user")) {
      assertThat(why(mail(busy.port()).send(letter("a@people.test")))).startsWith("SMTP 451, ");
      assertThat(mail(strict.port()).send(letter("a@people.test")))
          .isInstanceOfSatisfying(
              Mail.Outcome.Refused.class,
              refused ->
                  assertThat(refused.why())
                      .startsWith("SMTP 550, ")
                      .doesNotContain("@", "people", "no such user"));
    }
  }

  @Test
  void a_wrong_password_is_told_by_its_code_and_never_by_its_words() throws Exception {
    try (SmtpSink sink = new SmtpSink("250 ok", "535 the password of server@town.test is wrong")) {
      Mail mail =
          new Mail(
              settings(sink.port(), Mail.Security.PLAIN, "server", "not the password"), clock());
      assertThat(why(mail.send(letter("a@people.test"))))
          .startsWith("SMTP 535, AuthenticationFailedException")
          .doesNotContain("@", "town", "wrong");
    }
  }

  private static String why(Mail.Outcome outcome) {
    return ((Mail.Outcome.Delayed) outcome).why();
  }

  @Test
  void nobody_listening_is_a_delay() throws Exception {
    int port;
    try (SmtpSink sink = new SmtpSink("250 ok")) {
      port = sink.port();
    }
    assertThat(why(mail(port).send(letter("a@people.test"))))
        .isEqualTo("MailConnectException, ConnectException");
  }

  @Test
  void a_server_without_tls_gets_nothing_where_tls_is_asked() throws Exception {
    try (SmtpSink sink = new SmtpSink("250 ok")) {
      Mail mail = new Mail(settings(sink.port(), Mail.Security.STARTTLS), clock());
      assertThat(why(mail.send(letter("a@people.test")))).isEqualTo("MessagingException");
      assertThat(sink.commands()).noneMatch(line -> line.startsWith("MAIL"));
    }
  }

  @Test
  void a_server_with_a_certificate_that_nobody_vouches_for_gets_nothing() throws Exception {
    SSLContext usual = SSLContext.getDefault();
    var verifier = HttpsURLConnection.getDefaultHostnameVerifier();
    AtomicInteger bytes = new AtomicInteger();
    try (var server =
        selfSigned()
            .getServerSocketFactory()
            .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(
              () -> {
                try (var client = server.accept()) {
                  client
                      .getOutputStream()
                      .write("220 hello\r\n".getBytes(StandardCharsets.US_ASCII));
                  while (client.getInputStream().read() >= 0) {
                    bytes.incrementAndGet();
                  }
                } catch (IOException refused) {
                  // The other side hangs up during the handshake: that is what we want.
                }
              });
      Mail mail = new Mail(settings(server.getLocalPort(), Mail.Security.TLS), clock());
      assertThat(why(mail.send(letter("a@people.test")))).contains("SSLHandshakeException");
    }
    assertThat(bytes).hasValue(0);
    // Whatever mail does with certificates is its own: nothing that others use was changed.
    assertThat(SSLContext.getDefault()).isSameAs(usual);
    assertThat(HttpsURLConnection.getDefaultHostnameVerifier()).isSameAs(verifier);
    assertThat(System.getProperties().stringPropertyNames())
        .noneMatch(p -> p.startsWith("mail.smtp") || p.startsWith("javax.net.ssl.trust"));
  }

  private SSLContext selfSigned() throws Exception {
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
                "CN=127.0.0.1",
                "-ext",
                "san=ip:127.0.0.1",
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
  void a_subject_cannot_bring_headers_along() {
    Address to = Address.parse("a@people.test").orElseThrow();
    assertThatThrownBy(() -> new Letter(to, "Hello\r\nBcc: c@z.test", ""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /// Each says the same in both languages: where it is from, its one link, whose account it is.
  @Test
  void every_letter_is_written_in_english_and_in_german() {
    Address to = Address.parse("a@people.test").orElseThrow();
    for (Language language : Language.values()) {
      Templates in = new Templates("town.test", language);
      List<Letter> all =
          new ArrayList<>(
              List.of(
                  in.confirm(to, "olga", LINK),
                  in.confirmChange(to, LINK),
                  in.taken(to, LINK),
                  in.reset(to, LINK),
                  in.emailChanges(to, LINK),
                  in.passwordChanged(to, LINK),
                  in.approved(to, LINK)));
      for (Templates.Notice notice : Templates.Notice.values()) {
        all.add(in.notice(to, notice, LINK));
      }
      for (Letter letter : all) {
        assertThat(letter.subject()).contains("town.test").doesNotContain("%");
        assertThat(letter.text())
            .contains("town.test")
            .contains("\n\n" + LINK + "\n")
            .endsWith("\n")
            .doesNotContain("%");
        boolean isGerman = (letter.subject() + letter.text()).matches("(?s).*\\b[Dd](u|ein)\\b.*");
        assertThat(isGerman).as(letter.text()).isEqualTo(language == Language.GERMAN);
      }
      assertThat(all.getFirst().text()).contains("@olga");
      assertThat(in.refused(to, "50 % of it").text()).endsWith("\n\n50 % of it\n");
      assertThat(in.refused(to, "").text()).hasLineCount(1);
    }
    assertThat(Language.of("de-AT")).isEqualTo(Language.GERMAN);
    assertThat(Language.of("den")).isEqualTo(Language.ENGLISH);
    assertThat(Language.of("")).isEqualTo(Language.ENGLISH);
  }

  @Test
  void says_nothing_of_itself() {
    Letter letter = letter("a@people.test");
    assertThat(letter.toString() + letter.to()).doesNotContain("people", "token");
  }

  private static Letter letter(String to) {
    return new Templates("town.test", Language.ENGLISH)
        .confirm(Address.parse(to).orElseThrow(), "olga", LINK);
  }

  private static Mail mail(int port) {
    return new Mail(settings(port, Mail.Security.PLAIN), clock());
  }

  private static InstantSource clock() {
    return InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z"));
  }

  private static Mail.Settings settings(int port, Mail.Security security) {
    return settings(port, security, "", "");
  }

  private static Mail.Settings settings(
      int port, Mail.Security security, String user, String password) {
    return new Mail.Settings(
        "127.0.0.1",
        port,
        security,
        user,
        new Secret(password),
        Address.parse("server@town.test").orElseThrow(),
        () -> "Town",
        Waiting.PATIENCE);
  }
}
