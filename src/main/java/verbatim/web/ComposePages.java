package verbatim.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.JsonWriter;
import verbatim.http.Method;
import verbatim.http.Params;
import verbatim.http.RateLimits;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.http.Upload;
import verbatim.kernel.AccountId;
import verbatim.kernel.DraftId;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.StatusId;
import verbatim.media.Media;
import verbatim.media.Medium;
import verbatim.statuses.Draft;
import verbatim.statuses.Drafts;
import verbatim.statuses.Status;

/// Writing. The page, the composer on Home and the one below a post are the same form. Whatever is
/// refused, the form comes back with every word in it.
final class ComposePages {
  private static final String PATH = "/compose";
  private static final Duration READY_MAX = Duration.ofSeconds(20);
  private static final int AROUND_FILE_BYTES = 64 << 10;
  private static final int BESIDE_MAX = 3;
  private static final int QUERY_CHARACTERS_MAX = 2_000;
  private static final long KEPT_BYTES_MAX = 2L << 20;
  // Home is built from the log a moment after the post: who goes there next finds it, but nobody
  // waits for long.
  private static final Duration HOME_TRY = Duration.ofMillis(15);

  private final Templates templates;
  private final Forms forms;
  private final Web.Words words;
  private final PostViews posts;
  private final Composing composing;
  private final KeptWords keptWords;
  private final Messages messages;
  private final ShelvedViews shelved;
  private final SayingFirst sayingFirst;

  ComposePages(
      Templates templates,
      Forms forms,
      Web.Words words,
      PostViews posts,
      Composing composing,
      KeptWords keptWords,
      SayingFirst sayingFirst) {
    this.templates = templates;
    this.forms = forms;
    this.words = words;
    this.posts = posts;
    this.composing = composing;
    this.keptWords = keptWords;
    this.messages = new Messages(templates, forms);
    this.shelved = new ShelvedViews(words.statuses());
    this.sayingFirst = sayingFirst;
  }

  List<Route> routes() {
    long bytesMax = (long) words.limits().media().videoBytesMax() + AROUND_FILE_BYTES;
    return List.of(
        Route.get(PATH, Access.session(), this::show, "writing a post"),
        Route.post(PATH, Access.session(), this::post, "posting")
            .uploads(bytesMax)
            .limited(RateLimits.Bucket.POSTS),
        Route.post(PATH + "/sheet", Access.session(), this::turn, "one part more, or less")
            .uploads(bytesMax),
        Route.post(PATH + "/draft", Access.session(), this::keep, "keeping what is typed"),
        Route.post(PATH + "/pictures", Access.session(), this::pictures, "adding a picture")
            .uploads(bytesMax),
        Route.get(
            PATH + "/thumb", Access.session(), this::thumb, "a picture that was added before"),
        Route.get("/@:acct/:id/edit", Access.session(), this::edit, "changing a post"),
        Route.post(
            "/posts/:id/undo", Access.session(), this::undo, "taking back what was just posted"));
  }

  // ---- the page

  /// Also with a text in the address: from a page that shares.
  private Answer show(Request request) {
    if (!request.query("url").isBlank() || !request.query("title").isBlank()) {
      return Answer.seeOther(URI.create("/compose?text=" + shared(request)));
    }
    Tongue t = forms.sheet(request).t();
    AccountId me = Reading.me(request);
    Optional<DraftId> draft = DraftId.parse(request.query("draft"));
    if (!request.query("draft").isEmpty()) {
      Drafts.Begun begun = words.statuses().drafts().get(me, draft.orElseThrow(Refusal::notFound));
      Typed typed = composing.typed(begun, t);
      // Taken back from the list of what goes out later: the time it had is offered again.
      return page(request, typed.at(request.query("day"), request.query("time")), List.of());
    }
    if (request.query("kept").equals("yes")) {
      Optional<Typed> kept = keptWords.find(request, me);
      if (kept.isPresent()) {
        return page(request, kept.get(), List.of());
      }
    }
    return page(request, composing.typed(request, t), List.of());
  }

