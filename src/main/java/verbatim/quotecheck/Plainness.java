package verbatim.quotecheck;

import java.util.List;
import java.util.Set;

/// How plainly a frame names whom it names. Whether a source is by somebody else is an accusation
/// only where one name stands beside one verb of saying, in a sentence that tells it as a fact and
/// has nobody else in it. Where the words may be another's it stays open whose they are, and where
/// the article says that he did not say it, it puts them in nobody's mouth.
final class Plainness {
  private static final int DENIED_BACK_MAX = 4;
  private static final int EXCLUDED_BACK_MAX = 4;
  private static final int HEARER_WORDS_MAX = 6;
  private static final int OWN_WORDS_MAX = 4;
  private static final Set<String> OWN_WORDS = Set.of("that", "as", "to");

  private final int number;
  private final Line line;
  private final Frames.Frame frame;
  private final List<Mention> named;
  private final Frames.Part part;

  /// @param number of the line
  /// @param named everybody whom that part of the sentence names
  Plainness(int number, Line line, Frames.Frame frame, List<Mention> named, Frames.Part part) {
    this.number = number;
    this.line = line;
    this.frame = frame;
    this.named = named;
    this.part = part;
  }

  /// "Pell quoted Jonas", "Pell read from the post of Jonas", "Jonas, Pell said, had written",
  /// "Pell and Jonas said": somebody, and the words may be another's.
  boolean isOpen() {
    Mention who = frame.who();
    boolean hasOther =
        named.stream().anyMatch(other -> who.equals(Mention.NOBODY) || !other.isSame(who));
    for (int i = part.from(); i < part.to(); i++) {
      String word = line.at(i).lower();
      boolean isHis = who.equals(Mention.NOBODY) || i >= who.end() || i == frame.verb();
      if (Vocabulary.RETELLING.contains(word)
          && (isHis || word.endsWith("ing"))
          && (hasOther || isQuotedActively(i))) {
        return true;
      }
    }
    if (isAbout() || isOnlyConcerned()) {
      return true;
    }
    return hasOther
        && !who.equals(Mention.NOBODY)
        && who.line() == number
        && (hasVerbOfItsOwn() || isOneOfTwo() || isParted() || isExcluded());
  }

  /// One name, one verb of saying, and it is told as a fact: no "might have said", no "if he said".
  boolean isPlain() {
    boolean isAlone = named.stream().allMatch(other -> other.isSame(frame.who()));
    if (!isAlone
        || Vocabulary.REMARKING.contains(frame.base())
        || Vocabulary.MUSING.contains(frame.base())
        || (frame.verb() >= 0 && Vocabulary.RETELLING.contains(line.at(frame.verb()).lower()))) {
      return false;
    }
    boolean isOfTopic =
        part.at() > part.from() && Vocabulary.PREPOSITIONS.contains(line.at(part.at() - 1).lower());
    for (int i = part.from(); i < Math.min(part.to(), Math.max(frame.verb(), part.at())); i++) {
      if (Vocabulary.UNREAL.contains(line.at(i).lower())) {
        return false;
      }
    }
    return !isOfTopic && isNextTo() && isBare();
  }

  // ---- a frame of nothing but a name, a verb and circumstances

  /// Nothing else stands in it that could be whose the words are, or what is said of them.
  private boolean isBare() {
    int verb = frame.verb();
    int at = part.at();
    if (verb < 0) {
      return true;
    }
    if (line.at(verb).lower().endsWith("ing") || asks()) {
      return false;
    }
    if (verb < at) {
      return leadsTo(verb + 1, at) && !isSubjectOfMore(at + 1);
    }
    int first = Math.min(verb, frame.who().at());
    int second = Math.max(verb + 1, frame.who().end());
    boolean isInverted = verb < frame.who().at();
    return isOfSomebody(at + 1, first)
        && (!isInverted || isOfSomebody(verb + 1, frame.who().at()))
        && endsAt(second);
  }

