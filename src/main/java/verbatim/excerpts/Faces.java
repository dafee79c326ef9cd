package verbatim.excerpts;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import verbatim.conversations.Conversations.Link;
import verbatim.conversations.Conversations.Run;
import verbatim.conversations.Message;
import verbatim.kernel.AccountId;
import verbatim.kernel.StatusId;
import verbatim.sx1.Excerpt;
import verbatim.sx1.Verifier.Head;
import verbatim.sx1.Verifier.Json;
import verbatim.sx1.Words;

/// Excerpts as people see them: what stands at each place, and how it stands with each yes.
final class Faces {
  private final Duration askedMax;

  /// @param askedMax how long a request reads as asked
  Faces(Duration askedMax) {
    this.askedMax = askedMax;
  }

  // ---- how it stands

  State state(Kept.Party party, Instant now) {
    if (party.asked().isEmpty()) {
      return State.AGREED;
    }
    if (party.hasAgreed()) {
      return party.yes().isWhole() ? State.AGREED : State.AGREED_IN_PART;
    }
    if (!party.withdrawnAt().equals(Instant.EPOCH)) {
      return State.WITHDRAWN;
    }
    return silence(party, now);
  }

  /// How what he has not opened reads, by the clock alone. Also where he has agreed to other
  /// messages of his: else it would show which of the sealed ones are of one person.
  State silence(Kept.Party party, Instant now) {
    if (!party.wasAsked()) {
      return State.NOT_ASKED;
    }
    return now.isBefore(party.askedAt().plus(askedMax)) ? State.ASKED : State.NOT_AGREED;
  }

  Instant since(Kept.Party party, Instant now) {
    return switch (state(party, now)) {
      case AGREED, AGREED_IN_PART -> party.yes().at();
      case WITHDRAWN -> party.withdrawnAt();
      case ASKED, NOT_AGREED -> party.askedAt();
      case NOT_ASKED -> Instant.EPOCH;
    };
  }

  /// For all together.
  State state(Kept kept, Instant now) {
    List<State> states = kept.parties().stream().map(p -> state(p, now)).distinct().toList();
    if (states.isEmpty()) {
      return State.NOT_ASKED;
    }
    if (states.equals(List.of(State.AGREED))) {
      return State.AGREED;
    }
    if (states.contains(State.AGREED) || states.contains(State.AGREED_IN_PART)) {
      return State.AGREED_IN_PART;
    }
    return List.of(State.ASKED, State.WITHDRAWN, State.NOT_AGREED).stream()
        .filter(states::contains)
        .findFirst()
        .orElse(State.NOT_ASKED);
  }

  /// Since when it stands so; of a silence nothing is told but when it was asked.
  Instant since(Kept kept, Instant now) {
    State state = state(kept, now);
    return kept.parties().stream()
        .filter(p -> state == State.AGREED_IN_PART ? p.hasAgreed() : state(p, now) == state)
        .map(p -> since(p, now))
        .max(Comparator.naturalOrder())
        .orElse(Instant.EPOCH);
  }

  /// The same for the document. Those who have not agreed are put together by state, so that
  /// nothing tells which of the sealed messages are of one person.
  List<Excerpt.Consent> consent(Kept kept, Instant now) {
    Map<State, List<Long>> all = new TreeMap<>();
    for (Kept.Party party : kept.parties()) {
      for (long n : party.asked()) {
        State state =
            party.open().containsKey(n) || !party.hasAgreed()
                ? state(party, now)
                : silence(party, now);
        all.computeIfAbsent(state, _ -> new ArrayList<>()).add(n);
      }
    }
    return all.entrySet().stream()
        .map(
            one ->
                new Excerpt.Consent(
                    one.getValue().stream().sorted().toList(), one.getKey().word(), ""))
        .toList();
  }

  // ---- what was published

  Shown shown(
      Kept kept, Excerpt excerpt, Optional<StatusId> status, boolean isChanged, Instant now) {
    Map<String, AccountId> people = new HashMap<>();
    people.put(kept.uri(), kept.publisher());
    kept.parties().forEach(party -> people.put(party.uri(), party.account()));
    List<Row> rows = new ArrayList<>();
    for (long n = excerpt.from(); n <= excerpt.to(); n++) {
      rows.add(row(kept, excerpt, n, people, now));
    }
    return new Shown(
        kept.id(),
        excerpt.id(),
        kept.publisher(),
        status,
        state(kept, now),
        since(kept, now),
        excerpt.from(),
        excerpt.to(),
        rows,
        notes(excerpt, people),
        denials(excerpt.attestations(), people),
        members(excerpt, people),
        isChanged);
  }

