package verbatim.rendering;

import java.util.List;
import java.util.Optional;
import verbatim.articles.Article;
import verbatim.articles.Articles;
import verbatim.articles.Embed;
import verbatim.articles.Embeds;
import verbatim.kernel.MediaId;
import verbatim.media.Media;
import verbatim.media.Medium;
import verbatim.text.Block;
import verbatim.text.BlockHtml;
import verbatim.text.Blocks;
import verbatim.text.Escape;
import verbatim.text.ForeignHtml;
import verbatim.text.SafeHtml;

/// An article and its embeds by value: HTML that can stand anywhere, without script, frame or
/// foreign picture. For the API, for feeds and for other sites; our own page has its template.
public final class ArticleHtml {
  private final Embeds embeds;
  private final Media media;
  private final Files files;

  public ArticleHtml(Embeds embeds, Media media, Files files) {
    this.embeds = embeds;
    this.media = media;
    this.files = files;
  }

  /// The whole article. More than foreign HTML may have is left out at its end.
  public SafeHtml whole(Blocks blocks, List<Embed> all) {
    var html = new StringBuilder();
    for (Block block : blocks.all()) {
      String piece = piece(block, all);
      if (html.length() + piece.length() > ForeignHtml.CHARACTERS_MAX) {
        break;
      }
      html.append(piece);
    }
    return ForeignHtml.clean(html.toString().replace("</li></ul><ul><li>", "</li><li>"));
  }

  private String piece(Block block, List<Embed> all) {
    String words = BlockHtml.of(block).value();
    return switch (block.kind()) {
      case PARAGRAPH, CAPTION -> "<p>" + words + "</p>";
      case HEADING -> "<h2>" + words + "</h2>";
      case QUOTE -> "<blockquote><p>" + words + "</p></blockquote>";
      case ITEM -> "<ul><li>" + words + "</li></ul>";
      case CODE -> "<pre><code>" + words + "</code></pre>";
      case EMBED ->
          embeds
              .shownBy(all, block)
              .map(embed -> embed(embed).value())
              .orElseGet(() -> link(block.address()));
      case FIGURE -> words.isBlank() ? "" : "<p><em>" + words + "</em></p>";
      case RULE -> "";
    };
  }

  private static String link(String address) {
    return "<p><a href=\"" + Escape.of(address) + "\">" + Escape.of(address) + "</a></p>";
  }

  /// Words in a `<blockquote>` that says where they come from, and what became of them.
  public SafeHtml embed(Embed embed) {
    Embed.Snapshot snapshot = embed.snapshot();
    boolean mayShow = embed.condition() != Embed.Condition.UNREACHABLE && snapshot.hasWords();
    var html = new StringBuilder("<blockquote>");
    if (mayShow) {
      html.append("<p>").append(Escape.of(snapshot.text()).replace("\n", "<br />")).append("</p>");
    }
    html.append("<p>");
    if (mayShow && !snapshot.name().isEmpty()) {
      html.append("— ").append(Escape.of(snapshot.name())).append(", ");
    }
    html.append(note(embed));
    if (mayShow && !snapshot.url().isEmpty()) {
      html.append(" ").append("<a href=\"").append(Escape.of(snapshot.url())).append("\">");
      html.append(Escape.of(snapshot.url())).append("</a>");
    }
    return ForeignHtml.clean(html.append("</p></blockquote>").toString());
  }

  private static String note(Embed embed) {
    String day = embed.since().toString().substring(0, 10);
    return switch (embed.condition()) {
      case UNCHANGED -> "signed copy, unchanged when last looked at";
      case EDITED -> "edited by its author since this copy was made";
      case DELETED -> "deleted by its author, " + day;
      case WITHDRAWN -> "The author withdrew this embed on " + day;
      case UNREACHABLE -> "not to be read at the moment";
      case NOT_CHECKED -> "copied from the article, not checked at the source";
    };
  }

  /// A picture of an article, for whoever may read it. Only one that its owner has put there:
  /// anybody can write the number of a private one.
  public Optional<Files.Shown> picture(Optional<MediaId> id, Article article) {
    return id.filter(picture -> Articles.holds(media, article, picture))
        .flatMap(media::find)
        .filter(medium -> medium.kind() == Medium.Kind.IMAGE)
        .map(medium -> article.isPublished() ? files.open(medium) : files.of(medium))
        .filter(file -> !file.url().isEmpty());
  }

  /// The file of ours that a figure shows.
  public Optional<Files.Shown> picture(Block figure, Article article) {
    return picture(Articles.picture(figure), article);
  }
}