  /// "Has Pell said “…”?"
  private boolean asks() {
    String first = line.at(part.from()).lower();
    return Vocabulary.BEING.contains(first)
        || Set.of("has", "have", "had", "did", "do", "does", "can", "will").contains(first);
  }

  /// "said on Friday:", "told reporters in a call that", "posted a message:"; not "posted a photo
  /// of a poster:", "said the motto was", "noted the sign:".
  private boolean leadsTo(int from, int to) {
    int i = from;
    if (Vocabulary.HEARD.contains(frame.base())) {
      int most = Math.min(to, from + HEARER_WORDS_MAX);
      while (i < most && line.at(i).isWord() && !isPreposition(i) && !line.at(i).is("that")) {
        i++;
      }
    } else {
      i = afterOwnWords(from, to);
    }
    while (i < to) {
      Line.Sign sign = line.at(i);
      if (sign.is(":") || sign.is("that")) {
        return i == to - 1;
      }
      if (isPreposition(i)) {
        i++;
        while (i < to && line.at(i).isWord() && !isPreposition(i) && !line.at(i).is("that")) {
          String word = line.at(i).lower();
          if (Vocabulary.SHOWN.contains(word) || Frames.NEW_CLAUSE.contains(word)) {
            return false;
          }
          i++;
        }
      } else if (sign.isWord() && !isLight(i)) {
        return false;
      } else {
        i++;
      }
    }
    return true;
  }

  /// "posted a message", "wrote his answer".
  private int afterOwnWords(int from, int to) {
    boolean isObject =
        from < to && Set.of("a", "an", "his", "her", "their").contains(line.at(from).lower());
    if (isObject) {
      for (int i = from + 1; i < Math.min(to, from + OWN_WORDS_MAX); i++) {
        if (Vocabulary.SAYINGS.contains(line.at(i).lower())) {
          return i + 1;
        }
      }
    }
    return from;
  }

  /// "said “…” was the worst of all", "said “…”-like words".
  private boolean isSubjectOfMore(int next) {
    if (next >= part.to()) {
      return false;
    }
    String word = line.at(next).lower();
    return Vocabulary.BEING.contains(word)
        || Vocabulary.SUPPOSED.contains(word)
        || Set.of("had", "has", "have", "will", "can", "did", "does", "-", "‑").contains(word);
  }

  /// Only titles, trades and names: "said the old captain Pell Amundry"; not "reads a notice; Pell
  /// said", "says the board that Pell put up".
  private boolean isOfSomebody(int from, int to) {
    for (int i = from; i < to; i++) {
      Line.Sign sign = line.at(i);
      boolean isHis =
          !sign.isWord()
              ? sign.is(",") || sign.is("–") || sign.is("—") || sign.is("-")
              : sign.isName()
                  || isLight(i)
                  || sign.lower().indexOf('-') > 0
                  || Vocabulary.BEFORE_ROLES.contains(sign.lower())
                  || Vocabulary.ROLES.contains(sign.lower())
                  || Vocabulary.TITLES.contains(sign.lower())
                  || sign.isPossessive();
      if (!isHis) {
        return false;
      }
    }
    return true;
  }

  /// What stands behind name and verb is a circumstance, or whom he told it: not "says he never
  /// heard it", "said the captain Pell hired".
  private boolean endsAt(int next) {
    if (next >= part.to() || !line.at(next).isWord()) {
      return true;
    }
    boolean isHearer = Vocabulary.HEARD.contains(frame.base()) && frame.verb() == next - 1;
    return isHearer
        || isPreposition(next)
        || isLight(next)
        || Frames.NEW_CLAUSE.contains(line.at(next).lower())
        || Vocabulary.CLAUSE.contains(line.at(next).lower())
        || line.at(next).lower().endsWith("ing");
  }

  private boolean isPreposition(int i) {
    return Vocabulary.PREPOSITIONS.contains(line.at(i).lower());
  }

  private boolean isLight(int i) {
    String word = line.at(i).lower();
    return Vocabulary.AUXILIARIES.contains(word)
        || Vocabulary.WHEN.contains(word)
        || word.endsWith("ly");
  }

