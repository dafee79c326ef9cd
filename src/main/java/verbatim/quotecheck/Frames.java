package verbatim.quotecheck;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Who is told to have said a quotation: `“…,” she said.`, `Jonas wrote: “…”`, `calls it “…”`. The
/// rules read what stands right after a quotation that ends in a comma, then the last verb of
/// speech before it in its sentence and whoever does it; a quotation with no frame of its own right
/// after another's frame is the same one, interrupted.
final class Frames {
  private static final int NEAR = 8;
  private static final int FAR = 600;
  private static final int NAMED_WORDS_MAX = 6;
  private static final int HEARER_WORDS_MAX = 6;
  private static final int TELLING_WORDS_MIN = 3;
  private static final int NAMED_MAX = 8;
  private static final int OWNED_WORDS_MAX = 3;
  private static final Set<String> PLACING = Set.of("in", "at", "on", "near");
  private static final Set<String> BEFORE_VERBS =
      Set.of("to", "will", "would", "can", "could", "may", "might", "must", "did", "does", "shall");

  /// What follows these is told of somebody else, or of something else.
  static final Set<String> NEW_CLAUSE =
      Set.of(
          "while",
          "whereas",
          "and",
          "but",
          "or",
          "though",
          "although",
          "because",
          "when",
          "before",
          "after",
          "so",
          "if",
          "that",
          "which",
          "until",
          "since");

  /// Stands for the verb of a frame in another language: what else its sentence says nobody reads,
  /// so it never names anybody plainly.
  private static final String ABROAD = "(abroad)";

  /// @param verb the sign of the verb; -1 for none
  /// @param from where its words begin, for the channel
  record Frame(Speaker speaker, Mention who, int verb, int from, int to, String base) {
    Frame by(Speaker other) {
      return new Frame(other, Mention.NOBODY, verb, from, to, base);
    }
  }

  private final List<Line> lines;
  private final List<Quotation> quotations;
  private final Cast cast;
  private final Labels labels;
  private final Mentions mentions;
  private final Attribution[] done;
  /// The verb of each quotation's frame, as a sign of its line.
  private final int[] verbs;

  Frames(
      List<Line> lines, List<Quotation> quotations, Cast cast, Labels labels, Mentions mentions) {
    this.lines = lines;
    this.quotations = quotations;
    this.cast = cast;
    this.labels = labels;
    this.mentions = mentions;
    this.done = new Attribution[quotations.size()];
    this.verbs = new int[quotations.size()];
    for (int number = 0; number < lines.size(); number++) {
      Line line = lines.get(number);
      for (int i = 0; i < line.size(); i++) {
        int quotation = line.at(i).quotation();
        if (quotation >= 0) {
          done[quotation] = attribute(number, i, quotation);
        }
      }
    }
  }

  Attribution of(int quotation) {
    return done[quotation];
  }

  /// A sentence that tells what somebody said without his words.
  ///
  /// @param from its first sign
  /// @param to after its last one
  /// @param clause the first sign of what was said
  record Told(Line line, int from, int to, int clause, Speaker speaker, Person person) {}

  /// "Jonas said that …", "She told reporters that …", "he wrote he …", "According to Jonas, …",
  /// where the text says who that is. What holds a quotation too is left to that.
  List<Told> told(int max) {
    List<Told> told = new ArrayList<>();
    for (int number = 0; number < lines.size() && told.size() < max; number++) {
      Line line = lines.get(number);
      for (int from = 0; from < line.size() && told.size() < max; ) {
        int to = line.sentenceEnd(from);
        told(number, from, to).ifPresent(told::add);
        from = to;
      }
    }
    return told;
  }

  private Optional<Told> told(int number, int from, int to) {
    Line line = lines.get(number);
    for (int i = from; i < to; i++) {
      if (line.at(i).isQuotation()) {
        return Optional.empty();
      }
    }
    for (int i = from; i + 2 < to; i++) {
      int clause = isSpeech(line, i) ? clause(line, i, to) : -1;
      if (clause >= 0) {
        return told(line, from, to, clause, byVerb(number, i, from, i + 1).speaker());
      }
    }
    return accordingTo(number, from, to)
        .flatMap(frame -> told(line, from, to, clauseBeside(line, frame, from), frame.speaker()));
  }

