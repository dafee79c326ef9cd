package verbatim.quotecheck;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// How much a change of words weighs. Whether the meaning is another one only a person can say;
/// lists of negations, numbers and the capitals of names say where to look first.
final class Weighing {
  private static final int SHORT = 4;
  private static final int LONG = 12;
  private static final int SHORT_ADDITION = 3;
  private static final int STEM_MIN = 4;

  private final Numerals sourceIn;
  private final Numerals quotedIn;
  private final Person speaker;

  /// @param sourceIn how the source writes numbers
  /// @param quotedIn how the article does
  /// @param speaker whose the source is
  Weighing(Numerals sourceIn, Numerals quotedIn, Person speaker) {
    this.sourceIn = sourceIn;
    this.quotedIn = quotedIn;
    this.speaker = speaker;
  }

  /// @param added what the writer put there in brackets
  /// @param isCut the writer put an ellipsis there
  Severity changed(List<Token> source, List<Token> quoted, List<Token> added, boolean isCut) {
    List<Token> all = new ArrayList<>(quoted);
    all.addAll(added);
    if (!added.isEmpty() && quoted.isEmpty()) {
      Severity how = bracketed(source, added);
      boolean isLess = how == Severity.STYLE && !Words.folds(source).equals(Words.folds(added));
      return isLess ? Severity.SLIGHT : how;
    }
    if (joined(source).equals(joined(all)) && !hasOtherNumbers(source, all)) {
      return isNumeral(source, all) ? Severity.STYLE : Severity.SLIGHT;
    }
    if (Numbers.areOnlyWrittenOtherwise(source, sourceIn, all, quotedIn)) {
      return Severity.STYLE;
    }
    if (!hasOtherNumbers(source, all)
        && Contractions.writtenOut(source).equals(Contractions.writtenOut(all))) {
      return Severity.SLIGHT;
    }
    if (turns(source, all) || hasOtherNumbers(source, all)) {
      return Severity.MEANING;
    }
    if (quoted.isEmpty() && isCut) {
      return Severity.SLIGHT;
    }
    return isSpelling(source, all) ? Severity.SLIGHT : Severity.WORDS;
  }

  /// The mayor in brackets for "he" is the writer's help; "not" and "nine" say something else than
  /// whoever is quoted, brackets or not.
  ///
  /// @param source at the edge of a quotation more than was left out; what the brackets repeat of
  ///     it there is style
  Severity bracketed(List<Token> source, List<Token> added) {
    if (negations(source) % 2 != negations(added) % 2
        || renames(source, added)
        || isAnotherPerson(source, added)
        || !(Numbers.in(added, quotedIn).equals(Numbers.in(source, sourceIn))
            || onlyLeavesOut(source, added))) {
      return Severity.MEANING;
    }
    if (source.size() > SHORT || namesPlainWord(source, added) || describes(source, added)) {
      return Severity.WORDS;
    }
    if (Words.folds(source).containsAll(Words.folds(added))) {
      return Severity.STYLE;
    }
    return source.isEmpty() ? Severity.STYLE : Severity.SLIGHT;
  }

  /// "[Bruno]" for "me", where it is not Bruno who speaks; "[Bruno]" for "@gus".
  private boolean isAnotherPerson(List<Token> source, List<Token> added) {
    String name = named(added);
    if (name.isEmpty() || source.size() != 1) {
      return false;
    }
    Token word = source.getFirst();
    if (word.text().startsWith("@")) {
      return !Who.isHandleOf(word.fold(), name)
          && !name.replace(" ", "").toLowerCase(Locale.ROOT).contains(word.fold());
    }
    return Vocabulary.OF_SPEAKER.contains(word.fold())
        && !Who.isPart(name, speaker.name())
        && !Who.isPart(speaker.name(), name)
        && !Who.isHandleOf(speaker.handle(), name);
  }

  /// A name for a word that is none and stands for nobody.
  private static boolean namesPlainWord(List<Token> source, List<Token> added) {
    return source.size() == 1
        && !named(added).isEmpty()
        && named(added).equals(shown(added))
        && !isName(source.getFirst())
        && !source.getFirst().text().startsWith("@")
        && !Vocabulary.OF_SPEAKER.contains(source.getFirst().fold())
        && !Vocabulary.FOR_SOMEBODY.contains(source.getFirst().fold());
  }

