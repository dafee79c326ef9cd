package verbatim.api;

import static verbatim.access.Scope.READ_STATUSES;
import static verbatim.access.Scope.WRITE_MEDIA;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import verbatim.conversations.Conversations;
import verbatim.excerpts.Excerpts;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.JsonWriter;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.http.Upload;
import verbatim.kernel.AccountId;
import verbatim.kernel.Limits;
import verbatim.kernel.MediaId;
import verbatim.kernel.Refusal;
import verbatim.kernel.StatusId;
import verbatim.media.Guard;
import verbatim.media.Media;
import verbatim.media.Medium;
import verbatim.media.Opened;
import verbatim.relations.MaySee;
import verbatim.relations.Viewer;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;

/// Uploads, and the files themselves for whoever may see what they hang on.
final class MediaRoutes {
  // A shared cache must not hold for long what was deleted. Files never change, so asking again
  // costs little.
  private static final Duration KEPT_OF_POSTS = Duration.ofMinutes(1);
  private static final Duration KEPT_OF_PROFILES = Duration.ofMinutes(5);
  private static final Duration READY_MAX = Duration.ofSeconds(30);
  private static final int AROUND_FILE_BYTES = 64 << 10;

  private final Media media;
  private final Statuses statuses;
  private final Conversations conversations;
  private final Excerpts excerpts;
  private final MaySee maySee;
  private final MediaJson mediaJson;
  private final Limits limits;

  MediaRoutes(
      Media media,
      Statuses statuses,
      Conversations conversations,
      Excerpts excerpts,
      MaySee maySee,
      MediaJson mediaJson,
      Limits limits) {
    this.media = media;
    this.statuses = statuses;
    this.conversations = conversations;
    this.excerpts = excerpts;
    this.maySee = maySee;
    this.mediaJson = mediaJson;
    this.limits = limits;
  }

  List<Route> routes() {
    Access write = Access.user(WRITE_MEDIA);
    long bytesMax = (long) limits.media().videoBytesMax() + AROUND_FILE_BYTES;
    String one = "/api/v1/media/:id";
    return List.of(
        Route.post("/api/v2/media", write, this::upload, "upload").uploads(bytesMax),
        Route.post("/api/v1/media", write, this::uploadWhole, "upload, older form")
            .uploads(bytesMax),
        Route.get(one, write, this::show, "an upload"),
        Route.put(one, write, this::change, "say what it shows"),
        Route.delete(one, write, this::delete, "take back an upload"),
        Route.get("/media/*path", Access.optional(READ_STATUSES), this::file, "a file"));
  }

  private Answer upload(Request request) throws IOException {
    return answer(uploaded(request), 202);
  }

  /// Clients of the older form do not ask again: they wait here.
  private Answer uploadWhole(Request request) throws IOException, InterruptedException {
    return answer(media.await(Looking.me(request), uploaded(request).id(), READY_MAX), 202);
  }

  private Medium uploaded(Request request) throws IOException {
    refuseCover(request);
    Upload file =
        request
            .params()
            .file("file")
            .orElseThrow(() -> Refusal.invalid("file", "ERR_BLANK", "File can't be blank"));
    try (InputStream in = file.open()) {
      return media.upload(
          Looking.me(request), in, file.size(), MediaChanges.said(request.params()));
    }
  }

  /// A cover that was thrown away without a word would be missed by whoever made it.
  private static void refuseCover(Request request) {
    if (request.params().file("thumbnail").isPresent()) {
      throw Refusal.invalid(
          "thumbnail", "ERR_INVALID", "Sound and films have no cover of their own here");
    }
  }

  private Answer show(Request request) {
    return answer(mine(request), 206);
  }

  private Answer change(Request request) {
    Medium was = mine(request);
    refuseCover(request);
    return answer(
        excerpts.describe(Looking.me(request), was.id(), MediaChanges.said(request.params(), was)),
        200);
  }

  private Answer delete(Request request) {
    media.discard(Looking.me(request), mine(request).id());
    return Answer.empty();
  }

  private Medium mine(Request request) {
    return media.mine(Looking.me(request), request.id("id", MediaId::parse));
  }

  private Answer answer(Medium medium, int whileProcessing) {
    Answer answer = Answer.json(mediaJson.mine(new JsonWriter(), medium)).privately();
    return switch (medium.state()) {
      case Medium.Ready _ -> answer;
      case Medium.Processing _ -> answer.status(whileProcessing);
      case Medium.Failed(var why) -> throw Refusal.invalid("file", "ERR_INVALID", why);
    };
  }

  // ---- files

  private Answer file(Request request) {
    String path = request.variable("path");
    Opened opened = media.open(path).orElseThrow(Refusal::notFound);
    boolean isForEverybody = isFor(Viewer.ANYBODY, opened.guard());
    if (!isForEverybody
        && !isTicketGood(path, opened.guard(), request.query("ticket"))
        && !isFor(Looking.viewer(request), opened.guard())) {
      throw Refusal.notFound();
    }
    Answer answer =
        Answer.file(opened.type(), () -> opened.way().open())
            .tagged(path)
            .header("Content-Security-Policy", "sandbox; default-src 'none'")
            .header("X-Content-Type-Options", "nosniff")
            .header("Cross-Origin-Resource-Policy", "cross-origin");
    if (opened.guard() instanceof Guard.OfEmoji) {
      return answer.cachedForever();
    }
    return isForEverybody ? answer.cached(kept(opened.guard())) : answer.privately();
  }

  /// Tickets given out before their author was suspended end with him; not those of moderators, who
  /// still have to look at what he posted.
  private boolean isTicketGood(String path, Guard guard, String ticket) {
    return media.admitsHeld(path, guard, ticket) || isTicketOfReader(path, guard, ticket);
  }

  private boolean isTicketOfReader(String path, Guard guard, String ticket) {
    return media.admits(path, guard, ticket)
        && switch (guard) {
          case Guard.OfProfile _, Guard.OfEmoji _ -> true;
          case Guard.OwnerOnly(AccountId of) -> maySee.maySeeProfile(Viewer.ANYBODY, of);
          case Guard.Attached(AccountId of, _) -> maySee.maySeeProfile(Viewer.ANYBODY, of);
        };
  }

  private static Duration kept(Guard guard) {
    return switch (guard) {
      case Guard.OfProfile _ -> KEPT_OF_PROFILES;
      case Guard.Attached _, Guard.OwnerOnly _, Guard.OfEmoji _ -> KEPT_OF_POSTS;
    };
  }

  private boolean isFor(Viewer viewer, Guard guard) {
    return switch (guard) {
      case Guard.OfProfile(AccountId owner) -> maySee.maySeeProfile(viewer, owner);
      case Guard.OfEmoji() -> true;
      case Guard.OwnerOnly(AccountId owner) -> viewer.is(owner);
      case Guard.Attached(AccountId owner, var uses) ->
          viewer.is(owner) || uses.stream().anyMatch(use -> maySee(viewer, use));
    };
  }

  private boolean maySee(Viewer viewer, StatusId use) {
    Optional<Status> status = statuses.find(use);
    return status.isPresent()
        ? maySee.maySee(viewer, status.get().author(), status.get().audience())
        : conversations.ofStatus(viewer, use).isPresent();
  }
}
