package verbatim.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import verbatim.accounts.Standing.Role;
import verbatim.announcements.Announcement;
import verbatim.announcements.Announcements;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Method;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.http.Upload;
import verbatim.kernel.AnnouncementId;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.media.CustomEmoji;
import verbatim.media.Emojis;
import verbatim.moderation.Deed;
import verbatim.moderation.Moderation;

/// What the house puts up: its emoji and its announcements. For admins.
final class DeskNoticePages {
  private static final String EMOJI = "/desk/emoji";
  private static final String ANNOUNCEMENTS = "/desk/announcements";
  private static final int AROUND_FILE_BYTES = 4_096;
  private static final DateTimeFormatter FIELD = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm");

  private final Templates templates;
  private final Forms forms;
  private final Web.Words words;
  private final Limits limits;
  private final Emojis emojis;
  private final Announcements announcements;
  private final Moderation moderation;
  private final java.time.InstantSource clock;

  DeskNoticePages(
      Templates templates,
      Forms forms,
      Web.Words words,
      Web.Desk desk,
      java.time.InstantSource clock) {
    this.templates = templates;
    this.forms = forms;
    this.words = words;
    this.limits = words.limits();
    this.emojis = words.media().emojis();
    this.announcements = desk.announcements();
    this.moderation = desk.moderation();
    this.clock = clock;
  }

  List<Route> routes() {
    Access admins = Access.desk(Role.ADMIN);
    return List.of(
        Route.get(EMOJI, admins, this::emoji, "the house's emoji"),
        Route.post(EMOJI, admins, this::addEmoji, "putting up an emoji")
            .uploads((long) limits.house().emojiBytesMax() + AROUND_FILE_BYTES),
        Route.post(EMOJI + "/:shortcode", admins, this::changeEmoji, "changing an emoji"),
        Route.get(ANNOUNCEMENTS, admins, this::announcements, "the house's announcements"),
        Route.post(ANNOUNCEMENTS, admins, this::announce, "writing an announcement"),
        Route.post(
            ANNOUNCEMENTS + "/:id/delete",
            admins,
            this::deleteAnnouncement,
            "taking down an announcement"));
  }

  private void log(Request request, Deed.Kind kind, String detail) {
    var _ = moderation.deeds().record(Reading.me(request), kind, Deed.NOBODY, detail);
  }

  // ---- emoji

  private Answer emoji(Request request) {
    return emoji(request, List.of());
  }

  private Answer emoji(Request request, List<Views.Fault> faults) {
    Forms.Sheet sheet = forms.sheet(request);
    boolean isAgain = !faults.isEmpty();
    return sheet.finish(
        templates.page(
            "desk_emoji",
            new DeskViews.EmojiPage(
                sheet.frame(Frame.Place.DESK, sheet.t().say("desk.tab.emoji")),
                emojis.everyOne().stream().map(this::view).toList(),
                isAgain ? request.params().text("shortcode", "") : "",
                isAgain ? request.params().text("category", "") : "",
                faults)));
  }

  private DeskViews.Emoji view(CustomEmoji emoji) {
    return new DeskViews.Emoji(
        emoji.shortcode(),
        emoji.category(),
        words.addresses().at("/media/" + emoji.stillPath()),
        emoji.isOff());
  }

  private Answer addEmoji(Request request) throws IOException {
    forms.check(request);
    try {
      Optional<Upload> file = request.params().file("image").filter(f -> f.size() > 0);
      byte[] bytes;
      try (InputStream in =
          file.orElseThrow(() -> Refusal.invalid("image", "ERR_BLANK", "Image can't be blank"))
              .open()) {
        bytes = in.readNBytes(limits.house().emojiBytesMax() + 1);
      }
      CustomEmoji made =
          emojis.add(
              request.params().text("shortcode", "").strip(),
              request.params().text("category", ""),
              bytes);
      log(request, Deed.Kind.EMOJI, "+ :" + made.shortcode() + ":");
    } catch (Refused e) {
      return emoji(request, faults(e, request)).status(422);
    }
    return done(EMOJI, request);
  }

  /// Also of a refusal that names no field: it stands beside the first.
  private List<Views.Fault> faults(Refused refused, Request request) {
    return refused.refusal() instanceof Refusal.Invalid(var why, var faults) && faults.isEmpty()
        ? List.of(new Views.Fault("shortcode", why))
        : Forms.faults(refused, forms.sheet(request).t());
  }

  private Answer done(String path, Request request) {
    return forms.saying(Answer.seeOther(URI.create(path)), "done", "", request);
  }