  private Row row(Kept kept, Excerpt excerpt, long n, Map<String, AccountId> people, Instant now) {
    return switch (excerpt.entry(n)) {
      case Excerpt.Entry.Open open ->
          said(
              kept,
              excerpt,
              n,
              open.ms(),
              open.message().head(),
              open.message().parts().stream().<Row.Part>map(Row.Part.Words::new).toList(),
              people);
      case Excerpt.Entry.InParts parts ->
          said(
              kept,
              excerpt,
              n,
              parts.ms(),
              parts.head(),
              parts(parts.parts(), kept.choice().hiddenIn(n)),
              people);
      case Excerpt.Entry.LeftOut _, Excerpt.Entry.Sealed _ -> closed(kept, n, now);
    };
  }

  /// The document knows only that words are hidden; whose doing it is says the publisher's choice.
  private static List<Row.Part> parts(List<Excerpt.Part> parts, Set<Integer> black) {
    List<Row.Part> all = new ArrayList<>();
    for (int j = 0; j < parts.size(); j++) {
      all.add(
          switch (parts.get(j)) {
            case Excerpt.Part.Shown(var text, _) -> new Row.Part.Words(text);
            case Excerpt.Part.BlackedOut _ -> hidden(j, black);
          });
    }
    return all;
  }

  private static Row.Part hidden(int part, Set<Integer> black) {
    return black.contains(part) ? new Row.Part.Black() : new Row.Part.Kept();
  }

  private Row closed(Kept kept, long n, Instant now) {
    Optional<Kept.Party> party = kept.asks(n);
    if (party.isEmpty()) {
      return new Row.LeftOut(
          n, kept.published().filter(p -> p.since().erased().contains(n)).isPresent());
    }
    return new Row.Sealed(
        n, party.get().hasAgreed() ? silence(party.get(), now) : state(party.get(), now));
  }

  private static Row.Said said(
      Kept kept,
      Excerpt excerpt,
      long n,
      long ms,
      Head head,
      List<Row.Part> parts,
      Map<String, AccountId> people) {
    AccountId author = people.get(head.author());
    if (author == null) {
      throw new IllegalStateException("an open message of nobody in " + kept);
    }
    return new Row.Said(
        n,
        Instant.ofEpochMilli(ms),
        author,
        parts,
        grade(excerpt, n, head.author()),
        head.attachments().size(),
        head.replyTo(),
        head.replaces(),
        kept.published().map(p -> p.since().edits().getOrDefault(n, 0L)).orElse(0L),
        kept.parties().stream().anyMatch(p -> p.onRecord().contains(n)));
  }

  private static Row.Grade grade(Excerpt excerpt, long n, String author) {
    Row.Grade grade = Row.Grade.OWN_SERVER;
    for (Json.Fields one : excerpt.attestations()) {
      boolean isHis =
          one.has("author")
              && one.text("author").equals(author)
              && one.items("entries").stream().anyMatch(e -> e.fields().whole("n") == n);
      if (isHis && one.text("decision").equals("deny")) {
        return Row.Grade.DENIED;
      }
      grade = isHis ? Row.Grade.AUTHOR : grade;
    }
    return grade;
  }

  private static List<Shown.Note> notes(Excerpt excerpt, Map<String, AccountId> people) {
    List<Shown.Note> notes = new ArrayList<>();
    for (Json.Fields note : excerpt.context()) {
      AccountId by = people.get(note.text("by"));
      if (by != null) {
        Instant at = Instant.parse(note.fields("proof").text("created"));
        notes.add(new Shown.Note(by, note.text("text"), at));
      }
    }
    return notes;
  }

  private static List<Shown.Denial> denials(
      List<Json.Fields> attestations, Map<String, AccountId> people) {
    List<Shown.Denial> denials = new ArrayList<>();
    for (Json.Fields one : attestations) {
      AccountId by = one.has("author") ? people.get(one.text("author")) : null;
      if (by != null && one.text("decision").equals("deny")) {
        denials.add(
            new Shown.Denial(
                by,
                one.items("entries").stream().map(e -> e.fields().whole("n")).toList(),
                Instant.parse(one.fields("proof").text("created"))));
      }
    }
    return denials;
  }

  private static List<AccountId> members(Excerpt excerpt, Map<String, AccountId> people) {
    List<AccountId> members = new ArrayList<>();
    excerpt.conversation().stream()
        .flatMap(one -> one.members().stream())
        .flatMap(uri -> Stream.ofNullable(people.get(uri)))
        .forEach(members::add);
    return members;
  }

  // ---- what may come

  /// What there is to choose from.
  static List<Piece> pieces(Run run, Choice choice) {
    List<Piece> pieces = new ArrayList<>();
    for (Link link : run.links()) {
      pieces.add(piece(run, link, choice));
    }
    return pieces;
  }

  private static Piece piece(Run run, Link link, Choice choice) {
    Optional<Message> seen = link.seen();
    Piece.Kind kind = kind(seen);
    List<String> parts =
        kind == Piece.Kind.WORDS ? Words.parts(seen.orElseThrow().text()) : List.of();
    return new Piece(
        link.n(),
        link.at(),
        link.author(),
        link.isBy(run.who()),
        link.isOnRecord(),
        kind,
        parts,
        choice.hiddenIn(link.n()),
        choice.leftOut().contains(link.n()),
        seen.map(m -> m.media().size()).orElse(0),
        link.replacedBy(),
        seen.map(Message::replacesN).orElse(0L),
        seen.map(Message::replyToN).orElse(0L));
  }

