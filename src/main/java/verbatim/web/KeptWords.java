package verbatim.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import verbatim.http.Answer;
import verbatim.http.Method;
import verbatim.http.Params;
import verbatim.http.Request;
import verbatim.kernel.Refused;

/// Whoever posts after his sign-in has ended loses no word: the page to sign in leads on to the
/// composer with what he had typed.
final class KeptWords {
  private static final List<String> KEPT =
      List.of("text", "warning", "visibility", "language", "in_reply_to");

  private final Templates templates;
  private final Forms forms;

  KeptWords(Templates templates, Forms forms) {
    this.templates = templates;
    this.forms = forms;
  }

  /// The page to sign in; empty when nothing was typed that could be lost.
  Optional<Answer> signIn(Request request) {
    if (request.method() == Method.GET || !request.path().startsWith("/compose")) {
      return Optional.empty();
    }
    try {
      Params params = request.params();
      StringBuilder next = new StringBuilder("/compose?kept=yes");
      for (String name : KEPT) {
        String value = params.text(name, "");
        if (!value.isEmpty()) {
          next.append('&').append(name).append('=');
          next.append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
      }
      Forms.Sheet sheet = forms.sheet(request);
      return Optional.of(
          sheet.finish(
              templates.page(
                  "sign_in",
                  new Views.SignIn(
                      sheet.frame(sheet.t().say("sign_in.title")),
                      next.toString(),
                      "",
                      sheet.t().say("error.signed_out.kept"),
                      Views.Ask.NOTHING))));
    } catch (Refused _) {
      // A body that cannot be read holds nothing to keep.
      return Optional.empty();
    }
  }
}
