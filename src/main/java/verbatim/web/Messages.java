package verbatim.web;

import verbatim.http.Answer;
import verbatim.http.Request;

/// Pages that only say something: a heading, a sentence, a way on.
final class Messages {
  private final Templates templates;
  private final Forms forms;

  Messages(Templates templates, Forms forms) {
    this.templates = templates;
    this.forms = forms;
  }

  /// `key.heading` and `key.words` of the catalogue, and the way to the front page.
  Answer say(Request request, String key) {
    return say(request, key, "/", "link.front");
  }

  /// @param link the key of what stands on the way on
  Answer say(Request request, String key, String href, String link) {
    Tongue t = forms.sheet(request).t();
    return show(request, t.say(key + ".heading"), t.say(key + ".words"), href, t.say(link));
  }

  /// The page is the same wherever it stands: from what is not there nothing can be read.
  ///
  /// @param words in the reader's language
  Answer show(Request request, String heading, String words, String href, String link) {
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "message",
            new Views.Message(sheet.frame(heading).leadingTo("/"), heading, words, href, link)));
  }
}
