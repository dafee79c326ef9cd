package verbatim.quotecheck;

import java.text.Normalizer;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// One word in two spellings: British and American ("colour", "organise"), German without umlauts
/// on the keyboard, in Switzerland or before 1996 ("Buergermeister", "Schliessung", "daß"), and
/// foreign words with and without their accents ("café").
final class Spelling {
  private static final int ACCENTED_MIN = 4;

  /// With and without the two dots these are other forms of the verb: "would have" and "had".
  private static final Set<String> OTHER_FORMS =
      Set.of(
          "hätte",
          "hätten",
          "hättest",
          "hättet",
          "wäre",
          "wären",
          "wärst",
          "wäret",
          "würde",
          "würden",
          "würdest",
          "könnte",
          "könnten",
          "könntest",
          "müsste",
          "müssten",
          "müsstest",
          "möchte",
          "möchten",
          "dürfte",
          "dürften",
          "käme",
          "kämen",
          "gäbe",
          "gäben");

  private record Rule(Pattern from, String to) {
    static Rule of(String from, String to) {
      return new Rule(Pattern.compile(from), to);
    }
  }

  private static final List<Rule> AMERICAN =
      List.of(
          Rule.of("(?<=[a-z]{3})is(?=(e|es|ed|ing|er|ers|ation|ations)$)", "iz"),
          Rule.of("(?<=[a-z]{2})ys(?=(e|es|ed|ing)$)", "yz"),
          Rule.of(
              "(?<=[a-z]{3})our(?=(s|ed|ing|able|ful|ite|ites|hood|hoods|er|ers|y)?$)"
                  + "|(?<=hum|rum)our",
              "or"),
          Rule.of("(?<=[a-z]{3})tre(?=(s|d)?$)", "ter"),
          Rule.of("(?<=^def|^off|^lic|^pret)ence(?=(s|d)?$)", "ense"),
          Rule.of("(?<=[a-z]{4})ll(?=(ed|ing|er|ers|or|ors)$)", "l"),
          Rule.of("ogue(?=s?$)", "og"),
          Rule.of("^programme(?=s?$)", "program"),
          Rule.of("^grey", "gray"),
          Rule.of("(?<=^judg|^acknowledg)e(?=ment)", ""),
          Rule.of("^ageing$", "aging"),
          Rule.of("^sceptic", "skeptic"),
          Rule.of("^aluminium$", "aluminum"),
          Rule.of("^plough", "plow"),
          Rule.of("^paed", "ped"),
          Rule.of("^anaesth", "anesth"));

  /// Letters of other scripts that nobody can tell from Latin ones (Unicode TR 39).
  private static final String ALIKE = "аеорсухіѕјԁһοανικ";

  private static final String LATIN = "aeopcyxisjdhoavik";

  private Spelling() {}

  /// @param one folded, as `other`
  static boolean isSame(String one, String other) {
    if (one.equals(other)) {
      return true;
    }
    if (OTHER_FORMS.contains(one) || OTHER_FORMS.contains(other)) {
      return false;
    }
    return latin(one).equals(latin(other))
        || american(transliterated(one)).equals(american(transliterated(other)))
        || (Math.min(one.length(), other.length()) >= ACCENTED_MIN
            && bare(one).equals(bare(other)));
  }

  /// "Hatte" for "hätte": one letter, and another thing said.
  static boolean isOtherForm(String one, String other) {
    return !one.equals(other)
        && (OTHER_FORMS.contains(one) || OTHER_FORMS.contains(other))
        && bare(one).equals(bare(other));
  }

  private static String latin(String word) {
    StringBuilder latin = new StringBuilder(word.length());
    for (int i = 0; i < word.length(); i++) {
      int at = ALIKE.indexOf(word.charAt(i));
      latin.append(at < 0 ? word.charAt(i) : LATIN.charAt(at));
    }
    return latin.toString();
  }

  private static String transliterated(String word) {
    return word.replace("ß", "ss").replace("ä", "ae").replace("ö", "oe").replace("ü", "ue");
  }

  private static String bare(String word) {
    return Normalizer.normalize(word.replace("ß", "ss"), Normalizer.Form.NFD)
        .replaceAll("\\p{Mn}", "");
  }

  private static String american(String word) {
    String american = word;
    for (Rule rule : AMERICAN) {
      american = rule.from().matcher(american).replaceFirst(rule.to());
    }
    return american;
  }
}
