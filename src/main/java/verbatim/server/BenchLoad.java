package verbatim.server;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import verbatim.kernel.Fork;

/// Load on a server: clients that ask as fast as they are answered.
final class BenchLoad {
  private static final int ROUNDS = 3;
  private static final Duration ROUND = Duration.ofSeconds(2);
  private static final Duration SETTLE_MAX = Duration.ofMinutes(10);
  private static final int QUIET_SECONDS_MAX = 120;
  private static final double QUIET_CPU_MAX = 0.05;

  private final BenchProcess server;

  BenchLoad(BenchProcess server) {
    this.server = server;
  }

  interface Request {
    /// @param client which of them asks
    /// @param number rises with each request of this client
    Wire.Reply send(Wire wire, int client, long number) throws IOException;
  }

  /// @param cpuMicros processor time of the server for each, whatever else the machine does
  record Figure(long count, double perSecond, double medianMs, double worstMs, double cpuMicros) {}

  /// The median of some rounds.
  Figure measure(int clients, Duration warming, Request request)
      throws IOException, InterruptedException {
    round(clients, warming, request, false);
    quiet();
    List<Figure> figures = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      figures.add(round(clients, ROUND, request, false));
    }
    return median(figures);
  }

  /// The same, each round counted until all that follows from it has happened.
  Figure measureSettled(int clients, Duration warming, Request request)
      throws IOException, InterruptedException {
    round(clients, warming, request, true);
    quiet();
    List<Figure> figures = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      figures.add(round(clients, ROUND, request, true));
    }
    return median(figures);
  }

  private static Figure median(List<Figure> figures) {
    figures.sort(Comparator.comparingDouble(Figure::perSecond));
    return figures.get(figures.size() / 2);
  }

  Figure round(int clients, Duration length, Request request, boolean settled)
      throws IOException, InterruptedException {
    LongAdder done = new LongAdder();
    AtomicBoolean over = new AtomicBoolean();
    List<Callable<List<Long>>> tasks = new ArrayList<>();
    for (int client = 0; client < clients; client++) {
      int number = client;
      tasks.add(() -> ask(request, number, over, done));
    }
    double cpu = server.cpuSeconds();
    long begin = System.nanoTime();
    Thread.ofPlatform().daemon().start(() -> end(over, length));
    List<Long> times =
        Fork.all(length.multipliedBy(20), tasks).stream().flatMap(List::stream).sorted().toList();
    if (settled) {
      settle();
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    return new Figure(
        done.sum(),
        done.sum() / seconds,
        times.get(times.size() / 2) / 1e6,
        times.get(times.size() * 99 / 100) / 1e6,
        (server.cpuSeconds() - cpu) * 1e6 / done.sum());
  }

  private List<Long> ask(Request request, int client, AtomicBoolean over, LongAdder done)
      throws IOException {
    List<Long> times = new ArrayList<>();
    try (Wire wire = new Wire(server.port)) {
      for (long number = 0; !over.get(); number++) {
        long begin = System.nanoTime();
        checked(request.send(wire, client, number));
        times.add(System.nanoTime() - begin);
        done.increment();
      }
    }
    return times;
  }

  static Wire.Reply checked(Wire.Reply reply) {
    if (reply.status() != 200) {
      throw new IllegalStateException("answered " + reply.status());
    }
    return reply;
  }

  private static void end(AtomicBoolean over, Duration after) {
    try {
      TimeUnit.NANOSECONDS.sleep(after.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    over.set(true);
  }

  /// Waits until the server has nothing left to deliver.
  void settle() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + SETTLE_MAX.toNanos();
    try (Wire wire = new Wire(server.port)) {
      while (wire.get("/bench/settled", "").status() != 200) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException("not delivered within " + SETTLE_MAX);
        }
        TimeUnit.MILLISECONDS.sleep(10);
      }
    }
  }

  /// Waits until the server has nothing left to do at all: what it indexes, compacts and compiles
  /// behind its answers would be counted to whatever is measured next.
  void quiet() throws IOException, InterruptedException {
    double before = server.cpuSeconds();
    for (int i = 0; i < QUIET_SECONDS_MAX; i++) {
      TimeUnit.SECONDS.sleep(1);
      double now = server.cpuSeconds();
      if (now - before < QUIET_CPU_MAX) {
        return;
      }
      before = now;
    }
  }
}
