package verbatim.quotecheck;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Who occurs in an article, and by what names: those who are known, and those whom it names in
/// full. A surname alone means whoever has just that surname; where two have, nobody knows.
final class Cast {
  private static final int NAMES_MAX = 400;
  private static final int NAME_WORDS_MAX = 6;
  private static final int PLAIN_NAME_WORDS_MAX = 4;

  private static final int WEAK = 0;
  private static final int GIVEN = 1;
  private static final int SURNAME = 2;
  private static final int FULL = 3;

  private record Alias(int person, int strength) {}

  /// @param words how many signs the name takes
  /// @param people whom it may mean
  record Found(int words, List<Integer> people) {}

  private final List<Person> people = new ArrayList<>();
  private final Map<String, List<Alias>> aliases = new HashMap<>();

  Cast(List<Person> known, List<Line> lines) {
    List<Person> all = new ArrayList<>();
    known.forEach(person -> merge(all, person));
    withoutOpeners(names(lines), known).stream()
        .limit(NAMES_MAX)
        .forEach(name -> merge(all, Person.named(String.join(" ", name))));
    all.forEach(this::add);
  }

  /// Joins what is said of one person: a handle here, a name there, a longer name elsewhere.
  private static void merge(List<Person> all, Person more) {
    for (int i = 0; i < all.size(); i++) {
      Person one = all.get(i);
      if (Who.areSame(one, more) || isPart(one.name(), more.name())) {
        List<String> other = new ArrayList<>(one.aliases());
        other.addAll(more.aliases());
        boolean isLonger = more.name().length() > one.name().length();
        String name = isLonger ? more.name() : one.name();
        String shorter = isLonger ? one.name() : more.name();
        // "Ilse Harrow" is also called Harrow when she is once named Ilse Harrow Voss.
        if (name.startsWith(shorter + " ") && shorter.contains(" ")) {
          other.add(shorter);
          other.add(shorter.substring(shorter.lastIndexOf(' ') + 1));
        }
        all.set(
            i,
            new Person(
                name,
                one.handle().isEmpty() ? more.handle() : one.handle(),
                other,
                one.account().or(more::account)));
        return;
      }
    }
    all.add(more);
  }

  /// One name is the other with more names before or behind.
  private static boolean isPart(String one, String other) {
    return one.contains(" ")
        && other.contains(" ")
        && (one.startsWith(other + " ")
            || other.startsWith(one + " ")
            || one.endsWith(" " + other)
            || other.endsWith(" " + one));
  }

  private void add(Person person) {
    int number = people.size();
    people.add(person);
    List<String> words = words(person.name());
    if (!words.isEmpty()) {
      alias(words, number, FULL);
    }
    int count = words.size();
    if (count > 1 && !Vocabulary.NO_PEOPLE.contains(words.getLast())) {
      alias(words.subList(0, 1), number, GIVEN);
      if (count == 2) {
        alias(words.subList(1, 2), number, SURNAME);
      } else {
        int from = surname(words);
        alias(words.subList(from, count), number, SURNAME);
        alias(words.subList(count - 1, count), number, WEAK);
        if (count == 3) {
          alias(words.subList(1, 3), number, SURNAME);
        }
      }
    }
    if (!person.handle().isEmpty()) {
      alias(List.of("@" + person.handle().toLowerCase(Locale.ROOT)), number, FULL);
    }
    person.aliases().stream()
        .map(Cast::words)
        .filter(w -> !w.isEmpty())
        .forEach(w -> alias(w, number, FULL));
  }

  /// Where the surname begins in a name of three words or more: at the first particle, or with the
  /// last two words.
  private static int surname(List<String> words) {
    for (int i = 1; i < words.size(); i++) {
      if (Vocabulary.PARTICLES.contains(words.get(i))) {
        return i;
      }
    }
    return words.size() - 2;
  }

  private void alias(List<String> words, int person, int strength) {
    aliases
        .computeIfAbsent(String.join(" ", words), _ -> new ArrayList<>())
        .add(new Alias(person, strength));
  }

  private static List<String> words(String name) {
    List<String> words = new ArrayList<>();
    for (String word : name.toLowerCase(Locale.ROOT).split("[\\s\\u00a0]+")) {
      String bare = word.replaceAll("^[^\\p{L}\\p{N}@]+|[^\\p{L}\\p{N}]+$", "");
      if (!bare.isEmpty()) {
        words.add(bare);
      }
    }
    return words;
  }

  Person person(int number) {
    return people.get(number);
  }

  /// Whoever is shown by this name.
  Person named(String name) {
    return name.isEmpty()
        ? Person.NOBODY
        : people.stream()
            .filter(person -> person.shown().equals(name))
            .findFirst()
            .orElseGet(() -> Person.named(name));
  }

  int size() {
    return people.size();
  }

  /// The longest name that begins here.
  Optional<Found> at(Line line, int from) {
    Line.Sign first = line.at(from);
    if (!first.isName() && !first.text().startsWith("@")) {
      return Optional.empty();
    }
    StringBuilder key = new StringBuilder();
    Found longest = null;
    for (int i = from; i < Math.min(line.size(), from + NAME_WORDS_MAX); i++) {
      Line.Sign sign = line.at(i);
      if (sign.is(".") && i > from && line.at(i - 1).text().length() == 1) {
        continue;
      }
      if (!sign.isWord()) {
        break;
      }
      key.append(key.isEmpty() ? "" : " ").append(sign.lower());
      List<Integer> strongest = strongest(key.toString());
      if (!strongest.isEmpty()) {
        longest = new Found(i - from + 1, strongest);
      }
      if (sign.isPossessive()) {
        break;
      }
    }
    return Optional.ofNullable(longest);
  }

