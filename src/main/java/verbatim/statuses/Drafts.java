package verbatim.statuses;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import verbatim.kernel.AccountId;
import verbatim.kernel.DraftId;
import verbatim.kernel.Ids;
import verbatim.kernel.Limits;
import verbatim.kernel.MediaId;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.StatusId;
import verbatim.kernel.Turns;
import verbatim.media.Media;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Pages;
import verbatim.store.Row;
import verbatim.store.Store;
import verbatim.store.Table;
import verbatim.text.Written;

/// What somebody has begun to write, to go on with on another device: one status or a series. A
/// draft may still be empty or too long; it is checked as a status when it is posted. Nobody but
/// its owner ever sees one: no event, no index and no log knows its words.
public final class Drafts {
  /// Under the owner: when each was last changed.
  private static final Table HEADS = Table.plain("draft");

  /// Under the owner: the statuses of each, one row to a status, since a row holds 64 KB.
  private static final Table PARTS = Table.plain("draft_part");

  /// @param updatedAt to the millisecond
  public record Begun(DraftId id, List<Draft> statuses, Instant updatedAt) {}

  private final Store store;
  private final Ids ids;
  private final InstantSource clock;
  private final Media media;
  private final Limits limits;
  private final Turns turns = new Turns();

  Drafts(Store store, Ids ids, InstantSource clock, Media media, Limits limits) {
    this.store = store;
    this.ids = ids;
    this.clock = clock;
    this.media = media;
    this.limits = limits;
  }

  /// @throws Refused Invalid when there are too many, or it is larger than anything that could be
  ///     posted
  public Begun begin(AccountId owner, List<Draft> statuses) {
    List<Draft> checked = checked(statuses);
    return turns.take(
        owner.value(),
        () -> {
          int max = limits.later().draftsMax();
          if (store.scan(HEADS, Key.of(owner.value()), max).size() == max) {
            throw Refusal.invalid(
                "statuses", "ERR_INVALID", "You have exceeded the limit of " + max + " drafts");
          }
          return write(owner, new DraftId(ids.next()), checked, clock.instant(), Set.of());
        });
  }

  /// The last begun first.
  public List<Begun> list(AccountId owner, Page page) {
    return Pages.read(store, HEADS, Key.of(owner.value()), page).stream()
        .map(row -> begun(owner, row))
        .toList();
  }

  /// @throws Refused NotFound, also when it is another's
  public Begun get(AccountId owner, DraftId id) {
    return find(owner, id).orElseThrow(Refusal::notFound);
  }

  /// Puts these words in its place.
  public Begun change(AccountId owner, DraftId id, List<Draft> statuses) {
    List<Draft> checked = checked(statuses);
    return turns.take(owner.value(), () -> change(owner, get(owner, id), checked));
  }

  /// The same, if nobody has changed it since that time: another device may have gone on writing.
  ///
  /// @throws Refused Conflict
  public Begun change(AccountId owner, DraftId id, List<Draft> statuses, Instant lastSeen) {
    List<Draft> checked = checked(statuses);
    return turns.take(
        owner.value(),
        () -> {
          Begun was = get(owner, id);
          if (!was.updatedAt().equals(lastSeen.truncatedTo(ChronoUnit.MILLIS))) {
            throw new Refused(new Refusal.Conflict("The draft was changed elsewhere"));
          }
          return change(owner, was, checked);
        });
  }

  private Begun change(AccountId owner, Begun was, List<Draft> statuses) {
    // Later than before even when the clock has not moved, so that two changes differ.
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Instant at = now.isAfter(was.updatedAt()) ? now : was.updatedAt().plusMillis(1);
    Set<MediaId> before = media(was.statuses());
    Begun changed = write(owner, was.id(), statuses, at, before);
    before.removeAll(media(changed.statuses()));
    media.release(List.copyOf(before), use(was.id()));
    return changed;
  }

  public void discard(AccountId owner, DraftId id) {
    turns.take(
        owner.value(),
        () -> {
          remove(owner, get(owner, id));
          return id;
        });
  }

  private void remove(AccountId owner, Begun begun) {
    Key pk = Key.of(owner.value());
    Key of = Key.down(begun.id().value());
    store.batch(List.of(Op.delete(HEADS, pk, of), Op.deleteRange(PARTS, pk, of, of.afterPrefix())));
    media.release(List.copyOf(media(begun.statuses())), use(begun.id()));
  }