  private Answer changeEmoji(Request request) {
    forms.check(request);
    String shortcode = request.variable("shortcode");
    String act = request.params().text("act", "");
    boolean isThere;
    try {
      isThere =
          switch (act) {
            case "off" -> emojis.turn(shortcode, true);
            case "on" -> emojis.turn(shortcode, false);
            case "sort" -> emojis.sort(shortcode, request.params().text("category", ""));
            case "remove" -> emojis.remove(shortcode);
            default -> throw Refusal.malformed("no such act");
          };
    } catch (Refused e) {
      return emoji(request, faults(e, request)).status(422);
    }
    if (!isThere) {
      throw Refusal.notFound();
    }
    String sign =
        switch (act) {
          case "remove" -> "-";
          case "off" -> "off";
          case "on" -> "on";
          default -> "~";
        };
    log(request, Deed.Kind.EMOJI, sign + " :" + shortcode + ":");
    return done(EMOJI, request);
  }

  // ---- announcements

  private Answer announcements(Request request) {
    Optional<Announcement> edited =
        AnnouncementId.parse(request.query("id"))
            .flatMap(id -> announcements.all().stream().filter(a -> a.id().equals(id)).findFirst());
    return announcements(
        request,
        edited.map(a -> a.id().toString()).orElse(""),
        edited.map(Announcement::text).orElse(""),
        edited.map(a -> field(Optional.of(a.publishedAt()), zone(request))).orElse(""),
        edited.map(a -> field(a.endsAt(), zone(request))).orElse(""),
        List.of());
  }

  private Answer announcements(
      Request request,
      String id,
      String text,
      String publish,
      String ends,
      List<Views.Fault> faults) {
    Forms.Sheet sheet = forms.sheet(request);
    Instant now = clock.instant();
    return sheet.finish(
        templates.page(
            "desk_announcements",
            new DeskViews.AnnouncementPage(
                sheet.frame(Frame.Place.DESK, sheet.t().say("desk.tab.announcements")),
                zone(request).getId(),
                announcements.all().stream().map(a -> view(a, now)).toList(),
                id,
                text,
                publish,
                ends,
                faults)));
  }

  private DeskViews.Announcement view(Announcement one, Instant now) {
    boolean isOver = one.endsAt().filter(end -> !end.isAfter(now)).isPresent();
    return new DeskViews.Announcement(
        one.id().toString(),
        words.html().announcement(one.text()),
        one.publishedAt(),
        one.endsAt().orElse(Instant.EPOCH),
        !one.publishedAt().isAfter(now) && !isOver,
        isOver);
  }

  private static String field(Optional<Instant> at, ZoneId zone) {
    return at.map(t -> FIELD.format(t.atZone(zone))).orElse("");
  }

  /// That in which the fields were filled in, else that of whoever looks.
  private ZoneId zone(Request request) {
    String sent = request.method() == Method.POST ? request.params().text("zone", "") : "";
    try {
      return ZoneId.of(sent.isBlank() ? forms.sheet(request).t().zone() : sent);
    } catch (DateTimeException _) {
      return ZoneOffset.UTC;
    }
  }

  private Answer announce(Request request) {
    forms.check(request);
    String id = request.params().text("id", "");
    String text = request.params().text("text", "");
    String publish = request.params().text("publish", "");
    String ends = request.params().text("ends", "");
    try {
      Announcement.Draft draft =
          new Announcement.Draft(
              text,
              Optional.empty(),
              time("ends_at", ends, zone(request)),
              false,
              time("publish", publish, zone(request)));
      Announcement made =
          AnnouncementId.parse(id)
              .map(known -> announcements.change(known, draft))
              .orElseGet(() -> announcements.publish(draft));
      log(request, Deed.Kind.ANNOUNCEMENT, (id.isEmpty() ? "+ " : "~ ") + made.id());
    } catch (Refused e) {
      return announcements(request, id, text, publish, ends, faults(e, request)).status(422);
    }
    return done(ANNOUNCEMENTS, request);
  }

  private static Optional<Instant> time(String field, String text, ZoneId zone) {
    try {
      return text.isBlank()
          ? Optional.empty()
          : Optional.of(LocalDateTime.parse(text.strip()).atZone(zone).toInstant());
    } catch (DateTimeException _) {
      throw Refusal.invalid(field, "ERR_INVALID", "The time is not one");
    }
  }

  private Answer deleteAnnouncement(Request request) {
    forms.check(request);
    AnnouncementId id = request.id("id", AnnouncementId::parse);
    announcements.delete(id);
    log(request, Deed.Kind.ANNOUNCEMENT, "- " + id);
    return done(ANNOUNCEMENTS, request);
  }
}
