package verbatim.text;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.owasp.html.AttributePolicy;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.HtmlSanitizer;
import org.owasp.html.PolicyFactory;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;

/// Somebody else's HTML made safe. What stays is the structure of words: paragraphs, lists,
/// quotations, emphasis, links. Nothing that can run, load, name, style, or call our own scripts
/// (`id`, `name`, `style`, `data-*`, `hx-*`) gets through; classes come from a short list.
public final class ForeignHtml {
  /// More than this is refused, not cut: cut words are somebody else's words.
  public static final int CHARACTERS_MAX = 256 * 1024;

  private static final Set<String> CLASSES =
      Set.of("h-card", "mention", "hashtag", "u-url", "ellipsis", "invisible", "quote-inline");
  private static final int LIST_START_MAX = 100_000;

  private static final PolicyFactory POLICY =
      new HtmlPolicyBuilder()
          .allowElements(
              "p",
              "br",
              "a",
              "span",
              "del",
              "s",
              "pre",
              "code",
              "em",
              "strong",
              "b",
              "i",
              "u",
              "ul",
              "ol",
              "li",
              "blockquote",
              "ruby",
              "rt",
              "rp",
              "sub",
              "sup",
              "h1",
              "h2",
              "h3",
              "h4",
              "h5",
              "h6")
          .allowAttributes("href")
          .matching(policy(ForeignHtml::href))
          .onElements("a")
          .allowUrlProtocols("http", "https")
          .allowAttributes("class")
          .matching(policy(ForeignHtml::classes))
          .onElements("a", "span", "p")
          .allowAttributes("translate")
          .matching(policy(value -> value.equals("no") ? value : null))
          .onElements("a", "span")
          .allowAttributes("start")
          .matching(policy(ForeignHtml::listStart))
          .onElements("ol")
          .toFactory();

  private ForeignHtml() {}

  /// @throws Refused when it is longer than [#CHARACTERS_MAX]
  public static SafeHtml clean(String html) {
    if (html.length() > CHARACTERS_MAX) {
      throw new Refused(new Refusal.TooLarge("That is too long"));
    }
    var receiver = new CleanHtml();
    HtmlSanitizer.sanitize(html, POLICY.apply(receiver));
    return new SafeHtml(receiver.done());
  }

  private interface Kept {
    @Nullable String of(String value);
  }

  private static AttributePolicy policy(Kept kept) {
    return (_, _, value) -> kept.of(value);
  }

  private static @Nullable String href(String value) {
    return WebAddress.parse(value.strip()).map(WebAddress::text).orElse(null);
  }

  private static @Nullable String classes(String value) {
    String kept =
        Stream.of(value.split("\\s+", -1))
            .filter(CLASSES::contains)
            .distinct()
            .collect(Collectors.joining(" "));
    return kept.isEmpty() ? null : kept;
  }

  private static @Nullable String listStart(String value) {
    if (!value.matches("[0-9]{1,6}") || Integer.parseInt(value) > LIST_START_MAX) {
      return null;
    }
    return value;
  }

  /// Attribute names and values in pairs, as the sanitizer hands them on.
  static @Nullable String attribute(List<String> attributes, String name) {
    for (int i = 0; i + 1 < attributes.size(); i += 2) {
      if (attributes.get(i).equals(name)) {
        return attributes.get(i + 1);
      }
    }
    return null;
  }
}
