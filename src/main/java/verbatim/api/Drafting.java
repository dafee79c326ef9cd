package verbatim.api;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verbatim.access.App;
import verbatim.access.Apps;
import verbatim.accounts.Account;
import verbatim.http.Params;
import verbatim.http.Request;
import verbatim.kernel.MediaId;
import verbatim.kernel.Origin;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.StatusId;
import verbatim.relations.ReplyPolicy;
import verbatim.statuses.Draft;
import verbatim.statuses.Status;

/// Reads what somebody wants to post, now or later. What a body may ask for that we cannot do
/// (quoting, scheduling an edit) is refused: posting it without would be another post
/// than the one that was meant.
final class Drafting {
  private final Apps apps;

  Drafting(Apps apps) {
    this.apps = apps;
  }

  /// The parts of a series; its time stands beside them, not in one of them. Whoever sent
  /// twenty-five wants to know which is wrong.
  List<Draft> series(List<Params> parts, Account author, Status.Application application) {
    List<Draft> drafts = new ArrayList<>();
    for (Params part : parts) {
      try {
        drafts.add(readForNow(part, author, application));
      } catch (Refused e) {
        throw e.refusal() instanceof Refusal.Invalid(var why, var faults)
            ? new Refused(
                new Refusal.Invalid(
                    "Status " + (drafts.size() + 1) + " of the series: " + why, faults))
            : e;
      }
    }
    return drafts;
  }

  /// What has no time of its own.
  Draft readForNow(Params params, Account author, Status.Application application) {
    refuseScheduling(params);
    return read(params, author, application);
  }

  Draft read(Params params, Account author, Status.Application application) {
    refuseQuoting(params);
    String warning = params.text("spoiler_text", "");
    boolean sensitive =
        params.flag("sensitive", author.posting().sensitive()) || !warning.isBlank();
    return new Draft(
            author.id(),
            params.text("status", ""),
            warning,
            sensitive,
            params.text("language").filter(l -> !l.isBlank()).orElse(author.posting().language()),
            visibility(
                params
                    .text("visibility")
                    .filter(v -> !v.isBlank())
                    .orElse(author.posting().visibility())),
            media(params),
            poll(params),
            params.id("in_reply_to_id", StatusId::parse),
            application,
            Origin.HERE)
        .with(replies(params).orElse(ReplyPolicy.PUBLIC));
  }

  /// Clients send back what they were told. Where that is the cover of the moderators, it is no
  /// wish of the author's.
  private static boolean isMarked(Params params, Status.Words words) {
    return params.flag("sensitive", words.marked()) && (words.marked() || !words.covered());
  }

  /// An edit keeps audience, place and language of the status unless it names another language.
  Draft edit(Params params, Status status) {
    refuseScheduling(params);
    refuseQuoting(params);
    Status.Words words = status.words();
    String warning = params.text("spoiler_text", "");
    return new Draft(
            status.author(),
            params.text("status").orElse(words.text()),
            warning,
            isMarked(params, words) || !warning.isBlank(),
            params.text("language").filter(l -> !l.isBlank()).orElse(words.language()),
            visibility(status.audience().visibility()),
            media(params),
            poll(params),
            words.place().parent().map(Status.Parent::status),
            words.application(),
            status.origin())
        .with(replies(params).orElse(words.replies()));
  }

  private static Optional<ReplyPolicy> replies(Params params) {
    return params
        .text("reply_policy")
        .filter(word -> !word.isBlank())
        .map(
            word ->
                ReplyPolicy.of(word)
                    .orElseThrow(
                        () ->
                            Refusal.invalid(
                                "reply_policy",
                                "ERR_INCLUSION",
                                "Reply policy must be public, followers, mentioned or nobody")));
  }

  /// The app through which it came, for "posted with".
  Status.Application application(Request request) {
    return request
        .signedIn()
        .app()
        .flatMap(apps::find)
        .map(Drafting::application)
        .orElse(Status.Application.NONE);
  }

  private static Status.Application application(App app) {
    return new Status.Application(app.name(), app.website());
  }

  static Draft.Visibility visibility(String word) {
    return switch (word) {
      case "public" -> Draft.Visibility.PUBLIC;
      case "unlisted" -> Draft.Visibility.UNLISTED;
      case "private" -> Draft.Visibility.FOLLOWERS;
      case "direct" -> Draft.Visibility.DIRECT;
      default ->
          throw Refusal.invalid(
              "visibility",
              "ERR_INCLUSION",
              "Visibility must be public, unlisted, private or direct");
    };
  }

  /// What is no id is refused as an unknown one: left out, the post would go out without its file.
  private static List<MediaId> media(Params params) {
    return params.list("media_ids").stream()
        .filter(id -> !id.isBlank())
        .map(
            id ->
                MediaId.parse(id)
                    .orElseThrow(
                        () ->
                            Refusal.invalid(
                                "media_ids",
                                "ERR_INVALID",
                                "There is no such file: upload it first (POST /api/v2/media)")))
        .toList();
  }

  private static Optional<Draft.NewPoll> poll(Params params) {
    Params poll = params.object("poll");
    List<String> options = poll.list("options");
    if (poll.names().isEmpty()) {
      return Optional.empty();
    }
    if (options.isEmpty()) {
      throw Refusal.invalid("options", "ERR_BLANK", "A poll needs options to choose from");
    }
    int seconds =
        poll.number("expires_in")
            .orElseThrow(
                () ->
                    Refusal.invalid(
                        "expires_in", "ERR_BLANK", "A poll needs expires_in, in seconds"));
    return Optional.of(
        new Draft.NewPoll(
            options,
            poll.flag("multiple", false),
            poll.flag("hide_totals", false),
            Duration.ofSeconds(seconds)));
  }

  /// When it is to be posted; empty for now.
  static Optional<Instant> scheduledAt(Params params) {
    return params.text("scheduled_at").filter(t -> !t.isBlank()).map(t -> time("scheduled_at", t));
  }

  static Instant time(String name, String text) {
    try {
      return OffsetDateTime.parse(text.strip()).toInstant();
    } catch (DateTimeException _) {
      throw Refusal.invalid(name, "ERR_INVALID", name + " is no time (as 2026-01-31T12:00:00Z)");
    }
  }

  private static void refuseScheduling(Params params) {
    if (params.text("scheduled_at").filter(t -> !t.isBlank()).isPresent()) {
      throw Refusal.invalid(
          "scheduled_at", "ERR_INVALID", "Only a new post or a whole series can be scheduled");
    }
  }

  private static void refuseQuoting(Params params) {
    if (params.text("quoted_status_id").filter(t -> !t.isBlank()).isPresent()) {
      throw Refusal.invalid(
          "quoted_status_id",
          "ERR_INVALID",
          "This server cannot quote posts yet: link to it instead");
    }
  }
}
