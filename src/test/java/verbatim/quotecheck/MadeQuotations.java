package verbatim.quotecheck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// Articles put together by chance that quote invented posts: word for word, in part, changed in
/// one of many ways, or what nobody posted. For each quotation it is known where it stands and what
/// was done to it.
final class MadeQuotations {
  enum Done {
    WHOLE(false),
    PART(false),
    UNKNOWN(false),
    OTHER_MARKS(false),
    CASE(true),
    APOSTROPHE(true),
    WORD(true),
    NEGATION(true),
    NUMBER(true),
    JOINT(true),
    CUT(true),
    ELLIPSIS(true),
    BRACKETS(true);

    private final boolean isAlteration;

    Done(boolean isAlteration) {
      this.isAlteration = isAlteration;
    }

    boolean isAlteration() {
      return isAlteration;
    }
  }

  /// @param speaker by name
  /// @param sources of the posts whose words it has, in its order: their ids
  record Gold(Done done, String text, int start, int end, String speaker, List<String> sources) {}

  record Made(String article, List<Statement> posts, List<Gold> quotations) {}

  private static final List<String> PEOPLE =
      List.of(
          "Pell Amundry",
          "Jonas Tidewell",
          "Ilse Brandvane",
          "Aylin Karsova",
          "Oskar Lindqvist",
          "Marta Voss",
          "Emil Harrow",
          "Greta Olin");
  private static final List<String> ASIDE =
      List.of(
          "Nobody in the harbour was surprised, and the gulls weren't either.",
          "The lamp is 5'4\" high and can be seen from the island.",
          "It's the fishermen's oldest quarrel, and the bakers' newest one.",
          "The boats' owners met on Tuesday; 'twas a short meeting.",
          "A 12\" pipe runs below the quay.",
          "The council meets again next week.");

  private final Random random;
  private final MadeSentences sentences;
  private final List<Statement> posts = new ArrayList<>();
  private final List<Gold> gold = new ArrayList<>();
  private final StringBuilder article = new StringBuilder();

  /// Whose end the last joint has.
  private Statement second = Statement.copy("", Person.NOBODY, "", "");

  private MadeQuotations(long seed) {
    random = new Random(seed);
    sentences = new MadeSentences(random);
  }

  /// @param each how many quotations of each kind
  static Made made(long seed, int posts, int each) {
    MadeQuotations made = new MadeQuotations(seed);
    made.fill(posts, each);
    return new Made(made.article.toString(), made.posts, made.gold);
  }

  private void fill(int count, int each) {
    for (int i = 0; i < count; i++) {
      Person speaker = Person.named(sentences.one(PEOPLE));
      posts.add(Statement.copy("post-" + i, speaker, sentences.post(), "the archive"));
    }
    List<Done> order = new ArrayList<>();
    for (Done done : Done.values()) {
      for (int i = 0; i < each; i++) {
        order.add(done);
      }
    }
    Collections.shuffle(order, random);
    for (String name : PEOPLE) {
      article.append("We spoke with ").append(name).append(" at the quay.\n\n");
    }
    for (Done done : order) {
      while (!quote(done)) {
        // This post has nothing that can be changed so.
      }
      if (random.nextInt(4) == 0) {
        article.append(sentences.one(ASIDE)).append("\n\n");
      }
    }
  }

  private boolean quote(Done done) {
    int number = random.nextInt(posts.size());
    Statement post = posts.get(number);
    String words = altered(done, post.text(), post);
    if (words.isEmpty() || !says(words, done, post)) {
      return false;
    }
    String speaker = done == Done.UNKNOWN ? sentences.one(PEOPLE) : post.speaker().name();
    List<String> sources =
        switch (done) {
          case UNKNOWN -> List.of();
          case JOINT -> List.of(post.id(), second.id());
          default -> List.of(post.id());
        };
    write(words, speaker, done, sources);
    return true;
  }

  /// What came out is not by chance what some post says.
  private boolean says(String words, Done done, Statement post) {
    String plain = Words.plain(words);
    boolean isSaid = posts.stream().anyMatch(other -> other.text().contains(bare(plain)));
    return switch (done) {
      case WHOLE, PART, OTHER_MARKS -> isSaid;
      case UNKNOWN -> posts.stream().noneMatch(other -> near(other.text(), words));
      default -> !isSaid;
    };
  }

