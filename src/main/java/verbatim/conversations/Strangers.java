package verbatim.conversations;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import verbatim.kernel.AccountId;
import verbatim.kernel.Ids;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.relations.Relations;
import verbatim.store.Op;

/// Whom somebody may write to, how often, and where it lands. Whoever does not follow the writer is
/// a stranger to him: the talk is held aside until he accepts. Who blocks him, or has turned him
/// down, never hears of it; the writer cannot tell the difference.
final class Strangers {
  private static final Duration DAY = Duration.ofDays(1);
  private static final int ASKED_MAX = 1_000;

  private final OwnTable own;
  private final Relations relations;
  private final Ids ids;
  private final InstantSource clock;
  private final Limits.Conversations limits;

  Strangers(
      OwnTable own,
      Relations relations,
      Ids ids,
      InstantSource clock,
      Limits.Conversations limits) {
    this.own = own;
    this.relations = relations;
    this.ids = ids;
    this.clock = clock;
    this.limits = limits;
  }

  OwnTable.State landing(AccountId to, AccountId from) {
    if (isShutOut(to, from)) {
      return OwnTable.State.SHUT;
    }
    if (own.declined(to, from)) {
      return OwnTable.State.DECLINED;
    }
    return relations.follows(to, from) ? OwnTable.State.OPEN : OwnTable.State.REQUEST;
  }

  /// Whether nothing new of `from` reaches `to`.
  boolean isShutOut(AccountId to, AccountId from) {
    return relations.blocks(to, from) || relations.domainBlocked(to, from);
  }

  /// Counts people, not conversations: else one conversation with thirty strangers would be one.
  ///
  /// @return to be written with the conversation
  /// @throws Refused TooMany
  List<Op> ask(AccountId from, List<AccountId> to) {
    int strangers = (int) to.stream().filter(one -> !relations.follows(one, from)).count();
    if (strangers == 0) {
      return List.of();
    }
    Instant now = clock.instant();
    long since = Ids.floor(now.minus(DAY));
    List<OwnTable.Asked> day = own.askedSince(from, since, ASKED_MAX);
    Instant justNow = now.minus(limits.strangersEvery());
    if (!day.isEmpty() && Ids.timeOf(day.getFirst().id()).isAfter(justNow)) {
      throw tooMany(limits.strangersEvery());
    }
    if (day.stream().mapToInt(OwnTable.Asked::strangers).sum() + strangers
        > limits.strangersPerDayMax()) {
      throw tooMany(DAY);
    }
    List<Op> ops = new ArrayList<>();
    ops.add(OwnTable.forgetAsked(from, since));
    ops.add(OwnTable.asked(from, ids.next(), strangers));
    return ops;
  }

  private static Refused tooMany(Duration after) {
    return new Refused(
        new Refusal.TooMany(
            "You have begun many conversations with people who do not follow you; please wait",
            after));
  }
}
