package verbatim.media;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// A file that lies sealed: piece by piece, so that a film is sent from its middle without being
/// opened whole. Each file has a key of its own, which the server's key seals; each piece is bound
/// to its place and to the length of all, so that none can be exchanged, moved or cut off.
///
/// ```
/// int 1 · int n · the file's key, sealed, n bytes · long length of what is inside · pieces
/// ```
final class SealedFile implements SeekableByteChannel {
  private static final int FORMAT = 1;
  private static final int KEY_BYTES = 32;
  private static final int PIECE_BYTES = 64 << 10;
  private static final int TAG_BYTES = 16;
  private static final int WRAPPED_BYTES_MAX = 1_024;

  /// What precedes the pieces.
  private record Head(byte[] wrapped, long bytes) {
    static Head read(InputStream from) throws IOException {
      DataInputStream in = new DataInputStream(from);
      if (in.readInt() != FORMAT) {
        throw new IllegalStateException("a sealed file of another format");
      }
      int wrapped = in.readInt();
      if (wrapped < 0 || wrapped > WRAPPED_BYTES_MAX) {
        throw new IllegalStateException("a sealed file is broken");
      }
      return new Head(in.readNBytes(wrapped), in.readLong());
    }

    void write(OutputStream to) throws IOException {
      DataOutputStream out = new DataOutputStream(to);
      out.writeInt(FORMAT);
      out.writeInt(wrapped.length);
      out.write(wrapped);
      out.writeLong(bytes);
      out.flush();
    }

    long length() {
      return 2L * Integer.BYTES + wrapped.length + Long.BYTES;
    }
  }

  private final FileChannel from;
  private final Head head;
  private final SecretKeySpec key;
  private ByteBuffer piece = ByteBuffer.allocate(0);
  private long pieceAt = -1;
  private long position;

  private SealedFile(FileChannel from, Head head, SecretKeySpec key) {
    this.from = from;
    this.head = head;
    this.key = key;
  }

  /// @param path as it is given out: what is sealed opens nowhere else
  static SealedFile open(Seal seal, String path, Path file) throws IOException {
    Head head = head(file);
    byte[] key = seal.open(about(path), head.wrapped());
    return new SealedFile(
        FileChannel.open(file, StandardOpenOption.READ), head, new SecretKeySpec(key, "AES"));
  }

  private static Head head(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Head.read(in);
    }
  }

  /// How long it is when it is opened.
  static long bytes(Path file) throws IOException {
    return head(file).bytes();
  }

  static boolean isNewest(Seal seal, Path file) throws IOException {
    return seal.isNewest(head(file).wrapped());
  }

  private static byte[] about(String path) {
    return ("verbatim/media\0" + path).getBytes(StandardCharsets.UTF_8);
  }

  /// Durable when it returns.
  static void write(Seal seal, String path, SeekableByteChannel plain, Path to, SecureRandom random)
      throws IOException {
    byte[] secret = new byte[KEY_BYTES];
    random.nextBytes(secret);
    SecretKeySpec key = new SecretKeySpec(secret, "AES");
    Head head = new Head(seal.seal(about(path), secret), plain.size());
    try (FileChannel channel =
        FileChannel.open(
            to,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      OutputStream out = Channels.newOutputStream(channel);
      head.write(out);
      ByteBuffer some = ByteBuffer.allocate(PIECE_BYTES);
      for (long n = 0; n * PIECE_BYTES < head.bytes(); n++) {
        some.clear();
        while (some.hasRemaining() && plain.read(some) >= 0) {
          // Until the piece is full, or the file is at its end.
        }
        out.write(run(Cipher.ENCRYPT_MODE, key, n, head.bytes(), some.array(), some.position()));
      }
      channel.force(true);
    }
  }

  private static byte[] run(
      int mode, SecretKeySpec key, long n, long bytes, byte[] what, int length) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      // The key is of this file alone, so the place of a piece is nonce enough.
      byte[] nonce = ByteBuffer.allocate(12).putInt(0).putLong(n).array();
      cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
      cipher.updateAAD(ByteBuffer.allocate(Long.BYTES).putLong(bytes).array());
      return cipher.doFinal(what, 0, length);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a sealed file does not open", e);
    }
  }

  // ---- as a channel

  @Override
  public int read(ByteBuffer to) throws IOException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
    if (position >= head.bytes()) {
      return -1;
    }
    load(position / PIECE_BYTES);
    piece.position((int) (position % PIECE_BYTES));
    int count = Math.min(to.remaining(), piece.remaining());
    to.put(piece.slice(piece.position(), count));
    position += count;
    return count;
  }

  private void load(long n) throws IOException {
    if (n == pieceAt) {
      return;
    }
    int length = (int) Math.min(PIECE_BYTES, head.bytes() - n * PIECE_BYTES) + TAG_BYTES;
    ByteBuffer sealed = ByteBuffer.allocate(length);
    long at = head.length() + n * (PIECE_BYTES + TAG_BYTES);
    while (sealed.hasRemaining()) {
      int read = from.read(sealed, at + sealed.position());
      if (read < 0) {
        throw new IllegalStateException("a sealed file is cut off");
      }
    }
    piece = ByteBuffer.wrap(run(Cipher.DECRYPT_MODE, key, n, head.bytes(), sealed.array(), length));
    pieceAt = n;
  }

  @Override
  public long size() {
    return head.bytes();
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public SeekableByteChannel position(long to) {
    position = to;
    return this;
  }

  @Override
  public int write(ByteBuffer from) {
    throw new NonWritableChannelException();
  }

  @Override
  public SeekableByteChannel truncate(long size) {
    throw new NonWritableChannelException();
  }

  @Override
  public boolean isOpen() {
    return from.isOpen();
  }

  @Override
  public void close() throws IOException {
    from.close();
  }
}
