package verbatim.quotecheck;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.Sha256;
import verbatim.text.Block;
import verbatim.text.CodePoints;

/// One check of one article: quotations, who speaks, what is known, how it differs.
final class Comparing {
  /// What stands below an embedded post that was pasted as text.
  private static final int FIRST_WORD_MAX = 12;
  private static final Pattern CREDIT = Pattern.compile("@\\w{1,60}(?:@[\\w.]+)? / \\w{1,40}");

  private static final int TOLD_MAX = 100;
  private static final int NEAREST_MAX = 2;
  private static final int SENTENCE_BACK_MAX = 300;
  private static final int TELLING_WORDS_MIN = 2;

  private final Limits.Checks limits;
  private final Checking.Material material;
  private final KnownStatements known;
  private final List<Block> blocks;
  private final StatementsInMemory embeds;
  private final Budget budget;
  private Numerals numerals = Numerals.ENGLISH;
  private final Map<Statement, Candidate> candidates = new HashMap<>();

  Comparing(
      Limits.Checks limits, Checking.Material material, KnownStatements known, Budget budget) {
    this.limits = limits;
    this.material = material;
    this.known = known;
    this.blocks = material.article().all();
    this.embeds = new StatementsInMemory(material.embeds());
    this.budget = budget;
  }

  QuoteCheck made() {
    String raw = material.article().raw();
    if (raw.length() > limits.charactersMax()) {
      throw new Refused(
          new Refusal.TooLarge(
              "The text is too long: at most "
                  + limits.charactersMax()
                  + " characters are checked at once"));
    }
    boolean[] isSource = sources();
    List<Quotation> quotations = Quotations.find(blocks, i -> isSource[i], limits.quotationsMax());
    List<Line> lines = lines(quotations, isSource);
    numerals =
        Numerals.of(
            lines.stream().flatMap(line -> line.signs().stream()).map(Line.Sign::lower).toList());
    List<Person> people = new ArrayList<>(material.people());
    material.embeds().forEach(embed -> people.add(embed.speaker()));
    Cast cast = new Cast(people, lines);
    List<String> texts = quotations.stream().map(this::text).toList();
    Labels labels = new Labels(lines, quotations, texts);
    Mentions mentions = new Mentions(lines, cast, labels);
    Frames frames = new Frames(lines, quotations, cast, labels, mentions);
    return new QuoteCheck(
        Checking.VERSION,
        Sha256.hex(raw),
        spans(quotations, texts, labels, frames, days(lines, quotations.size())),
        told(frames));
  }

  // ---- what is told without marks

  private List<Paraphrase> told(Frames frames) {
    Places places = new Places(blocks, material.article().codePoints());
    return frames.told(TOLD_MAX).stream().map(one -> told(one, places)).toList();
  }

  /// Beside it stands what its speaker said that shares words with it. Whether the one tells the
  /// other only a person can say.
  private Paraphrase told(Frames.Told told, Places places) {
    Line line = told.line();
    int start = line.at(told.from()).start();
    int end = line.at(told.to() - 1).end();
    int from = places.from(line.block(), start);
    int to = places.to(line.block(), end);
    String text = blocks.get(line.block()).text().substring(start, end);
    String clause = blocks.get(line.block()).text().substring(line.at(told.clause()).start(), end);
    return new Paraphrase(
        line.block(),
        text,
        places.point(from),
        places.point(to),
        from,
        to,
        told.speaker(),
        nearest(clause, told.person()));
  }

  private List<Source> nearest(String clause, Person speaker) {
    List<String> words = Words.folds(Words.read(clause));
    Set<String> telling = new LinkedHashSet<>(words);
    telling.removeAll(Vocabulary.COMMON);
    return ask(words, speaker, false).stream()
        .map(Candidate::statement)
        .filter(statement -> statement.edit() == 0 && Who.areSame(speaker, statement.speaker()))
        .filter(
            statement ->
                statement.words().stream().distinct().filter(telling::contains).count()
                    >= TELLING_WORDS_MIN)
        .limit(NEAREST_MAX)
        .map(statement -> new Source(statement, 0, statement.text().length(), List.of()))
        .toList();
  }