  /// Whom a name means, without any text around it.
  List<Integer> called(String name) {
    return strongest(String.join(" ", words(name)));
  }

  private List<Integer> strongest(String key) {
    List<Alias> all = aliases.getOrDefault(key, List.of());
    int most = all.stream().mapToInt(Alias::strength).max().orElse(WEAK);
    return all.stream()
        .filter(alias -> alias.strength() == most)
        .map(Alias::person)
        .distinct()
        .toList();
  }

  /// People whose initials these are ("JT").
  List<Integer> withInitials(String letters) {
    String wanted = letters.replaceAll("[^\\p{L}]", "").toLowerCase(Locale.ROOT);
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < people.size(); i++) {
      String initials =
          words(people.get(i).name()).stream()
              .map(word -> word.substring(0, word.offsetByCodePoints(0, 1)))
              .collect(Collectors.joining());
      if (wanted.length() > 1 && initials.equals(wanted)) {
        found.add(i);
      }
    }
    return found;
  }

  // ---- names in full

  /// "Unlike Pell Amundry", where somebody is known as Pell Amundry, is he after a first word.
  private static Set<List<String>> withoutOpeners(Set<List<String>> names, List<Person> known) {
    Set<List<String>> all = new HashSet<>();
    known.forEach(person -> all.add(List.of(person.name().split(" "))));
    Set<List<String>> bare = new LinkedHashSet<>();
    for (List<String> name : names) {
      List<String> rest = name.size() > 2 ? name.subList(1, name.size()) : name;
      bare.add(all.contains(rest) && !all.contains(name) ? List.copyOf(rest) : name);
    }
    return bare;
  }

  private static Set<List<String>> names(List<Line> lines) {
    Set<String> small = new HashSet<>();
    for (Line line : lines) {
      for (Line.Sign sign : line.signs()) {
        if (sign.isWord() && Character.isLowerCase(sign.text().codePointAt(0))) {
          small.add(sign.lower());
        }
      }
    }
    Set<List<String>> names = new LinkedHashSet<>();
    for (Line line : lines) {
      if (!isTitled(line)) {
        names(line, small, names);
      }
    }
    return names;
  }

  /// A headline that gives every word a capital says nothing of names.
  private static boolean isTitled(Line line) {
    int words = 0;
    int capital = 0;
    for (Line.Sign sign : line.signs()) {
      if (sign.isWord() && sign.text().length() > 3) {
        words++;
        capital += sign.isName() ? 1 : 0;
      }
    }
    boolean isSentence =
        line.size() > 0
            && (line.at(line.size() - 1).is(".")
                || line.signs().stream()
                    .anyMatch(
                        sign ->
                            sign.isWord()
                                && !sign.isName()
                                && Vocabulary.SPEECH.containsKey(sign.lower())));
    return !isSentence && words >= 4 && capital * 10 >= words * 7;
  }

  private static void names(Line line, Set<String> small, Set<List<String>> names) {
    int at = 0;
    while (at < line.size()) {
      if (!isPartOfName(line.at(at))) {
        at++;
        continue;
      }
      int from = at;
      boolean begins = at == line.sentenceStart(at);
      List<String> name = new ArrayList<>();
      while (at < line.size()) {
        Line.Sign sign = line.at(at);
        boolean isInitial = sign.is(".") && at > from && line.at(at - 1).text().length() == 1;
        boolean isParticle =
            !name.isEmpty()
                && Vocabulary.PARTICLES.contains(sign.lower())
                && at + 1 < line.size()
                && isPartOfName(line.at(at + 1));
        if (isPartOfName(sign) || isParticle) {
          name.add(sign.text());
        } else if (!isInitial) {
          break;
        }
        at++;
        if (sign.isPossessive()) {
          break;
        }
      }
      keep(name, begins, small, names);
    }
  }

  private static boolean isPartOfName(Line.Sign sign) {
    return sign.isName()
        && !Vocabulary.NO_NAMES.contains(sign.lower())
        && Character.isLetter(sign.text().codePointAt(0));
  }

  private static void keep(
      List<String> name, boolean begins, Set<String> small, Set<List<String>> names) {
    List<String> bare = new ArrayList<>(name);
    if (begins && bare.size() > 1 && small.contains(bare.getFirst().toLowerCase(Locale.ROOT))) {
      bare.removeFirst();
    }
    while (!bare.isEmpty()
        && Vocabulary.TITLES.contains(bare.getFirst().toLowerCase(Locale.ROOT))) {
      bare.removeFirst();
    }
    // "Ferry Councillor Pell Amundry": what stands before a title or a trade is no name.
    for (int i = bare.size() - 3; i > 0; i--) {
      String word = bare.get(i).toLowerCase(Locale.ROOT);
      if (Vocabulary.TITLES.contains(word) || Vocabulary.ROLES.contains(word)) {
        bare = new ArrayList<>(bare.subList(i + 1, bare.size()));
        break;
      }
    }
    // "Harbourmaster Wim Haak".
    if (bare.size() > 2 && Vocabulary.ROLES.contains(bare.getFirst().toLowerCase(Locale.ROOT))) {
      bare.removeFirst();
    }
    boolean hasParticle =
        bare.stream()
            .anyMatch(word -> Vocabulary.PARTICLES.contains(word.toLowerCase(Locale.ROOT)));
    // "Pell Amundrys Nachbar Jonas Tidewell" are two.
    int most = hasParticle ? NAME_WORDS_MAX : PLAIN_NAME_WORDS_MAX;
    if (bare.size() > 1 && bare.size() <= most) {
      names.add(List.copyOf(bare));
    }
  }
}
