package verbatim.excerpts;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import verbatim.kernel.Limits;
import verbatim.text.Entities;
import verbatim.text.Entity;

/// Names in open words. A seal hides what somebody said; whoever is called by his name beside it is
/// known all the same.
final class Naming {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}_]+");
  private static final int NAME_LETTERS_MIN = 3;
  private static final int SHORT_NAME_LETTERS_MIN = 2;
  private static final int LOOKED_UP_MAX = 100;

  /// @param own how the publisher calls him for himself, "" for nothing
  /// @param isTold whether readers learn of him anyway
  record Member(String handle, String name, String own, boolean isTold) {
    String username() {
      int at = handle.indexOf('@');
      return at < 0 ? handle : handle.substring(0, at);
    }

    List<String> names() {
      return List.of(name, own, username());
    }
  }

  private final List<Member> members;
  private final Set<String> known = new HashSet<>();
  private final Predicate<String> isHere;
  private final Limits.Text limits;

  /// @param isHere whether somebody of this server has this name
  Naming(List<Member> members, Predicate<String> isHere, Limits.Text limits) {
    this.members = List.copyOf(members);
    this.isHere = isHere;
    this.limits = limits;
    for (Member member : members) {
      known.add(member.handle().toLowerCase(Locale.ROOT));
      member.names().forEach(name -> words(name.toLowerCase(Locale.ROOT)).forEach(known::add));
    }
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(text);
    while (matcher.find()) {
      words.add(matcher.group());
    }
    return words;
  }

  /// Members that readers do not learn of otherwise, as they are called there.
  List<String> inWords(String text) {
    List<String> words = words(text);
    List<String> small = words(text.toLowerCase(Locale.ROOT));
    List<String> found = new ArrayList<>();
    for (Member member : members) {
      if (!member.isTold()) {
        member.names().stream()
            .flatMap(name -> called(name, text, words, small).stream())
            .findFirst()
            .ifPresent(found::add);
      }
    }
    return found;
  }

  /// By the whole of the name, or by its first word as it is written: with a small letter that is
  /// often a word like others, and so is a name of two letters. Scripts without blanks between
  /// words hide a name in the middle of them.
  private static List<String> called(
      String name, String text, List<String> words, List<String> small) {
    List<String> whole = words(name);
    String bare = name.strip();
    if (whole.isEmpty() || letters(bare) < SHORT_NAME_LETTERS_MIN) {
      return List.of();
    }
    if (hasIdeographs(bare)) {
      return text.contains(bare) ? List.of(bare) : List.of();
    }
    if (letters(bare) < NAME_LETTERS_MIN) {
      return words.contains(bare) ? List.of(bare) : List.of();
    }
    if (Collections.indexOfSubList(small, words(name.toLowerCase(Locale.ROOT))) >= 0) {
      return List.of(bare);
    }
    String first = whole.getFirst();
    boolean isCalled =
        letters(first) >= SHORT_NAME_LETTERS_MIN
            && (letters(first) >= NAME_LETTERS_MIN || Character.isUpperCase(first.codePointAt(0)))
            && words.contains(first);
    return isCalled ? List.of(first) : List.of();
  }

  private static int letters(String name) {
    return name.codePointCount(0, name.length());
  }

  private static boolean hasIdeographs(String name) {
    return name.codePoints()
        .mapToObj(Character.UnicodeScript::of)
        .anyMatch(
            script ->
                switch (script) {
                  case HAN, HIRAGANA, KATAKANA, THAI -> true;
                  default -> false;
                });
  }

  /// Others: whoever is mentioned, and whatever has a capital and is a name here.
  List<String> others(String text) {
    Set<String> found = new LinkedHashSet<>();
    Set<String> seen = new HashSet<>(known);
    for (Entity.Mention mention : Entities.find(text, limits).mentions()) {
      String handle = handle(mention);
      if (seen.add(handle.toLowerCase(Locale.ROOT))) {
        found.add("@" + handle);
      }
      seen.add(mention.username().toLowerCase(Locale.ROOT));
    }
    int lookedUp = 0;
    for (String word : words(text)) {
      boolean isName =
          word.length() >= NAME_LETTERS_MIN
              && Character.isUpperCase(word.codePointAt(0))
              && seen.add(word.toLowerCase(Locale.ROOT));
      // Each costs a look into the store.
      if (isName && lookedUp++ < LOOKED_UP_MAX && isHere.test(word)) {
        found.add(word);
      }
    }
    return List.copyOf(found);
  }

  private static String handle(Entity.Mention mention) {
    return mention.domain().isEmpty()
        ? mention.username()
        : mention.username() + "@" + mention.domain();
  }
}