  private Optional<Told> told(Line line, int from, int to, int clause, Speaker speaker) {
    return speaker.isResolved()
        ? Optional.of(new Told(line, from, to, clause, speaker, person(speaker)))
        : Optional.empty();
  }

  /// Where what was said begins after a verb: after "that", also behind whom it was said to; or at
  /// once with whom it is about.
  ///
  /// @return -1 where it does not
  private static int clause(Line line, int verb, int to) {
    String base = base(line, verb);
    boolean hasHearer = Vocabulary.HEARD.contains(base);
    int last = hasHearer ? Math.min(to - 2, verb + HEARER_WORDS_MAX) : verb + 1;
    for (int i = verb + 1; i <= last && line.at(i).isWord(); i++) {
      if (line.at(i).lower().equals("that") && i + 1 < to) {
        return i + 1;
      }
    }
    boolean isAbout =
        Vocabulary.CLAIMING.contains(base)
            && verb + TELLING_WORDS_MIN < to
            && Vocabulary.SUBJECT_PRONOUNS.contains(line.at(verb + 1).lower());
    return isAbout ? verb + 1 : -1;
  }

  /// "According to Jonas, the ferry …": after the comma; "The ferry …, according to Jonas.": from
  /// the beginning.
  private static int clauseBeside(Line line, Frame frame, int from) {
    if (frame.from() > from) {
      return from;
    }
    int at = Math.max(frame.from() + 2, frame.who().end());
    return at + 1 < frame.to() && line.at(at).is(",") ? at + 1 : at;
  }

  private Attribution attribute(int number, int at, int quotation) {
    Line line = lines.get(number);
    Quotation here = quotations.get(quotation);
    Channel running = Channels.running(lines, line, at);
    if (labels.isLabel(quotation)) {
      Speaker meant =
          labels.isTitle(quotation)
              ? Speaker.UNNAMED
              : speaker(labels.name(quotation), mentions.labelled(quotation));
      return new Attribution(
          meant,
          person(meant),
          labels.channel(quotation),
          running,
          false,
          quotation,
          Attribution.Naming.READ);
    }
    if (here.continues() && quotation > 0) {
      return continued(number, at, quotation, running);
    }
    if (here.isBlock()) {
      return block(number, quotation, running);
    }
    Optional<Frame> frame =
        owned(number, at)
            .or(() -> isLed(line, at) ? left(number, at) : Optional.empty())
            .or(() -> right(number, at, true))
            .or(() -> left(number, at))
            .or(() -> right(number, at, false));
    verbs[quotation] = frame.map(Frame::verb).orElse(-1);
    int before = before(line, at);
    if (before >= 0) {
      int other = line.at(before).quotation();
      boolean isSame = frame.isPresent() && verbs[other] >= 0 && verbs[other] == verbs[quotation];
      if (isSame || (frame.isEmpty() && isInterrupted(line, before, at))) {
        verbs[quotation] = verbs[other];
        return done[other];
      }
    }
    return frame
        .map(f -> attribution(number, part(line, at), f, running, quotation))
        .orElseGet(() -> unnamed(running, quotation));
  }

  /// Of several paragraphs the first says who speaks, or the last.
  private Attribution continued(int number, int at, int quotation, Channel running) {
    Attribution before = done[quotation - 1];
    Optional<Frame> frame =
        before.speaker().named().isEmpty() ? right(number, at, true) : Optional.empty();
    if (frame.isEmpty()) {
      return before;
    }
    Attribution now =
        attribution(number, part(lines.get(number), at), frame.get(), running, before.group());
    for (int i = before.group(); i < quotation; i++) {
      done[i] = done[i].group() == before.group() ? now : done[i];
    }
    verbs[quotation] = frame.get().verb();
    return now;
  }

  /// Where in a line the words about one quotation stand.
  record Part(int from, int at, int to) {}

