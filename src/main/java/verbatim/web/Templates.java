package verbatim.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import verbatim.http.Answer;

/// Renders the precompiled templates. Pages differ by viewer, so none is kept by a cache between;
/// and no address of a page is told to where its links lead, since some hold the secret of a
/// letter.
final class Templates {
  private final TemplateEngine engine =
      TemplateEngine.createPrecompiled(null, ContentType.Html, null, "verbatim.web.templates");

  Answer page(String template, Object view) {
    PageBytes page = new PageBytes();
    engine.render(template + ".jte", view, page);
    return Answer.html(page.bytes(), page.length())
        .header("Cache-Control", "private, no-store")
        .header("Referrer-Policy", "no-referrer");
  }
}