  /// Which day stands beside each quotation.
  private List<Optional<Days.Named>> days(List<Line> lines, int count) {
    List<Optional<Days.Named>> days = new ArrayList<>(Collections.nCopies(count, Optional.empty()));
    for (Line line : lines) {
      for (int i = 0; i < line.size(); i++) {
        if (line.at(i).isQuotation()) {
          days.set(line.at(i).quotation(), Days.beside(line, i, material.written()));
        }
      }
    }
    return days;
  }

  private String text(Quotation quotation) {
    return blocks.get(quotation.block()).text().substring(quotation.start(), quotation.end());
  }

  /// Blocks that are embeds pasted as text, and what stands below them: not what the article says.
  private boolean[] sources() {
    Set<List<String>> embedded = new HashSet<>();
    // Whoever quotes the whole of a post as a block beside the embed of it quotes it.
    material.embeds().stream()
        .filter(embed -> embed.confidence() == Confidence.COPY_IN_ARTICLE)
        .forEach(embed -> embedded.add(embed.words()));
    boolean[] isSource = new boolean[blocks.size()];
    for (int i = 0; i < blocks.size(); i++) {
      String text = blocks.get(i).text().strip();
      boolean isCredit =
          text.length() < 2_000
              && !text.isEmpty()
              && text.lines().allMatch(line -> CREDIT.matcher(line.strip()).matches());
      isSource[i] =
          isCredit || (!embedded.isEmpty() && embedded.contains(Words.folds(Words.read(text))));
    }
    return isSource;
  }

