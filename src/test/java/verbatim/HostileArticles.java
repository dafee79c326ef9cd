package verbatim;

import java.util.List;
import verbatim.text.Markup;

/// Texts that were made to break whoever reads them, or to cost him much.
public final class HostileArticles {
  private HostileArticles() {}

  public record Text(String name, Markup markup, String words) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Text html(String name, String words) {
    return new Text(name, Markup.HTML, words);
  }

  private static Text markdown(String name, String words) {
    return new Text(name, Markup.MARKDOWN, words);
  }

  public static List<Text> all() {
    StringBuilder embeds = new StringBuilder();
    for (int i = 0; i < 10_000; i++) {
      embeds.append("https://evil.example/").append(i).append("\n\n");
    }
    return List.of(
        new Text("a megabyte", Markup.TEXT, "She wrote: “the tide”. ".repeat(1 << 16)),
        new Text("marks", Markup.TEXT, "“tide” ".repeat(5_000)),
        new Text("opened marks", Markup.TEXT, "“tide ".repeat(10_000)),
        markdown("embeds", embeds.toString()),
        markdown("pasted embeds", "embed:1\n\n".repeat(10_000)),
        new Text("single marks", Markup.TEXT, "—'a".repeat(100_000)),
        new Text("curly single marks", Markup.TEXT, "—‘a".repeat(60_000)),
        html("quoted blocks", "<blockquote><p>“tide”</p></blockquote>".repeat(10_000)),
        html("unclosed", "<p><b><i><a href=\"x\"><blockquote>“tide ".repeat(4_000)),
        html("nested", "<div>".repeat(100_000) + "“tide”" + "</div>".repeat(100_000)),
        html("nested quotations", "<blockquote>".repeat(100_000) + "“tide”"),
        markdown("nested marks", "> ".repeat(100_000) + "“tide”"),
        markdown("brackets", "[".repeat(100_000) + "“tide”" + "](b)".repeat(100_000)),
        html("entities", "&amp;&#60;script&#62;&#0;&#x202e;&#xfffffff;&none;".repeat(5_000)),
        html(
            "links",
            """
            <a href="javascript:alert(1)">a</a> <a href=" java&#10;script:alert(1)">b</a>
            <a href="data:text/html,<script>alert(1)</script>">c</a>
            <img src="data:image/svg+xml,<svg onload=alert(1)>"> <img src=x onerror=alert(1)>
            <form action="javascript:alert(1)"><input autofocus onfocus=alert(1)></form>
            <iframe srcdoc="<script>alert(1)</script>"></iframe><base href="https://evil.example/">
            """),
        html(
            "foreign markup",
            """
            <svg onload=alert(1)><script>alert(1)</script><a xlink:href="javascript:alert(1)">x</a>
            </svg><math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>
            <template><script>alert(1)</script></template><noscript><p title="</noscript><img
            src=x onerror=alert(1)>"></noscript><![CDATA[<script>alert(1)</script>]]><!-- -- !>
            <script>alert(1)</script> -->
            """),
        markdown(
            "marks of Markdown",
            """
            [x](javascript:alert(1)) ![x](data:image/svg+xml,%3Csvg%20onload=alert(1)%3E)
            <javascript:alert(1)> [x]: javascript:alert(1) <svg onload=alert(1)>
            """),
        new Text(
            "letters",
            Markup.TEXT,
            "\u202Eeht\u2066 “tide\u202E\u0000” \uFEFF\uFFFF\u0085 “\u001b]0;evil\u0007 is in”"));
  }
}
