package verbatim.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import verbatim.mail.SmtpSink;

/// Every link in a letter leads to a page that does what the letter said, once, and only when its
/// button is pressed (attacks oauth-07, oauth-09).
class LettersLeadBackTest {
  private static final int TRIES_MAX = 6_000;

  @Test
  void from_joining_to_taking_back_a_change_of_address() throws Exception {
    try (SmtpSink sink = new SmtpSink("250 ok");
        Doorstep doorstep =
            Doorstep.open(
                false,
                Map.of(
                    "VERBATIM_SMTP_HOST", "localhost",
                    "VERBATIM_SMTP_PORT", Integer.toString(sink.port()),
                    "VERBATIM_SMTP_SECURITY", "none",
                    "VERBATIM_MAIL_FROM", "verbatim@mail.example"))) {
      Visitor she = new Visitor(doorstep);
      joins(she, sink);
      forgetsHerPassword(doorstep, sink);
      movesAndTakesItBack(doorstep, sink);
      assertThat(doorstep.log()).doesNotContain("first@mail.example", "token=");
    }
  }

  @Test
  void whoever_still_has_to_be_let_in_reads_so_when_the_address_is_confirmed() throws Exception {
    try (SmtpSink sink = new SmtpSink("250 ok");
        Doorstep doorstep =
            Doorstep.open(
                false,
                Map.of(
                    "VERBATIM_REGISTRATIONS", "approval",
                    "VERBATIM_SMTP_HOST", "localhost",
                    "VERBATIM_SMTP_PORT", Integer.toString(sink.port()),
                    "VERBATIM_SMTP_SECURITY", "none",
                    "VERBATIM_MAIL_FROM", "verbatim@mail.example"))) {
      Visitor she = new Visitor(doorstep);
      she.submit(
          "/auth/sign_up",
          "/auth/sign_up",
          Map.of(
              "username",
              "waiter",
              "email",
              "waits@mail.example",
              "password",
              Doorstep.PASSWORD,
              "reason",
              "I live here",
              "agreement",
              "true"));
      String link = link(sink, "/auth/confirm", 1);
      assertThat(she.submit(link, "/auth/confirm", Map.of("token", token(link))).body())
          .contains("is confirmed", "A person reads each request to join");
    }
  }

  private static void joins(Visitor she, SmtpSink sink) throws Exception {
    HttpResponse<String> joined =
        she.submit(
            "/auth/sign_up",
            "/auth/sign_up",
            Map.of(
                "username",
                "mover",
                "email",
                "first@mail.example",
                "password",
                Doorstep.PASSWORD,
                "agreement",
                "true"));
    assertThat(joined.body()).contains("Look into your mail");
    HttpResponse<String> early = she.signIn("mover", Doorstep.PASSWORD);
    assertThat(Visitor.location(early)).isEqualTo("/auth/resend");
    assertThat(she.get("/settings/security").statusCode()).isEqualTo(403);
    String link = link(sink, "/auth/confirm", 1);
    // A mail program looks at the link: nothing happens.
    assertThat(she.get(link).body()).contains("This is my address");
    assertThat(she.get("/settings/security").statusCode()).isEqualTo(403);
    assertThat(she.submit(link, "/auth/confirm", Map.of("token", token(link))).body())
        .contains("is confirmed");
    assertThat(she.get("/settings/security").statusCode()).isEqualTo(200);
    assertThat(she.submit(link, "/auth/confirm", Map.of("token", token(link))).statusCode())
        .isEqualTo(422);
  }

