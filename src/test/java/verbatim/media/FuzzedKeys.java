package verbatim.media;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import verbatim.access.Scopes;
import verbatim.kernel.StatusId;

/// Ids, tickets of files, scopes: what is printed must be what was read.
public final class FuzzedKeys {
  private static final Tickets TICKETS = new Tickets(new byte[32]);

  private FuzzedKeys() {}

  public static void fuzzerTestOneInput(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    StatusId.parse(text)
        .ifPresent(
            id -> {
              if (!StatusId.parse(id.toString()).orElseThrow().equals(id) || id.value() < 0) {
                throw new AssertionError("another id: " + id);
              }
            });
    if (TICKETS.admits("x", new StatusId(1), text, Instant.EPOCH)) {
      throw new AssertionError("a ticket that nobody issued: " + text);
    }
    Scopes.parse(text)
        .ifPresent(
            scopes -> {
              if (!Scopes.parse(scopes.toString()).orElseThrow().equals(scopes)) {
                throw new AssertionError("other scopes: " + scopes);
              }
            });
  }
}
