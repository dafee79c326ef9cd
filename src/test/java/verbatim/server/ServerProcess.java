package verbatim.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A server in a process of its own, in test mode.
final class ServerProcess {
  private ServerProcess() {}

  /// Started, and waited for until it answers.
  static Process start(int port, Path data, Path log) throws IOException, InterruptedException {
    // A short life on few processors.
    return start(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"), port, data, log);
  }

  /// With the memory that the launcher gives to a server whose owner says nothing else.
  static Process startWithUsualMemory(int port, Path data, Path log)
      throws IOException, InterruptedException {
    String launcher = Files.readString(Path.of("verbatim"));
    List<String> flags =
        List.of(
            "-Xmx" + between(launcher, "VERBATIM_HEAP:-", "}"),
            "-XX:+ExitOnOutOfMemoryError",
            "-Xms64m",
            "-Xmn40m",
            "-XX:MinHeapFreeRatio=10",
            "-XX:MaxHeapFreeRatio=20",
            "-XX:-ShrinkHeapInSteps",
            "-XX:+UseSerialGC");
    for (String flag : flags.subList(1, flags.size())) {
      if (!launcher.contains(flag)) {
        throw new AssertionError("the launcher does not give " + flag + " any more");
      }
    }
    return start(flags, port, data, log);
  }

  private static String between(String text, String before, String after) {
    int from = text.indexOf(before) + before.length();
    return text.substring(from, text.indexOf(after, from));
  }

  private static Process start(List<String> flags, int port, Path data, Path log)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(
        List.of(
            "-XX:+UseCompactObjectHeaders",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Djdk.virtualThreadScheduler.parallelism=8",
            // That of the program: the one of the tests leaves out request lines.
            "-Dverbatim.log=program"));
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(
        List.of(
            "serve", "--test-mode", "--port", Integer.toString(port), "--data", data.toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    for (int i = 0; i < 9_000 && process.isAlive(); i++) {
      try (Wire wire = new Wire(port)) {
        if (wire.get("/health", "").status() == 200) {
          return process;
        }
      } catch (IOException e) {
        TimeUnit.MILLISECONDS.sleep(20); // not yet
      }
    }
    process.destroyForcibly();
    throw new IllegalStateException("the server did not start:\n" + Files.readString(log));
  }
}
