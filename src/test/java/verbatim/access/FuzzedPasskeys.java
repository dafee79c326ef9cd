package verbatim.access;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import verbatim.kernel.Limits;

/// What a browser says that an authenticator has answered.
public final class FuzzedPasskeys {
  private static final Authenticators AUTHENTICATORS =
      new Authenticators(URI.create("https://town.test"), Limits.usual().factors());
  private static final Instant NOW = Instant.EPOCH;

  private FuzzedPasskeys() {}

  public static void fuzzerTestOneInput(byte[] data) {
    String json = new String(data, StandardCharsets.UTF_8);
    AUTHENTICATORS
        .made(json, _ -> true, "a key", NOW)
        .ifPresent(
            key -> {
              if (!key.name().equals("a key")) {
                throw new AssertionError("a key that names itself");
              }
            });
    var read = AUTHENTICATORS.read(json);
    Passkey other = new Passkey("AAAA", "AAAA", 0, false, "other", NOW, NOW);
    if (read.filter(said -> AUTHENTICATORS.isOf(other, said, false)).isPresent()) {
      throw new AssertionError("signed by a key that is none");
    }
  }
}
