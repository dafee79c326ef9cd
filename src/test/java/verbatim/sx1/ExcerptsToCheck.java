package verbatim.sx1;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import verbatim.sx1.Verifier.Json;

/// Documents for tests of other packages, each with what the verifier in Java says of it.
public final class ExcerptsToCheck {
  private static final long SEED = 20_261_122;

  /// @param verdict the exit code and why
  public record Case(byte[] document, String verdict) {}

  private ExcerptsToCheck() {}

  public static byte[] keys() {
    return Talks.keys().json().written().getBytes(UTF_8);
  }

  /// One that fits: of two people, with something blacked out and something left out.
  public static Excerpt fitting() {
    Talks talks = new Talks(new Random(SEED), true);
    Talks.Talk talk = talks.talk(9);
    while (true) {
      Excerpt excerpt = talks.excerpt(talk);
      boolean hasGap = excerpt.entries().stream().anyMatch(Excerpt.Entry.LeftOut.class::isInstance);
      boolean hasBars =
          excerpt.entries().stream()
              .anyMatch(
                  entry ->
                      entry instanceof Excerpt.Entry.InParts parts
                          && parts.parts().stream()
                              .anyMatch(Excerpt.Part.BlackedOut.class::isInstance));
      if (hasGap && hasBars) {
        return excerpt;
      }
    }
  }

  /// Fitting ones, and each with single changes.
  public static List<Case> cases(int talks, int changes) {
    Random random = new Random(SEED);
    Talks all = new Talks(random);
    List<Case> cases = new ArrayList<>();
    for (int i = 0; i < talks; i++) {
      byte[] document = all.excerpt(all.talk(2 + random.nextInt(6))).bytes();
      Json json = Json.read(document);
      cases.add(told(document));
      for (int k = 0; k < changes; k++) {
        cases.add(told(all.changed(json).written().getBytes(UTF_8)));
      }
    }
    return cases;
  }

  private static Case told(byte[] document) {
    Verifier.Result result = Verifier.verify(document, Talks.keys());
    String verdict = result.fault().isEmpty() ? result.lines().getLast() : result.fault();
    return new Case(document, result.state().exit() + " " + verdict);
  }
}
