package verbatim.quotecheck;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// All places of an article that name somebody, in order: names, "she", "who", "the baker",
/// labels. A pronoun means the last one before who did something and whom it fits; "the baker"
/// means who is called a baker ("the baker Jonas Tidewell"); a label means somebody only where the
/// article says so: a name fits it, and stands in a sentence with it.
final class Mentions {
  private static final int LINES_BACK = 3;
  private static final int MENTIONS_BACK = 200;
  private static final int DEFINITIONS_MAX = 50;
  private static final int LABEL_BACK = 6;
  private static final Set<String> CONJOINED =
      Set.of("after", "before", "since", "until", "between");

  private record Role(int line, int at, List<Integer> people, int label) {}

  private enum Gender {
    SHE,
    HE
  }

  private final List<Line> lines;
  private final Cast cast;
  private final Labels labels;
  private final List<List<Mention>> byLine = new ArrayList<>();
  private final Map<String, List<Role>> roles = new HashMap<>();
  private final Map<Integer, Gender> genders = new HashMap<>();
  private final Map<Integer, List<Integer>> labelled;
  private final Map<Long, String> perhaps = new HashMap<>();

  Mentions(List<Line> lines, Cast cast, Labels labels) {
    this.lines = lines;
    this.cast = cast;
    this.labels = labels;
    for (int number = 0; number < lines.size(); number++) {
      byLine.add(found(number));
    }
    labelled = labelled();
    genders();
    byLine.forEach(line -> line.forEach(this::define));
    byLine.forEach(line -> line.stream().filter(m -> m.label() >= 0).forEach(this::defineByLabel));
    byLine.replaceAll(_ -> List.of());
    // Again, now that roles and labels are known; a pronoun looks back at what is resolved.
    for (int number = 0; number < lines.size(); number++) {
      List<Mention> resolved = new ArrayList<>();
      byLine.set(number, resolved);
      for (Mention mention : found(number)) {
        resolved.add(resolve(mention, resolved));
      }
    }
  }

  /// Those of a line that begin from one sign on and before another one.
  List<Mention> between(int line, int from, int to) {
    List<Mention> all = byLine.get(line);
    int low = first(all, from);
    return all.subList(low, Math.max(low, first(all, to)));
  }

