package verbatim.text;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import verbatim.kernel.Limits;

/// What people write, and what others' servers send as HTML.
public final class FuzzedWords {
  private static final Limits LIMITS = Limits.usual();
  private static final Linker LINKER =
      new Linker() {
        @Override
        public Optional<String> mention(Entity.Mention mention) {
          return Optional.of("https://here.example/@" + mention.username());
        }

        @Override
        public String hashtag(Entity.Hashtag hashtag) {
          return "https://here.example/tags/x";
        }
      };

  private FuzzedWords() {}

  public static void fuzzerTestOneInput(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    Entities entities = Entities.find(text, LIMITS.text());
    int last = 0;
    for (Entity entity : entities.all()) {
      if (entity.start() < last || entity.end() <= entity.start() || entity.end() > text.length()) {
        throw new AssertionError("entities overlap or leave the text");
      }
      last = entity.end();
    }
    if (!entities.equals(Entities.find(text, LIMITS.text()))) {
      throw new AssertionError("found otherwise the second time");
    }
    Characters.count(text, entities, LIMITS.text());
    String html = Html.of(text, entities, LINKER).value();
    if (html.toLowerCase(java.util.Locale.ROOT).contains("<script")) {
      throw new AssertionError("a script in " + html);
    }
    SafeHtml clean = ForeignHtml.clean(text);
    if (!ForeignHtml.clean(clean.value()).equals(clean)) {
      throw new AssertionError("cleaned twice it is something else: " + clean.value());
    }
    PlainText.of(clean);
    WebAddress.parse(text).ifPresent(WebAddress::shown);
    Usernames.check(text, LIMITS.people());
    Languages.isCode(text, LIMITS.text().languageCharactersMax());
    Tags.key(text);
  }
}
