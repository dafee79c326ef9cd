package verbatim.quotecheck;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Words that changed places: "the fee for cars … for children" where the source has it the other
/// way round; not "bakers and fishermen", which says the same.
final class Exchanged {
  private final List<Difference> steps;

  Exchanged(List<Difference> steps) {
    this.steps = steps;
  }

  /// The steps, those that exchange words as another meaning.
  List<Difference> weighed() {
    List<Difference> weighed = new ArrayList<>(steps);
    Map<List<List<String>>, Integer> before = new HashMap<>();
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i).severity() != Severity.WORDS) {
        continue;
      }
      List<String> source = folds(steps.get(i).source());
      List<String> quoted = folds(steps.get(i).quoted());
      if (!source.isEmpty() && !quoted.isEmpty() && !Vocabulary.COMMON.containsAll(source)) {
        int other = before.getOrDefault(List.of(quoted, source), -1);
        if (other >= 0 && !areListed(other, i)) {
          weighed.set(other, turned(steps.get(other)));
          weighed.set(i, turned(steps.get(i)));
        }
        before.put(List.of(source, quoted), i);
      }
    }
    return weighed;
  }

  private static Difference turned(Difference step) {
    return Difference.of(step.source(), step.quoted(), Severity.MEANING);
  }

  /// Whether nothing but "and the" stands between two steps.
  private boolean areListed(int one, int other) {
    return steps.subList(one + 1, other).stream()
        .flatMap(step -> folds(step.source()).stream())
        .allMatch(word -> Vocabulary.JOINING.contains(word) || Vocabulary.ARTICLES.contains(word));
  }

  private static List<String> folds(String text) {
    return Words.folds(Words.read(text));
  }
}