  /// What another app shares in three fields is one text; what it says twice stands once.
  private static String shared(Request request) {
    StringBuilder all = new StringBuilder();
    for (String field : List.of("title", "text", "url")) {
      String words = request.query(field).strip();
      if (all.indexOf(words) < 0) {
        all.append(all.isEmpty() ? "" : "\n").append(words);
      }
    }
    return URLEncoder.encode(all.toString(), StandardCharsets.UTF_8);
  }

  private Answer edit(Request request) {
    Status status = own(request);
    if (!Reading.account(request, words).id().equals(status.author())) {
      throw Refusal.notFound();
    }
    return page(request, composing.edit(status, forms.sheet(request).t()), List.of());
  }

  private Status own(Request request) {
    Status status =
        words.statuses().get(Reading.viewer(request), request.id("id", StatusId::parse));
    if (!status.author().equals(Reading.me(request)) || status.isBoost()) {
      throw Refusal.notFound();
    }
    return status;
  }

  private Answer page(Request request, Typed typed, List<Views.Fault> faults) {
    return page(
        request,
        typed,
        faults,
        SayingFirst.isMade(request) ? ComposeViews.Offer.MADE : ComposeViews.Offer.NONE);
  }

  private Answer page(
      Request request, Typed typed, List<Views.Fault> faults, ComposeViews.Offer offer) {
    Forms.Sheet sheet = forms.sheet(request);
    ComposeViews.Sheet filled = composing.sheet(request, sheet.t(), typed, faults).with(offer);
    if (request.isFragment()) {
      return sheet.finish(
          templates.page("compose_alone", new ComposeViews.Alone(sheet.frame(""), filled)));
    }
    AccountId me = Reading.me(request);
    Page few = Page.newest(BESIDE_MAX);
    return sheet.finish(
        templates.page(
            "compose",
            new ComposeViews.Page(
                sheet.frame(Frame.Place.WRITE, title(filled, sheet.t())),
                filled,
                about(request, filled),
                shelved.drafts(words.statuses().drafts().list(me, few)),
                shelved.waiting(words.statuses().scheduled().list(me, few), sheet.t()))));
  }

  private static String title(ComposeViews.Sheet sheet, Tongue t) {
    if (sheet.isEdit()) {
      return t.say("compose.edit_title");
    }
    return sheet.isReply() ? t.say("compose.reply_to", sheet.replyName()) : t.say("compose.title");
  }

  private List<Views.Post> about(Request request, ComposeViews.Sheet sheet) {
    return StatusId.parse(sheet.inReplyTo())
        .flatMap(words.statuses()::find)
        .flatMap(s -> posts.of(Reading.viewer(request), s))
        .stream()
        .toList();
  }

  // ---- posting

  private Answer post(Request request) throws IOException, InterruptedException {
    Tongue t = forms.sheet(request).t();
    Typed typed = composing.typed(request, t);
    if (!forms.isOurs(request)) {
      // From a page of an earlier sign-in, or forged: nothing is done, and no word is lost.
      return page(request, typed, List.of(new Views.Fault("", t.say("compose.once_more"))))
          .status(403);
    }
    try {
      if (hasFile(request)) {
        // Chosen, but not added: where no module runs, that is one more step that people forget.
        return page(request, withFiles(request, typed), List.of());
      }
      return typed.edit().isEmpty() ? send(request, typed, t) : change(request, typed, t);
    } catch (Refused refused) {
      return refused(request, typed, refused);
    }
  }

