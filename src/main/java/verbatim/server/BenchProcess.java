package verbatim.server;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A server in a process of its own, started with the very command line of this one.
final class BenchProcess implements AutoCloseable {
  private static final double TICKS_A_SECOND = 100;
  private static final int TRIES_MAX = 12_000;
  private static final int USER_TICKS = 11;

  final int port;
  final double startSeconds;
  private final Process process;

  private BenchProcess(Process process, int port, double startSeconds) {
    this.process = process;
    this.port = port;
    this.startSeconds = startSeconds;
  }

  /// Settings of a town: nothing but a folder.
  static Config config(Path data) throws IOException {
    try {
      return ConfigFile.read(
          Path.of("no-settings-file"),
          false,
          Map.of(),
          Map.of(Setting.DATA, data.toString(), Setting.PORT, "0"),
          true);
    } catch (ConfigFile.Unusable e) {
      throw new IOException(e);
    }
  }

  static BenchProcess start(Path data) throws IOException, InterruptedException {
    int port;
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = probe.getLocalPort();
    }
    Path log = data.resolveSibling("server.log");
    long begin = System.nanoTime();
    Process process =
        new ProcessBuilder(command(data, port))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    for (int i = 0; i < TRIES_MAX && process.isAlive(); i++) {
      try (Wire wire = new Wire(port)) {
        if (wire.get("/health", "").status() == 200) {
          return new BenchProcess(process, port, (System.nanoTime() - begin) / 1e9);
        }
      } catch (IOException e) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
    }
    process.destroyForcibly();
    throw new IOException("the server did not start:\n" + Files.readString(log));
  }

  private static List<String> command(Path data, int port) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    String classPath = System.getProperty("java.class.path");
    // Started as this one was: the AOT cache is for one way only.
    command.addAll(
        classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator)
            ? List.of("-jar", classPath)
            : List.of("-cp", classPath, Main.class.getName()));
    command.addAll(
        List.of(
            "serve",
            "--test-mode",
            "--bench",
            "--port",
            Integer.toString(port),
            "--data",
            data.toString()));
    return command;
  }

  /// @param field a line of /proc/PID/status, in MB
  double memory(String field) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
      if (line.startsWith(field + ":")) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1_024.0;
      }
    }
    return 0;
  }

  /// Processor time of the server so far.
  double cpuSeconds() throws IOException {
    return cpuSeconds(Path.of("/proc/" + process.pid() + "/stat"));
  }

  static double cpuSecondsOfThisProcess() throws IOException {
    return cpuSeconds(Path.of("/proc/self/stat"));
  }

  private static double cpuSeconds(Path stat) throws IOException {
    String line = Files.readString(stat);
    // Behind the name, which may hold anything.
    String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[USER_TICKS + 1]))
        / TICKS_A_SECOND;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
