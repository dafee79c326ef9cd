package verbatim.stories;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// How much something has to do with a story: half its words (cosine of TF-IDF), three tenths who
/// speaks and who is named (Jaccard), two tenths what both quote, show or answer; and the further
/// it lies from the story in time, the less. Simple arithmetic over bounded texts, no model: its
/// result is only ever offered to a person.
final class Likeness {
  private static final double OF_WORDS = 0.5;
  private static final double OF_NAMES = 0.3;
  private static final double OF_SHARED = 0.2;
  private static final int QUOTED_WORDS_MIN = 4;
  private static final int CHARACTERS_MAX = 20_000;

  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}]+");

  /// Words with a capital, one after the other, but for those that begin a sentence.
  private static final Pattern NAME =
      Pattern.compile("(?<=[\\p{L}\\p{N},;:(] )\\p{Lu}[\\p{L}’'-]+(?: \\p{Lu}[\\p{L}’'-]+)*");

  private static final Pattern QUOTED =
      Pattern.compile("“([^“”]{1,1000})”|„([^„“]{1,1000})“|«([^«»]{1,1000})»|\"([^\"]{1,1000})\"");

  private static final Pattern LINK = Pattern.compile("https?://[^\\s<>\"“”]{4,500}");

  private final Map<String, Integer> documents = new HashMap<>();
  private final int count;
  private final Duration halfLife;

  /// What of a thing is compared.
  ///
  /// @param words how often each stands in it
  /// @param names who speaks, who is mentioned, who is named
  /// @param shown what it quotes, embeds and links to
  /// @param talk itself, and what it answers
  /// @param said its words in a row, folded
  record Thing(
      Instant at,
      Map<String, Integer> words,
      Set<String> names,
      Set<String> shown,
      Set<String> talk,
      String said) {}

  /// @param isShared whether both quote or show the same, which is enough by itself
  record Score(double value, boolean isShared) {}

  Likeness(Collection<Thing> all, Duration halfLife) {
    all.forEach(
        thing -> thing.words().keySet().forEach(word -> documents.merge(word, 1, Integer::sum)));
    this.count = all.size();
    this.halfLife = halfLife;
  }

  /// @param people keys of the accounts that speak and are mentioned
  /// @param shown keys of what it carries
  /// @param talk keys of itself and of what it answers
  static Thing thing(
      String text,
      Instant at,
      Collection<String> people,
      Collection<String> shown,
      Collection<String> talk) {
    String bounded = text.length() <= CHARACTERS_MAX ? text : text.substring(0, CHARACTERS_MAX);
    Map<String, Integer> words = new HashMap<>();
    Matcher word = WORD.matcher(bounded.toLowerCase(Locale.ROOT));
    while (word.find()) {
      words.merge(word.group(), 1, Integer::sum);
    }
    Set<String> names = new HashSet<>(people);
    names(bounded).forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
    Set<String> all = new HashSet<>(shown);
    Matcher link = LINK.matcher(bounded);
    while (link.find()) {
      all.add(link.group());
    }
    all.addAll(quotations(bounded));
    return new Thing(at, words, names, all, Set.copyOf(talk), folded(bounded));
  }

  /// Names in a text, as they are written, each once.
  static Set<String> names(String text) {
    Set<String> names = new LinkedHashSet<>();
    Matcher name = NAME.matcher(text);
    while (name.find()) {
      names.add(name.group());
    }
    return names;
  }

  private static Set<String> quotations(String text) {
    Set<String> found = new HashSet<>();
    Matcher quoted = QUOTED.matcher(text);
    while (quoted.find()) {
      for (int i = 1; i <= quoted.groupCount(); i++) {
        if (quoted.group(i) != null) {
          String said = folded(quoted.group(i));
          if (said.split(" ").length >= QUOTED_WORDS_MIN) {
            found.add(said);
          }
        }
      }
    }
    return found;
  }

  private static String folded(String text) {
    return WORD.matcher(text.toLowerCase(Locale.ROOT).replaceAll("['’]", ""))
        .results()
        .map(result -> result.group())
        .collect(Collectors.joining(" "));
  }

  Score of(Thing one, List<Thing> story) {
    Map<String, Integer> whole = new HashMap<>();
    story.forEach(thing -> thing.words().forEach((w, n) -> whole.merge(w, n, Integer::sum)));
    double words = cosine(one.words(), whole);
    double names = 0;
    boolean isShared = false;
    boolean isTalk = false;
    Duration nearest = Duration.ofDays(36_500);
    for (Thing other : story) {
      words = Math.max(words, cosine(one.words(), other.words()));
      names = Math.max(names, jaccard(one.names(), other.names()));
      isShared |= shares(one, other);
      isTalk |= one.talk().stream().anyMatch(other.talk()::contains);
      Duration apart = Duration.between(one.at(), other.at()).abs();
      nearest = apart.compareTo(nearest) < 0 ? apart : nearest;
    }
    double weight = Math.pow(0.5, (double) nearest.toSeconds() / halfLife.toSeconds());
    double value = OF_WORDS * words + OF_NAMES * names + (isShared || isTalk ? OF_SHARED : 0);
    return new Score(value * weight, isShared);
  }

  /// Both show the same, or one quotes what the other says.
  private static boolean shares(Thing one, Thing other) {
    return one.shown().stream()
            .anyMatch(shown -> other.shown().contains(shown) || says(other, shown))
        || other.shown().stream().anyMatch(shown -> says(one, shown));
  }

  private static boolean says(Thing thing, String shown) {
    return shown.indexOf(' ') > 0 && (" " + thing.said() + " ").contains(" " + shown + " ");
  }

  private double cosine(Map<String, Integer> one, Map<String, Integer> other) {
    double dot = 0;
    for (Map.Entry<String, Integer> word : one.entrySet()) {
      Integer times = other.get(word.getKey());
      if (times != null) {
        double weight = weight(word.getKey());
        dot += tf(word.getValue()) * tf(times) * weight * weight;
      }
    }
    return dot == 0 ? 0 : dot / (length(one) * length(other));
  }

  private double length(Map<String, Integer> words) {
    double sum = 0;
    for (Map.Entry<String, Integer> word : words.entrySet()) {
      double value = tf(word.getValue()) * weight(word.getKey());
      sum += value * value;
    }
    return Math.sqrt(sum);
  }

  private static double tf(int times) {
    return 1 + Math.log(times);
  }

  private double weight(String word) {
    return Math.log(1 + (double) count / (1 + documents.getOrDefault(word, 0)));
  }

  private static double jaccard(Set<String> one, Set<String> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return 0;
    }
    long both = one.stream().filter(other::contains).count();
    return (double) both / (one.size() + other.size() - both);
  }
}
