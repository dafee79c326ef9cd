package verbatim.store;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// Versioned binary values. A value begins with its version byte; numbers are varints, texts and
/// lists carry their length. A reader that meets the end of a value early throws: rows are never
/// guessed.
public final class Bytes {
  private Bytes() {}

  public static Writer write(int version) {
    return new Writer().number(version);
  }

  public static Reader read(byte[] value) {
    return new Reader(value);
  }

  public static final class Writer {
    private byte[] bytes = new byte[128];
    private int size;

    /// Any long; small absolute values are short (zigzag).
    public Writer number(long value) {
      long v = (value << 1) ^ (value >> 63);
      while ((v & ~0x7FL) != 0) {
        one((int) (v & 0x7F) | 0x80);
        v >>>= 7;
      }
      one((int) v);
      return this;
    }

    public Writer flag(boolean value) {
      one(value ? 1 : 0);
      return this;
    }

    public Writer text(String value) {
      return raw(value.getBytes(StandardCharsets.UTF_8));
    }

    public Writer raw(byte[] value) {
      number(value.length);
      room(value.length);
      System.arraycopy(value, 0, bytes, size, value.length);
      size += value.length;
      return this;
    }

    /// To the millisecond.
    public Writer time(Instant value) {
      return number(value.toEpochMilli());
    }

    public <T> Writer list(List<T> values, BiConsumer<Writer, T> each) {
      number(values.size());
      values.forEach(value -> each.accept(this, value));
      return this;
    }

    public <T> Writer optional(Optional<T> value, BiConsumer<Writer, T> each) {
      flag(value.isPresent());
      value.ifPresent(v -> each.accept(this, v));
      return this;
    }

    public byte[] done() {
      return Arrays.copyOf(bytes, size);
    }

    private void one(int b) {
      room(1);
      bytes[size++] = (byte) b;
    }

    private void room(int more) {
      if (size + more > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
      }
    }
  }

  public static final class Reader {
    private final byte[] bytes;
    private final int version;
    private int at;

    private Reader(byte[] bytes) {
      this.bytes = bytes;
      this.version = (int) number();
    }

    public int version() {
      return version;
    }

    public long number() {
      long v = 0;
      for (int shift = 0; shift < 64; shift += 7) {
        int b = one();
        v |= (long) (b & 0x7F) << shift;
        if ((b & 0x80) == 0) {
          return (v >>> 1) ^ -(v & 1);
        }
      }
      throw new IllegalStateException("number too long");
    }

    public boolean flag() {
      return one() != 0;
    }

    public String text() {
      int length = length();
      String text = new String(bytes, at, length, StandardCharsets.UTF_8);
      at += length;
      return text;
    }

    public byte[] raw() {
      int length = length();
      byte[] raw = Arrays.copyOfRange(bytes, at, at + length);
      at += length;
      return raw;
    }

    public Instant time() {
      return Instant.ofEpochMilli(number());
    }

    public <T> List<T> list(Function<Reader, T> each) {
      int count = length();
      List<T> values = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        values.add(each.apply(this));
      }
      return List.copyOf(values);
    }

    public <T> Optional<T> optional(Function<Reader, T> each) {
      return flag() ? Optional.of(each.apply(this)) : Optional.empty();
    }

    private int length() {
      long length = number();
      if (length < 0 || length > bytes.length - at) {
        throw new IllegalStateException("length " + length + " beyond the value");
      }
      return (int) length;
    }

    private int one() {
      if (at == bytes.length) {
        throw new IllegalStateException("value ended early");
      }
      return bytes[at++] & 0xff;
    }
  }
}