  private static String bare(String words) {
    return words.replaceAll("[.,]$", "");
  }

  /// Half of its words in order would make it a changed quotation of that post, rightly.
  private static boolean near(String post, String words) {
    List<String> a = Words.folds(Words.read(post));
    List<String> b = Words.folds(Words.read(words));
    int[][] common = new int[a.size() + 1][b.size() + 1];
    for (int i = a.size() - 1; i >= 0; i--) {
      for (int j = b.size() - 1; j >= 0; j--) {
        common[i][j] =
            a.get(i).equals(b.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    return common[0][0] * 2 >= b.size();
  }

  // ---- what is done to the words

  private String altered(Done done, String post, Statement of) {
    List<String> words = new ArrayList<>(Arrays.asList(post.split(" ")));
    int at = random.nextInt(words.size());
    return switch (done) {
      case WHOLE -> post;
      case OTHER_MARKS -> post.replace('\'', '’');
      case PART -> part(words);
      case UNKNOWN -> unknown();
      // A first letter that fits the sentence around it is the style of quoting.
      case CASE -> at == 0 ? "" : changed(words, at, flipped(words.get(at)));
      case APOSTROPHE -> apostrophe(words, at);
      case WORD -> changed(words, at, other(words.get(at)));
      case NEGATION -> negated(words, at);
      case NUMBER -> renumbered(words);
      case JOINT -> joint(post, of);
      case CUT -> cut(words, "");
      case ELLIPSIS -> cut(words, random.nextBoolean() ? "…" : "[...]");
      case BRACKETS -> brackets(words, at);
    };
  }

  private String part(List<String> words) {
    int length = 5 + random.nextInt(6);
    if (words.size() <= length + 1) {
      return "";
    }
    int from = random.nextInt(words.size() - length);
    return bare(String.join(" ", words.subList(from, from + length)));
  }

  /// Of words that no post has.
  private String unknown() {
    List<String> strange =
        List.of(
            "orchards",
            "violins",
            "a kitchen",
            "thunder",
            "velvet",
            "seventeen",
            "grandmothers",
            "carefully",
            "under",
            "chalk",
            "whispering",
            "mountains",
            "taught",
            "me",
            "to",
            "be",
            "patient",
            "with",
            "strangers",
            "the",
            "and",
            "never",
            "of",
            "in",
            "I",
            "we",
            "it's");
    if (random.nextInt(3) == 0) {
      return new MadeSentences(random).sentence();
    }
    StringBuilder words = new StringBuilder();
    int length = 5 + random.nextInt(12);
    for (int i = 0; i < length; i++) {
      words.append(i == 0 ? "" : " ").append(strange.get(random.nextInt(strange.size())));
    }
    return words.append('.').toString();
  }

  private static String changed(List<String> words, int at, String now) {
    if (now.isEmpty() || now.equals(words.get(at))) {
      return "";
    }
    List<String> all = new ArrayList<>(words);
    all.set(at, now);
    return String.join(" ", all);
  }

  private static String flipped(String word) {
    char first = word.charAt(0);
    char other =
        Character.isUpperCase(first) ? Character.toLowerCase(first) : Character.toUpperCase(first);
    return Character.isLetter(first) ? other + word.substring(1) : "";
  }

  private static String apostrophe(List<String> words, int at) {
    for (int i = 0; i < words.size(); i++) {
      int place = (at + i) % words.size();
      String word = words.get(place);
      if (word.contains("'")) {
        return changed(words, place, word.replace("'", ""));
      }
    }
    return "";
  }

  private String other(String word) {
    String now =
        sentences.one(List.of("castle", "quickly", "yellow", "whenever", "singing", "pocket"));
    return word.endsWith(".") || word.endsWith(",") || word.endsWith(":")
        ? now + word.charAt(word.length() - 1)
        : now;
  }

  private String negated(List<String> words, int at) {
    for (int i = 0; i < words.size(); i++) {
      int place = (at + i) % words.size();
      String word = words.get(place);
      if (word.equals("not") || word.equals("never")) {
        List<String> all = new ArrayList<>(words);
        all.remove(place);
        return String.join(" ", all);
      }
      if (word.endsWith("n't") && !word.equals("won't") && !word.equals("can't")) {
        return changed(words, place, word.substring(0, word.length() - 3));
      }
      if (List.of("is", "will", "would", "should", "has", "can").contains(word)) {
        return changed(words, place, word + " not");
      }
    }
    return "";
  }

  private String renumbered(List<String> words) {
    List<String> numbers =
        List.of("forty", "twelve", "seven", "three", "48", "second", "nine", "half", "twice");
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i).replaceAll("[.,]$", "");
      if (numbers.contains(word)) {
        String now = sentences.one(numbers);
        return changed(words, i, words.get(i).replace(word, now));
      }
    }
    return "";
  }

  /// The end of one post and the beginning of another one of the same author.
  private String joint(String post, Statement of) {
    List<Statement> others =
        posts.stream()
            .filter(other -> other != of && other.speaker().equals(of.speaker()))
            .toList();
    if (others.isEmpty()) {
      return "";
    }
    second = sentences.one(others);
    return post + " " + second.text();
  }

  private String cut(List<String> words, String mark) {
    int cut = 2 + random.nextInt(5);
    int from = 5 + random.nextInt(Math.max(1, words.size()));
    if (from + cut + 5 > words.size()) {
      return "";
    }
    List<String> all = new ArrayList<>(words.subList(0, from));
    if (!mark.isEmpty()) {
      all.add(mark);
    }
    all.addAll(words.subList(from + cut, words.size()));
    return String.join(" ", all);
  }

  private String brackets(List<String> words, int at) {
    List<String> all = new ArrayList<>(words);
    if (random.nextBoolean() || at == 0) {
      all.add(at, "[the mayor of Ternhaven]");
    } else {
      all.set(at, all.get(at).replaceAll("(\\w)([.,:]?)$", "$1[ed]$2"));
    }
    return String.join(" ", all);
  }

  // ---- how it is told

  private void write(String words, String speaker, Done done, List<String> sources) {
    String[] marks = {"\"", "\""};
    if (done == Done.OTHER_MARKS || random.nextInt(3) == 0) {
      marks =
          sentences.one(
              List.of(
                  new String[] {"“", "”"},
                  new String[] {"„", "“"},
                  new String[] {"« ", " »"},
                  new String[] {"»", "«"},
                  new String[] {"„", "”"},
                  new String[] {"‘", "’"},
                  new String[] {"「", "」"}));
    }
    String surname = speaker.substring(speaker.indexOf(' ') + 1);
    String name = random.nextBoolean() ? speaker : surname;
    String asked = bare(words);
    switch (random.nextInt(6)) {
      case 0 -> {
        quoted("", marks, words.endsWith(".") ? asked + "," : words + ",", done, speaker, sources);
        article.append(" ").append(name).append(" said on Tuesday.");
      }
      case 1 -> quoted(name + " wrote, ", marks, words, done, speaker, sources);
      case 2 -> {
        quoted("Later " + name + " tweeted that ", marks, asked, done, speaker, sources);
        article.append(", as if nothing had happened.");
      }
      case 3 -> {
        quoted("", marks, words.endsWith(".") ? asked + "," : words + ",", done, speaker, sources);
        article.append(" said ").append(name).append(".");
      }
      case 4 ->
          quoted(name + " was at the quay and posted: ", marks, words, done, speaker, sources);
      default -> {
        quoted("According to " + name + ", ", marks, asked, done, speaker, sources);
        article.append(".");
      }
    }
    article.append("\n\n");
  }

  private void quoted(
      String before,
      String[] marks,
      String words,
      Done done,
      String speaker,
      List<String> sources) {
    article.append(before).append(marks[0]);
    int start = article.length();
    article.append(words);
    gold.add(new Gold(done, words, start, article.length(), speaker, sources));
    article.append(marks[1]);
  }
}
