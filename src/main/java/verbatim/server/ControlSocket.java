package verbatim.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The control door: a unix socket in the data folder, for its owner alone (mode 0600). Since
/// RocksDB has one owner, a command that needs the data of a running server asks it here. One
/// request, one answer, each one JSON document ended by the end of the stream.
final class ControlSocket implements AutoCloseable {
  /// @param input what the command reads from standard input (a password)
  record Request(List<String> words, String input) {}

  record Answer(int exit, String out, String err) {}

  private static final Logger LOG = LoggerFactory.getLogger(ControlSocket.class);
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int MESSAGE_BYTES_MAX = 1 << 20;

  /// `sun_path` holds 108 bytes; a data folder may lie deeper than that.
  private static final int SOCKET_PATH_BYTES_MAX = 100;

  private final Path path;
  private final Path pointer;
  private final ServerSocketChannel listener;
  private final Function<Request, Answer> commands;

  ControlSocket(Path data, Function<Request, Answer> commands) throws IOException {
    this.commands = commands;
    this.pointer = data.resolve("control.path");
    Path plain = data.resolve("control").toAbsolutePath();
    removeLeftovers();
    Files.deleteIfExists(plain);
    if (plain.toString().getBytes(StandardCharsets.UTF_8).length > SOCKET_PATH_BYTES_MAX) {
      path = Files.createTempDirectory("verbatim").resolve("control"); // for its owner alone
      Files.writeString(pointer, path.toString());
    } else {
      path = plain;
    }
    listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listener.bind(UnixDomainSocketAddress.of(path));
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    Thread.ofVirtual().name("control").start(this::accept);
  }

  /// A server that was killed leaves its socket behind. The folder is locked by now, so it is
  /// nobody's.
  private void removeLeftovers() throws IOException {
    if (Files.exists(pointer)) {
      remove(Path.of(Files.readString(pointer)), pointer);
    }
  }

  private static void remove(Path socket, Path pointer) throws IOException {
    Files.deleteIfExists(socket);
    if (Files.deleteIfExists(pointer)) {
      Path folder = socket.toAbsolutePath().getParent();
      if (folder != null) {
        Files.deleteIfExists(folder);
      }
    }
  }

  /// Asks the server that owns this data folder; empty when none is running.
  static Optional<Answer> ask(Path data, Request request) throws IOException {
    Path pointer = data.resolve("control.path");
    Path path =
        Files.exists(pointer)
            ? Path.of(Files.readString(pointer))
            : data.resolve("control").toAbsolutePath();
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      try {
        channel.connect(UnixDomainSocketAddress.of(path));
      } catch (IOException e) {
        return Optional.empty(); // left behind by a server that was killed
      }
      ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(request));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.shutdownOutput();
      byte[] answer = read(Channels.newInputStream(channel));
      if (answer.length == 0) {
        throw new IOException("the server ended before it had answered");
      }
      return Optional.of(JSON.readValue(answer, Answer.class));
    }
  }

  private void accept() {
    while (listener.isOpen()) {
      try {
        SocketChannel channel = listener.accept();
        Thread.ofVirtual().name("control-request").start(() -> answer(channel));
      } catch (IOException e) {
        if (listener.isOpen()) {
          LOG.warn("control socket: {}", e.getClass().getSimpleName());
        }
      }
    }
  }

  private void answer(SocketChannel channel) {
    try (channel) {
      Request request = JSON.readValue(read(Channels.newInputStream(channel)), Request.class);
      OutputStream out = Channels.newOutputStream(channel);
      out.write(JSON.writeValueAsBytes(answer(request)));
    } catch (IOException | JacksonException e) {
      LOG.warn("control request: {}", e.getClass().getSimpleName());
    }
  }

  /// The outermost loop of a command: a bug in one must not leave the asker without an answer.
  private Answer answer(Request request) {
    try {
      return commands.apply(request);
    } catch (RuntimeException e) {
      LOG.error("command {}", request.words().getFirst(), e);
      return new Answer(1, "", "verbatim: something went wrong; the server's log says what\n");
    }
  }

  private static byte[] read(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(MESSAGE_BYTES_MAX + 1);
    if (bytes.length > MESSAGE_BYTES_MAX) {
      throw new IOException("message too long");
    }
    return bytes;
  }

  @Override
  public void close() {
    try {
      listener.close();
      remove(path, pointer);
    } catch (IOException e) {
      LOG.warn("control socket: {}", e.getClass().getSimpleName());
    }
  }
}