  /// The first that begins there or later.
  private static int first(List<Mention> all, int at) {
    int low = 0;
    int high = all.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (all.get(middle).at() < at) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// Whom a label means.
  List<Integer> labelled(int quotation) {
    return labelled.getOrDefault(quotation, List.of());
  }

  // ---- finding

  private List<Mention> found(int number) {
    Line line = lines.get(number);
    List<Mention> all = new ArrayList<>();
    int at = 0;
    while (at < line.size()) {
      Optional<Mention> mention = at(number, line, at);
      mention.ifPresent(all::add);
      at = mention.map(Mention::end).orElse(at + 1);
    }
    return all;
  }

  private Optional<Mention> at(int number, Line line, int at) {
    Line.Sign sign = line.at(at);
    if (sign.isQuotation()) {
      return labels.isLabel(sign.quotation())
          ? Optional.of(
              new Mention(
                  number,
                  at,
                  at + 1,
                  Mention.Kind.LABEL,
                  labels.name(sign.quotation()),
                  List.of(),
                  sign.quotation(),
                  isSubject(line, at, at + 1)))
          : Optional.empty();
    }
    Optional<Cast.Found> name = cast.at(line, at);
    if (name.isPresent()) {
      int end = at + name.get().words();
      return Optional.of(
          new Mention(
              number,
              at,
              end,
              Mention.Kind.NAME,
              words(line, at, end),
              name.get().people(),
              -1,
              isSubject(line, at, end) || isTold(line, at)));
    }
    if (sign.lower().equals("he") || sign.lower().equals("she")) {
      return Optional.of(
          new Mention(number, at, at + 1, Mention.Kind.PRONOUN, sign.text(), List.of(), -1, true));
    }
    if (sign.lower().equals("who")) {
      return Optional.of(
          new Mention(number, at, at + 1, Mention.Kind.WHO, sign.text(), List.of(), -1, true));
    }
    return role(number, line, at).or(() -> unknown(number, line, at));
  }

  /// "The man who wrote it is Pell Amundry": what follows tells of him.
  private static boolean isTold(Line line, int at) {
    return at > 1
        && line.sameSentence(at - 1, at)
        && (line.at(at - 1).lower().equals("is") || line.at(at - 1).lower().equals("was"));
  }

  /// "the friend", "his old friend"; not before the name itself.
  private Optional<Mention> role(int number, Line line, int at) {
    if (!Vocabulary.BEFORE_ROLES.contains(line.at(at).lower())) {
      return Optional.empty();
    }
    int noun = at;
    while (noun < line.size() && Vocabulary.BEFORE_ROLES.contains(line.at(noun).lower())) {
      noun++;
    }
    if (noun >= line.size() || !isRole(line.at(noun)) || line.at(noun).isPossessive()) {
      return Optional.empty();
    }
    int end = noun + 1;
    boolean isBeforeName =
        end < line.size() && (line.at(end).isName() || line.at(end).isQuotation());
    return isBeforeName
        ? Optional.empty()
        : Optional.of(
            new Mention(
                number,
                at,
                end,
                Mention.Kind.ROLE,
                words(line, at, end),
                List.of(),
                -1,
                isSubject(line, at, end)));
  }

  private boolean isRole(Line.Sign sign) {
    return sign.isWord()
        && (Vocabulary.ROLES.contains(sign.lower()) || roles.containsKey(sign.lower()));
  }

  /// A capital where no sentence begins, or one who speaks.
  private static Optional<Mention> unknown(int number, Line line, int at) {
    Line.Sign sign = line.at(at);
    boolean begins = at == line.sentenceStart(at) || !line.at(at - 1).isWord();
    boolean speaks = at + 1 < line.size() && Vocabulary.SPEECH.containsKey(line.at(at + 1).lower());
    boolean acts =
        at + 1 < line.size()
            && (line.at(at + 1).lower().endsWith("ed")
                || Vocabulary.DOING.contains(line.at(at + 1).lower()));
    if (!sign.isName()
        || Vocabulary.NO_NAMES.contains(sign.lower())
        || sign.text().length() < 2
        || (begins && !speaks && !acts)) {
      return Optional.empty();
    }
    return Optional.of(
        new Mention(
            number,
            at,
            at + 1,
            Mention.Kind.NAME,
            sign.text(),
            List.of(),
            -1,
            isSubject(line, at, at + 1)));
  }

  static String words(Line line, int from, int to) {
    StringBuilder words = new StringBuilder();
    for (int i = from; i < to; i++) {
      boolean isApart = i > from && line.at(i).start() > line.at(i - 1).end();
      words.append(isApart ? " " : "").append(line.at(i).text());
    }
    return words.toString();
  }

  /// Whether a clause begins here: after a sentence's start, a comma, a "when".
  static boolean isSubject(Line line, int from, int end) {
    if (line.at(end - 1).isPossessive()) {
      return false;
    }
    int start = line.sentenceStart(from);
    int at = from - 1;
    while (at >= start
        && (Vocabulary.ROLES.contains(line.at(at).lower())
            || Vocabulary.TITLES.contains(line.at(at).lower())
            || (at < from - 1 && Vocabulary.BEFORE_ROLES.contains(line.at(at).lower()))
            || (at < from - 1 && line.at(at).isPossessive()))) {
      at--;
    }
    if (at < start) {
      return true;
    }
    Line.Sign before = line.at(at);
    if (!before.isWord()) {
      return true;
    }
    boolean isPair =
        CONJOINED.contains(before.lower())
            && end < line.size()
            && line.at(end).lower().equals("and");
    return !isPair && (Vocabulary.CLAUSE.contains(before.lower()) || before.lower().endsWith("ly"));
  }

  // ---- what is known of them

  private void genders() {
    for (int i = 0; i < cast.size(); i++) {
      String given = cast.person(i).name().split(" ")[0].toLowerCase(Locale.ROOT);
      if (Vocabulary.SHE_NAMES.contains(given)) {
        genders.put(i, Gender.SHE);
      } else if (Vocabulary.HE_NAMES.contains(given)) {
        genders.put(i, Gender.HE);
      }
    }
  }

  private void define(Mention mention) {
    if (mention.kind() != Mention.Kind.NAME && mention.kind() != Mention.Kind.LABEL) {
      return;
    }
    Line line = lines.get(mention.line());
    List<Integer> people =
        mention.kind() == Mention.Kind.LABEL ? labelled(mention.label()) : mention.people();
    for (int at = mention.at() - 1; at >= Math.max(0, mention.at() - 2); at--) {
      Line.Sign before = line.at(at);
      if (before.is(",") && at == mention.at() - 1) {
        continue;
      }
      boolean isRole =
          Vocabulary.ROLES.contains(before.lower()) || Vocabulary.TITLES.contains(before.lower());
      boolean isSomeRole =
          at == mention.at() - 1
              && at > 0
              && before.isWord()
              && !before.isName()
              && Set.of("the", "his", "her", "their").contains(line.at(at - 1).lower())
              && !Vocabulary.PREPOSITIONS.contains(before.lower());
      if (isRole || isSomeRole) {
        define(before.lower(), mention, people);
      }
      break;
    }
    behind(line, mention, people);
  }

  /// "Pell Amundry, the new mayor of Ternhaven,".
  private void behind(Line line, Mention mention, List<Integer> people) {
    int at = mention.end();
    if (at + 1 >= line.size() || !line.at(at).is(",")) {
      return;
    }
    at++;
    if (!Set.of("the", "a", "an", "his", "her", "their", "who").contains(line.at(at).lower())
        && !isRole(line.at(at))) {
      return;
    }
    for (int i = at; i < Math.min(line.size(), at + 5) && line.at(i).isWord(); i++) {
      if (Vocabulary.ROLES.contains(line.at(i).lower())) {
        define(line.at(i).lower(), mention, people);
        return;
      }
    }
  }

  private void define(String role, Mention mention, List<Integer> people) {
    List<Role> known = roles.computeIfAbsent(role, _ -> new ArrayList<>());
    if (known.size() < DEFINITIONS_MAX) {
      known.add(new Role(mention.line(), mention.at(), people, mention.label()));
    }
    if (people.size() == 1) {
      if (Vocabulary.FEMALE.contains(role)) {
        genders.put(people.getFirst(), Gender.SHE);
      } else if (Vocabulary.MALE.contains(role)) {
        genders.put(people.getFirst(), Gender.HE);
      }
    }
  }

  /// "The sender identified herself as …": the sender is who is labelled so.
  private void defineByLabel(Mention label) {
    Line line = lines.get(label.line());
    for (int at = label.at() - 1;
        at >= line.sentenceStart(label.at()) && at >= label.at() - LABEL_BACK;
        at--) {
      if (Vocabulary.ROLES.contains(line.at(at).lower())) {
        List<Role> known = roles.computeIfAbsent(line.at(at).lower(), _ -> new ArrayList<>());
        if (known.size() < DEFINITIONS_MAX) {
          known.add(new Role(label.line(), at, labelled(label.label()), label.label()));
        }
        return;
      }
    }
  }

  // ---- labels

  private Map<Integer, List<Integer>> labelled() {
    Map<Integer, List<Integer>> fitting = new HashMap<>();
    Set<Integer> told = new HashSet<>();
    for (List<Mention> mentions : byLine) {
      for (Mention label : mentions) {
        if (label.label() >= 0) {
          List<Integer> fit = new ArrayList<>(cast.called(label.named()));
          fit.addAll(cast.withInitials(label.named()));
          List<Integer> once = fit.stream().distinct().toList();
          fitting.put(label.label(), once);
          Set<Integer> near = inSentenceOf(label);
          once.stream().filter(near::contains).forEach(told::add);
        }
      }
    }
    fitting.replaceAll((_, people) -> people.stream().filter(told::contains).toList());
    return fitting;
  }

  private Set<Integer> inSentenceOf(Mention label) {
    Line line = lines.get(label.line());
    Set<Integer> near = new HashSet<>();
    between(label.line(), line.sentenceStart(label.at()), line.sentenceEnd(label.at())).stream()
        .filter(other -> other.people().size() == 1)
        .forEach(other -> near.addAll(other.people()));
    return near;
  }

  // ---- whom they mean

  private Mention resolve(Mention mention, List<Mention> before) {
    return switch (mention.kind()) {
      case NAME -> mention;
      case LABEL -> mention.meaning(labelled(mention.label()), mention.label());
      case ROLE -> role(mention);
      case WHO -> antecedent(mention, before);
      case PRONOUN -> pronoun(mention);
    };
  }

  private Mention role(Mention mention) {
    Line line = lines.get(mention.line());
    List<Role> known = roles.getOrDefault(line.at(mention.end() - 1).lower(), List.of());
    Role best = null;
    for (Role role : known) {
      boolean isBefore =
          role.line() < mention.line()
              || (role.line() == mention.line() && role.at() < mention.at());
      if (best == null || isBefore) {
        best = role;
      }
    }
    return best == null ? mention : mention.meaning(best.people(), best.label());
  }

  private Mention antecedent(Mention who, List<Mention> before) {
    if (before.isEmpty()) {
      return who;
    }
    Mention last = before.getLast();
    boolean isNear =
        IntStream.range(last.end(), who.at()).allMatch(i -> lines.get(who.line()).at(i).is(","));
    return isNear ? who.meaning(last.people(), last.label()) : who;
  }

  private Mention pronoun(Mention pronoun) {
    Gender gender =
        lines.get(pronoun.line()).at(pronoun.at()).lower().equals("she") ? Gender.SHE : Gender.HE;
    Mention other = null;
    int left = LINES_BACK;
    int looked = 0;
    for (int number = pronoun.line(); number >= 0 && left > 0; number--) {
      if (lines.get(number).size() == 0) {
        continue;
      }
      left--;
      List<Mention> mentions = byLine.get(number);
      for (int i = mentions.size() - 1; i >= 0 && looked < MENTIONS_BACK; i--) {
        Mention mention = mentions.get(i);
        looked++;
        if (isUnknown(mention)) {
          perhaps.put(place(pronoun), mention.named());
          return pronoun;
        }
        if (mention.kind() == Mention.Kind.PRONOUN && !perhaps(mention).isEmpty()) {
          perhaps.put(place(pronoun), perhaps(mention));
          return pronoun;
        }
        if (fits(mention, gender)) {
          if (mention.isSubject()) {
            return pronoun.meaning(mention.people(), mention.label());
          }
          other = other == null && isSure(mention, gender) ? mention : other;
        }
      }
    }
    return other == null ? pronoun : pronoun.meaning(other.people(), other.label());
  }

  /// Somebody did something, and nobody knows who that is: "she" is not whoever came before him.
  private boolean isUnknown(Mention mention) {
    return mention.isSubject()
        && mention.kind() == Mention.Kind.NAME
        && mention.people().isEmpty()
        && !Vocabulary.NO_PEOPLE.contains(lastWord(mention.named()));
  }

  /// Whom the text may mean by a pronoun that stays open; "" for nobody.
  String perhaps(Mention pronoun) {
    return perhaps.getOrDefault(place(pronoun), "");
  }

  private static long place(Mention mention) {
    return ((long) mention.line() << 32) | mention.at();
  }

  private boolean fits(Mention mention, Gender gender) {
    if (mention.kind() == Mention.Kind.WHO
        || (mention.people().isEmpty() && mention.label() < 0)
        || mention.people().size() > 1) {
      return false;
    }
    if (mention.people().isEmpty()) {
      return true;
    }
    Gender known = genders.get(mention.people().getFirst());
    if (mention.kind() == Mention.Kind.PRONOUN && known == null) {
      boolean isShe = mention.named().equalsIgnoreCase("she");
      return isShe == (gender == Gender.SHE);
    }
    String last = lastWord(cast.person(mention.people().getFirst()).name());
    return (known == null || known == gender) && !Vocabulary.NO_PEOPLE.contains(last);
  }

  private boolean isSure(Mention mention, Gender gender) {
    return mention.people().size() == 1 && genders.get(mention.people().getFirst()) == gender;
  }

  private static String lastWord(String name) {
    return name.substring(name.lastIndexOf(' ') + 1).toLowerCase(Locale.ROOT);
  }
}
