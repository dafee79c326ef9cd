package verbatim;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Ports for servers that must know theirs before they listen. Nobody else gets one meanwhile, or
/// between two lives of a server: they lie below those that the system gives to whoever asks for
/// any, and other runs of tests on this machine see that they are taken.
public final class Ports {
  private static final int FIRST = 12_000;
  private static final int PORTS = 20_000;
  private static final int TRIES_MAX = 1_000;
  private static final Random RANDOM = new Random();

  /// Of another protocol: held as long as this process lives, a sign for the others.
  private static final Queue<DatagramSocket> SIGNS = new ConcurrentLinkedQueue<>();

  private Ports() {}

  public static int free() {
    for (int tries = 0; tries < TRIES_MAX; tries++) {
      int port = FIRST + RANDOM.nextInt(PORTS);
      if (isOurs(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port");
  }

  private static boolean isOurs(int port) {
    try {
      SIGNS.add(new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
    } catch (SocketException _) {
      return false;
    }
    try (ServerSocket _ = new ServerSocket(port)) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