  /// Of an account that was deleted.
  boolean forgetSome(AccountId owner, int rowsMax) {
    List<Row> some = store.scan(HEADS, Key.of(owner.value()), rowsMax);
    some.forEach(row -> remove(owner, begun(owner, row)));
    return !some.isEmpty();
  }

  private Begun write(
      AccountId owner, DraftId id, List<Draft> statuses, Instant now, Set<MediaId> held) {
    Instant at = now.truncatedTo(ChronoUnit.MILLIS);
    Key pk = Key.of(owner.value());
    Key of = Key.down(id.value());
    List<Op> ops = new ArrayList<>();
    for (Draft status : statuses) {
      List<MediaId> more = status.media().stream().filter(file -> !held.contains(file)).toList();
      ops.addAll(media.attach(owner, more, use(id)));
    }
    ops.add(Op.deleteRange(PARTS, pk, of.andByte(statuses.size()), of.afterPrefix()));
    for (int i = 0; i < statuses.size(); i++) {
      ops.add(Op.put(PARTS, pk, of.andByte(i), DraftBytes.write(statuses.get(i))));
    }
    ops.add(Op.put(HEADS, pk, of, Bytes.write(1).time(at).done()));
    store.journalledBatch(ops);
    return new Begun(id, List.copyOf(statuses), at);
  }

  // ---- what may be kept

  private List<Draft> checked(List<Draft> statuses) {
    if (statuses.isEmpty() || statuses.size() > limits.text().seriesMax()) {
      throw Refusal.invalid(
          "statuses", "ERR_INVALID", "A draft has 1 to " + limits.text().seriesMax() + " statuses");
    }
    return statuses.stream().map(this::checked).toList();
  }

  private Draft checked(Draft raw) {
    String text = Written.check("status", raw.text());
    String warning = Written.check("spoiler_text", raw.warning());
    raw.poll().ifPresent(this::checkPoll);
    if (bytes(text) + bytes(warning) > limits.text().statusBytesMax()
        || raw.language().length() > limits.text().languageCharactersMax()
        || raw.media().size() > limits.media().attachmentsMax()) {
      throw tooLong();
    }
    return new Draft(
        raw.author(),
        text,
        warning,
        raw.sensitive(),
        raw.language(),
        raw.visibility(),
        raw.media().stream().distinct().toList(),
        raw.poll(),
        raw.inReplyTo(),
        raw.application(),
        raw.origin(),
        raw.replies(),
        raw.carried());
  }

  private void checkPoll(Draft.NewPoll poll) {
    boolean isLong =
        poll.options().size() > limits.text().pollOptionsMax()
            || poll.options().stream()
                .anyMatch(o -> bytes(o) > 20L * limits.text().pollOptionCharactersMax());
    poll.options().forEach(option -> Written.check("poll", option));
    if (isLong) {
      throw tooLong();
    }
  }

  private static Refused tooLong() {
    return Refusal.invalid("statuses", "ERR_TOO_LONG", "This is more than a status can hold");
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static Set<MediaId> media(List<Draft> statuses) {
    Set<MediaId> media = new HashSet<>();
    statuses.forEach(status -> media.addAll(status.media()));
    return media;
  }

  // ---- rows

  private Optional<Begun> find(AccountId owner, DraftId id) {
    return store
        .get(HEADS, Key.of(owner.value()), Key.down(id.value()))
        .map(row -> begun(owner, row));
  }

  private Begun begun(AccountId owner, Row head) {
    Key of = head.sk();
    List<Draft> statuses =
        store
            .scan(
                PARTS,
                Key.of(owner.value()),
                of,
                of.afterPrefix(),
                limits.text().seriesMax(),
                Store.Order.ASCENDING)
            .stream()
            .map(row -> DraftBytes.read(row.value()))
            .toList();
    return new Begun(new DraftId(of.downAt(0)), statuses, Bytes.read(head.value()).time());
  }

  /// Its files are held as if by a status of this id, which is never one.
  private static StatusId use(DraftId id) {
    return new StatusId(id.value());
  }
}
