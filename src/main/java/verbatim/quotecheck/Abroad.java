package verbatim.quotecheck;

import java.util.Set;

/// Who speaks in other languages than English, where it stands right behind the quotation: `„…“,
/// sagte Jonas`, `„…“, so Jonas`, `„…“, wie Jonas schrieb`, `« … », a déclaré Jonas`, `«…», dijo
/// Jonas`. Only these few forms: a name, and nothing before it but what it is.
final class Abroad {
  private static final int ROLE_WORDS_MAX = 3;

  /// Simple forms that have who speaks behind them.
  private static final Set<String> VERBS =
      Vocabulary.set(
          """
          sagt sagte schreibt schrieb erklärt erklärte meint meinte betont betonte berichtet
          berichtete fragt fragte ruft rief warnt warnte fordert forderte antwortet antwortete
          kritisiert kritisierte ergänzt ergänzte versichert versicherte twitterte postete
          dit écrit déclare déclarait affirme affirmait explique expliquait ajoute assure répond
          dijo dice escribió escribe explicó explica afirmó afirma añadió declaró señaló respondió
          disse dice scrive scrisse spiega spiegò afferma dichiara aggiunge
          disse diz escreveu escreve afirmou afirma explicou declarou acrescentou
          zei zegt schreef schrijft verklaarde vertelt vertelde antwoordde
          sa sade säger skrev skriver förklarar förklarade svarade sagde siger sier skrev forklarer
          powiedział powiedziała mówi napisał napisała pisze stwierdził stwierdziła dodał dodała
          """);

  /// Of two words: what helps, and what was done.
  private static final Set<String> AUXILIARIES = Set.of("a", "ha", "avait", "aveva", "había");

  private static final Set<String> DONE =
      Vocabulary.set(
          """
          dit écrit déclaré affirmé expliqué ajouté assuré répondu raconté tweeté
          detto scritto dichiarato affermato spiegato aggiunto risposto raccontato
          dicho escrito declarado afirmado explicado añadido respondido
          """);

  /// What stands for a verb.
  private static final Set<String> ACCORDING =
      Set.of("so", "laut", "selon", "según", "secondo", "segundo", "aldus", "enligt", "ifølge");

  private static final Set<String> WHEN =
      Set.of("am", "im", "in", "bei", "heute", "gestern", "weiter", "gegenüber", "à", "en", "op");

  /// Behind the verb, these make the name that follows somebody else than who speaks.
  private static final Set<String> OTHERS =
      Vocabulary.set(
          """
          er sie es man ihm ihr ihnen dem den einem einer von vom zu zum zur bei beim mit über an
          auf für gegen vor nach und oder
          il elle on lui leur de du des d à au aux avec pour sur et ou
          él ella del al con para por sobre y o
          lui lei gli di della dei a alla da per su e
          hij zij ze hem haar van voor met aan tegen en of
          han hon hun henne honom av om till til för med mot och og eller
          on ona o do dla z ze i
          """);

  private Abroad() {}

  /// "Frida Holm sagte: „…“", "„…“, schrieb Frida Holm.": a name, a verb, and no other word in the
  /// sentence.
  static boolean isBare(Line line, Frames.Part part, Mention who) {
    int verbs = 0;
    for (int i = part.from(); i < part.to(); i++) {
      boolean isName = i >= who.at() && i < who.end();
      if (i == part.at() || isName) {
        continue;
      }
      boolean isVerb = VERBS.contains(line.at(i).lower());
      if ((line.at(i).isWord() && !isVerb) || line.at(i).is("?")) {
        return false;
      }
      verbs += isVerb ? 1 : 0;
    }
    return verbs == 1;
  }

  /// The last sign of the verb that stands there, or of what stands for one; -1 for none.
  static int verb(Line line, int at, int end) {
    String word = at < end ? line.at(at).lower() : "";
    String next = at + 1 < end ? line.at(at + 1).lower() : "";
    if (AUXILIARIES.contains(word) && DONE.contains(next)) {
      return at + 1;
    }
    return VERBS.contains(word) || ACCORDING.contains(word) ? at : -1;
  }

  /// "wie Jonas sagte": behind the name.
  static boolean isLike(Line line, int at) {
    return line.at(at).lower().equals("wie");
  }

  /// "so Jonas.", "so Jonas am Montag"; not "so Jonas left".
  static boolean isWhole(Line line, int verb, int behind, int end) {
    return !ACCORDING.contains(line.at(verb).lower())
        || behind >= end
        || !line.at(behind).isWord()
        || WHEN.contains(line.at(behind).lower());
  }

  /// "sagte Jonas", "sagte der Schiffer Jonas"; not "sagte sie zu Jonas".
  static boolean isSubject(Line line, int verb, int name) {
    if (name - verb - 1 > ROLE_WORDS_MAX) {
      return false;
    }
    for (int i = verb + 1; i < name; i++) {
      if (!line.at(i).isWord() || OTHERS.contains(line.at(i).lower())) {
        return false;
      }
    }
    return true;
  }
}
