package verbatim.quotecheck;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import verbatim.kernel.Limits;

/// One check of one article.
final class Report {
  private final Limits.Checks limits;
  private final Checking.Material material;
  private final KnownStatements known;

  Report(Limits.Checks limits, Checking.Material material, KnownStatements known) {
    this.limits = limits;
    this.material = material;
    this.known = known;
  }

  QuoteCheck made() {
    return new QuoteCheck(
        Checking.VERSION, sha256(material.article().raw()), List.of(), List.of());
  }

  static String sha256(String raw) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(raw.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
