package verbatim.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Private conversations in the pages, without scripts.
class TalkingInTheBrowserTest {
  private final Doorstep doorstep = Doorstep.shared();

  private Visitor signedIn(String name) {
    return Visitor.signedIn(doorstep, name);
  }

  private static HttpResponse<String> does(
      Visitor who, String page, String action, Map<String, String> form) {
    HttpResponse<String> done = who.submit(page, action, form);
    assertThat(done.statusCode()).as(action + " " + done.body()).isEqualTo(303);
    return done;
  }

  @Test
  void two_people_talk() {
    doorstep.person("talkann");
    doorstep.person("talkben");
    Visitor ann = signedIn("talkann");
    Visitor ben = signedIn("talkben");
    assertThat(ann.get("/conversations").body()).contains("Nothing has been said in private yet");
    HttpResponse<String> nobody =
        ann.submit("/conversations", "/conversations", Map.of("to", "@talknobody"));
    assertThat(nobody.statusCode()).isEqualTo(422);
    assertThat(nobody.body())
        .contains("Nobody here is called @talknobody", "value=\"@talknobody\"");
    String talk =
        Visitor.location(
            does(
                ann,
                "/conversations",
                "/conversations",
                Map.of("to", "@talkben", "mode", "consent")));
    does(ann, talk, talk, Map.of("text", "Hello <b>Ben</b>"));
    assertThat(ben.get("/conversations").body())
        .contains("1 request", "Hello &lt;b&gt;Ben&lt;/b&gt;");
    does(ben, "/conversations", talk + "/accept", Map.of());
    String shown = ben.get(talk).body();
    assertThat(shown)
        .contains("Hello &lt;b&gt;Ben&lt;/b&gt;", "with consent", "Not encrypted between you")
        .doesNotContain("nd-to-end");
    does(ben, talk, talk, Map.of("text", "Hello Ann", "reply", "1"));
    assertThat(ann.get("/home").body()).contains("href=\"/conversations\"");
    assertThat(ann.get(talk).body()).contains("Hello Ann", "class=\"answers-to\"");
    assertThat(ann.get(talk + "?edit=1").body())
        .contains(">Hello &lt;b&gt;Ben&lt;/b&gt;</textarea>");
    does(ann, talk, talk, Map.of("text", "Hello dear Ben", "edit", "1"));
    assertThat(ben.get(talk).body()).contains("Hello dear Ben", "edited");
    does(ben, talk, talk + "/react?n=1", Map.of("name", "🎉"));
    assertThat(ann.get(talk).body()).contains("🎉 <span class=\"num\">1</span>");
    does(ann, talk, talk + "/name", Map.of("name", "Big Ben"));
    assertThat(ann.get("/conversations").body()).contains("Big Ben");
    assertThat(ben.get(talk).body()).doesNotContain("Big Ben");
    does(ann, talk, talk + "/mode", Map.of("mode", "record"));
    assertThat(ben.get(talk).body()).contains("suggests to talk on the record");
    does(ben, talk, talk + "/mode", Map.of("mode", "record"));
    assertThat(ann.get(talk).body()).contains("from here on on the record");
    does(ann, talk, talk + "/mute", Map.of());
    does(ann, talk, talk + "/unmute", Map.of());
    does(ann, talk, talk + "/show", Map.of("reading", "true", "typing", "true"));
    assertThat(ben.submit(talk, talk + "/typing", Map.of()).statusCode()).isEqualTo(200);
    does(ben, talk, talk + "/report", Map.of("n", "1"));
    assertThat(ben.submit(talk, talk + "/add", Map.of("who", "@talkann")).statusCode())
        .isIn(303, 422);
    does(ann, talk, talk + "/erase?for=all", Map.of("n", "1"));
    assertThat(ben.get(talk).body()).contains("erased message 1").doesNotContain("Hello dear Ben");
    assertThat(ann.submit(talk, talk, Map.of("text", " ")).statusCode()).isEqualTo(422);
    doorstep.person("talkeve");
    Visitor eve = signedIn("talkeve");
    assertThat(eve.get(talk).statusCode()).isEqualTo(404);
    assertThat(eve.submit("/conversations", talk, Map.of("text", "x")).statusCode()).isEqualTo(404);
    does(ben, talk, talk + "/leave", Map.of());
    assertThat(ben.get(talk).statusCode()).isEqualTo(404);
    assertThat(ann.get(talk).body()).contains("has left", "Nobody else is in this conversation");
  }
}