  // ---- whom it may be about

  /// "The answer to Pell: “…”", "critics of Pell say", "nobody but Pell said".
  private boolean isOnlyConcerned() {
    Mention who = frame.who();
    if (who.equals(Mention.NOBODY) || who.kind() != Mention.Kind.NAME || who.at() == 0) {
      return false;
    }
    String before = line.at(who.at() - 1).lower();
    boolean isAccording = who.at() > 1 && line.at(who.at() - 2).lower().equals("according");
    return !isAccording && Vocabulary.CONCERNING.contains(before);
  }

  /// Nothing but a "had", a "later" or a day stands between the name and the verb, or the colon: in
  /// "Pell saw a sign saying" the sign says it.
  private boolean isNextTo() {
    Mention who = frame.who();
    int verb = frame.verb();
    int from = verb < 0 || verb > who.at() ? who.end() : verb + 1;
    int to = verb < 0 ? part.at() - 1 : verb > who.at() ? verb : who.at();
    boolean isInverted = verb >= 0 && verb < who.at();
    boolean isPossessive = line.at(who.end() - 1).isPossessive();
    if (verb < 0 && (isPossessive ? who.end() < part.at() : !isByColon())) {
      return false;
    }
    boolean isBracket = false;
    for (int i = from; i < to; i++) {
      Line.Sign sign = line.at(i);
      isBracket |= sign.is("(");
      if (!isBracket && !isLight(i) && !isInverted) {
        return false;
      }
      isBracket &= !sign.is(")");
    }
    return true;
  }

  private boolean isByColon() {
    boolean isAccording =
        line.at(frame.from()).lower().equals("according") && frame.from() < frame.who().at();
    return isAccording || (part.at() > 0 && line.at(part.at() - 1).is(":"));
  }

  /// "Gus laughed at “…”", "praised the words “…”", "called “…” a lie", "“…” is what Gus calls",
  /// "Gus was told": the words that he speaks of, or hears.
  private boolean isAbout() {
    int at = part.at();
    String after = at + 1 < part.to() ? line.at(at + 1).lower() : "";
    if (frame.verb() > at) {
      return Vocabulary.BEING.contains(after) || isHearer();
    }
    if (frame.verb() < 0 || frame.verb() < part.from() || at == 0 || at >= line.size()) {
      return false;
    }
    boolean isRemark = Vocabulary.REMARKING.contains(frame.base());
    String before = line.at(at - 1).lower();
    boolean isObject = isRemark && line.at(at - 1).isWord() && !OWN_WORDS.contains(before);
    boolean isNoun =
        Vocabulary.SAYINGS.contains(before)
            && !Vocabulary.UTTERING.contains(frame.base())
            && frame.verb() < at - 1;
    boolean isCalled =
        frame.base().equals("call")
            && frame.verb() == at - 1
            && (after.equals("a") || after.equals("an") || after.equals("the"));
    boolean isRead = frame.base().equals("read");
    return isObject || isNoun || isCalled || isRead || isHearer();
  }

  /// "Gus was told by Thea".
  private boolean isHearer() {
    int verb = frame.verb();
    return verb > 0
        && !line.at(verb).lower().endsWith("ing")
        && Vocabulary.HEARING.contains(frame.base())
        && (Vocabulary.BEING.contains(line.at(verb - 1).lower())
            || (verb > 1
                && line.at(verb - 1).lower().endsWith("ly")
                && Vocabulary.BEING.contains(line.at(verb - 2).lower())));
  }

