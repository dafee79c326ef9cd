package verbatim.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Words that are sealed, declined, withdrawn or erased, sought in every answer to every GET of the
/// route table, however they are written there; and in the log.
class WhatIsSealedLeavesNowhereTest {
  private static final String TALKS = "/api/v1/private/conversations";
  private static final String EXCERPTS = "/api/v1/excerpts";

  // No word of any language, each with a letter that addresses and JSON may write otherwise.
  private static final String SEALED = "quilv\u00E4ren";
  private static final String DECLINED = "drask\u00F6mir";
  private static final String WITHDRAWN = "belfont\u00FCde";
  private static final String ERASED = "ostrel\u00E5nd";
  private static final String OPEN = "sternb\u00E9lle";
  private static final Path ROUTES = Path.of("src/main/resources/route-tests.tsv");
  private static Doorstep doorstep;

  /// What these routes show a member of the conversation is the conversation.
  private static final Set<String> OF_MEMBERS =
      Set.of(
          "/conversations",
          "/conversations/:id",
          "/conversations/:id/excerpt",
          "/conversations/search",
          "/api/v1/conversations",
          TALKS,
          TALKS + "/:id",
          TALKS + "/:id/messages",
          TALKS + "/:id/messages/:n",
          EXCERPTS,
          EXCERPTS + "/:id",
          "/api/v1/notifications",
          "/api/v2/notifications",
          "/notifications",
          "/home",
          "/settings/archive/:id");

  private record Looker(String name, String token, Visitor visitor) {}

  private String talk = "";
  private String publisher = "";
  private final List<String> excerpts = new ArrayList<>();
  private final List<String> posts = new ArrayList<>();

  @Test
  void sealed_declined_withdrawn_and_erased_words_are_in_no_answer() throws Exception {
    doorstep = Doorstep.shared();
    Looker she = looker("walkpub");
    Looker quoted = looker("walkquo");
    Looker reader = looker("walkread");
    publisher = id(she);
    doorstep.post("/api/v1/accounts/" + publisher + "/follow", reader.token(), Map.of());
    doorstep.post("/api/v1/accounts/" + publisher + "/follow", quoted.token(), Map.of());
    doorstep.post("/api/v1/accounts/" + id(quoted) + "/follow", she.token(), Map.of());
    talk(she, quoted);

    declined(she, quoted);
    withdrawn(she, quoted);
    // No more than three may be open at once: one that was agreed to is not.
    inPart(she, quoted);
    // That it would be found: what is open is.
    assertThat(document(excerpts.getLast())).contains(OPEN);
    assertThat(doorstep.json("GET", "/api/v1/statuses/" + posts.getLast(), "", Map.of()).toString())
        .contains(OPEN);
    erased(she, quoted);
    Doorstep.until(
        "the erased words are out", () -> !document(excerpts.getLast()).contains(ERASED));
    List<String> all = List.of(SEALED, DECLINED, WITHDRAWN, ERASED);
    walk(new Looker("anybody", "", new Visitor(doorstep)), all, Set.of());
    walk(reader, all, Set.of());
    walk(she, all, OF_MEMBERS);
    // Erased is erased, in the conversation too.
    walk(she, List.of(ERASED), Set.of());
    for (String word : all) {
      assertThat(found(doorstep.log(), word)).as("the log").isFalse();
    }
  }

  private static Looker looker(String name) {
    String token = doorstep.person(name);
    return new Looker(name, token, Visitor.signedIn(doorstep, name));
  }

  private static String id(Looker who) {
    return doorstep
        .json("GET", "/api/v1/accounts/verify_credentials", who.token(), Map.of())
        .get("id")
        .asString();
  }

  private void talk(Looker she, Looker quoted) {
    talk = doorstep.post(TALKS, she.token(), Map.of("members[]", id(quoted))).get("id").asString();
    says(she, "Shall we begin?");
    says(quoted, "I say " + DECLINED + " to that");
    says(quoted, "And " + WITHDRAWN + " too");
    says(quoted, "Then " + ERASED + " went");
    says(quoted, OPEN + " and " + SEALED);
    says(she, "So be it");
  }

  private void says(Looker who, String text) {
    doorstep.post(TALKS + "/" + talk + "/messages", who.token(), Map.of("text", text));
  }

  /// Asked and published, with the number of one message.
  private String shown(Looker she, int n) {
    Map<String, String> choice = new LinkedHashMap<>();
    choice.put("conversation", talk);
    choice.put("from", n == 5 ? "5" : Integer.toString(n));
    choice.put("to", Integer.toString(n == 5 ? 6 : n));
    choice.put("status", "Look at number " + n);
    String id = doorstep.post(EXCERPTS, she.token(), choice).get("id").asString();
    posts.add(
        doorstep
            .post(
                EXCERPTS + "/" + id + "/publish",
                she.token(),
                Map.of("status", "Look at number " + n))
            .get("id")
            .asString());
    excerpts.add(id);
    return id;
  }

