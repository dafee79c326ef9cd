package verbatim.server;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import verbatim.outbound.Outbound;
import verbatim.sx1.Verifier;

/// `./verbatim excerpt`: the verifier, and for those who want it the network. It needs no server
/// and no data; offline is what it is unless an address is given, or keys are to be trusted.
final class ExcerptCommands {
  static final Outbound.Limits LIMITS =
      new Outbound.Limits(Verifier.DOCUMENT_BYTES_MAX, Duration.ofSeconds(10), false);

  private final Outbound.Limits limits;
  private final InstantSource clock;

  ExcerptCommands(Outbound.Limits limits, InstantSource clock) {
    this.limits = limits;
    this.clock = clock;
  }

  int run(List<String> words, PrintWriter out, PrintWriter err) {
    return Verifier.run(words, new Network(), out, err);
  }

  private final class Network implements Verifier.Outside {
    @Override
    public byte[] fetch(String address, String accept) throws IOException {
      try (Outbound outbound = new Outbound(limits)) {
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