  private Answer send(Request request, Typed typed, Tongue t) throws InterruptedException {
    AccountId me = Reading.me(request);
    List<Draft> drafts = composing.drafts(me, typed, t);
    Optional<Instant> held = sayingFirst.held(request);
    Optional<Instant> at =
        held.or(() -> Composing.later(typed.day(), typed.time(), Composing.zone(typed, t), t));
    composing.describe(me, typed);
    if (at.isEmpty()) {
      Optional<ComposeViews.Offer> offer = sayingFirst.offer(request, typed.trimmed());
      if (offer.isPresent()) {
        return page(request, typed, List.of(), offer.get());
      }
    }
    sayingFirst.remember(request);
    if (at.isPresent()) {
      var _ = words.statuses().scheduled().schedule(drafts, at.get(), typed.key());
      discard(me, typed);
      return done(request, "/scheduled", held.isPresent() ? "held" : "scheduled", "");
    }
    List<Status> posted =
        drafts.size() == 1
            ? List.of(words.statuses().post(drafts.getFirst(), typed.key()))
            : words.statuses().postSeries(drafts, typed.key());
    discard(me, typed);
    awaitHome(posted.getLast());
    return done(request, after(posted), "posted", posted.getFirst().id().toString());
  }

  private Answer change(Request request, Typed typed, Tongue t) {
    AccountId me = Reading.me(request);
    StatusId id = StatusId.parse(typed.edit()).orElseThrow(Refusal::notFound);
    Draft changed = composing.drafts(me, typed, t).getFirst();
    Status status = words.statuses().edit(me, id, changed, composing.said(me, typed));
    return done(request, path(status), "changed", "");
  }

  /// A module that sent the form goes there itself.
  private Answer done(Request request, String path, String said, String id) {
    Answer answer =
        request.isFragment()
            ? Answer.json(new JsonWriter().object().field("at", path).end()).privately()
            : Answer.seeOther(URI.create(path));
    return keptWords.forget(forms.saying(answer, said, id, request), request);
  }

  private void discard(AccountId me, Typed typed) {
    Composing.draftId(typed).ifPresent(id -> discard(me, id));
  }

  private void discard(AccountId me, DraftId id) {
    try {
      words.statuses().drafts().discard(me, id);
    } catch (Refused _) {
      // Thrown away elsewhere meanwhile, or sent twice.
    }
  }

  private void awaitHome(Status status) throws InterruptedException {
    long id = status.id().value();
    Page self = new Page(id + 1, id - 1, false, 1);
    long end = System.nanoTime() + words.limits().waits().homeMax().toNanos();
    while (words.timelines().home(status.author(), self).isEmpty() && System.nanoTime() - end < 0) {
      Thread.sleep(HOME_TRY);
    }
  }

  /// To the thread for an answer, else home; at the new post.
  private String after(List<Status> posted) {
    return posted
        .getFirst()
        .words()
        .place()
        .parent()
        .flatMap(
            p ->
                words.accounts().find(p.author()).map(author -> PostViews.path(author, p.status())))
        .map(thread -> thread + "#p" + posted.getFirst().id())
        .orElseGet(() -> "/home#p" + posted.getLast().id());
  }

  private String path(Status status) {
    return words
        .accounts()
        .find(status.author())
        .map(author -> PostViews.path(author, status.id()))
        .orElse("/home");
  }

  // ---- what does not work

  private Answer refused(Request request, Typed typed, Refused refused) {
    Tongue t = forms.sheet(request).t();
    return switch (refused.refusal()) {
      case Refusal.Invalid(String why, List<Refusal.Fault> faults) ->
          page(
                  request,
                  typed,
                  faults.isEmpty()
                      ? List.of(new Views.Fault("", Refusals.words(why, t)))
                      : Forms.faults(refused, t))
              .status(422);
      case Refusal.NotFound _ ->
          typed.inReplyTo().isEmpty()
              ? gone(refused)
              : page(
                      request,
                      typed.answering(""),
                      List.of(new Views.Fault("", t.say("compose.parent_gone"))))
                  .status(422);
      case Refusal.Forbidden(String why) -> again(request, typed, Refusals.words(why, t), 403);
      case Refusal.TooMany(_, var after) ->
          again(
                  request,
                  typed,
                  t.count("error.too_many.words", Math.max(1, after.toSeconds())),
                  429)
              .header("Retry-After", Long.toString(Math.max(1, after.toSeconds())));
      case Refusal.Conflict(String why) -> again(request, typed, Refusals.words(why, t), 409);
      case Refusal.TooLarge(String why) -> again(request, typed, Refusals.words(why, t), 413);
      case Refusal.Unavailable _ ->
          again(request, typed, t.say("error.unavailable.words"), 503).header("Retry-After", "30");
      case Refusal.NotSignedIn _, Refusal.Malformed _, Refusal.WrongType _, Refusal.Gone _ ->
          gone(refused);
    };
  }

