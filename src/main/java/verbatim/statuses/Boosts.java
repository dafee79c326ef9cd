package verbatim.statuses;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import verbatim.kernel.AccountId;
import verbatim.kernel.Ids;
import verbatim.kernel.Origin;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.StatusId;
import verbatim.kernel.Turns;
import verbatim.relations.Audience;
import verbatim.relations.MayDo;
import verbatim.statuses.MarkTable.Kind;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Pages;
import verbatim.store.Store;
import verbatim.store.Table;

/// Boosts: statuses without words that point to another. An account boosts a status once.
final class Boosts {
  private static final Table BOOSTS = Table.plain("boosts");

  private final Store store;
  private final StatusTable table;
  private final MarkTable marks;
  private final Journal journal;
  private final Turns turns;
  private final MayDo mayDo;
  private final Ids ids;

  Boosts(
      Store store,
      StatusTable table,
      MarkTable marks,
      Journal journal,
      Turns turns,
      MayDo mayDo,
      Ids ids) {
    this.store = store;
    this.table = table;
    this.marks = marks;
    this.journal = journal;
    this.turns = turns;
    this.mayDo = mayDo;
    this.ids = ids;
  }

  Status boost(AccountId who, Status of, Draft.Visibility visibility) {
    mayDo.act(who);
    mayDo.boost(who, of.author(), of.audience());
    Audience audience = audience(of, visibility);
    return turns.take(
        who.value(),
        of.id().value(),
        () -> find(who, of.id()).orElseGet(() -> write(who, of, audience)));
  }

  Optional<Status> find(AccountId who, StatusId of) {
    var boost = marks.number(who, of, Kind.BOOST);
    return boost.isEmpty() ? Optional.empty() : table.find(new StatusId(boost.getAsLong()));
  }

  /// One's own followers-only words stay so, whatever is asked.
  private static Audience audience(Status of, Draft.Visibility visibility) {
    return switch (of.audience()) {
      case Audience.Followers followers -> followers;
      case Audience.Only _, Audience.Members _ -> throw Refusal.notFound();
      case Audience.Everyone _ ->
          switch (visibility) {
            case PUBLIC -> new Audience.Everyone(true);
            case UNLISTED -> new Audience.Everyone(false);
            case FOLLOWERS -> new Audience.Followers(Set.of());
            case DIRECT ->
                throw Refusal.invalid(
                    "visibility", "ERR_INVALID", "A boost cannot be for mentioned people only");
          };
    };
  }

  private Status write(AccountId who, Status of, Audience audience) {
    var id = new StatusId(ids.next());
    var boost =
        new Status(
            id,
            who,
            Origin.HERE,
            audience,
            new Status.Boost(of.id(), of.author()),
            ids.moment(id.value()));
    List<Op> ops = new ArrayList<>(StatusTable.posted(boost));
    ops.addAll(MarkTable.put(who, of.id(), Kind.BOOST, id.value()));
    ops.add(
        Op.put(
            BOOSTS,
            Key.of(of.id().value()),
            Key.down(id.value()),
            Bytes.write(1).number(who.value()).done()));
    journal.write(
        ops,
        List.of(new StatusEvent.Posted(id, who), new StatusEvent.Boosted(of.id(), who, id)),
        () -> marks.changed(who, of.id()));
    return boost;
  }

  /// Beside [StatusTable#deleted].
  static List<Op> deleted(AccountId who, StatusId boost, StatusId of) {
    return List.of(
        MarkTable.delete(who, of, Kind.BOOST),
        Op.delete(BOOSTS, Key.of(of.value()), Key.down(boost.value())));
  }

  /// By the boost's id.
  List<Statuses.By> boostedBy(StatusId id, Page page) {
    return Pages.read(store, BOOSTS, Key.of(id.value()), page).stream()
        .map(
            row ->
                new Statuses.By(
                    row.sk().downAt(0), new AccountId(Bytes.read(row.value()).number())))
        .toList();
  }
}
