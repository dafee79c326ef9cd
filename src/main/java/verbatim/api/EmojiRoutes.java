package verbatim.api;

import static verbatim.access.Scope.ADMIN_READ;
import static verbatim.access.Scope.ADMIN_WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import verbatim.accounts.Accounts;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.JsonWriter;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;
import verbatim.media.Emojis;
import verbatim.moderation.Deed;
import verbatim.moderation.Deeds;

/// The server's own emoji: for everybody to see, for administrators to put up.
final class EmojiRoutes {
  private static final Duration CACHED = Duration.ofMinutes(1);
  private static final int AROUND_FILE_BYTES = 64 << 10;

  private final Emojis emojis;
  private final Accounts accounts;
  private final Deeds deeds;
  private final EmojiJson emojiJson;
  private final Limits.House limits;

  EmojiRoutes(Emojis emojis, Accounts accounts, Deeds deeds, EmojiJson emojiJson, Limits limits) {
    this.deeds = deeds;
    this.emojis = emojis;
    this.accounts = accounts;
    this.emojiJson = emojiJson;
    this.limits = limits.house();
  }

  List<Route> routes() {
    String ours = "/api/v1/admin/custom_emojis";
    return List.of(
        Route.get("/api/v1/custom_emojis", Access.open(), this::all, "its emoji"),
        Route.get(ours, Access.user(ADMIN_READ), this::list, "its emoji, for administrators"),
        Route.post(ours, Access.user(ADMIN_WRITE), this::add, "put up an emoji")
            .uploads((long) limits.emojiBytesMax() + AROUND_FILE_BYTES),
        Route.delete(
            ours + "/:shortcode", Access.user(ADMIN_WRITE), this::remove, "take down an emoji"));
  }

  private Answer all(Request request) {
    return Answer.json(emojiJson.all(new JsonWriter())).cached(CACHED);
  }

  private Answer list(Request request) {
    Administrators.only(accounts, request);
    return Answer.json(emojiJson.all(new JsonWriter())).privately();
  }

  private Answer add(Request request) throws IOException {
    Administrators.only(accounts, request);
    var file =
        request
            .params()
            .file("image")
            .orElseThrow(() -> Refusal.invalid("image", "ERR_BLANK", "Image can't be blank"));
    byte[] bytes;
    try (InputStream in = file.open()) {
      bytes = in.readNBytes(limits.emojiBytesMax() + 1);
    }
    var made =
        emojis.add(
            request.params().text("shortcode", ""), request.params().text("category", ""), bytes);
    log(request, "+ :" + made.shortcode() + ":");
    return Answer.json(emojiJson.one(new JsonWriter(), made));
  }

  private Answer remove(Request request) {
    Administrators.only(accounts, request);
    if (!emojis.remove(request.variable("shortcode"))) {
      throw Refusal.notFound();
    }
    log(request, "- :" + request.variable("shortcode") + ":");
    return Answer.empty();
  }

  private void log(Request request, String what) {
    var _ = deeds.record(Looking.me(request), Deed.Kind.EMOJI, Deed.NOBODY, what);
  }
}
