package verbatim.quotecheck;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Known statements that lie in memory: the embeds of an article, those of a command.
final class StatementsInMemory implements KnownStatements {
  private record Known(Statement statement, List<String> words) {}

  private final List<Known> all = new ArrayList<>();
  private final Map<String, List<Integer>> byShingle = new HashMap<>();

  StatementsInMemory(List<Statement> statements) {
    for (Statement statement : statements) {
      List<String> words = statement.words();
      int number = all.size();
      all.add(new Known(statement, words));
      Words.shinglesOf(words)
          .forEach(s -> byShingle.computeIfAbsent(s, _ -> new ArrayList<>()).add(number));
    }
  }

  @Override
  public List<Statement> candidates(Question question) {
    return question.ofSpeakerOnly() ? ofSpeaker(question) : withSharedRuns(question);
  }

  private List<Statement> ofSpeaker(Question question) {
    return withRun(question.words()).stream()
        .filter(known -> Who.areSame(known.speaker(), question.speaker()))
        .limit(question.statementsMax())
        .toList();
  }

  /// Those that have all these words in one run.
  List<Statement> withRun(List<String> words) {
    if (words.size() < 2) {
      return List.of();
    }
    String first = words.get(0) + " " + words.get(1);
    List<Statement> found = new ArrayList<>();
    for (int number : byShingle.getOrDefault(first, List.of())) {
      Known known = all.get(number);
      if (Collections.indexOfSubList(known.words(), words) >= 0) {
        found.add(known.statement());
      }
    }
    return found;
  }

  /// A run that few statements have says more than one that many have.
  private List<Statement> withSharedRuns(Question question) {
    Map<Integer, Double> scores = new LinkedHashMap<>();
    for (String shingle : question.shingles()) {
      List<Integer> having = byShingle.getOrDefault(shingle, List.of());
      double weight = Math.log(1 + (double) all.size() / Math.max(1, having.size()));
      having.forEach(number -> scores.merge(number, weight, Double::sum));
    }
    return scores.entrySet().stream()
        .sorted(Map.Entry.<Integer, Double>comparingByValue(Comparator.reverseOrder()))
        .limit(question.statementsMax())
        .map(entry -> all.get(entry.getKey()).statement())
        .toList();
  }
}