  /// The sentence around it, up to the quotations beside it.
  private Part part(Line line, int at) {
    int from = at;
    while (from > 0 && line.sameSentence(from - 1, at) && !isOther(line.at(from - 1))) {
      from--;
    }
    int to = Math.min(line.size(), at + 1);
    while (to < line.size() && line.sameSentence(to, at) && !isOther(line.at(to))) {
      to++;
    }
    return new Part(from, at, to);
  }

  private boolean isOther(Line.Sign sign) {
    return sign.isQuotation() && !labels.isLabel(sign.quotation());
  }

  private boolean isPlain(int number, Part part, Frame told, Plainness plainness) {
    Mention who = told.who();
    boolean isBare = who.line() == number && Abroad.isBare(lines.get(number), part, who);
    return isBare || (!told.base().equals(ABROAD) && plainness.isPlain());
  }

  private static Attribution unnamed(Channel running, int quotation) {
    return new Attribution(
        Speaker.UNNAMED,
        Person.NOBODY,
        Channel.UNKNOWN,
        running,
        false,
        quotation,
        Attribution.Naming.READ);
  }

  private Attribution attribution(
      int number, Part part, Frame told, Channel running, int quotation) {
    Line line = lines.get(number);
    List<Mention> named = named(number, part);
    Plainness plainness = new Plainness(number, line, told, named, part);
    boolean isDenied = plainness.isDenied();
    boolean isOpen = !isDenied && plainness.isOpen();
    Frame frame = isOpen ? told.by(open(told, named)) : told;
    Attribution.Naming naming =
        isDenied
            ? Attribution.Naming.DENIED
            : frame.who().kind() != Mention.Kind.NAME || frame.who().equals(Mention.NOBODY)
                ? Attribution.Naming.READ
                : isPlain(number, part, told, plainness)
                    ? Attribution.Naming.PLAIN
                    : Attribution.Naming.PERHAPS;
    Channel near = Channels.of(line, frame.from(), frame.to());
    Channel own = near == Channel.UNKNOWN ? ahead(line, frame) : near;
    return new Attribution(
        isDenied ? open(frame, List.of()) : frame.speaker(),
        person(frame.speaker()),
        own,
        running,
        Vocabulary.ANSWERING.contains(frame.base()) || answers(line, frame),
        quotation,
        naming);
  }

  // ---- whether it is plain whom it names

  /// Everybody whom that part of the sentence names: by name, each once. A place is nobody.
  private List<Mention> named(int number, Part part) {
    Line line = lines.get(number);
    List<Mention> named = new ArrayList<>();
    for (Mention mention : mentions.between(number, part.from(), part.to())) {
      boolean isPlace =
          mention.people().isEmpty()
              && mention.at() > 0
              && PLACING.contains(line.at(mention.at() - 1).lower());
      if (mention.kind() == Mention.Kind.NAME
          && mention.at() != part.at()
          && !isPlace
          && named.size() < NAMED_MAX
          && named.stream().noneMatch(mention::isSame)) {
        named.add(mention);
      }
    }
    return named;
  }

  private Speaker open(Frame told, List<Mention> named) {
    List<String> names = new ArrayList<>();
    named.forEach(mention -> names.addAll(names(mention)));
    if (told.speaker().isResolved()) {
      names.add(told.speaker().name());
    }
    return new Speaker(
        told.speaker().named(), "", Optional.empty(), names.stream().distinct().toList());
  }

  private List<String> names(Mention mention) {
    Speaker one = speaker(mention);
    return one.isResolved() ? List.of(one.name()) : one.candidates();
  }

  // ---- "Pell's “…”"