  private static Piece.Kind kind(Optional<Message> seen) {
    if (seen.isEmpty()) {
      return Piece.Kind.UNSEEN;
    }
    return switch (seen.get().content()) {
      case Message.Words _ -> Piece.Kind.WORDS;
      case Message.Erased _ -> Piece.Kind.ERASED;
      case Message.Joined _, Message.Left _, Message.ModeChanged _ -> Piece.Kind.EVENT;
    };
  }

  /// As readers would see it, before it is published.
  ///
  /// @param yes whose yes is taken for given
  Shown draft(Kept kept, String address, List<Piece> pieces, Set<AccountId> yes, Instant now) {
    List<Row> rows = new ArrayList<>();
    for (Piece piece : pieces) {
      rows.add(draft(kept, piece, yes, now));
    }
    List<Shown.Note> notes = new ArrayList<>();
    for (Kept.Party party : kept.parties()) {
      if (!party.note().all().isEmpty()) {
        Instant at = Instant.parse(party.note().fields("proof").text("created"));
        notes.add(new Shown.Note(party.account(), party.note().text("text"), at));
      }
    }
    return new Shown(
        kept.id(),
        address,
        kept.publisher(),
        Optional.empty(),
        state(kept, now),
        since(kept, now),
        kept.choice().from(),
        kept.choice().to(),
        rows,
        notes,
        denials(kept, yes),
        List.of(),
        false);
  }

  private static List<Shown.Denial> denials(Kept kept, Set<AccountId> yes) {
    Map<String, AccountId> people = new HashMap<>();
    kept.parties().forEach(party -> people.put(party.uri(), party.account()));
    return denials(
        kept.parties().stream()
            .filter(party -> !yes.contains(party.account()))
            .map(Kept.Party::denial)
            .filter(denial -> !denial.all().isEmpty())
            .toList(),
        people);
  }

  private Row draft(Kept kept, Piece piece, Set<AccountId> yes, Instant now) {
    if (piece.kind() != Piece.Kind.WORDS
        || piece.isLeftOut()
        || piece.hidden().size() >= piece.parts().size()) {
      return new Row.LeftOut(piece.n(), piece.kind() == Piece.Kind.ERASED && !piece.isLeftOut());
    }
    boolean isFree = piece.author().equals(kept.publisher()) || piece.isRecord();
    if (isFree || yes.contains(piece.author())) {
      return said(piece, Documents.others(piece.parts().size(), piece.hidden()), isFree);
    }
    Set<Integer> open =
        kept.party(piece.author())
            .map(party -> party.open().getOrDefault(piece.n(), Set.of()))
            .orElse(Set.of());
    return open.isEmpty() ? closed(kept, piece.n(), now) : said(piece, open, false);
  }

  /// The message with these of its words.
  static Row.Said said(Piece piece, Set<Integer> open, boolean isFree) {
    List<Row.Part> parts = new ArrayList<>();
    for (int j = 0; j < piece.parts().size(); j++) {
      parts.add(
          open.contains(j) ? new Row.Part.Words(piece.parts().get(j)) : hidden(j, piece.hidden()));
    }
    return new Row.Said(
        piece.n(),
        piece.at(),
        piece.author(),
        parts,
        isFree && piece.isRecord() ? Row.Grade.OWN_SERVER : Row.Grade.AUTHOR,
        piece.pictures(),
        piece.answersN(),
        piece.replacesN(),
        piece.replacedBy(),
        piece.isRecord());
  }

  /// What is published, and on top of it what these may open.
  static Shown more(Shown shown, List<Piece> pieces, Set<AccountId> yes) {
    Map<Long, Piece> byN = new HashMap<>();
    pieces.forEach(piece -> byN.put(piece.n(), piece));
    List<Row> rows = new ArrayList<>();
    for (Row row : shown.rows()) {
      Piece piece = byN.get(row.n());
      boolean isOpened =
          piece != null
              && yes.contains(piece.author())
              && piece.kind() == Piece.Kind.WORDS
              && !piece.isLeftOut()
              && piece.hidden().size() < piece.parts().size();
      rows.add(
          isOpened && piece != null
              ? said(piece, Documents.others(piece.parts().size(), piece.hidden()), false)
              : row);
    }
    return new Shown(
        shown.id(),
        shown.address(),
        shown.publisher(),
        shown.status(),
        shown.state(),
        shown.since(),
        shown.from(),
        shown.to(),
        rows,
        shown.notes(),
        shown.denials().stream().filter(denial -> !yes.contains(denial.by())).toList(),
        shown.members(),
        shown.isChanged());
  }
}