  private void answers(Looker who, String id, Map<String, String> answer) {
    Map<String, String> all = new LinkedHashMap<>(answer);
    all.put(
        "seen",
        doorstep.json("GET", EXCERPTS + "/" + id, who.token(), Map.of()).get("seen").asString());
    doorstep.post(EXCERPTS + "/" + id + "/answer", who.token(), all);
  }

  private void declined(Looker she, Looker quoted) {
    answers(quoted, shown(she, 2), Map.of("decision", "decline"));
  }

  private void withdrawn(Looker she, Looker quoted) {
    String id = shown(she, 3);
    answers(quoted, id, Map.of("decision", "consent"));
    // Read meanwhile, so that whatever is kept of it was made.
    assertThat(document(id)).contains(WITHDRAWN);
    walkOnce(id);
    doorstep.json("DELETE", EXCERPTS + "/" + id + "/authorization", quoted.token(), Map.of());
  }

  private void erased(Looker she, Looker quoted) {
    String id = shown(she, 4);
    answers(quoted, id, Map.of("decision", "consent"));
    assertThat(document(id)).contains(ERASED);
    walkOnce(id);
    doorstep.json("DELETE", TALKS + "/" + talk + "/messages/4?for=all", quoted.token(), Map.of());
  }

  private void inPart(Looker she, Looker quoted) {
    String id = shown(she, 5);
    answers(quoted, id, Map.of("decision", "consent", "open[5][]", "0"));
  }

  private void walkOnce(String excerpt) {
    for (String path :
        List.of(
            "/excerpts/" + excerpt,
            "/@walkpub",
            "/@walkpub.rss",
            "/@walkpub/" + posts.getLast(),
            "/api/v1/statuses/" + posts.getLast())) {
      doorstep.send(HttpRequest.newBuilder(URI.create(doorstep.url + path)));
    }
  }

  private static String document(String id) {
    return doorstep
        .send(
            HttpRequest.newBuilder(URI.create(doorstep.url + "/excerpts/" + id))
                .header("Accept", "application/json"))
        .body();
  }

  // ---- walking

  private void walk(Looker who, List<String> words, Set<String> but) throws IOException {
    int asked = 0;
    for (String line : Files.readAllLines(ROUTES)) {
      String route = line.split("\t")[0];
      if (!route.startsWith("GET ") || route.contains("streaming")) {
        continue;
      }
      String path = route.substring("GET ".length());
      if (but.contains(path) || path.startsWith("/auth/") || path.startsWith("/oauth/")) {
        continue;
      }
      for (String address : addresses(path)) {
        for (HttpResponse<String> answer : answers(who, address)) {
          asked++;
          for (String word : words) {
            assertThat(found(answer.body() + answer.headers().map(), word))
                .as("%s reads %s in %s", who.name(), word, address)
                .isFalse();
          }
        }
      }
    }
    assertThat(asked).isGreaterThan(300);
  }

  /// As a program, and in a browser.
  private static List<HttpResponse<String>> answers(Looker who, String address) {
    HttpRequest.Builder program =
        HttpRequest.newBuilder(URI.create(doorstep.url + address))
            .header("Accept", "application/json");
    if (!who.token().isEmpty()) {
      program.header("Authorization", "Bearer " + who.token());
    }
    return List.of(doorstep.send(program), who.visitor().get(address));
  }

  /// The path with everything that it could be about.
  private Set<String> addresses(String path) {
    Set<String> all = new LinkedHashSet<>();
    List<String> ids =
        path.contains("excerpts")
            ? excerpts
            : path.contains("conversations")
                ? List.of(talk)
                : path.contains("accounts") || path.contains("people")
                    ? List.of(publisher)
                    : posts;
    for (String id : ids) {
      all.add(
          path.replace(":acct", "walkpub")
                  .replace("/users/:name", "/users/walkpub")
                  .replace(":name", "walkpub")
                  .replace(":n", "5")
                  .replaceAll("[:*][a-z_]+", id)
              + (path.endsWith("search") ? "?q=" + encoded(OPEN) : ""));
    }
    for (String id : posts) {
      if (path.equals("/api/oembed")) {
        all.add(path + "?url=" + encoded(doorstep.url + "/@walkpub/" + id));
      }
    }
    return all;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /// However it is written: letters, an address, JSON, HTML, hexadecimal digits, base64.
  private static boolean found(String text, String word) {
    String searched = text.toLowerCase(Locale.ROOT);
    byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
    char odd = (char) word.chars().filter(c -> c > 127).findFirst().orElseThrow();
    int at = word.indexOf(odd);
    List<String> ways =
        List.of(
            word,
            encoded(word).toLowerCase(Locale.ROOT),
            word.replace(String.valueOf(odd), "\\u%04x".formatted((int) odd)),
            word.replace(String.valueOf(odd), "&#" + (int) odd + ";"),
            word.replace(String.valueOf(odd), "&#x%x;".formatted((int) odd)),
            // Whatever is done to that letter.
            word.substring(0, at),
            HexFormat.of().formatHex(bytes));
    return ways.stream().anyMatch(searched::contains)
        || text.contains(Base64.getEncoder().withoutPadding().encodeToString(bytes));
  }
}