  /// `Pell's “…”`, `Pell's sentence “…”`, with no verb between: the words of whoever is named.
  private Optional<Frame> owned(int number, int at) {
    Line line = lines.get(number);
    boolean isColon = at > 0 && line.at(at - 1).is(":");
    int noun = isColon ? at - 1 : at;
    int end = noun;
    while (end > 0
        && noun - end < OWNED_WORDS_MAX
        && line.at(end - 1).isWord()
        && !line.at(end - 1).isPossessive()
        && line.sameSentence(end - 1, at)) {
      end--;
    }
    if (end == 0 || !line.at(end - 1).isPossessive() || !line.sameSentence(end - 1, at)) {
      return Optional.empty();
    }
    if (end < noun && !Vocabulary.SAYINGS.contains(line.at(noun - 1).lower())) {
      return Optional.empty();
    }
    int last = end;
    return mentions.between(number, Math.max(0, end - NAMED_WORDS_MAX), end).stream()
        .filter(mention -> mention.end() == last && mention.kind() == Mention.Kind.NAME)
        .filter(
            mention ->
                !isColon
                    || mention.at() == 0
                    || !Vocabulary.PREPOSITIONS.contains(line.at(mention.at() - 1).lower()))
        .findFirst()
        .map(who -> new Frame(speaker(who), who, -1, who.at(), at, ""));
  }

  /// "In a post on Friday, Jonas said".
  private static Channel ahead(Line line, Frame frame) {
    int from = frame.from();
    int start = from < line.size() ? line.sentenceStart(from) : from;
    while (from > start && !line.at(from - 1).isQuotation()) {
      from--;
    }
    return Channels.of(line, from, frame.from());
  }

  private static boolean answers(Line line, Frame frame) {
    for (int i = frame.from(); i < frame.to(); i++) {
      if (Vocabulary.ANSWERING.contains(base(line, i))) {
        return true;
      }
    }
    return false;
  }

  // ---- interrupted quotations

  /// The quotation before this one in the same line; -1 for none.
  private int before(Line line, int at) {
    for (int i = at - 1; i >= Math.max(0, at - FAR); i--) {
      if (isOther(line.at(i))) {
        return i;
      }
    }
    return -1;
  }

  /// Nothing but a frame stands between them, or a few words of the same sentence without any verb
  /// of speech.
  private boolean isInterrupted(Line line, int before, int at) {
    if (line.sameSentence(before, at)) {
      return true;
    }
    int ends = line.sentenceEnd(before);
    return ends == at
        && ends - before > 1
        && hasSpeech(line, before + 1, ends)
        && !line.at(before + 1).is("(");
  }

  private boolean hasSpeech(Line line, int from, int to) {
    for (int i = from; i < to; i++) {
      if (isSpeech(line, i)) {
        return true;
      }
    }
    return false;
  }

  // ---- what stands before

  /// `Pell had written “…”, Jonas said`: the verb right before it is nearer than any after it.
  private static boolean isLed(Line line, int at) {
    return at > 0 && line.sameSentence(at - 1, at) && isSpeech(line, at - 1);
  }

  private Optional<Frame> left(int number, int at) {
    Line line = lines.get(number);
    int start = line.sentenceStart(at);
    int from = start;
    for (int i = at - 1; i >= start; i--) {
      if (isOther(line.at(i))) {
        from = i + 1;
        break;
      }
    }
    for (int i = at - 1; i >= from; i--) {
      if (isSpeech(line, i)) {
        return Optional.of(byVerb(number, i, start, at));
      }
    }
    return accordingTo(number, from, at).or(() -> colon(number, at, start));
  }

  private Frame byVerb(int number, int verb, int start, int at) {
    Line line = lines.get(number);
    String base = base(line, verb);
    Mention who = subjectBefore(number, verb, start);
    if (who.equals(Mention.NOBODY) && base.equals("say")
        || who.equals(Mention.NOBODY) && base.equals("write")) {
      who = behind(number, verb, at);
    }
    int from = who.equals(Mention.NOBODY) || who.at() > verb ? verb : who.at();
    return new Frame(speaker(who), who, verb, Math.max(start, from), at, base);
  }

  /// The nearest one before the verb who does something.
  private Mention subjectBefore(int number, int verb, int start) {
    Line line = lines.get(number);
    Mention nearest = Mention.NOBODY;
    for (Mention mention : mentions.between(number, start, verb)) {
      if (mention.end() > verb) {
        continue;
      }
      boolean isDirect =
          mention.end() == verb
              && !line.at(verb - 1).isPossessive()
              && !line.at(verb).lower().endsWith("ing");
      if (mention.isSubject() || isDirect) {
        nearest = mention;
      }
    }
    return nearest;
  }

