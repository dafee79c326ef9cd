package verbatim.relations;

import java.util.Optional;
import verbatim.kernel.AccountId;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Table;

/// How ties lie on disk.
final class TieTable {
  static final Table TIES = Table.claimed("tie");

  /// Account | other → nothing: with whom there is or was a tie. Never too few, so that lists can
  /// be made anew from it.
  static final Table KNOWN = Table.plain("tie-known");

  /// Account | domain → when.
  static final Table DOMAINS = Table.plain("domain-block");

  private TieTable() {}

  static Key key(Tie tie) {
    return Key.of(tie.low().value()).and(tie.high().value());
  }

  static byte[] write(Tie tie) {
    var bytes = Bytes.write(1);
    write(bytes, tie.ofLow());
    write(bytes, tie.ofHigh());
    return bytes.done();
  }

  static Tie read(AccountId low, AccountId high, byte[] body) {
    var bytes = Bytes.read(body);
    return new Tie(low, high, side(bytes), side(bytes));
  }

  private static void write(Bytes.Writer bytes, Tie.Side side) {
    bytes
        .optional(
            side.follow(),
            (w, follow) -> {
              w.number(follow.position()).number(follow.level());
              write(w, follow.options());
            })
        .optional(
            side.request(),
            (w, request) -> {
              w.number(request.position());
              write(w, request.options());
            })
        .number(side.blockedAt())
        .optional(
            side.mute(),
            (w, mute) -> w.number(mute.position()).flag(mute.notificationsToo()).time(mute.until()))
        .number(side.endorsedAt())
        .text(side.note());
  }

  private static Tie.Side side(Bytes.Reader bytes) {
    Optional<Tie.Follow> follow =
        bytes.optional(
            b -> {
              long position = b.number();
              int level = (int) b.number();
              return new Tie.Follow(position, options(b), level);
            });
    Optional<Tie.Request> request = bytes.optional(b -> new Tie.Request(b.number(), options(b)));
    long blockedAt = bytes.number();
    Optional<Tie.Mute> mute = bytes.optional(b -> new Tie.Mute(b.number(), b.flag(), b.time()));
    return new Tie.Side(follow, request, blockedAt, mute, bytes.number(), bytes.text());
  }

  private static void write(Bytes.Writer bytes, FollowOptions options) {
    bytes
        .flag(options.boosts())
        .flag(options.notifies())
        .list(options.languages(), Bytes.Writer::text);
  }

  private static FollowOptions options(Bytes.Reader bytes) {
    return new FollowOptions(bytes.flag(), bytes.flag(), bytes.list(Bytes.Reader::text));
  }
}
