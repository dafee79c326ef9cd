package verbatim.index;

import java.time.Duration;

/// Bounds of an index.
///
/// @param bufferMegabytes what is held in memory before it is written as a segment
/// @param refreshAfter how old what is found may be
/// @param wordsMax words of one text that are indexed
public record Options(int bufferMegabytes, Duration refreshAfter, int wordsMax) {
  public static Options usual() {
    return new Options(8, Duration.ofSeconds(1), 20_000);
  }
}
