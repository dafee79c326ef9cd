package verbatim.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import verbatim.announcements.Announcement;
import verbatim.announcements.Announcements;
import verbatim.kernel.AccountId;
import verbatim.kernel.AnnouncementId;
import verbatim.media.CustomEmoji;
import verbatim.media.Emojis;

/// What the house announces, as one member sees it.
final class Notices {
  private static final List<String> OFFERED = List.of("👍", "❤️", "🎉", "😮", "😢", "🙏");
  private static final int OFFERED_OURS_MAX = 12;

  private final Announcements announcements;
  private final Emojis emojis;
  private final Web.Words words;

  Notices(Web.Words words, Announcements announcements) {
    this.words = words;
    this.announcements = announcements;
    this.emojis = words.media().emojis();
  }

  Announcements announcements() {
    return announcements;
  }

  List<NoticeViews.Notice> unread(AccountId me, Tongue t) {
    return announcements.shown(me, false).stream().map(shown -> of(shown, t)).toList();
  }

  List<NoticeViews.Notice> all(AccountId me, Tongue t) {
    return announcements.shown(me, true).stream().map(shown -> of(shown, t)).toList();
  }

  Optional<NoticeViews.Notice> find(AccountId me, AnnouncementId id, Tongue t) {
    return announcements.shown(me, true).stream()
        .filter(shown -> shown.announcement().id().equals(id))
        .findFirst()
        .map(shown -> of(shown, t));
  }

  private NoticeViews.Notice of(Announcements.Shown shown, Tongue t) {
    Announcement one = shown.announcement();
    List<NoticeViews.Sign> signs =
        shown.reactions().stream().map(r -> sign(r.name(), r.count(), r.isMine())).toList();
    List<String> there = shown.reactions().stream().map(Announcements.Reaction::name).toList();
    List<NoticeViews.Sign> offered =
        Stream.concat(
                OFFERED.stream(),
                emojis.list().stream().limit(OFFERED_OURS_MAX).map(CustomEmoji::shortcode))
            .filter(name -> !there.contains(name))
            .map(name -> sign(name, 0, false))
            .toList();
    return new NoticeViews.Notice(
        one.id().toString(),
        words.html().announcement(one.text()),
        one.publishedAt(),
        when(one, t),
        shown.isRead(),
        signs,
        offered);
  }

  /// When that is of which it speaks.
  private static String when(Announcement one, Tongue t) {
    List<String> times = new ArrayList<>();
    Stream.concat(one.startsAt().stream(), one.endsAt().stream())
        .map(at -> one.allDay() ? t.day(at) : t.moment(at))
        .forEach(times::add);
    return one.startsAt().isEmpty() ? "" : String.join(" – ", times);
  }

  private NoticeViews.Sign sign(String name, long count, boolean isMine) {
    return new NoticeViews.Sign(
        name,
        emojis
            .find(name)
            .map(emoji -> words.addresses().at("/media/" + emoji.stillPath()))
            .orElse(""),
        count,
        isMine);
  }
}
