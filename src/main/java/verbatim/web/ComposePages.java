package verbatim.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verbatim.accounts.Account;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.RateLimits;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.http.Upload;
import verbatim.kernel.AccountId;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.StatusId;
import verbatim.media.Media;
import verbatim.media.Medium;
import verbatim.statuses.Status;

/// Writing. The page, the composer on Home and the one below a post are the same form.
final class ComposePages {
  private static final Duration READY_MAX = Duration.ofSeconds(20);
  private static final int AROUND_FILE_BYTES = 64 << 10;
  // Home is built from the log a moment after the post: who goes there next finds it, but nobody
  // waits for long.
  private static final int HOME_TRIES_MAX = 40;
  private static final Duration HOME_TRY = Duration.ofMillis(15);

  private final Templates templates;
  private final Forms forms;
  private final Web.Words words;
  private final PostViews posts;
  private final Composing composing;

  ComposePages(
      Templates templates, Forms forms, Web.Words words, PostViews posts, Composing composing) {
    this.templates = templates;
    this.forms = forms;
    this.words = words;
    this.posts = posts;
    this.composing = composing;
  }

  List<Route> routes() {
    long bytesMax = (long) words.limits().media().videoBytesMax() + AROUND_FILE_BYTES;
    return List.of(
        Route.get("/compose", Access.session(), this::show, "writing a post"),
        Route.post("/compose", Access.session(), this::post, "posting")
            .uploads(bytesMax)
            .limited(RateLimits.Bucket.POSTS),
        Route.post("/compose/pictures", Access.session(), this::pictures, "adding a picture")
            .uploads(bytesMax));
  }

  private Answer show(Request request) {
    return page(request, List.of());
  }

  /// Also with a text in the address: from a page that shares, and from a sign-in that had ended.
  private Answer page(Request request, List<Views.Fault> faults) {
    Forms.Sheet sheet = forms.sheet(request);
    ComposeViews.Sheet filled = composing.again(request, sheet.t(), faults);
    List<Views.Post> about =
        StatusId.parse(filled.inReplyTo())
            .flatMap(words.statuses()::find)
            .flatMap(s -> posts.of(Reading.viewer(request), s))
            .stream()
            .toList();
    return sheet.finish(
        templates.page(
            "compose",
            new ComposeViews.Page(
                sheet.frame(
                    Frame.Place.WRITE,
                    filled.inReplyTo().isEmpty()
                        ? sheet.t().say("compose.title")
                        : sheet.t().say("compose.reply_to", filled.replyName())),
                filled,
                about)));
  }

  private Answer post(Request request) throws IOException, InterruptedException {
    forms.check(request);
    try {
      if (request.params().file("file").filter(f -> f.size() > 0).isPresent()) {
        // Chosen, but not added: where no module runs, that is one more step that people forget.
        return pictures(request);
      }
      String key = request.params().text("key", "");
      Status status =
          key.isBlank()
              ? words.statuses().post(composing.draft(request))
              : words.statuses().post(composing.draft(request), key);
      awaitHome(status);
      return forms.saying(
          Answer.seeOther(URI.create(after(status))), "posted", status.id().toString(), request);
    } catch (Refused e) {
      return again(request, e);
    }
  }

  private Answer again(Request request, Refused refused) {
    List<Views.Fault> faults = Forms.faults(refused, forms.sheet(request).t());
    return page(request, faults).status(422);
  }

  private void awaitHome(Status status) throws InterruptedException {
    long id = status.id().value();
    Page self = new Page(id + 1, id - 1, false, 1);
    for (int i = 0; i < HOME_TRIES_MAX; i++) {
      if (!words.timelines().home(status.author(), self).isEmpty()) {
        return;
      }
      Thread.sleep(HOME_TRY);
    }
  }

  /// To the thread for an answer, else home; at the new post.
  private String after(Status status) {
    Optional<String> thread =
        status
            .words()
            .place()
            .parent()
            .flatMap(
                p ->
                    words
                        .accounts()
                        .find(p.author())
                        .map((Account author) -> PostViews.path(author, p.status())));
    return thread.orElse("/home") + "#p" + status.id();
  }

  /// One picture more: the composer again with all that was typed; for a module the piece alone.
  private Answer pictures(Request request) throws IOException, InterruptedException {
    forms.check(request);
    AccountId me = Reading.me(request);
    Upload file =
        request
            .params()
            .file("file")
            .orElseThrow(() -> Refusal.invalid("file", "ERR_BLANK", "Choose a file first"));
    Medium medium;
    try (InputStream in = file.open()) {
      medium =
          words.media().await(me, words.media().upload(me, in, Media.Said.NOTHING).id(), READY_MAX);
    } catch (Refused e) {
      return request.isFragment() ? refused(e) : again(request, e);
    }
    if (medium.state() instanceof Medium.Failed(var why)) {
      throw Refusal.invalid("file", "ERR_INVALID", why);
    }
    Forms.Sheet sheet = forms.sheet(request);
    if (request.isFragment()) {
      return templates.page(
          "thumb_alone",
          new ComposeViews.ThumbAlone(
              sheet.frame(""), composing.thumb(medium, request.params().object("none"))));
    }
    ComposeViews.Sheet filled = composing.again(request, sheet.t(), List.of());
    List<ComposeViews.Thumb> thumbs = new ArrayList<>(filled.pictures());
    thumbs.add(composing.thumb(medium, request.params().object("none")));
    return sheet.finish(
        templates.page(
            "compose",
            new ComposeViews.Page(
                sheet.frame(Frame.Place.WRITE, sheet.t().say("compose.title")),
                with(filled, thumbs),
                List.of())));
  }

  private static Answer refused(Refused refused) {
    throw refused;
  }

  private static ComposeViews.Sheet with(
      ComposeViews.Sheet sheet, List<ComposeViews.Thumb> thumbs) {
    return new ComposeViews.Sheet(
        true,
        sheet.key(),
        sheet.text(),
        sheet.warning(),
        sheet.audience(),
        sheet.language(),
        sheet.inReplyTo(),
        sheet.replyName(),
        sheet.draft(),
        thumbs,
        sheet.poll(),
        sheet.charactersMax(),
        sheet.picturesMax(),
        sheet.languages(),
        sheet.faults());
  }
}
