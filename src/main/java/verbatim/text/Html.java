package verbatim.text;

import java.util.List;

/// Our own words as HTML, in the shape that Mastodon clients expect. Every letter of the text is in
/// the letters of the HTML, in order: a reader that turns `<br />` into a newline and `</p><p>`
/// into two gets the text back ([PlainText]). Spaces are left as they are, for a style sheet with
/// `white-space: pre-wrap`.
public final class Html {
  private static final int LINK_SHOWN_CHARACTERS = 30;
  private static final String LINK_REL = "nofollow noopener";
  private static final String OWN_LINK_REL = "nofollow noopener me";

  private final String text;
  private final Linker linker;
  private final String linkRel;
  private final StringBuilder out;

  private Html(String text, Linker linker, String linkRel) {
    this.text = text;
    this.linker = linker;
    this.linkRel = linkRel;
    this.out = new StringBuilder(text.length() + 64);
  }

  /// A status or a profile's note: paragraphs.
  public static SafeHtml of(String text, Entities entities, Linker linker) {
    if (text.isEmpty()) {
      return SafeHtml.EMPTY;
    }
    var html = new Html(text, linker, LINK_REL);
    html.out.append("<p>");
    html.all(entities);
    html.out.append("</p>");
    return new SafeHtml(html.out.toString());
  }

  /// The value of a profile's field: one line, whose links claim to be the same person.
  public static SafeHtml field(String text, Entities entities, Linker linker) {
    var html = new Html(text, linker, OWN_LINK_REL);
    html.all(entities);
    return new SafeHtml(html.out.toString());
  }

  /// Somebody's name: on one line, and of all that a text can have in it, emoji only.
  public static SafeHtml name(String text, Entities entities, Linker linker) {
    var html = new Html(text, linker, OWN_LINK_REL);
    html.all(new Entities(List.copyOf(entities.emoji())));
    return new SafeHtml(html.out.toString());
  }

  private void all(Entities entities) {
    int at = 0;
    for (Entity entity : entities.all()) {
      plain(at, entity.start());
      switch (entity) {
        case Entity.Mention mention -> mention(mention);
        case Entity.Hashtag hashtag -> hashtag(hashtag);
        case Entity.Link link -> link(link);
        case Entity.Emoji emoji -> emoji(emoji);
      }
      at = entity.end();
    }
    plain(at, text.length());
  }

  /// Two newlines that stand between words end a paragraph; any further one, and those at the edges
  /// of the text, are line breaks, so that none is lost.
  private void plain(int from, int to) {
    int at = from;
    while (at < to) {
      int newline = text.indexOf('\n', at);
      if (newline < 0 || newline >= to) {
        Escape.append(out, text, at, to);
        return;
      }
      Escape.append(out, text, at, newline);
      at = newlines(newline);
    }
  }

  private int newlines(int from) {
    int to = from;
    while (to < text.length() && text.charAt(to) == '\n') {
      to++;
    }
    int breaks = to - from;
    if (breaks >= 2 && from > 0 && to < text.length() && linkRel.equals(LINK_REL)) {
      out.append("</p><p>");
      breaks -= 2;
    }
    out.repeat("<br />", breaks);
    return to;
  }

  /// Copying the words gives them as they were written.
  private void emoji(Entity.Emoji emoji) {
    var url = linker.emoji(emoji);
    if (url.isEmpty()) {
      plain(emoji.start(), emoji.end());
      return;
    }
    out.append("<img class=\"emoji\" src=\"");
    Escape.append(out, url.get());
    out.append("\" alt=\"");
    Escape.append(out, text, emoji.start(), emoji.end());
    out.append("\" title=\"");
    Escape.append(out, text, emoji.start(), emoji.end());
    out.append("\" />");
  }

  private void mention(Entity.Mention mention) {
    var url = linker.mention(mention);
    if (url.isEmpty()) {
      plain(mention.start(), mention.end());
      return;
    }
    int nameEnd = mention.start() + 1 + mention.username().length();
    out.append("<span class=\"h-card\" translate=\"no\"><a href=\"");
    Escape.append(out, url.get());
    out.append("\" class=\"u-url mention\">@<span>");
    Escape.append(out, mention.username());
    out.append("</span>");
    if (nameEnd < mention.end()) {
      invisible(text.substring(nameEnd, mention.end()));
    }
    out.append("</a></span>");
  }

  private void hashtag(Entity.Hashtag hashtag) {
    out.append("<a href=\"");
    Escape.append(out, linker.hashtag(hashtag));
    out.append("\" class=\"mention hashtag\" rel=\"tag\">");
    Escape.append(out, text, hashtag.start(), hashtag.start() + 1);
    out.append("<span>");
    Escape.append(out, hashtag.name());
    out.append("</span></a>");
  }

  private void link(Entity.Link link) {
    var address = WebAddress.parse(link.url());
    if (address.isEmpty()) {
      plain(link.start(), link.end());
      return;
    }
    out.append("<a href=\"");
    Escape.append(out, link.url());
    out.append("\" target=\"_blank\" rel=\"").append(linkRel).append("\" translate=\"no\">");
    shown(address.get().shown());
    out.append("</a>");
  }

  /// The scheme and what is beyond the first letters are there but hidden.
  private void shown(String url) {
    int from = url.indexOf("://") + 3;
    if (url.regionMatches(true, from, "www.", 0, 4)) {
      from += 4;
    }
    int characters = url.codePointCount(from, url.length());
    invisible(url.substring(0, from));
    if (characters <= LINK_SHOWN_CHARACTERS) {
      out.append("<span class=\"\">");
      Escape.append(out, url, from, url.length());
      out.append("</span>");
    } else {
      int cut = url.offsetByCodePoints(from, LINK_SHOWN_CHARACTERS);
      out.append("<span class=\"ellipsis\">");
      Escape.append(out, url, from, cut);
      out.append("</span>");
      invisible(url.substring(cut));
    }
  }

  private void invisible(String hidden) {
    out.append("<span class=\"invisible\">");
    Escape.append(out, hidden);
    out.append("</span>");
  }
}