  /// "Gus said Thea had written": another one has a verb of saying too, and in no clause of her
  /// own.
  private boolean hasVerbOfItsOwn() {
    for (Mention other : named) {
      if (other.isSame(frame.who()) || line.at(other.end() - 1).isPossessive()) {
        continue;
      }
      int most = Math.min(line.size(), other.end() + 3);
      for (int i = other.end(); i < most && line.at(i).isWord(); i++) {
        if (i != frame.verb()
            && Frames.isSpeech(line, i)
            && !hasNewClause(frame.verb(), other.at())) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean hasNewClause(int one, int other) {
    for (int i = Math.max(0, Math.min(one, other)); i < Math.max(one, other); i++) {
      String word = line.at(i).lower();
      boolean begins = Frames.NEW_CLAUSE.contains(word) && !word.equals("that");
      if (begins || line.at(i).is(";")) {
        return true;
      }
    }
    return other > 0 && Frames.NEW_CLAUSE.contains(line.at(other - 1).lower());
  }

  private boolean isQuotedActively(int at) {
    boolean isQuoting = Frames.base(line, at).equals("quote");
    return isQuoting && !(at > 0 && Vocabulary.BEING.contains(line.at(at - 1).lower()));
  }

  /// "Pell and Jonas".
  private boolean isOneOfTwo() {
    Mention who = frame.who();
    return named.stream()
        .filter(other -> !other.isSame(who))
        .anyMatch(other -> isJoint(other.end(), who.at()) || isJoint(who.end(), other.at()));
  }

  private boolean isJoint(int from, int to) {
    boolean isJoined = false;
    for (int i = from; i < to; i++) {
      boolean isAnd = Vocabulary.JOINING.contains(line.at(i).lower());
      if (!isAnd && !line.at(i).is(",") && !Vocabulary.BEFORE_ROLES.contains(line.at(i).lower())) {
        return false;
      }
      isJoined |= isAnd;
    }
    return isJoined;
  }

  /// "Jonas, Pell said, had written": the name next to it has a verb of his own.
  private boolean isParted() {
    int at = frame.verb() - 1;
    while (at > frame.who().end() && Vocabulary.AUXILIARIES.contains(line.at(at).lower())) {
      at--;
    }
    return at > frame.who().end() && line.at(at).is(",") && Frames.isSpeech(line, at - 1);
  }

  /// "Jonas, not Pell, who".
  private boolean isExcluded() {
    Mention who = frame.who();
    int at = who.at() - 1;
    int most = who.kind() == Mention.Kind.WHO ? EXCLUDED_BACK_MAX : 1;
    for (int i = at; i > Math.max(-1, at - most); i--) {
      if (Vocabulary.EXCLUDING.contains(line.at(i).lower())) {
        return true;
      }
    }
    return false;
  }

  // ---- "she never said it"

  /// "Pell never said", "Pell did not write", "Pell denied having said", "it is untrue that Pell
  /// said". A denial with words of its own ("Pell denied it: …") is a saying.
  boolean isDenied() {
    int verb = frame.verb();
    if (verb < part.from() || verb > part.at()) {
      return false;
    }
    if (frame.base().equals("deny")) {
      return !line.at(part.at() - 1).is(":");
    }
    int who = frame.who().equals(Mention.NOBODY) ? -1 : frame.who().end();
    for (int i = verb - 1; i >= Math.max(part.from(), verb - DENIED_BACK_MAX); i--) {
      if (i < who) {
        break;
      }
      boolean isOnly = Vocabulary.MERELY.contains(line.at(i + 1).lower());
      if (!line.at(i).isWord()) {
        return false;
      }
      if (!isOnly && (isNegation(line.at(i)) || Vocabulary.DENYING.contains(line.at(i).lower()))) {
        return true;
      }
    }
    return who >= 0 && frame.who().at() < verb && isDeniedBefore(frame.who().at(), part.from());
  }

  /// "Neither Pell", "it is not true that Pell".
  private boolean isDeniedBefore(int who, int from) {
    if (who > from && Set.of("nor", "neither", "not").contains(line.at(who - 1).lower())) {
      return true;
    }
    if (who <= from || !line.at(who - 1).is("that")) {
      return false;
    }
    for (int i = who - 2; i >= Math.max(from, who - 2 - DENIED_BACK_MAX); i--) {
      if (isNegation(line.at(i)) || Vocabulary.UNTRUE.contains(line.at(i).lower())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isNegation(Line.Sign sign) {
    return Vocabulary.NEGATIONS.contains(Words.fold(sign.lower()));
  }
}