  private static Answer gone(Refused refused) {
    throw refused;
  }

  private Answer again(Request request, Typed typed, String why, int status) {
    return page(request, typed, List.of(new Views.Fault("", why))).status(status);
  }

  /// What was refused before it came here: the words are kept all the same.
  ///
  /// @return empty when nothing was typed that could be lost
  Optional<Answer> rescued(Refusal refusal, Request request) {
    if (!request.path().startsWith(PATH) || request.isFragment()) {
      return Optional.empty();
    }
    try {
      if (request.method() == Method.GET) {
        return refusal instanceof Refusal.NotSignedIn
                && request.path().equals(PATH)
                && request.rawQuery().length() > QUERY_CHARACTERS_MAX
            ? Optional.of(keptOnTheWay(request))
            : Optional.empty();
      }
      return switch (refusal) {
        case Refusal.NotSignedIn _ -> Optional.of(signIn(request));
        case Refusal.TooMany _, Refusal.Unavailable _ ->
            request.viewer().isEmpty()
                ? keptForLater(refusal, request)
                : Optional.of(
                    refused(
                        request,
                        composing.typed(request, forms.sheet(request).t()),
                        new Refused(refusal)));
        case Refusal.NotFound _,
            Refusal.Forbidden _,
            Refusal.Invalid _,
            Refusal.Malformed _,
            Refusal.WrongType _,
            Refusal.Gone _,
            Refusal.TooLarge _,
            Refusal.Conflict _ ->
            Optional.empty();
      };
    } catch (Refused _) {
      // What cannot be read holds nothing to keep.
      return Optional.empty();
    }
  }

  /// A text that was shared from elsewhere: a sign-in leads on to short addresses only.
  private Answer keptOnTheWay(Request request) {
    return keptWords.keep(
        Typed.of(request.params()),
        Answer.seeOther(URI.create("/auth/sign_in?next=%2Fcompose%3Fkept%3Dyes")),
        request);
  }

  /// Too many pages from one address: refused before anybody looked who it is. That must stay
  /// cheap, so a small page says where the words are, and what is as large as a file is not read.
  private Optional<Answer> keptForLater(Refusal refusal, Request request) {
    if (!(refusal instanceof Refusal.TooMany(_, var after)) || !isSmall(request)) {
      return Optional.empty();
    }
    long seconds = Math.max(1, after.toSeconds());
    Tongue t = forms.sheet(request).t();
    Answer page =
        messages
            .show(
                request,
                t.say("error.too_many.heading"),
                t.count("error.too_many.words", seconds) + " " + t.say("error.too_many.kept"),
                PATH + "?kept=yes",
                t.say("error.too_many.on"))
            .status(429)
            .header("Retry-After", Long.toString(seconds));
    return Optional.of(keptWords.keep(Typed.of(request.params()), page, request));
  }

  private static boolean isSmall(Request request) {
    try {
      return Long.parseLong(request.header("Content-Length")) <= KEPT_BYTES_MAX;
    } catch (NumberFormatException _) {
      return false;
    }
  }

  private Answer signIn(Request request) {
    Forms.Sheet sheet = forms.sheet(request);
    Answer page =
        sheet
            .finish(
                templates.page(
                    "sign_in",
                    new Views.SignIn(
                        sheet.frame(sheet.t().say("sign_in.title")),
                        PATH + "?kept=yes",
                        "",
                        sheet.t().say("error.signed_out.kept"),
                        Views.Ask.NOTHING)))
            .status(401);
    return keptWords.keep(Typed.of(request.params()), page, request);
  }