  /// "[The council]" for "I": whether whoever speaks is that, only a person can tell.
  private static boolean describes(List<Token> source, List<Token> added) {
    return source.size() == 1
        && added.size() > 1
        && Vocabulary.OF_SPEAKER.contains(source.getFirst().fold())
        && Vocabulary.ARTICLES.contains(added.getFirst().fold());
  }

  private static String shown(List<Token> words) {
    return words.stream().map(Token::text).collect(Collectors.joining(" "));
  }

  static boolean hasName(List<Token> words) {
    return words.stream().anyMatch(Weighing::isName);
  }

  /// The words among these that are names.
  private static String named(List<Token> added) {
    return shown(added.stream().filter(Weighing::isName).toList());
  }

  /// "It" in brackets for "the 23:10".
  private boolean onlyLeavesOut(List<Token> source, List<Token> added) {
    return !source.isEmpty() && Numbers.in(added, quotedIn).isEmpty();
  }

  /// 3302 for 3,302: one number, to the digit.
  private boolean isNumeral(List<Token> source, List<Token> quoted) {
    return source.size() == quoted.size()
        && source.size() == 1
        && Character.isDigit(source.getFirst().fold().codePointAt(0))
        && Numbers.areOnlyWrittenOtherwise(source, sourceIn, quoted, quotedIn);
  }

  /// Words that the source has not at all.
  ///
  /// @param mayBeCut what they are added to is a copy, of which nobody knows whether it is whole
  Severity added(List<Token> quoted, boolean mayBeCut) {
    if (quoted.size() <= SHORT_ADDITION && turns(List.of(), quoted)) {
      return Severity.MEANING;
    }
    return mayBeCut && quoted.size() > SHORT_ADDITION ? Severity.SLIGHT : Severity.WORDS;
  }

  /// What was left out ran on from what is quoted or into it, and said the contrary or said whose
  /// thought it is: "I never said … I have better ideas."
  ///
  /// @param before the words quoted just before the cut, of the same sentence as what follows there
  /// @param head what was cut up to the end of its sentence
  /// @param tail what was cut after the last end of a sentence
  static boolean turnsByCut(List<Token> before, List<Token> head, List<Token> tail) {
    boolean isGoverned =
        !head.isEmpty()
            && before.stream()
                .skip(Math.max(0, before.size() - SHORT_ADDITION))
                .anyMatch(word -> isNegation(word) || Vocabulary.REPORTING.contains(word.fold()));
    return isGoverned || negations(head) % 2 == 1 || negations(tail) % 2 == 1;
  }

  /// Both name numbers, and they are worth something else.
  private boolean hasOtherNumbers(List<Token> source, List<Token> quoted) {
    if (source.size() > LONG || quoted.size() > LONG) {
      return false;
    }
    List<String> before = Numbers.in(source, sourceIn);
    List<String> now = Numbers.in(quoted, quotedIn);
    return !before.isEmpty() && !now.isEmpty() && !before.equals(now);
  }

  private static String joined(List<Token> words) {
    return words.stream().map(Token::fold).collect(Collectors.joining());
  }

  /// A negation, a number or a name is another one. In what is longer than a few words they come
  /// and go with whole clauses, which turn nothing round by themselves.
  private boolean turns(List<Token> source, List<Token> quoted) {
    if (source.size() > SHORT || quoted.size() > SHORT) {
      return false;
    }
    boolean negation = negations(source) % 2 != negations(quoted) % 2;
    boolean number = !Numbers.in(source, sourceIn).equals(Numbers.in(quoted, quotedIn));
    return negation
        || number
        || isOtherHalf(source, quoted)
        || isContrary(source, quoted)
        || renames(source, quoted);
  }

  /// "Possible" for "impossible", "decrease" for "increase": one word, and before it what makes the
  /// contrary of it.
  private static boolean isContrary(List<Token> source, List<Token> quoted) {
    return source.size() == 1
        && quoted.size() == 1
        && (areOpposite(source.getFirst().fold(), quoted.getFirst().fold())
            || areContrary(source.getFirst().fold(), quoted.getFirst().fold())
            || areContrary(quoted.getFirst().fold(), source.getFirst().fold()));
  }

