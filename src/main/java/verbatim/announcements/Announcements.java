package verbatim.announcements;

import com.github.benmanes.caffeine.cache.Cache;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import verbatim.kernel.AccountId;
import verbatim.kernel.AnnouncementId;
import verbatim.kernel.Caches;
import verbatim.kernel.Ids;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;
import verbatim.log.EventLog;
import verbatim.log.Jobs;
import verbatim.media.Emojis;
import verbatim.store.Bytes;
import verbatim.store.Op;
import verbatim.store.Store;
import verbatim.text.Characters;
import verbatim.text.Written;

/// What the house tells its members. Whoever runs the server writes it; members read it, put it
/// aside, and answer with a sign. It is shown from its time on until what it speaks of is over.
public final class Announcements {
  private static final String KIND = "announcement.turns";
  private static final int AT_ONCE_MAX = 1;
  private static final int COUNTED_MAX = 1_000;
  private static final Duration COUNTED = Duration.ofMinutes(5);
  private static final int ASCII_MAX = 0x7F;

  private final Store store;
  private final EventLog log;
  private final Jobs jobs;
  private final AnnouncementTable table;
  private final Emojis emojis;
  private final Ids ids;
  private final InstantSource clock;
  private final Limits.House limits;
  private final Cache<AnnouncementId, Map<String, Long>> counts =
      Caches.bounded().maximumSize(COUNTED_MAX).expireAfterWrite(COUNTED).build();

  /// One sign under an announcement.
  ///
  /// @param name a Unicode emoji, or a shortcode of ours
  /// @param isMine whether the reader gave it too
  public record Reaction(String name, long count, boolean isMine) {}

  /// An announcement as one member sees it.
  public record Shown(Announcement announcement, boolean isRead, List<Reaction> reactions) {}

  public Announcements(
      Store store,
      EventLog log,
      Jobs jobs,
      Emojis emojis,
      Ids ids,
      InstantSource clock,
      Limits limits) {
    this.store = store;
    this.log = log;
    this.jobs = jobs;
    this.table = new AnnouncementTable(store);
    this.emojis = emojis;
    this.ids = ids;
    this.clock = clock;
    this.limits = limits.house();
    jobs.handle(
        KIND,
        AT_ONCE_MAX,
        (job, _) -> {
          tell(new AnnouncementId(Bytes.read(job.body()).number()));
          return new Jobs.Outcome.Done();
        });
  }

  // ---- for whoever runs the server: the caller makes sure that he does

  /// @throws verbatim.kernel.Refused Invalid
  public Announcement publish(Announcement.Draft draft) {
    if (table.all(limits.announcementsMax()).size() == limits.announcementsMax()) {
      throw Refusal.invalid(
          "There are " + limits.announcementsMax() + " announcements, which is the most");
    }
    return write(new AnnouncementId(ids.next()), draft);
  }

  /// @throws verbatim.kernel.Refused NotFound, Invalid
  public Announcement change(AnnouncementId id, Announcement.Draft draft) {
    Announcement was = table.find(id).orElseThrow(Refusal::notFound);
    return write(
        id,
        new Announcement.Draft(
            draft.text(),
            draft.startsAt(),
            draft.endsAt(),
            draft.allDay(),
            Optional.of(draft.publishedAt().orElse(was.publishedAt()))));
  }

  /// The row, the event and the jobs in one batch: none is without the others.
  private Announcement write(AnnouncementId id, Announcement.Draft draft) {
    Instant now = clock.instant();
    String text = checked(draft);
    Announcement announcement =
        new Announcement(
            id,
            text,
            draft.startsAt(),
            draft.endsAt(),
            draft.allDay(),
            draft.publishedAt().orElse(now),
            now);
    List<Jobs.Planned> planned =
        Stream.concat(Stream.of(announcement.publishedAt()), announcement.endsAt().stream())
            .filter(at -> at.isAfter(now))
            .map(at -> jobs.plan(at, new Jobs.Job(KIND, Bytes.write(1).number(id.value()).done())))
            .toList();
    var event = log.prepare(AnnouncementEvent.write(new AnnouncementEvent.Turned(id)));
    List<Op> ops = new ArrayList<>();
    ops.add(AnnouncementTable.put(announcement));
    planned.forEach(job -> ops.addAll(job.ops()));
    ops.add(event.op());
    store.journalledBatch(ops);
    planned.forEach(jobs::announce);
    log.publish(event);
    return announcement;
  }

  private String checked(Announcement.Draft draft) {
    String text = Written.check("text", draft.text()).strip();
    if (text.isEmpty()) {
      throw Refusal.invalid("text", "ERR_BLANK", "Text can't be blank");
    }
    if (Characters.count(text) > limits.announcementCharactersMax()) {
      throw Refusal.invalid(
          "text",
          "ERR_TOO_LONG",
          "Text is too long (maximum is " + limits.announcementCharactersMax() + " characters)");
    }
    if (draft.startsAt().isPresent()
        && draft.endsAt().filter(end -> end.isBefore(draft.startsAt().get())).isPresent()) {
      throw Refusal.invalid("ends_at", "ERR_INVALID", "The end comes before the beginning");
    }
    return text;
  }

