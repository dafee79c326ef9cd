package verbatim.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/// After a block: what the one who is blocked finds where she is, and what she finds of their
/// talks.
class WhatABlockShowsTest {
  private final Doorstep doorstep = Doorstep.shared();

  private String talk(Visitor who, String with) {
    return Visitor.location(
        who.submit("/conversations", "/conversations", Map.of("to", "@" + with)));
  }

  private static void does(Visitor who, String page, String action, Map<String, String> form) {
    assertThat(who.submit(page, action, form).statusCode()).as(action).isEqualTo(303);
  }

  private static String blockOf(Visitor who, String whom) {
    return who.get("/@" + whom).body().replaceAll("(?s).*(/people/\\d+/block)\".*", "$1");
  }

  @Test
  void her_page_says_nothing_of_it_and_contradicts_nothing() {
    String ann = doorstep.person("hideann");
    doorstep.person("hideben");
    doorstep.person("hidenobody");
    doorstep.post("/api/v1/statuses", ann, Map.of("status", "Not for Ben any more"));
    Visitor annSees = Visitor.signedIn(doorstep, "hideann");
    Visitor ben = Visitor.signedIn(doorstep, "hideben");
    assertThat(ben.get("/@hideann").body()).contains("Not for Ben any more", "followers");
    does(annSees, "/@hideben", blockOf(annSees, "hideben"), Map.of());
    String page = ben.get("/@hideann").body();
    assertThat(page)
        .doesNotContain("Not for Ben any more", "keeps to themselves", "block\"><b")
        .doesNotContain("</b> post", "followers");
    // An empty page of anybody else is told in the same words.
    String empty = "There is nothing to show here.";
    assertThat(page).contains(empty);
    assertThat(ben.get("/@hidenobody").body()).contains(empty, "0</b>");
    assertThat(new Visitor(doorstep).get("/@hideann").body()).contains("1</b> post");
    String follow = page.replaceAll("(?s).*(/people/\\d+/follow)\".*", "$1");
    assertThat(ben.submit("/@hideann", follow, Map.of()).body())
        .contains("That is not possible here. Nothing was changed.");
  }

  @Test
  void the_list_of_talks_says_that_there_is_one() {
    doorstep.person("listann");
    doorstep.person("listben");
    Visitor ann = Visitor.signedIn(doorstep, "listann");
    String talk = talk(ann, "listben");
    does(ann, talk, talk, Map.of("text", "Hello"));
    does(ann, "/@listben", blockOf(ann, "listben"), Map.of());
    assertThat(ann.get("/conversations").body())
        .contains("1 conversation with somebody you have blocked", talk)
        .doesNotContain("Nothing has been said in private yet");
  }

  @Test
  void nothing_that_is_said_or_suggested_meanwhile_comes_afterwards() {
    doorstep.person("ruleann");
    doorstep.person("ruleben");
    Visitor ann = Visitor.signedIn(doorstep, "ruleann");
    Visitor ben = Visitor.signedIn(doorstep, "ruleben");
    String talk = talk(ann, "ruleben");
    does(ann, talk, talk, Map.of("text", "Hello"));
    does(ben, talk, talk + "/accept", Map.of());
    String block = blockOf(ann, "ruleben");
    does(ann, "/@ruleben", block, Map.of());
    does(ben, talk, talk, Map.of("text", "Are you there?"));
    does(ben, talk, talk + "/mode", Map.of("mode", "record"));
    assertThat(ben.get(talk).body()).contains("Are you there?", "You suggest to talk");
    assertThat(ann.get(talk).body()).doesNotContain("suggests to talk on the record");
    does(ann, "/@ruleben", block.replace("/block", "/unblock"), Map.of());
    Doorstep.until(
        "the suggestion has ended", () -> !ben.get(talk).body().contains("You suggest to talk"));
    assertThat(ann.get(talk).body())
        .doesNotContain("Are you there?", "suggests to talk on the record");
    // What is suggested from then on is heard.
    does(ben, talk, talk + "/mode", Map.of("mode", "record"));
    assertThat(ann.get(talk).body()).contains("suggests to talk on the record");
  }

  @Test
  void a_request_that_was_turned_down_is_found_and_can_be_one_again() {
    doorstep.person("downann");
    doorstep.person("downben");
    Visitor ann = Visitor.signedIn(doorstep, "downann");
    Visitor ben = Visitor.signedIn(doorstep, "downben");
    String talk = talk(ann, "downben");
    does(ann, talk, talk, Map.of("text", "Shall we?"));
    does(ben, "/conversations", talk + "/leave", Map.of());
    String list = ben.get("/conversations").body();
    assertThat(list)
        .contains("Turned down. They are not told.", talk + "/reconsider")
        .doesNotContain("1 request");
    does(ann, talk, talk, Map.of("text", "Still there?"));
    assertThat(ben.get("/conversations").body()).doesNotContain("1 request");
    assertThat(ben.get("/conversations/left").body())
        .contains("Requests you have turned down", "downann", "Shall we?");
    does(ben, "/conversations/left", talk + "/reconsider", Map.of());
    assertThat(ben.get("/conversations").body()).contains("1 request", "Shall we?");
    assertThat(ben.get(talk).body()).doesNotContain("Still there?");
    assertThat(ben.get("/conversations/left").body()).doesNotContain("downann");
    does(ann, talk, talk, Map.of("text", "Now?"));
    does(ben, talk, talk + "/accept", Map.of());
    assertThat(ben.get(talk).body()).contains("Now?");
    // Nobody else can do so, nor where nothing was turned down.
    assertThat(ben.forge("/conversations", talk + "/reconsider", Map.of()).statusCode())
        .isEqualTo(404);
  }
}
