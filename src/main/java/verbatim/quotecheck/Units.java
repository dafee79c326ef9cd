package verbatim.quotecheck;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The same unit written otherwise: £4 million for 4 million pounds, 12 per cent for 12%. The sign
/// and the word stand in other places, so all steps are looked at together: where each unit that
/// went is one that came, in the same order, it is the style of the house.
final class Units {
  private static final Map<String, String> OF =
      Map.ofEntries(
          Map.entry("%", "percent"),
          Map.entry("percent", "percent"),
          Map.entry("£", "pound"),
          Map.entry("pound", "pound"),
          Map.entry("pounds", "pound"),
          Map.entry("$", "dollar"),
          Map.entry("dollar", "dollar"),
          Map.entry("dollars", "dollar"),
          Map.entry("€", "euro"),
          Map.entry("euro", "euro"),
          Map.entry("euros", "euro"),
          Map.entry("¥", "yen"),
          Map.entry("yen", "yen"));

  private final List<Difference> steps;
  private final Side source;
  private final Side quoted;

  Units(List<Difference> steps, Numerals sourceIn, Numerals quotedIn) {
    this.steps = steps;
    this.source = new Side(steps.stream().map(Difference::source).toList(), sourceIn);
    this.quoted = new Side(steps.stream().map(Difference::quoted).toList(), quotedIn);
  }

  /// Whether a quotation has the sign of this unit, and not its word: "4 million pounds", where it
  /// ends with "£4 million".
  static boolean isWordOfSign(String quotation, String word) {
    String unit = OF.getOrDefault(word, "");
    return Words.read(quotation).stream()
        .anyMatch(token -> !token.isWord() && !unit.isEmpty() && unit.equals(OF.get(token.fold())));
  }

  /// The steps, those that only write a unit otherwise as style.
  List<Difference> weighed() {
    List<String> went = new ArrayList<>();
    List<String> came = new ArrayList<>();
    List<Integer> changed = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i).op() != Difference.Op.EQUAL) {
        int shared = shared(i);
        Optional<List<String>> before = source.units(i, shared);
        Optional<List<String>> now = quoted.units(i, shared);
        if (before.isPresent() && now.isPresent()) {
          went.addAll(before.get());
          came.addAll(now.get());
          changed.add(i);
        }
      }
    }
    if (went.isEmpty() || !went.equals(came)) {
      return steps;
    }
    List<Difference> weighed = new ArrayList<>(steps);
    for (int i : changed) {
      Difference step = steps.get(i);
      weighed.set(i, Difference.of(step.source(), step.quoted(), Severity.STYLE));
    }
    return weighed;
  }

  /// How many words both sides of a step begin with.
  private int shared(int step) {
    List<String> before = Words.folds(Words.read(steps.get(step).source()));
    List<String> now = Words.folds(Words.read(steps.get(step).quoted()));
    int shared = 0;
    while (shared < Math.min(before.size(), now.size())
        && before.get(shared).equals(now.get(shared))) {
      shared++;
    }
    return shared;
  }

  /// The source's words, or the quoted ones, and which of them each step has.
  private static final class Side {
    private final Numerals as;
    private final List<Token> tokens;
    private final int[] ends;

    Side(List<String> texts, Numerals as) {
      this.as = as;
      this.tokens = Words.read(String.join("", texts));
      this.ends = new int[texts.size() + 1];
      for (int i = 0; i < texts.size(); i++) {
        ends[i + 1] = ends[i] + texts.get(i).length();
      }
    }

    /// The units of a step, each with its number; empty where it has anything else.
    ///
    /// @param shared words at its beginning that are the same on the other side
    Optional<List<String>> units(int step, int shared) {
      int left = shared;
      List<String> units = new ArrayList<>();
      boolean hasNumber = false;
      for (int i = 0; i < tokens.size(); i++) {
        Token token = tokens.get(i);
        if (token.start() < ends[step] || token.end() > ends[step + 1]) {
          continue;
        }
        String fold = token.fold();
        if (left > 0 && token.isWord()) {
          left--;
        } else if (isPerCent(i)) {
          units.add(number(i, -1) + " percent");
          i++;
        } else if (OF.containsKey(fold)) {
          boolean isBefore = !token.isWord() && !fold.equals("%");
          units.add(number(i, isBefore ? 1 : -1) + " " + OF.getOrDefault(fold, ""));
        } else if (isNumber(i)) {
          hasNumber = true;
        } else if (!fold.equals(",") && !fold.equals(".")) {
          return Optional.empty();
        }
      }
      // Numbers beside their units are said with them; alone they are no unit.
      return hasNumber && units.isEmpty() ? Optional.empty() : Optional.of(units);
    }

    private boolean isPerCent(int at) {
      return fold(at).equals("per") && fold(at + 1).equals("cent");
    }

    private String fold(int at) {
      return at >= 0 && at < tokens.size() ? tokens.get(at).fold() : "";
    }

    /// Also the "and" of "a hundred and ten".
    private boolean isNumber(int at) {
      return at >= 0
          && at < tokens.size()
          && tokens.get(at).isWord()
          && (Numbers.isNumber(tokens.get(at))
              || (fold(at).equals("and")
                  && fold(at - 1).equals("hundred")
                  && at + 1 < tokens.size()
                  && Numbers.isNumber(tokens.get(at + 1))));
    }

    private String number(int unit, int direction) {
      int from = unit;
      int to = unit;
      while (direction < 0 && isNumber(from - 1)) {
        from--;
      }
      while (direction > 0 && isNumber(to + 1)) {
        to++;
      }
      List<Token> words =
          direction < 0 ? tokens.subList(from, unit) : tokens.subList(unit + 1, to + 1);
      return String.join(" ", Numbers.in(words, as));
    }
  }
}