  /// @throws verbatim.kernel.Refused NotFound
  public void delete(AnnouncementId id) {
    if (table.find(id).isEmpty()) {
      throw Refusal.notFound();
    }
    var event = log.prepare(AnnouncementEvent.write(new AnnouncementEvent.Turned(id)));
    store.journalledBatch(
        List.of(AnnouncementTable.delete(id), AnnouncementTable.clear(id), event.op()));
    counts.invalidate(id);
    log.publish(event);
  }

  /// Every one, also those that are over or to come; the newest first.
  public List<Announcement> all() {
    return table.all(limits.announcementsMax());
  }

  private void tell(AnnouncementId id) {
    var event = log.prepare(AnnouncementEvent.write(new AnnouncementEvent.Turned(id)));
    store.journalledBatch(List.of(event.op()));
    log.publish(event);
  }

  // ---- for members

  /// Those that are shown now, the newest first.
  public List<Shown> shown(AccountId reader, boolean withRead) {
    Set<AnnouncementId> read = table.dismissed(reader, limits.announcementsMax());
    return all().stream()
        .filter(announcement -> announcement.isShown(clock.instant()))
        .filter(announcement -> withRead || !read.contains(announcement.id()))
        .map(announcement -> shown(reader, announcement, read.contains(announcement.id())))
        .toList();
  }

  private Shown shown(AccountId reader, Announcement announcement, boolean isRead) {
    Set<String> mine = table.mine(announcement.id(), reader);
    return new Shown(announcement, isRead, reactions(announcement.id(), mine));
  }

  /// One that is shown now, as nobody in particular sees it.
  public Optional<Shown> find(AnnouncementId id) {
    return table
        .find(id)
        .filter(announcement -> announcement.isShown(clock.instant()))
        .map(announcement -> new Shown(announcement, false, reactions(id, Set.of())));
  }

  private List<Reaction> reactions(AnnouncementId id, Set<String> mine) {
    return counts.get(id, table::counts).entrySet().stream()
        .filter(counted -> isThere(counted.getKey()))
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .map(c -> new Reaction(c.getKey(), c.getValue(), mine.contains(c.getKey())))
        .toList();
  }

  /// How often it stands there now, perhaps not at all.
  public Reaction reaction(AnnouncementId id, String name) {
    return new Reaction(name, counts.get(id, table::counts).getOrDefault(name, 0L), false);
  }

  private void mustStand(AnnouncementId id) {
    if (find(id).isEmpty()) {
      throw Refusal.notFound();
    }
  }

  /// @throws verbatim.kernel.Refused NotFound
  public void dismiss(AccountId reader, AnnouncementId id) {
    mustStand(id);
    table.dismiss(reader, id, clock.instant());
  }

  /// @throws verbatim.kernel.Refused NotFound, Invalid (no sign that is known, or too many)
  public void react(AccountId reader, AnnouncementId id, String name) {
    mustStand(id);
    if (!emojis.isSign(name)) {
      throw Refusal.invalid("name", "ERR_INVALID", "This is no emoji that is known here");
    }
    if (table.hasReacted(id, reader, name)) {
      return;
    }
    Map<String, Long> there = counts.get(id, table::counts);
    if (!there.containsKey(name) && there.size() >= limits.reactionsMax()) {
      throw Refusal.invalid(
          "name", "ERR_REACTION_LIMIT", "There are as many different reactions as there may be");
    }
    changed(id, name, AnnouncementTable.react(id, reader, name));
  }

  /// @throws verbatim.kernel.Refused NotFound
  public void unreact(AccountId reader, AnnouncementId id, String name) {
    mustStand(id);
    if (!table.hasReacted(id, reader, name)) {
      throw Refusal.notFound();
    }
    changed(id, name, AnnouncementTable.unreact(id, reader, name));
  }

  private void changed(AnnouncementId id, String name, Op op) {
    var event = log.prepare(AnnouncementEvent.write(new AnnouncementEvent.Reacted(id, name)));
    store.journalledBatch(List.of(op, event.op()));
    counts.invalidate(id);
    if (table.find(id).isEmpty()) {
      // Deleted in between, and its reactions with it, but for this one.
      store.journalledBatch(List.of(AnnouncementTable.clear(id)));
    }
    log.publish(event);
  }

  /// An emoji of the house may have gone since.
  private boolean isThere(String name) {
    return name.chars().anyMatch(c -> c > ASCII_MAX) || emojis.find(name).isPresent();
  }

  /// What a deleted account answered and read.
  public void forget(AccountId account) {
    for (Announcement announcement : all()) {
      if (!table.mine(announcement.id(), account).isEmpty()) {
        store.journalledBatch(List.of(AnnouncementTable.clear(announcement.id(), account)));
        counts.invalidate(announcement.id());
      }
    }
    table.forget(account);
  }
}
