package verbatim.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import verbatim.http.Answer;

/// Renders the precompiled templates. Pages differ by viewer, so none is kept by a cache between;
/// and no address of a page is told to where its links lead, since some hold the secret of a
/// letter.
final class Templates {
  private final TemplateEngine engine =
      TemplateEngine.createPrecompiled(null, ContentType.Html, null, "verbatim.web.templates");

  Answer page(String template, Object view) {
    Utf8ByteOutput output = new Utf8ByteOutput();
    engine.render(template + ".jte", view, output);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(output.getContentLength());
    try {
      output.writeTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Answer.html(bytes.toByteArray())
        .header("Cache-Control", "private, no-store")
        .header("Referrer-Policy", "no-referrer");
  }
}