  private static void forgetsHerPassword(Doorstep doorstep, SmtpSink sink) throws Exception {
    Visitor before = new Visitor(doorstep);
    before.signIn("mover", Doorstep.PASSWORD);
    Visitor she = new Visitor(doorstep);
    String known = asksForALetter(she, "first@mail.example");
    String unknown = asksForALetter(new Visitor(doorstep), "nobody@mail.example");
    assertThat(known).isEqualTo(unknown);
    String link = link(sink, "/auth/reset?", 1);
    assertThat(she.get(link).body()).contains("Choose a new password");
    HttpResponse<String> tooShort =
        she.submit(link, "/auth/reset", Map.of("token", token(link), "password", "short"));
    assertThat(tooShort.statusCode()).isEqualTo(422);
    assertThat(tooShort.body()).contains("too short");
    Map<String, String> good = Map.of("token", token(link), "password", "a second password");
    assertThat(she.submit(link, "/auth/reset", good).body()).contains("Your password is changed");
    assertThat(she.submit(link, "/auth/reset", good).statusCode()).isEqualTo(422);
    assertThat(before.get("/settings/security").statusCode()).isEqualTo(303);
    assertThat(she.signIn("mover", "a second password").statusCode()).isEqualTo(303);
    assertThat(new Visitor(doorstep).get("/auth/reset").body()).contains("We send a link");
  }

  private static void movesAndTakesItBack(Doorstep doorstep, SmtpSink sink) throws Exception {
    Visitor she = new Visitor(doorstep);
    she.signIn("mover", "a second password");
    String page = "/settings/security";
    HttpResponse<String> unproven =
        she.submit(
            page,
            page + "/email",
            Map.of("email", "second@mail.example", "current_password", "guess"));
    assertThat(unproven.statusCode()).isEqualTo(422);
    HttpResponse<String> asked =
        she.submit(
            page,
            page + "/email",
            Map.of("email", "second@mail.example", "current_password", "a second password"));
    assertThat(asked.statusCode()).isEqualTo(303);
    assertThat(she.get(Visitor.location(asked)).body())
        .contains("We sent mail", "second@mail.example");
    String confirm = link(sink, "/auth/confirm", 2);
    String undo = link(sink, "/auth/undo", 1);
    assertThat(she.submit(confirm, "/auth/confirm", Map.of("token", token(confirm))).body())
        .contains("is confirmed");
    assertThat(she.get(page).body())
        .contains("second@mail.example")
        .doesNotContain("first@mail.example");
    Visitor owner = new Visitor(doorstep);
    assertThat(owner.get(undo).body()).contains("Put the old address back");
    assertThat(owner.submit(undo, "/auth/undo", Map.of("token", token(undo))).body())
        .contains("old address is back");
    assertThat(owner.submit(undo, "/auth/undo", Map.of("token", token(undo))).statusCode())
        .isEqualTo(422);
    assertThat(she.get(page).statusCode()).isEqualTo(303);
    assertThat(she.signIn("mover", "a second password").statusCode()).isEqualTo(422);
  }

  private static String asksForALetter(Visitor who, String email) {
    String body =
        who.submit("/auth/password/forgot", "/auth/password/forgot", Map.of("email", email)).body();
    return body.replaceAll("value=\"[^\"]*\"", "");
  }

  /// The path of the newest link of this kind, when so many of it have come.
  private static String link(SmtpSink sink, String path, int number) throws InterruptedException {
    Pattern link =
        Pattern.compile("http://localhost:\\d+(" + Pattern.quote(path) + "\\S*token=\\S+)");
    if (path.endsWith("?")) {
      link = Pattern.compile("http://localhost:\\d+(" + Pattern.quote(path) + "token=\\S+)");
    }
    for (int i = 0; i < TRIES_MAX; i++) {
      String data = sink.data().replace("=\n", "").replace("=3D", "=");
      Matcher matcher = link.matcher(data);
      int found = 0;
      String newest = "";
      while (matcher.find()) {
        found++;
        newest = matcher.group(1);
      }
      if (found >= number) {
        return newest;
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    throw new AssertionError("no letter with " + path + " in\n" + sink.data());
  }

  private static String token(String link) {
    return link.substring(link.indexOf("token=") + "token=".length());
  }
}