  private List<Line> lines(List<Quotation> quotations, boolean[] isSource) {
    List<Line> lines = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < blocks.size(); i++) {
      int first = next;
      while (next < quotations.size() && quotations.get(next).block() == i) {
        next++;
      }
      Block.Kind kind = blocks.get(i).kind();
      boolean isTold =
          !isSource[i]
              && kind != Block.Kind.CODE
              && kind != Block.Kind.EMBED
              && kind != Block.Kind.FIGURE;
      lines.add(
          Line.read(
              i,
              isTold ? Garbled.mended(blocks.get(i).text()) : "",
              quotations.subList(first, next),
              first));
    }
    return lines;
  }

  // ---- one by one

  private List<Span> spans(
      List<Quotation> quotations,
      List<String> texts,
      Labels labels,
      Frames frames,
      List<Optional<Days.Named>> days) {
    Map<Integer, List<Integer>> groups = new LinkedHashMap<>();
    for (int i = 0; i < quotations.size(); i++) {
      if (!labels.isLabel(i)) {
        groups.computeIfAbsent(frames.of(i).group(), _ -> new ArrayList<>()).add(i);
      }
    }
    Judgement[] judgements = new Judgement[quotations.size()];
    groups.values().forEach(group -> judge(group, quotations, texts, frames, judgements));
    CodePoints points = material.article().codePoints();
    Places places = new Places(blocks, points);
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < quotations.size(); i++) {
      Judgement judgement = labels.isLabel(i) ? LABEL : judgements[i];
      List<Hint> hints =
          labels.isLabel(i)
              ? List.of()
              : Hints.of(frames.of(i), texts.get(i), judgement, days.get(i));
      spans.add(span(i, quotations.get(i), texts.get(i), frames.of(i), judgement, hints, places));
    }
    return spans;
  }

  private Span span(
      int number,
      Quotation quotation,
      String text,
      Attribution attribution,
      Judgement judgement,
      List<Hint> hints,
      Places places) {
    boolean isLabel = judgement.verdict() == Verdict.LABEL;
    Channel channel = channel(attribution, judgement);
    List<Flag> flags = new ArrayList<>(judgement.flags());
    if (quotation.isUnclosed()) {
      flags.add(Flag.UNCLOSED);
    }
    int from = places.from(quotation);
    int to = places.to(quotation);
    return new Span(
        number + 1,
        attribution.group() + 1,
        quotation.block(),
        isLabel ? Span.Kind.LABEL : quotation.isBlock() ? Span.Kind.BLOCK : Span.Kind.DIRECT,
        text,
        places.point(from),
        places.point(to),
        from,
        to,
        speaker(attribution, judgement),
        channel,
        judgement.verdict(),
        judgement.severity(),
        flags.stream().sorted().toList(),
        judgement.sources(),
        judgement.diff(),
        hints);
  }

  /// A first name alone, or one of several: whoever had said just these words. Whoever says them
  /// after the article, or bears the whole name and more, makes himself nobody's speaker.
  private Speaker speaker(Attribution attribution, Judgement judgement) {
    Speaker told = attribution.speaker();
    if (judgement.sources().isEmpty()
        || told.account().isPresent()
        || !wasSaidBefore(judgement.sources().getFirst().statement())) {
      return told;
    }
    Person by = judgement.sources().getFirst().statement().speaker();
    boolean isOne =
        judgement.sources().stream()
            .noneMatch(source -> Who.areOthers(by, source.statement().speaker()));
    boolean isHe =
        told.isResolved()
            ? told.name().indexOf(' ') < 0
                && !told.name().equals(by.name())
                && Who.isPart(told.name(), by.name())
            : told.candidates().stream().anyMatch(name -> Who.isPart(name, by.name()));
    return isOne && isHe ? new Speaker(told.named(), by.shown(), by.account(), List.of()) : told;
  }

  private boolean wasSaidBefore(Statement statement) {
    Instant written = material.written();
    return statement.speaker().account().isEmpty()
        || written.equals(Instant.EPOCH)
        || statement.at().filter(written::isAfter).isPresent();
  }

  private static final Judgement LABEL =
      new Judgement(Verdict.LABEL, Severity.NONE, Set.of(), List.of(), List.of());

  /// Its own frame says it, or what it was found in, or what the article told of last.
  private static Channel channel(Attribution attribution, Judgement judgement) {
    if (attribution.own() != Channel.UNKNOWN) {
      return attribution.own();
    }
    return judgement.sources().isEmpty()
        ? attribution.running()
        : judgement.sources().getFirst().statement().channel();
  }

  /// The parts of an interrupted quotation are looked for together, and a part that is too short to
  /// be found alone counts where the others were found.
  private void judge(
      List<Integer> group,
      List<Quotation> quotations,
      List<String> texts,
      Frames frames,
      Judgement[] judgements) {
    Person speaker = frames.of(group.getFirst()).person();
    boolean isNamed =
        group.stream()
            .map(number -> frames.of(number).naming())
            .anyMatch(Attribution.Naming.PLAIN::equals);
    List<Judging> judgings = new ArrayList<>();
    List<String> words = new ArrayList<>();
    int count = 0;
    for (int number : group) {
      Set<Turning.By> tells =
          number == group.getFirst()
              ? turnsBeside(quotations.get(number))
              : EnumSet.allOf(Turning.By.class);
      Judging judging =
          new Judging(
              texts.get(number),
              new Judging.Told(speaker, isNamed, tells, numerals),
              limits.wordsMax());
      judgings.add(judging);
      words.addAll(judging.folds());
      count += judging.count();
    }
    List<Candidate> found = ask(words, speaker, count < Judging.WORDS_MIN);
    Set<Candidate> used = new LinkedHashSet<>();
    for (int i = 0; i < group.size(); i++) {
      if (judgings.get(i).count() >= Judging.WORDS_MIN) {
        Judgement judgement = judged(judgings.get(i), found, speaker);
        if (judgement.verdict() == Verdict.NOT_FOUND && !isNamed) {
          judgement = underAnyName(judgings.get(i), found, judgement);
        }
        judgements[group.get(i)] = judgement;
        judgement.sources().forEach(source -> used.add(candidate(source.statement())));
      }
    }
    for (int i = 0; i < group.size(); i++) {
      if (judgements[group.get(i)] == null) {
        List<Candidate> near = new ArrayList<>(used);
        near.addAll(ask(judgings.get(i).folds(), speaker, true));
        judgements[group.get(i)] = judgings.get(i).judge(near, budget);
      }
    }
  }

  /// Who was only read as the speaker may not be he: what another said to the letter is found under
  /// any name, then.
  private Judgement underAnyName(Judging told, List<Candidate> found, Judgement otherwise) {
    Judgement judgement = judged(told.byAnybody(limits.wordsMax()), found, Person.NOBODY);
    return switch (judgement.verdict()) {
      case VERBATIM, PARTIAL -> judgement;
      case ALTERED, NOT_FOUND, LABEL, PARAPHRASE -> otherwise;
    };
  }

  /// What is left over is asked for by itself: the words of another may be few beside the rest.
  private Judgement judged(Judging judging, List<Candidate> found, Person speaker) {
    Judgement judgement = judging.judge(found, budget);
    List<String> left = judging.left(judgement);
    if (left.isEmpty()) {
      return judgement;
    }
    Set<Candidate> all = new LinkedHashSet<>(found);
    all.addAll(ask(left, speaker, false));
    return all.size() == found.size() ? judgement : judging.judge(List.copyOf(all), budget);
  }

  /// "She never said “…”", "she said she had been told “…”", "“…” if the boat goes": the article
  /// itself says what the source has beside it.
  private Set<Turning.By> turnsBeside(Quotation quotation) {
    Set<Turning.By> turns = EnumSet.noneOf(Turning.By.class);
    turns.addAll(turnsBefore(quotation));
    boolean isCondition =
        Words.read(behind(quotation)).stream()
            .anyMatch(
                word ->
                    Vocabulary.CONDITIONS.contains(word.fold())
                        || Vocabulary.CONDITIONS_BEHIND.contains(word.fold()));
    if (isCondition) {
      turns.add(Turning.By.CONDITION);
    }
    return turns;
  }

  /// The rest of its sentence, with what is quoted there; also a next part in marks of its own:
  /// “…,” said Silas. “Unless …”.
  private String behind(Quotation quotation) {
    String text = blocks.get(quotation.block()).text();
    int most = Math.min(text.length(), quotation.outerEnd() + SENTENCE_BACK_MAX);
    int to = quotation.outerEnd();
    while (to < most && ".!?\n".indexOf(text.charAt(to)) < 0) {
      to++;
    }
    int next = to + 1;
    while (next < most && Words.isBlank(text.charAt(next))) {
      next++;
    }
    boolean goesOn = next < most && Words.plain(text.charAt(next)) == '"';
    return text.substring(
        quotation.outerEnd(), goesOn ? Math.min(most, next + FIRST_WORD_MAX) : to);
  }

  private Set<Turning.By> turnsBefore(Quotation quotation) {
    String text = blocks.get(quotation.block()).text();
    int from = quotation.outerStart();
    int most = Math.max(0, from - SENTENCE_BACK_MAX);
    while (from > most && ".!?\n".indexOf(text.charAt(from - 1)) < 0) {
      from--;
    }
    int sayings = 0;
    for (Token word : Words.read(text.substring(from, quotation.outerStart()))) {
      if (Weighing.isNegation(word)
          || Vocabulary.CONDITIONS.contains(word.fold())
          || Vocabulary.DENYING.contains(word.fold())) {
        // "Pell never said" stands for "I never said", too.
        return EnumSet.allOf(Turning.By.class);
      }
      sayings += Vocabulary.REPORTING.contains(word.fold()) ? 1 : 0;
    }
    // One of them is who is quoted.
    return sayings > 1 ? Set.of(Turning.By.SAYING) : Set.of();
  }

  private List<Candidate> ask(List<String> words, Person speaker, boolean isFragment) {
    if (words.size() < 2) {
      return List.of();
    }
    List<String> asked = words.subList(0, Math.min(words.size(), limits.wordsMax()));
    var question =
        new KnownStatements.Question(
            asked, Words.shinglesOf(asked), speaker, isFragment, limits.candidatesMax());
    Set<Statement> all = new LinkedHashSet<>();
    if (isFragment) {
      embeds.withRun(asked).stream()
          .filter(statement -> !Who.areOthers(speaker, statement.speaker()))
          .forEach(all::add);
    } else {
      all.addAll(embeds.candidates(question));
    }
    boolean isNobody = speaker.name().isEmpty() && speaker.handle().isEmpty();
    if (!isFragment || !isNobody) {
      all.addAll(known.candidates(question));
    }
    return all.stream().limit(2L * limits.candidatesMax()).map(this::candidate).toList();
  }

  private Candidate candidate(Statement statement) {
    return candidates.computeIfAbsent(statement, one -> Candidate.of(one, limits.wordsMax()));
  }
}