  /// "said Jonas", "said Pell's neighbour, Sanna": not whose neighbour, and not "said a man to
  /// Pell".
  private Mention behind(int number, int verb, int to) {
    Line line = lines.get(number);
    List<Mention> all =
        mentions.between(number, verb + 1, to).stream().filter(m -> m.end() <= to).toList();
    if (all.isEmpty() || hasPreposition(line, verb + 1, all.getFirst().at())) {
      return Mention.NOBODY;
    }
    Mention first = all.getFirst();
    if (!line.at(first.end() - 1).isPossessive()) {
      return first;
    }
    List<Mention> next =
        all.stream().filter(m -> !line.at(m.end() - 1).isPossessive()).limit(2).toList();
    for (Mention one : next) {
      if (one.kind() == Mention.Kind.NAME && !hasPreposition(line, first.end(), one.at())) {
        return one;
      }
    }
    return next.stream()
        .filter(m -> m.kind() == Mention.Kind.ROLE)
        .findFirst()
        .orElse(Mention.NOBODY);
  }

  private static boolean hasPreposition(Line line, int from, int to) {
    for (int i = from; i < to; i++) {
      if (Vocabulary.PREPOSITIONS.contains(line.at(i).lower())) {
        return true;
      }
    }
    return false;
  }

  private Mention firstIn(int number, int from, int to) {
    return mentions.between(number, from, to).stream()
        .filter(m -> m.end() <= to)
        .findFirst()
        .orElse(Mention.NOBODY);
  }

  private Optional<Frame> accordingTo(int number, int from, int to) {
    Line line = lines.get(number);
    for (int i = from; i + 1 < to; i++) {
      if (line.at(i).lower().equals("according") && line.at(i + 1).lower().equals("to")) {
        Mention who = firstIn(number, i + 2, to);
        return Optional.of(new Frame(speaker(who), who, -1, i, to, ""));
      }
    }
    return Optional.empty();
  }

  /// `Jonas: “…”`, `Her answer: “…”`.
  private Optional<Frame> colon(int number, int at, int start) {
    Line line = lines.get(number);
    if (at == 0 || !line.at(at - 1).is(":")) {
      return Optional.empty();
    }
    Mention last = Mention.NOBODY;
    for (Mention mention : mentions.between(number, start, at)) {
      if (mention.end() < at) {
        last = mention;
      }
    }
    return last.equals(Mention.NOBODY)
        ? Optional.empty()
        : Optional.of(new Frame(speaker(last), last, -1, last.at(), at, ""));
  }

  // ---- what stands after

  /// @param isNear the quotation ends in a comma or the like, and the verb is close
  private Optional<Frame> right(int number, int at, boolean isNear) {
    Line line = lines.get(number);
    int from = at + 1;
    int end = line.sentenceEnd(at);
    boolean isComma = endsOpen(line.at(at).text());
    if (from < end && (line.at(from).is(",") || isDash(line.at(from)))) {
      from++;
      isComma = true;
    }
    for (int i = from; i < end; i++) {
      if (isOther(line.at(i))) {
        end = i;
      }
    }
    Optional<Frame> abroad = from < end ? abroad(number, from, end) : Optional.empty();
    if (abroad.isPresent()) {
      return abroad;
    }
    if (from >= end || (isNear && !isComma) || NEW_CLAUSE.contains(line.at(from).lower())) {
      return Optional.empty();
    }
    if (isSpeech(line, from) && !line.at(from).lower().endsWith("ing")) {
      return Optional.of(inverted(number, from, end));
    }
    int verb = firstSpeech(line, from, end);
    if (verb < 0 || (isNear && verb - from > NEAR)) {
      return Optional.empty();
    }
    Optional<Mention> who =
        mentions.between(number, at + 1, verb).stream()
            .filter(m -> m.end() <= verb)
            .filter(m -> !line.at(m.end() - 1).isPossessive())
            .filter(m -> m.isSubject() || line.at(m.at() - 1).isQuotation())
            .findFirst();
    String base = base(line, verb);
    int to = end;
    if (who.isPresent() && (!isNear || who.get().at() - from <= 2)) {
      int first = who.get().at();
      return Optional.of(new Frame(speaker(who.get()), who.get(), verb, first, to, base));
    }
    return isNear && isSomebody(line, from, verb)
        ? Optional.of(
            new Frame(
                new Speaker(Mentions.words(line, from, verb), "", Optional.empty(), List.of()),
                Mention.NOBODY,
                verb,
                from,
                to,
                base))
        : Optional.empty();
  }

