package verbatim.house;

import java.util.ArrayList;
import java.util.List;

/// What became of it when somebody saved a page that he had opened a while ago.
public sealed interface Saving {
  /// @param kept what another has changed since the page was shown, and he had not touched: it
  ///     stands as the other said it. Fields as in [House#change], `rules` for a new one
  record Saved(About before, About after, List<String> kept) implements Saving {}

  /// Nothing was saved: another has changed since what he wants to change, too.
  ///
  /// @param now how it stands
  /// @param typed his own, with what the other has said wherever he had touched nothing
  /// @param both which fields; `rule_7` for a rule
  /// @param gone rules that he has in new words, and another has removed
  record Overtaken(About now, About typed, List<String> both, List<About.Rule> gone)
      implements Saving {}

  /// Puts together what two have said.
  ///
  /// @param typed rules that the page had, in his words
  static Saving of(Seen seen, About now, About wanted, List<About.Rule> typed) {
    List<String> kept = new ArrayList<>();
    List<String> both = new ArrayList<>();
    About merged = wanted;
    for (Part part : Part.values()) {
      if (part == Part.RULES || !seen.differs(part, now)) {
        continue;
      }
      if (!seen.differs(part, wanted)) {
        merged = part.read(part.write(now), merged);
        kept.add(part.field());
      } else if (!part.isSame(now, wanted)) {
        both.add(part.field());
      }
    }
    merged = merged.withRules(rules(seen, now, wanted, kept, both));
    List<About.Rule> gone =
        seen.gone(now.rules()).stream()
            .flatMap(id -> typed.stream().filter(rule -> rule.id() == id))
            .filter(seen::differs)
            .toList();
    return both.isEmpty() && gone.isEmpty()
        ? new Saved(now, merged, List.copyOf(kept))
        : new Overtaken(now, merged, List.copyOf(both), gone);
  }

  private static List<About.Rule> rules(
      Seen seen, About now, About wanted, List<String> kept, List<String> both) {
    List<About.Rule> rules = new ArrayList<>();
    for (About.Rule rule : wanted.rules()) {
      About.Rule stands =
          now.rules().stream().filter(r -> r.id() == rule.id()).findFirst().orElse(rule);
      boolean isOthers = rule.id() != 0 && seen.differs(stands);
      if (isOthers && !seen.differs(rule)) {
        rules.add(stands);
        if (!kept.contains("rules")) {
          kept.add("rules");
        }
        continue;
      }
      if (isOthers && !stands.equals(rule)) {
        both.add("rule_" + rule.id());
      }
      rules.add(rule);
    }
    boolean isAdded =
        !seen.isEmpty() && now.rules().stream().anyMatch(rule -> !seen.hasRule(rule.id()));
    if ((isAdded || !seen.gone(now.rules()).isEmpty()) && !kept.contains("rules")) {
      kept.add("rules");
    }
    // Nobody removes what he has not read.
    for (About.Rule rule : now.rules()) {
      if (seen.differs(rule) && wanted.rules().stream().noneMatch(r -> r.id() == rule.id())) {
        both.add("rule_" + rule.id());
        rules.add(rule);
      }
    }
    return rules;
  }
}