  // ---- the sheet

  /// A button that changes the sheet: the form comes back as it was filled in, changed. With a
  /// module none of them needs the server.
  private Answer turn(Request request) throws IOException, InterruptedException {
    Tongue t = forms.sheet(request).t();
    Typed typed = composing.typed(request, t);
    if (!forms.isOurs(request)) {
      return again(request, typed, t.say("compose.once_more"), 403);
    }
    try {
      typed = withFiles(request, typed);
      String[] what = request.params().text("do", "").split("\\.", 2);
      String which = what.length == 2 ? what[1] : "";
      return switch (what[0]) {
        case "part" -> page(request, oneMore(typed), List.of());
        case "remove" -> page(request, typed.without(number(which)), List.of());
        case "unpoll" -> page(request, typed.withoutPoll(number(which)), List.of());
        case "up" -> page(request, typed.moved(number(which), -1), List.of());
        case "down" -> page(request, typed.moved(number(which), 1), List.of());
        case "picture_remove" -> page(request, typed.withoutPicture(which), List.of());
        case "picture_up" -> page(request, typed.movedPicture(which, -1), List.of());
        case "picture_down" -> page(request, typed.movedPicture(which, 1), List.of());
        case "draft", "there" -> keepAndLeave(request, typed);
        default -> page(request, typed, List.of());
      };
    } catch (Refused refused) {
      return refused(request, typed, refused);
    }
  }