  /// `„…“, sagte Jonas`, `„…“, wie Jonas schrieb`.
  private Optional<Frame> abroad(int number, int from, int end) {
    Line line = lines.get(number);
    boolean isLike = Abroad.isLike(line, from);
    int before = isLike ? from : Abroad.verb(line, from, end);
    if (before < 0) {
      return Optional.empty();
    }
    return mentions.between(number, before + 1, end).stream()
        .filter(who -> who.kind() == Mention.Kind.NAME && who.end() <= end)
        .findFirst()
        .filter(who -> Abroad.isSubject(line, before, who.at()))
        .filter(who -> !line.at(who.end() - 1).isPossessive())
        .filter(who -> isLike || Abroad.isWhole(line, before, who.end(), end))
        .filter(who -> !isLike || Abroad.verb(line, who.end(), end) >= 0)
        .map(who -> new Frame(speaker(who), who, from, from, end, ABROAD));
  }

  /// "said the baker", "wrote Jonas Tidewell".
  private Frame inverted(int number, int verb, int end) {
    Line line = lines.get(number);
    String base = base(line, verb);
    Mention who = behind(number, verb, Math.min(end, verb + 1 + NEAR));
    if (who.equals(Mention.NOBODY)) {
      int to = verb + 1;
      while (to < Math.min(end, verb + 1 + NAMED_WORDS_MAX) && line.at(to).isWord()) {
        to++;
      }
      Speaker named =
          new Speaker(Mentions.words(line, verb + 1, to), "", Optional.empty(), List.of());
      return new Frame(named, who, verb, verb, end, base);
    }
    return new Frame(speaker(who), who, verb, verb, end, base);
  }

  /// "one resident said", "a spokesperson for the council said": somebody, and nobody knows who.
  private static boolean isSomebody(Line line, int from, int verb) {
    Set<String> first = Set.of("a", "an", "one", "another", "the", "some", "many", "two", "both");
    return verb > from && verb - from <= NAMED_WORDS_MAX && first.contains(line.at(from).lower());
  }

  private int firstSpeech(Line line, int from, int to) {
    for (int i = from; i < to; i++) {
      if (isSpeech(line, i)) {
        return i;
      }
    }
    return -1;
  }

  /// The last sign before the closing mark is one after which a sentence goes on.
  private static boolean endsOpen(String quotation) {
    for (int i = quotation.length() - 1; i >= 0; i--) {
      char c = quotation.charAt(i);
      if (Words.plain(c) == '"' || Words.isBlank(c) || Words.isApostrophe(c)) {
        continue;
      }
      return ",?!…—–-".indexOf(c) >= 0;
    }
    return false;
  }

  private static boolean isDash(Line.Sign sign) {
    return sign.is("—") || sign.is("–") || sign.is("-");
  }

  // ---- verbs

  /// The verb of speech that stands there; "" for none.
  static String base(Line line, int i) {
    return Vocabulary.SPEECH.getOrDefault(line.at(i).lower(), "");
  }

  static boolean isSpeech(Line line, int i) {
    Line.Sign sign = line.at(i);
    String base = Vocabulary.SPEECH.get(sign.lower());
    if (base == null || !sign.isWord() || sign.isPossessive()) {
      return false;
    }
    String next = i + 1 < line.size() ? line.at(i + 1).lower() : "";
    String before = i > 0 ? line.at(i - 1).lower() : "";
    String with = Vocabulary.WITH.get(base);
    if (with != null && !with.equals(next)) {
      return false;
    }
    boolean isBase = sign.lower().equals(base) && !base.equals("read") && !base.equals("put");
    if (sign.lower().endsWith("ing")) {
      return !Vocabulary.PREPOSITIONS.contains(before)
              && !Set.of("the", "a", "his", "her", "their", "after", "before").contains(before)
          || before.equals("by")
          || (before.equals("in") && base.equals("say"));
    }
    if (isBase) {
      return BEFORE_VERBS.contains(before)
          || Vocabulary.NOT.contains(Words.fold(before))
          || Set.of("they", "i", "we", "you", "who", "people", "critics", "residents")
              .contains(before);
    }
    return !Vocabulary.ALSO_NOUNS.contains(sign.lower())
        || Set.of("he", "she", "who", "it").contains(before)
        || before.endsWith("ly")
        || (i > 0 && line.at(i - 1).isName() && !line.at(i - 1).isPossessive());
  }

