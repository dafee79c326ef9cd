package verbatim.store.rocks;

import java.util.Arrays;

/// The changes of one group in the form in which RocksDB writes them to its log: handed over in one
/// call, where a call for each change would cost more than making it.
///
/// The form is that of `WriteBatch.data()`: sequence (8 bytes, RocksDB's to fill), count (4 bytes,
/// little-endian), then for each change its kind and its parts, each with its length as a varint.
final class Changes {
  private static final int HEADER_BYTES = 12;
  private static final int COUNT_AT = 8;
  private static final byte DELETE = 0x0;
  private static final byte PUT = 0x1;
  private static final byte DELETE_RANGE = 0xF;
  private static final int VARINT_BYTES_MAX = 5;

  private byte[] bytes = new byte[4_096];
  private int size = HEADER_BYTES;
  private int count;

  void put(byte[] key, byte[] value) {
    begin(PUT);
    part(key);
    part(value);
  }

  void delete(byte[] key) {
    begin(DELETE);
    part(key);
  }

  void deleteRange(byte[] from, byte[] to) {
    begin(DELETE_RANGE);
    part(from);
    part(to);
  }

  byte[] done() {
    for (int i = 0; i < 4; i++) {
      bytes[COUNT_AT + i] = (byte) (count >>> 8 * i);
    }
    return Arrays.copyOf(bytes, size);
  }

  private void begin(byte kind) {
    room(1);
    bytes[size++] = kind;
    count++;
  }

  private void part(byte[] part) {
    room(VARINT_BYTES_MAX + part.length);
    int length = part.length;
    while (length >= 0x80) {
      bytes[size++] = (byte) (length | 0x80);
      length >>>= 7;
    }
    bytes[size++] = (byte) length;
    System.arraycopy(part, 0, bytes, size, part.length);
    size += part.length;
  }

  private void room(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
