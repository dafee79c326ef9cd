package verbatim.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the invented people of the demo town are called and say: read from `demo/` in the program.
final class DemoWords {
  /// @param topic which lines are his
  record Person(String handle, String name, String about, String topic) {}

  /// @param answers the label of what this answers, "" for nothing
  record Said(
      Duration after,
      String handle,
      String text,
      boolean isInSeries,
      String answers,
      String label) {}

  private static final Pattern SLOT = Pattern.compile("\\{(\\w+)}");
  private static final int TRIES_MAX = 200;

  private final List<Person> people = new ArrayList<>();
  private final List<Said> event = new ArrayList<>();
  private final Map<String, List<String>> lines = new HashMap<>();
  private final Map<String, List<String>> slots = new HashMap<>();
  private final Set<String> said = new HashSet<>();
  private final RandomGenerator random;

  DemoWords(RandomGenerator random) {
    this.random = random;
    for (String[] row : rows("people.txt")) {
      people.add(new Person(row[0], row[1], row[2], row[3]));
    }
    for (String[] row : rows("lines.txt")) {
      if (row[0].startsWith("slot ")) {
        slots.put(row[0].substring("slot ".length()), List.of(row).subList(1, row.length));
      } else {
        lines.computeIfAbsent(row[0], _ -> new ArrayList<>()).add(row[1].replace("\\n", "\n"));
      }
    }
    for (String[] row : rows("event.txt")) {
      String[] kind = row[3].split(" ");
      boolean isInSeries = kind[0].equals("series");
      boolean isAnswer = kind[0].equals(">");
      event.add(
          new Said(
              Duration.ofMinutes(Long.parseLong(row[0])),
              row[1],
              row[2],
              isInSeries,
              isAnswer ? kind[1] : "",
              row.length > 4 ? row[4] : kind[kind.length - 1]));
    }
  }

  List<Person> people() {
    return people;
  }

  List<Said> event() {
    return event;
  }

  /// A line on this topic that nobody has said yet.
  String line(String topic) {
    List<String> templates = lines.getOrDefault(topic, List.of());
    for (int i = 0; i < TRIES_MAX; i++) {
      String line = filled(templates.get(random.nextInt(templates.size())));
      if (said.add(line)) {
        return line;
      }
    }
    return filled(templates.getFirst());
  }

  private String filled(String template) {
    Matcher slot = SLOT.matcher(template);
    StringBuilder line = new StringBuilder();
    while (slot.find()) {
      List<String> fillings = slots.getOrDefault(slot.group(1), List.of(""));
      String filling = fillings.get(random.nextInt(fillings.size()));
      boolean begins = slot.start() == 0;
      slot.appendReplacement(
          line,
          Matcher.quoteReplacement(
              begins ? Character.toUpperCase(filling.charAt(0)) + filling.substring(1) : filling));
    }
    return slot.appendTail(line).toString();
  }

  private static List<String[]> rows(String name) {
    try (InputStream in = DemoWords.class.getResourceAsStream("/demo/" + name)) {
      if (in == null) {
        throw new IllegalStateException("demo/" + name + " is not packed");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("# "))
          .map(line -> line.split(" \\| "))
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
