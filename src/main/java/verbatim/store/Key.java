package verbatim.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/// A partition key or sort key: bytes that sort as unsigned, made of parts that keep their order.
/// Longs are big-endian with the sign bit flipped; [#down] stores the complement, so that a scan
/// upwards gives the newest first; text ends with 0x00 and so must not contain U+0000.
public final class Key implements Comparable<Key> {
  /// The empty key: for tables that have one row to a partition.
  public static final Key NONE = new Key(new byte[0]);

  private final byte[] bytes;

  private Key(byte[] bytes) {
    this.bytes = bytes;
  }

  public static Key of(long value) {
    return NONE.and(value);
  }

  public static Key down(long value) {
    return NONE.andDown(value);
  }

  public static Key of(String text) {
    return NONE.and(text);
  }

  /// Bytes as an engine gave them back.
  public static Key wrap(byte[] bytes) {
    return new Key(bytes);
  }

  public Key and(long value) {
    return append(ByteBuffer.allocate(8).putLong(value ^ Long.MIN_VALUE).array());
  }

  public Key andDown(long value) {
    return append(ByteBuffer.allocate(8).putLong(~(value ^ Long.MIN_VALUE)).array());
  }

  /// One small number (0 to 255): a bucket, a kind, a shard.
  public Key andByte(int value) {
    if (value < 0 || value > 255) {
      throw new IllegalArgumentException("byte " + value);
    }
    return append(new byte[] {(byte) value});
  }

  public Key and(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("U+0000 in a key");
    }
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return append(Arrays.copyOf(utf8, utf8.length + 1));
  }

  /// Raw bytes, of a length that never varies within the table (a hash).
  public Key andRaw(byte[] raw) {
    return append(raw);
  }

  /// The long at a byte offset, as written by [#and(long)].
  public long longAt(int offset) {
    return ByteBuffer.wrap(bytes).getLong(offset) ^ Long.MIN_VALUE;
  }

  /// The long at a byte offset, as written by [#andDown].
  public long downAt(int offset) {
    return ~ByteBuffer.wrap(bytes).getLong(offset) ^ Long.MIN_VALUE;
  }

  public int byteAt(int offset) {
    return bytes[offset] & 0xff;
  }

  /// The text at a byte offset, as written by [#and(String)].
  public String textAt(int offset) {
    int end = offset;
    while (bytes[end] != 0) {
      end++;
    }
    return new String(bytes, offset, end - offset, StandardCharsets.UTF_8);
  }

  public int length() {
    return bytes.length;
  }

  /// A copy of the bytes.
  public byte[] toBytes() {
    return bytes.clone();
  }

  /// Writes the bytes into a larger array: engines build their rows' keys this way, without a copy.
  public void copyTo(byte[] target, int offset) {
    System.arraycopy(bytes, 0, target, offset, bytes.length);
  }

  /// The smallest key that is larger than every key that begins with this one: the exclusive end of
  /// a scan over a prefix.
  ///
  /// @throws IllegalStateException when there is none (all bytes 0xff, or empty)
  public Key afterPrefix() {
    byte[] next = bytes.clone();
    for (int i = next.length - 1; i >= 0; i--) {
      if (next[i] != (byte) 0xff) {
        next[i]++;
        return new Key(Arrays.copyOf(next, i + 1));
      }
    }
    throw new IllegalStateException("no key after this prefix");
  }

  private Key append(byte[] more) {
    byte[] joined = Arrays.copyOf(bytes, bytes.length + more.length);
    System.arraycopy(more, 0, joined, bytes.length, more.length);
    return new Key(joined);
  }

  @Override
  public int compareTo(Key other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Key key && Arrays.equals(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
