package verbatim.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import verbatim.archives.Archives;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Params;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.http.Upload;
import verbatim.imports.Import;
import verbatim.imports.Imports;
import verbatim.kernel.Limits;
import verbatim.kernel.Refused;

/// One's lists as tables: fetched here, brought from elsewhere.
final class ImportPages {
  private static final String HERE = "/settings/import";
  private static final String EXPORT = "/settings/export";
  private static final String SECONDS_BETWEEN_LOOKS = "2";
  // What stands around the file in the form.
  private static final int FORM_BYTES = 16 << 10;

  private final Templates templates;
  private final Forms forms;
  private final Archives archives;
  private final Imports imports;
  private final Limits limits;

  ImportPages(Templates templates, Forms forms, Archives archives, Imports imports, Limits limits) {
    this.templates = templates;
    this.forms = forms;
    this.archives = archives;
    this.imports = imports;
    this.limits = limits;
  }

  List<Route> routes() {
    return List.of(
        Route.get(HERE, Access.session(), this::show, "bringing lists here, and fetching them"),
        Route.post(HERE, Access.session(), this::begin, "bringing a list from elsewhere")
            .uploads(limits.house().importBytesMax() + FORM_BYTES),
        Route.get(EXPORT + "/:name", Access.session(), this::table, "one of my lists as a table"));
  }

  private Answer show(Request request) {
    return page(request, List.of());
  }

  private Answer page(Request request, List<Views.Fault> faults) {
    Forms.Sheet sheet = forms.sheet(request);
    Optional<Import> is = imports.find(Reading.me(request));
    boolean isRunning = is.filter(i -> !i.isOver()).isPresent();
    Answer answer =
        sheet.finish(
            templates.page(
                "import",
                new SettingsViews.Moving(
                    PreferencePages.frame(sheet, "settings.import"),
                    is.map(i -> List.of(view(i))).orElse(List.of()),
                    isRunning,
                    Archives.TABLES,
                    faults.isEmpty() ? "" : faults.getFirst().words())));
    return isRunning ? answer.header("Refresh", SECONDS_BETWEEN_LOOKS) : answer;
  }

  private static SettingsViews.Imported view(Import is) {
    return new SettingsViews.Imported(
        word(is.what()),
        is.isOver(),
        is.percent(),
        is.taken(),
        is.refused(),
        is.missing(),
        is.removed(),
        is.named());
  }

  private static String word(Import.What what) {
    return what.name().toLowerCase(Locale.ROOT);
  }

  private Answer begin(Request request) throws IOException {
    forms.check(request);
    Params params = request.params();
    Optional<Upload> file = params.file("file").filter(f -> f.size() > 0);
    byte[] csv = file.isPresent() ? start(file.get()) : new byte[0];
    try {
      imports.begin(
          Reading.me(request),
          what(params.text("what", "")),
          params.text("way", "").equals("replace"),
          csv);
    } catch (Refused e) {
      return page(request, Forms.faults(e, forms.sheet(request).t())).status(422);
    }
    return Answer.seeOther(URI.create(HERE));
  }

  /// One byte more than may be, so that a longer one is seen to be too long.
  private byte[] start(Upload file) throws IOException {
    try (InputStream in = file.open()) {
      return in.readNBytes(limits.house().importBytesMax() + 1);
    }
  }

  private static Import.What what(String word) {
    return switch (word) {
      case "blocks" -> Import.What.BLOCKS;
      case "mutes" -> Import.What.MUTES;
      case "lists" -> Import.What.LISTS;
      case "bookmarks" -> Import.What.BOOKMARKS;
      case "servers" -> Import.What.SERVERS;
      default -> Import.What.FOLLOWING;
    };
  }

  private Answer table(Request request) throws IOException {
    String name = request.variable("name");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    archives.table(Reading.me(request), name, out);
    return Answer.bytes("text/csv; charset=utf-8", out.toByteArray())
        .header("Content-Disposition", "attachment; filename=\"" + name + "\"")
        .header("Cache-Control", "private, no-store");
  }
}
