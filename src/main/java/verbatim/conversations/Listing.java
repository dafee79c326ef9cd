package verbatim.conversations;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import verbatim.kernel.AccountId;
import verbatim.kernel.ConversationId;
import verbatim.kernel.Limits;
import verbatim.kernel.Page;
import verbatim.kernel.StatusId;
import verbatim.relations.Relations;
import verbatim.text.Written;

/// Somebody's conversations, one beside the other: which he has, which are new or wait to be
/// accepted, which he has left, and where in them words stand that he looks for.
final class Listing {
  private final ConversationTable table;
  private final OwnTable own;
  private final Reading reading;
  private final Relations relations;
  private final Limits limits;

  Listing(
      ConversationTable table, OwnTable own, Reading reading, Relations relations, Limits limits) {
    this.table = table;
    this.own = own;
    this.reading = reading;
    this.relations = relations;
    this.limits = limits;
  }

  List<Shown> list(AccountId me, Conversations.Which which, Page page) {
    List<Shown> shown = new ArrayList<>();
    long below = page.below();
    long above = page.above();
    for (int round = 0; round < Reading.ROUNDS_MAX && shown.size() < page.rowsMax(); round++) {
      List<OwnTable.Recent> rows = own.recent(me, below, above, page.upwards(), Reading.LOOK_ROWS);
      for (OwnTable.Recent row : rows) {
        if (shown.size() < page.rowsMax()) {
          listed(me, which, row).ifPresent(shown::add);
        }
      }
      if (rows.size() < Reading.LOOK_ROWS) {
        break;
      }
      if (page.upwards()) {
        above = rows.getLast().last().value();
      } else {
        below = rows.getLast().last().value();
      }
    }
    return page.upwards() ? shown.reversed() : List.copyOf(shown);
  }

  private Optional<Shown> listed(AccountId me, Conversations.Which which, OwnTable.Recent row) {
    Optional<StatusId> at = own.at(me, row.conversation());
    if (at.filter(row.last()::equals).isEmpty()) {
      return Optional.empty();
    }
    return reading
        .find(me, row.conversation())
        // Somebody who only opened one has said nothing yet: nobody else hears of it.
        .filter(one -> one.conversation().startedBy().equals(me) || isBegun(me, one))
        .filter(
            one ->
                switch (which) {
                  case ALL, BLOCKED -> true;
                  case ACCEPTED -> !one.isRequest();
                  case REQUESTS -> one.isRequest();
                })
        // Whom one blocks one does not want to see in a list either.
        .filter(one -> isWithBlocked(me, one) == (which == Conversations.Which.BLOCKED));
  }

  private boolean isWithBlocked(AccountId me, Shown one) {
    return !one.conversation().isGroup()
        && one.others().stream().anyMatch(other -> relations.blocks(me, other));
  }

  /// Whether anything was said to him, also when he has erased it for himself since.
  private boolean isBegun(AccountId me, Shown one) {
    return one.lastN() > 0
        || reading
            .seatOf(me, one.conversation().id())
            .filter(seat -> !reading.entries(me, seat, Page.newest(1), true).isEmpty())
            .isPresent();
  }

  int unread(AccountId me, int max) {
    return (int)
        own.recent(me, Long.MAX_VALUE, 0, false, Reading.LOOK_ROWS).stream()
            .flatMap(row -> listed(me, Conversations.Which.ACCEPTED, row).stream())
            .filter(one -> one.isUnread() && !one.isMuted())
            .limit(max)
            .count();
  }

  int requests(AccountId me, int max) {
    return (int)
        own.recent(me, Long.MAX_VALUE, 0, false, Reading.LOOK_ROWS).stream()
            .flatMap(row -> listed(me, Conversations.Which.REQUESTS, row).stream())
            .limit(max)
            .count();
  }

  List<Conversations.Departed> departed(AccountId me) {
    return each(
        me,
        id ->
            Optional.of(id)
                .filter(one -> hasDeparted(me, one))
                .flatMap(table::find)
                .map(kept -> departed(me, kept.shown())));
  }

  /// What is made of each of his conversations that something is made of, one page of them.
  private <T> List<T> each(AccountId me, Function<ConversationId, Optional<T>> of) {
    List<T> all = new ArrayList<>();
    int most = limits.conversations().pageMax();
    long after = 0;
    List<ConversationId> some = own.all(me, after, Reading.LOOK_ROWS);
    while (!some.isEmpty() && all.size() < most) {
      some.forEach(id -> of.apply(id).ifPresent(all::add));
      after = some.getLast().value();
      some = own.all(me, after, Reading.LOOK_ROWS);
    }
    return all.stream().limit(most).toList();
  }

  private static Conversations.Departed departed(AccountId me, Conversation from) {
    long leftN =
        from.members().stream()
            .filter(member -> member.account().equals(me))
            .mapToLong(Conversation.Member::leftN)
            .max()
            .orElse(0);
    return new Conversations.Departed(
        from.id(),
        from.members().stream()
            .filter(member -> !member.account().equals(me) && member.joinedN() < leftN)
            .filter(member -> member.isThere() || member.leftN() > leftN)
            .map(Conversation.Member::account)
            .distinct()
            .toList());
  }

  boolean hasDeparted(AccountId me, ConversationId id) {
    return own.find(me, id).filter(mine -> mine.state() == OwnTable.State.LEFT).isPresent();
  }

  List<Shown> declined(AccountId me) {
    return each(me, id -> declined(me, id).map(seat -> reading.shown(me, seat)));
  }

  Optional<Reading.Seat> declined(AccountId me, ConversationId id) {
    return own.find(me, id)
        .filter(mine -> mine.state() == OwnTable.State.DECLINED)
        .flatMap(mine -> table.find(id).map(kept -> new Reading.Seat(kept, mine)))
        .filter(seat -> seat.conversation().has(me));
  }

  List<Seen> found(AccountId me, String words) {
    String wanted = Written.check("q", words).strip().toLowerCase(Locale.ROOT);
    if (wanted.isEmpty()) {
      return List.of();
    }
    List<Seen> found = new ArrayList<>();
    int left = limits.conversations().searchedMax();
    for (OwnTable.Recent row : own.recent(me, Long.MAX_VALUE, 0, false, Reading.LOOK_ROWS)) {
      Optional<Reading.Seat> seat = reading.seatOf(me, row.conversation());
      long below = Long.MAX_VALUE;
      while (seat.isPresent() && left > 0 && found.size() < limits.conversations().pageDefault()) {
        List<Seen> slice =
            reading.seen(
                me, seat.get(), new Page(below, 0, false, Math.min(Reading.LOOK_ROWS, left)));
        if (slice.isEmpty()) {
          break;
        }
        left -= slice.size();
        below = slice.getLast().message().n();
        for (Seen seen : slice) {
          if (seen.replacedBy() == 0
              && seen.message().text().toLowerCase(Locale.ROOT).contains(wanted)) {
            found.add(seen);
          }
        }
      }
    }
    return found.stream().limit(limits.conversations().pageDefault()).toList();
  }
}
