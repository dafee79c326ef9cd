package verbatim.store.rocks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import verbatim.store.Key;
import verbatim.store.Row;
import verbatim.store.Table;

/// How rows lie in the one ordered space of RocksDB.
///
/// Key: table name, 0x00, length of the partition key (2 bytes), partition key, sort key. The
/// length keeps partitions apart of which one key begins like the other; nothing but the sort key
/// orders a partition.
///
/// Value: as given in plain tables; in claimed ones version (8 bytes), length of the token (1
/// byte), token, value.
final class Layout {
  private Layout() {}

  static byte[] partition(Table table, Key pk) {
    return key(table, pk, Key.NONE);
  }

  static byte[] key(Table table, Key pk, Key sk) {
    byte[] name = table.name().getBytes(StandardCharsets.UTF_8);
    byte[] key = Arrays.copyOf(name, name.length + 3 + pk.length() + sk.length());
    key[name.length + 1] = (byte) (pk.length() >>> 8);
    key[name.length + 2] = (byte) pk.length();
    pk.copyTo(key, name.length + 3);
    sk.copyTo(key, name.length + 3 + pk.length());
    return key;
  }

  /// The end of a partition, exclusive.
  static byte[] partitionEnd(Table table, Key pk) {
    return Key.wrap(partition(table, pk)).afterPrefix().toBytes();
  }

  static Row row(Table table, byte[] key, int partitionBytes, byte[] value) {
    return row(table, Key.wrap(Arrays.copyOfRange(key, partitionBytes, key.length)), value);
  }

  static Row row(Table table, Key sk, byte[] value) {
    return switch (table.kind()) {
      case PLAIN -> new Row(sk, value, 0);
      case CLAIMED -> Claimed.read(value).row(sk);
    };
  }

  /// The value of a claimed row.
  record Claimed(long version, byte[] token, byte[] value) {
    static Claimed read(byte[] bytes) {
      var buffer = ByteBuffer.wrap(bytes);
      long version = buffer.getLong();
      byte[] token = new byte[buffer.get() & 0xff];
      buffer.get(token);
      byte[] value = new byte[buffer.remaining()];
      buffer.get(value);
      return new Claimed(version, token, value);
    }

    byte[] toBytes() {
      return ByteBuffer.allocate(9 + token.length + value.length)
          .putLong(version)
          .put((byte) token.length)
          .put(token)
          .put(value)
          .array();
    }

    boolean writtenWith(byte[] other) {
      return Arrays.equals(token, other);
    }

    Row row(Key sk) {
      return new Row(sk, value, version);
    }
  }
}