  /// "Against" for "for".
  private static boolean areOpposite(String one, String other) {
    return Vocabulary.OPPOSITES.contains(one + " " + other)
        || Vocabulary.OPPOSITES.contains(other + " " + one);
  }

  private static boolean areContrary(String one, String other) {
    for (String prefix : Vocabulary.CONTRARY_PREFIXES) {
      String stem = one.startsWith(prefix) ? one.substring(prefix.length()) : "";
      if (stem.length() >= STEM_MIN
          && (other.equals(stem)
              || Vocabulary.OPPOSED_PREFIXES.getOrDefault(prefix, Set.of()).stream()
                  .anyMatch(opposed -> other.equals(opposed + stem)))) {
        return true;
      }
    }
    return false;
  }

  /// Seven in the morning is not seven in the evening.
  private static boolean isOtherHalf(List<Token> source, List<Token> quoted) {
    return source.size() == 1
        && quoted.size() == 1
        && Set.of("am pm", "pm am")
            .contains(source.getFirst().fold() + " " + quoted.getFirst().fold());
  }

  private static long negations(List<Token> words) {
    return words.stream().filter(word -> isNegation(word)).count();
  }

  static boolean isNegation(Token word) {
    String fold = word.fold();
    return Vocabulary.NEGATIONS.contains(fold)
        || (fold.endsWith("nt")
            && Words.plain(word.text()).toLowerCase(Locale.ROOT).endsWith("n't"));
  }

  /// One name for another one; a name that only came or went is words.
  private static boolean renames(List<Token> source, List<Token> quoted) {
    return source.size() == 1
        && quoted.size() == 1
        && isName(source.getFirst())
        && isName(quoted.getFirst())
        && !Spelling.isSame(source.getFirst().fold(), quoted.getFirst().fold())
        && !areHandleAndName(source.getFirst(), quoted.getFirst());
  }

  /// "Gus" for "@gus", "@gusapplewhite" for "Gus".
  private static boolean areHandleAndName(Token one, Token other) {
    boolean isHandle = one.text().startsWith("@") || other.text().startsWith("@");
    return isHandle && (one.fold().startsWith(other.fold()) || other.fold().startsWith(one.fold()));
  }

  private static boolean isName(Token word) {
    String text = word.text();
    int first = text.codePointAt(text.startsWith("@") && text.length() > 1 ? 1 : 0);
    boolean isShouted = text.length() > 1 && text.equals(text.toUpperCase(Locale.ROOT));
    boolean isHandle = text.startsWith("@") && text.length() > 1;
    return (isHandle || Character.isUpperCase(first))
        && !isShouted
        && !Vocabulary.COMMON.contains(word.fold())
        && !Vocabulary.NO_NAMES.contains(word.fold());
  }

  /// The employer is not the employee.
  private static boolean areRoles(String one, String other) {
    return (one.endsWith("er") && other.equals(one.substring(0, one.length() - 1) + "e"))
        || (other.endsWith("er") && one.equals(other.substring(0, other.length() - 1) + "e"));
  }

  private static boolean isSpelling(List<Token> source, List<Token> quoted) {
    if (source.isEmpty() || source.size() != quoted.size()) {
      return false;
    }
    for (int i = 0; i < source.size(); i++) {
      String one = source.get(i).fold();
      String other = quoted.get(i).fold();
      // "Would" is no spelling of "could".
      boolean areEveryday =
          Vocabulary.COMMON.contains(one)
              && Vocabulary.COMMON.contains(other)
              && !one.equals(other);
      if (areEveryday || areRoles(one, other) || Spelling.isOtherForm(one, other)) {
        return false;
      }
      if (Spelling.isSame(one, other)) {
        continue;
      }
      int shorter = Math.min(one.length(), other.length());
      int most = shorter >= 8 ? 2 : shorter >= 5 ? 1 : 0;
      if (Lettering.distance(one, other, most) > most) {
        return false;
      }
    }
    return true;
  }
}
