package verbatim.server;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import verbatim.outbound.Outbound;
import verbatim.sx1.Verifier;

/// `./verbatim excerpt`: the verifier, and for those who want it the network. It needs no server
/// and no data; offline is what it is unless an address is given, or keys are to be trusted.
final class ExcerptCommands {
  static final Outbound.Limits LIMITS =
      new Outbound.Limits(Verifier.DOCUMENT_BYTES_MAX, Duration.ofSeconds(10), false);

  private static final Pattern OWN =
      Pattern.compile("^http://(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d+)?/");

  private final Outbound.Limits limits;
  private final InstantSource clock;

  ExcerptCommands(Outbound.Limits limits, InstantSource clock) {
    this.limits = limits;
    this.clock = clock;
  }

  int run(List<String> words, PrintWriter out, PrintWriter err) {
    return Verifier.run(words, new Network(ownTyped(words)), out, err);
  }

  /// Servers of this very machine that somebody named by hand: to try it out. What an excerpt names
  /// is never one, else a file could make its reader ask around in his own house.
  private static Set<String> ownTyped(List<String> words) {
    Set<String> origins = new HashSet<>();
    for (String word : words) {
      if (OWN.matcher(word).find()) {
        origins.add(origin(word));
      }
    }
    return origins;
  }

  private static String origin(String address) {
    int path = address.indexOf('/', address.indexOf("//") + 2);
    return path < 0 ? address : address.substring(0, path);
  }

  private final class Network implements Verifier.Outside {
    private final Set<String> ownTyped;

    Network(Set<String> ownTyped) {
      this.ownTyped = ownTyped;
    }

    @Override
    public byte[] fetch(String address, String accept) throws IOException {
      Outbound.Limits granted =
          ownTyped.contains(origin(address))
              ? new Outbound.Limits(limits.bodyBytesMax(), limits.exchangeMax(), true)
              : limits;
      try (Outbound outbound = new Outbound(granted)) {
        return outbound.fetch(URI.create(address), accept).body();
      } catch (IllegalArgumentException _) {
        throw new IOException("no address: " + address);
      }
    }

    @Override
    public Instant now() {
      return clock.instant();
    }
  }
}
