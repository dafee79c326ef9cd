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
  private static final int LOOK_ROWS = 200;

  private final ConversationTable table;
  private final OwnTable own;
  private final Relations relations;
  private final Ids ids;
  private final InstantSource clock;
  private final Limits.Conversations limits;

  Strangers(
      ConversationTable table,
      OwnTable own,
      Relations relations,
      Ids ids,
      InstantSource clock,
      Limits.Conversations limits) {
    this.table = table;
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

  /// How far somebody hears a group that he has not accepted: so many messages and no more, however
  /// many write them by turns. What is said beyond waits until he does; else one who keeps silent
  /// would silence a whole group.
  ///
  /// @return the number of the last entry that he is shown
  long hears(Conversation in, AccountId who, OwnTable.State state) {
    int max = limits.unansweredMax();
    if (state != OwnTable.State.REQUEST || !in.isGroup() || max == Integer.MAX_VALUE) {
      return Long.MAX_VALUE;
    }
    long joinedN = in.member(who).map(Conversation.Member::joinedN).orElse(0L);
    int said = 0;
    for (Entry entry : table.above(in.id(), joinedN, LOOK_ROWS)) {
      boolean isSaid = entry.content() instanceof Message.Words || entry.isErased();
      if (isSaid && entry.replacesN() == 0 && ++said == max) {
        return entry.n();
      }
    }
    return Long.MAX_VALUE;
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