  // ---- quotations that the page sets apart

  private Attribution block(int number, int quotation, Channel running) {
    Optional<Speaker> signed = signature(quotation);
    if (signed.isPresent()) {
      return new Attribution(
          signed.get(),
          person(signed.get()),
          Channel.UNKNOWN,
          running,
          false,
          quotation,
          Attribution.Naming.PLAIN);
    }
    if (quotation > 0
        && quotations.get(quotation - 1).isBlock()
        && quotations.get(quotation - 1).block() == quotations.get(quotation).block() - 1) {
      return done[quotation - 1];
    }
    int before = number - 1;
    if (before < 0 || lines.get(before).size() == 0 || !leadsOn(lines.get(before))) {
      return unnamed(running, quotation);
    }
    Line line = lines.get(before);
    int start = line.sentenceStart(line.size() - 1);
    return atEnd(before, start)
        .map(
            frame ->
                attribution(
                    before, new Part(start, line.size(), line.size()), frame, running, quotation))
        .orElseGet(() -> unnamed(running, quotation));
  }

  /// The last sentence of a paragraph: its verb of speech, or its colon.
  private Optional<Frame> atEnd(int number, int start) {
    Line line = lines.get(number);
    for (int i = line.size() - 1; i >= start; i--) {
      if (isSpeech(line, i)) {
        return Optional.of(byVerb(number, i, start, line.size()));
      }
    }
    return line.at(line.size() - 1).is(":") ? colon(number, line.size(), start) : Optional.empty();
  }

  /// A paragraph whose sentence has ended says nothing of what is set apart below it.
  private static boolean leadsOn(Line line) {
    Line.Sign last = line.at(line.size() - 1);
    return last.isWord() || last.is(":") || last.is(",") || isDash(last);
  }

  /// "— Jonas Tidewell" in the next block.
  private Optional<Speaker> signature(int quotation) {
    int next = quotations.get(quotation).block() + 1;
    for (int number = 0; number < lines.size(); number++) {
      Line line = lines.get(number);
      if (line.block() == next
          && line.size() > 1
          && Quotations.isSignature(line.at(0).text() + line.at(1).text(), 0)) {
        Mention who = firstIn(number, 1, line.size());
        return who.equals(Mention.NOBODY) ? Optional.empty() : Optional.of(speaker(who));
      }
    }
    return Optional.empty();
  }

  // ---- speakers

  private Speaker speaker(Mention mention) {
    if (mention.equals(Mention.NOBODY)) {
      return Speaker.UNNAMED;
    }
    boolean isUnknownName = mention.kind() == Mention.Kind.NAME && mention.people().isEmpty();
    if (isUnknownName) {
      return new Speaker(mention.named(), mention.named(), Optional.empty(), List.of());
    }
    String perhaps = mentions.perhaps(mention);
    return mention.people().isEmpty() && !perhaps.isEmpty()
        ? new Speaker(mention.named(), "", Optional.empty(), List.of(perhaps))
        : speaker(mention.named(), mention.people());
  }

  private Person person(Speaker speaker) {
    return cast.named(speaker.name());
  }

  private Speaker speaker(String named, List<Integer> people) {
    if (people.size() == 1) {
      Person person = cast.person(people.getFirst());
      return new Speaker(named, person.shown(), person.account(), List.of());
    }
    List<String> candidates = new ArrayList<>();
    people.forEach(number -> candidates.add(cast.person(number).shown()));
    return new Speaker(named, "", Optional.empty(), candidates);
  }
}
