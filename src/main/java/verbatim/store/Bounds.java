package verbatim.store;

import java.time.Duration;
import java.util.List;

/// The bounds of the port, checked by each engine at its door, so that no engine takes what another
/// would refuse. To break one is a bug of the caller's.
public final class Bounds {
  private Bounds() {}

  public static void key(Key key) {
    if (key.length() > Store.KEY_BYTES_MAX) {
      throw new IllegalArgumentException("key of " + key.length() + " bytes");
    }
  }

  public static void value(byte[] value) {
    if (value.length > Store.VALUE_BYTES_MAX) {
      throw new IllegalArgumentException("value of " + value.length + " bytes");
    }
  }

  public static void rows(int rowsMax) {
    if (rowsMax < 1 || rowsMax > Store.SCAN_ROWS_MAX) {
      throw new IllegalArgumentException("rowsMax " + rowsMax);
    }
  }

  public static void claim(Table table, Key pk, Key sk, byte[] token) {
    if (table.kind() != Table.Kind.CLAIMED) {
      throw new IllegalArgumentException("a claim in the plain table " + table.name());
    }
    if (token.length < Store.TOKEN_BYTES_MIN || token.length > Store.TOKEN_BYTES_MAX) {
      throw new IllegalArgumentException("token of " + token.length + " bytes");
    }
    key(pk);
    key(sk);
  }

  public static void lease(String name, String owner, Duration ttl) {
    if (name.isEmpty() || owner.isEmpty() || !ttl.isPositive()) {
      throw new IllegalArgumentException("lease " + name + " of " + owner + " for " + ttl);
    }
  }

  /// Ops for [Store#batch].
  public static void batch(List<Op> ops) {
    journalledBatch(ops);
    Key pk = ops.getFirst().pk();
    for (Op op : ops) {
      if (!op.pk().equals(pk)) {
        throw new IllegalArgumentException("a batch over two partitions");
      }
    }
  }

  /// Ops for [Store#journalledBatch] and [Store#putDerived].
  public static void journalledBatch(List<Op> ops) {
    if (ops.isEmpty() || ops.size() > Store.BATCH_OPS_MAX) {
      throw new IllegalArgumentException("batch of " + ops.size() + " ops");
    }
    long bytes = 0;
    for (Op op : ops) {
      bytes += check(op);
    }
    if (bytes > Store.BATCH_BYTES_MAX) {
      throw new IllegalArgumentException("batch of " + bytes + " bytes");
    }
  }

  private static long check(Op op) {
    if (op.table().kind() != Table.Kind.PLAIN) {
      throw new IllegalArgumentException("a blind write to the claimed table " + op.table().name());
    }
    key(op.pk());
    return switch (op) {
      case Op.Put(_, var pk, var sk, var value) -> {
        key(sk);
        value(value);
        yield pk.length() + sk.length() + value.length;
      }
      case Op.Delete(_, var pk, var sk) -> {
        key(sk);
        yield pk.length() + sk.length();
      }
      case Op.DeleteRange(_, var pk, var from, var to) -> {
        key(from);
        key(to);
        yield pk.length() + from.length() + to.length();
      }
    };
  }
}
