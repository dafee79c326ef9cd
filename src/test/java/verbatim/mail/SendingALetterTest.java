package verbatim.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import verbatim.kernel.Secret;

class SendingALetterTest {
  private static final URI LINK = URI.create("https://town.test/auth/confirm?token=1.abc");

  @Test
  void arrives_at_exactly_one_mailbox() throws Exception {
    try (SmtpSink sink = new SmtpSink("250 ok")) {
      assertThat(mail(sink.port()).send(letter("o'neil+x@people.test"))).isEqualTo(Mail.Outcome.SENT);
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
      assertThat(mail(busy.port()).send(letter("a@people.test"))).isEqualTo(Mail.Outcome.DELAYED);
      assertThat(mail(strict.port()).send(letter("a@people.test")))
          .isEqualTo(Mail.Outcome.REFUSED);
    }
  }

  @Test
  void nobody_listening_is_a_delay() throws Exception {
    int port;
    try (SmtpSink sink = new SmtpSink("250 ok")) {
      port = sink.port();
    }
    assertThat(mail(port).send(letter("a@people.test"))).isEqualTo(Mail.Outcome.DELAYED);
  }

  @Test
  void a_server_without_tls_gets_nothing_where_tls_is_asked() throws Exception {
    try (SmtpSink sink = new SmtpSink("250 ok")) {
      Mail mail = new Mail(settings(sink.port(), Mail.Security.STARTTLS), clock());
      assertThat(mail.send(letter("a@people.test"))).isEqualTo(Mail.Outcome.DELAYED);
      assertThat(sink.commands()).noneMatch(line -> line.startsWith("MAIL"));
    }
  }

  @Test
  void a_subject_cannot_bring_headers_along() {
    Address to = Address.parse("a@people.test").orElseThrow();
    assertThatThrownBy(() -> new Letter(to, "Hello\r\nBcc: c@z.test", ""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void says_nothing_of_itself() {
    Letter letter = letter("a@people.test");
    assertThat(letter.toString() + letter.to()).doesNotContain("people", "token");
  }

  private static Letter letter(String to) {
    return Templates.confirm(Address.parse(to).orElseThrow(), "town.test", LINK);
  }

  private static Mail mail(int port) {
    return new Mail(settings(port, Mail.Security.PLAIN), clock());
  }

  private static InstantSource clock() {
    return InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z"));
  }

  private static Mail.Settings settings(int port, Mail.Security security) {
    return new Mail.Settings(
        "127.0.0.1",
        port,
        security,
        "",
        new Secret(""),
        Address.parse("server@town.test").orElseThrow(),
        "Town",
        Duration.ofSeconds(5));
  }
}