  private Typed oneMore(Typed typed) {
    return typed.pieces().size() < words.limits().text().seriesMax() ? typed.withOneMore() : typed;
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException _) {
      return -1;
    }
  }

  // ---- files

  /// One picture more: the composer again with all that was typed; for a module the piece alone.
  private Answer pictures(Request request) throws IOException, InterruptedException {
    forms.check(request);
    if (!request.isFragment()) {
      Typed typed = composing.typed(request, forms.sheet(request).t());
      try {
        if (!hasFile(request)) {
          throw Refusal.invalid("file", "ERR_BLANK", "Choose a file first");
        }
        return page(request, withFiles(request, typed), List.of());
      } catch (Refused refused) {
        return refused(request, typed, refused);
      }
    }
    Upload file =
        file(request.params())
            .orElseThrow(() -> Refusal.invalid("file", "ERR_BLANK", "Choose a file first"));
    return templates.page(
        "thumb_alone",
        new ComposeViews.ThumbAlone(
            forms.sheet(request).frame(""), composing.thumb(taken(request, file))));
  }

  /// For the module that fills the sheet again: one's own picture, by its id.
  private Answer thumb(Request request) {
    return templates.page(
        "thumb_alone",
        new ComposeViews.ThumbAlone(
            forms.sheet(request).frame(""),
            composing
                .thumb(Reading.me(request), request.query("id"))
                .orElseThrow(Refusal::notFound)));
  }

  private static boolean hasFile(Request request) {
    return file(request.params()).isPresent()
        || request.params().objects("more").stream().anyMatch(more -> file(more).isPresent());
  }

  private static Optional<Upload> file(Params params) {
    return params.file("file").filter(f -> f.size() > 0);
  }

  /// The files that were chosen, each with the part where it was.
  private Typed withFiles(Request request, Typed typed) throws IOException, InterruptedException {
    Typed with = typed;
    Optional<Upload> first = file(request.params());
    if (first.isPresent()) {
      with = with.withPicture(0, composing.picture(taken(request, first.get())));
    }
    int at = 1;
    for (Params more : request.params().objects("more")) {
      Optional<Upload> file = file(more);
      if (file.isPresent()) {
        with = with.withPicture(at, composing.picture(taken(request, file.get())));
      }
      at++;
    }
    return with;
  }

  private Medium taken(Request request, Upload file) throws IOException, InterruptedException {
    AccountId me = Reading.me(request);
    Medium medium;
    try (InputStream in = file.open()) {
      Medium begun = words.media().upload(me, in, file.size(), Media.Said.NOTHING);
      medium = words.media().await(me, begun.id(), READY_MAX);
    }
    if (medium.state() instanceof Medium.Failed(var why)) {
      throw Refusal.invalid("file", "ERR_INVALID", why);
    }
    return medium;
  }

  // ---- drafts

  /// For the module: keeps what is typed every few seconds, and says under which name. A draft that
  /// another device has changed meanwhile is not touched: what is typed here becomes one of its
  /// own.
  private Answer keep(Request request) {
    forms.check(request);
    AccountId me = Reading.me(request);
    Typed typed = composing.typed(request, forms.sheet(request).t());
    if (typed.isBlank()) {
      discard(me, typed);
      return kept("", "");
    }
    composing.describe(me, typed);
    Drafts.Begun begun = write(me, typed);
    return kept(begun.id().toString(), Long.toString(begun.updatedAt().toEpochMilli()));
  }

  private static Answer kept(String draft, String seen) {
    return Answer.json(new JsonWriter().object().field("draft", draft).field("seen", seen).end())
        .privately();
  }

  private Drafts.Begun write(AccountId me, Typed typed) {
    Drafts drafts = words.statuses().drafts();
    List<Draft> statuses = composing.unfinished(me, typed);
    Optional<DraftId> id = Composing.draftId(typed);
    if (id.isPresent()) {
      try {
        return drafts.change(me, id.get(), statuses, seen(typed));
      } catch (Refused refused) {
        if (!isElsewhere(refused.refusal())) {
          throw refused;
        }
      }
    }
    return drafts.begin(me, statuses);
  }

  private static boolean isElsewhere(Refusal refusal) {
    return refusal instanceof Refusal.Conflict || refusal instanceof Refusal.NotFound;
  }

  private static Instant seen(Typed typed) {
    try {
      return Instant.ofEpochMilli(Long.parseLong(typed.seen()));
    } catch (NumberFormatException _) {
      return Instant.EPOCH;
    }
  }

  private Answer keepAndLeave(Request request, Typed typed) {
    AccountId me = Reading.me(request);
    if (typed.isBlank()) {
      return page(request, typed, List.of());
    }
    composing.describe(me, typed);
    Drafts.Begun begun = write(me, typed);
    sayingFirst.remember(request);
    if (SayingFirst.isThere(request)) {
      String there =
          sayingFirst.there(request, begun.id().toString()).orElseThrow(Refusal::notFound);
      return keptWords.forget(Answer.seeOther(URI.create(there)), request);
    }
    return keptWords.forget(
        forms.saying(Answer.seeOther(URI.create("/drafts")), "draft_kept", "", request), request);
  }

  // ---- taking back

  /// Gone, and back in the composer as it was written. It becomes a draft first: so its pictures
  /// are held throughout, no word stands in an address, and nothing is lost on the way.
  private Answer undo(Request request) {
    forms.check(request);
    Status status = own(request);
    AccountId me = Reading.me(request);
    List<Status> parts =
        status
            .words()
            .series()
            .map(place -> words.statuses().series(Reading.viewer(request), place.id()))
            .orElse(List.of(status));
    List<Draft> written = parts.stream().map(composing::draft).toList();
    Answer answer;
    try {
      Drafts.Begun begun = words.statuses().drafts().begin(me, written);
      answer = Answer.seeOther(URI.create(PATH + "?draft=" + begun.id()));
    } catch (Refused _) {
      // No room for one draft more: then the page itself, made before anything is deleted.
      Typed typed = composing.typed(written, forms.sheet(request).t());
      answer = page(request, typed, List.of());
    }
    parts.reversed().forEach(part -> words.statuses().delete(me, part.id()));
    return answer;
  }
}
