package verbatim.statuses;

import verbatim.kernel.AccountId;
import verbatim.kernel.StatusId;
import verbatim.log.Event;
import verbatim.statuses.StatusEvent.Boosted;
import verbatim.statuses.StatusEvent.Deleted;
import verbatim.statuses.StatusEvent.Edited;
import verbatim.statuses.StatusEvent.Favourited;
import verbatim.statuses.StatusEvent.Pinned;
import verbatim.statuses.StatusEvent.PollEnded;
import verbatim.statuses.StatusEvent.Posted;
import verbatim.statuses.StatusEvent.Replied;
import verbatim.statuses.StatusEvent.Unboosted;
import verbatim.statuses.StatusEvent.Unfavourited;
import verbatim.statuses.StatusEvent.Unreplied;
import verbatim.statuses.StatusEvent.Voted;
import verbatim.store.Bytes;

/// How events lie in the log: a kind, the status, and what else the kind has. Numbers only, never
/// words.
final class StatusEventBytes {
  private static final int VERSION = 1;

  private StatusEventBytes() {}

  static Event write(StatusEvent event) {
    var bytes = Bytes.write(VERSION);
    long status = event.status().value();
    return switch (event) {
      case Posted(_, var author) -> done(author.value(), start(bytes, 1, event, author));
      case Edited(_, var author, var mentioned) ->
          done(
              author.value(),
              start(bytes, 2, event, author).list(mentioned, (to, who) -> to.number(who.value())));
      case Deleted(_, var author, long boostOf, long inReplyTo, var audience) -> {
        start(bytes, 3, event, author).number(boostOf).number(inReplyTo);
        StatusBytes.audience(bytes, audience);
        yield done(author.value(), bytes);
      }
      case Favourited(_, var by) -> done(status, start(bytes, 4, event, by));
      case Unfavourited(_, var by) -> done(status, start(bytes, 5, event, by));
      case Boosted(_, var by, var boost) ->
          done(status, start(bytes, 6, event, by).number(boost.value()));
      case Unboosted(_, var by, var boost) ->
          done(status, start(bytes, 7, event, by).number(boost.value()));
      case Replied(_, var reply) -> done(status, start(bytes, 8, event).number(reply.value()));
      case Unreplied(_, var reply) -> done(status, start(bytes, 9, event).number(reply.value()));
      case Voted(_, var by) -> done(status, start(bytes, 10, event, by));
      case PollEnded _ -> done(status, start(bytes, 11, event));
      case Pinned(_, var by, boolean pinned) ->
          done(status, start(bytes, 12, event, by).flag(pinned));
    };
  }

  private static Bytes.Writer start(Bytes.Writer bytes, int kind, StatusEvent event) {
    return bytes.number(kind).number(event.status().value());
  }

  private static Bytes.Writer start(Bytes.Writer bytes, int kind, StatusEvent event, AccountId by) {
    return start(bytes, kind, event).number(by.value());
  }

  private static Event done(long key, Bytes.Writer bytes) {
    return new Event(StatusEvent.FAMILY, key, bytes.done());
  }

  static StatusEvent read(Event event) {
    var bytes = Bytes.read(event.body());
    int kind = (int) bytes.number();
    var status = new StatusId(bytes.number());
    return switch (kind) {
      case 1 -> new Posted(status, account(bytes));
      case 2 -> new Edited(status, account(bytes), bytes.list(StatusEventBytes::account));
      case 3 ->
          new Deleted(
              status, account(bytes), bytes.number(), bytes.number(), StatusBytes.audience(bytes));
      case 4 -> new Favourited(status, account(bytes));
      case 5 -> new Unfavourited(status, account(bytes));
      case 6 -> new Boosted(status, account(bytes), new StatusId(bytes.number()));
      case 7 -> new Unboosted(status, account(bytes), new StatusId(bytes.number()));
      case 8 -> new Replied(status, new StatusId(bytes.number()));
      case 9 -> new Unreplied(status, new StatusId(bytes.number()));
      case 10 -> new Voted(status, account(bytes));
      case 11 -> new PollEnded(status);
      case 12 -> new Pinned(status, account(bytes), bytes.flag());
      default -> throw new IllegalStateException("status event kind " + kind);
    };
  }

  private static AccountId account(Bytes.Reader bytes) {
    return new AccountId(bytes.number());
  }
}
