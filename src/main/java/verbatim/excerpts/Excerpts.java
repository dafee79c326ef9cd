package verbatim.excerpts;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import verbatim.accounts.Accounts;
import verbatim.accounts.Handle;
import verbatim.conversations.Conversation;
import verbatim.conversations.Conversations;
import verbatim.conversations.Conversations.Run;
import verbatim.conversations.Message;
import verbatim.kernel.AccountId;
import verbatim.kernel.ConversationId;
import verbatim.kernel.ExcerptId;
import verbatim.kernel.Ids;
import verbatim.kernel.Limits;
import verbatim.kernel.MediaId;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.ReportId;
import verbatim.kernel.StatusId;
import verbatim.kernel.Turns;
import verbatim.keys.Keys;
import verbatim.log.EventLog;
import verbatim.media.Media;
import verbatim.media.Medium;
import verbatim.relations.Audience;
import verbatim.relations.MayDo;
import verbatim.relations.MaySee;
import verbatim.relations.Relations;
import verbatim.relations.Viewer;
import verbatim.statuses.Carried;
import verbatim.statuses.Draft;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;
import verbatim.store.Op;
import verbatim.store.Store;
import verbatim.sx1.Excerpt;
import verbatim.sx1.Signer;
import verbatim.sx1.Verifier.Digest;
import verbatim.sx1.Verifier.Json;
import verbatim.text.Characters;
import verbatim.text.Written;

/// Excerpts of private conversations. A member drafts one, asks those whose words are in it, and
/// publishes it as a post that carries it; seals open in that post when somebody agrees, and close
/// when he withdraws. What is not there and what is none of his business answer alike: NotFound.
///
/// Whether somebody declined is known to him alone. So a decline writes one row, and that is his
/// own; it lets no request end, and frees none of the few that one may have open with another.
/// After seven days a request reads as not agreed by the clock alone.
public final class Excerpts {
  private static final int OF_TALK_MAX = 100;
  private static final int FORGET_ROWS = 50;

  private final Store store;
  private final EventLog log;
  private final Accounts accounts;
  private final Relations relations;
  private final MaySee maySee;
  private final MayDo mayDo;
  private final Conversations conversations;
  private final Statuses statuses;
  private final Ids ids;
  private final InstantSource clock;
  private final Limits limits;
  private final ExcerptTable table;
  private final Documents documents;
  private final Faces faces;
  private final Prints prints;
  private final Media media;
  private final Keys signers;
  private final House house;
  private final Tellings tellings;
  private final Turns turns = new Turns();
  private final Turns beginnings = new Turns();

  /// @param isOn whether new ones may be made here
  /// @param address where an excerpt stands by itself
  public record House(boolean isOn, Function<ExcerptId, String> address) {}

  /// What the domain stands on.
  public record Ground(Store store, EventLog log, Ids ids, InstantSource clock) {}

  /// Who is here, and what they said.
  public record People(
      Accounts accounts,
      Relations relations,
      MaySee maySee,
      MayDo mayDo,
      Conversations conversations,
      Statuses statuses,
      Media media,
      Keys keys) {}

  public Excerpts(Ground ground, People people, House house, Limits limits) {
    this.store = ground.store();
    this.log = ground.log();
    this.ids = ground.ids();
    this.clock = ground.clock();
    this.accounts = people.accounts();
    this.relations = people.relations();
    this.maySee = people.maySee();
    this.mayDo = people.mayDo();
    this.conversations = people.conversations();
    this.statuses = people.statuses();
    this.house = house;
    this.limits = limits;
    table = new ExcerptTable(store);
    documents = new Documents(conversations, people.keys());
    faces = new Faces(limits.excerpts().askedMax());
    media = people.media();
    signers = people.keys();
    prints = new Prints(media);
    tellings = new Tellings(accounts, faces, prints, limits.excerpts().documentBytesMax());
  }

  /// Whether new ones may be made here.
  public boolean isOn() {
    return house.isOn();
  }

  /// Where it stands by itself.
  public String address(ExcerptId id) {
    return house.address().apply(id);
  }

  private Instant now() {
    // Rows keep milliseconds: what is answered now must equal what is read later.
    return Instant.ofEpochMilli(clock.millis());
  }

  // ---- choosing

  /// What there is to choose from, as this member reads it.
  ///
  /// @throws Refused NotFound, Invalid (too many at once)
  public List<Piece> pieces(AccountId me, ConversationId conversation, long from, long to) {
    Choice choice = Choice.of(conversation, from, to);
    return Faces.pieces(run(me, choice), choice);
  }

  private void checkRange(Choice choice) {
    if (choice.from() < 1 || choice.to() < choice.from()) {
      throw Refusal.invalid("to", "ERR_INVALID", "A range goes from a message to a later one");
    }
    int max = limits.excerpts().messagesMax();
    if (choice.to() - choice.from() >= max) {
      throw Refusal.invalid("to", "ERR_TOO_LONG", "An excerpt has at most " + max + " messages");
    }
  }

  /// What a publisher should know, before he drafts it and while he writes the words around it.
  ///
  /// @param text of the post
  /// @throws Refused NotFound, Invalid
  public List<Warning> warnings(AccountId me, Choice choice, String text) {
    Run run = run(me, choice);
    return warnings(me, choice, Faces.pieces(run, choice), text, new ExcerptId(0), List.of());
  }

  private List<Warning> warnings(
      AccountId me,
      Choice choice,
      List<Piece> pieces,
      String text,
      ExcerptId self,
      List<Kept.Party> parties) {
    List<Warning> warnings = new ArrayList<>();
    Set<Long> open = new HashSet<>();
    parties.forEach(party -> open.addAll(party.open().keySet()));
    Naming naming = naming(me, choice.conversation(), pieces, parties);
    naming.inWords(text).forEach(name -> warnings.add(new Warning.Member(0, name)));
    for (Piece piece : pieces) {
      if (piece.kind() != Piece.Kind.WORDS) {
        continue;
      }
      String words = String.join("", piece.parts());
      if (!piece.isMine() && !piece.isRecord() && !open.contains(piece.n())) {
        String run = Repeating.repeated(text, words, limits.excerpts().repeatedWordsMin());
        if (!run.isEmpty()) {
          warnings.add(new Warning.Repeats(piece.n(), run));
        }
      }
      if (!piece.isLeftOut()) {
        String left = left(piece);
        naming.others(left).forEach(who -> warnings.add(new Warning.Names(piece.n(), who)));
        if (piece.isMine() || piece.isRecord()) {
          naming.inWords(left).forEach(who -> warnings.add(new Warning.Member(piece.n(), who)));
        }
        if (piece.replacedBy() != 0) {
          warnings.add(new Warning.Edited(piece.n(), piece.replacedBy()));
        }
      }
    }
    again(me, choice.conversation(), self).ifPresent(warnings::add);
    return warnings;
  }

  /// What of a message is not blacked out.
  private static String left(Piece piece) {
    StringBuilder left = new StringBuilder();
    for (int i = 0; i < piece.parts().size(); i++) {
      left.append(piece.hidden().contains(i) ? " " : piece.parts().get(i));
    }
    return left.toString();
  }

  /// Whose names stand in words: readers are told who a member is by his yes, and where he talked
  /// on the record.
  private Naming naming(
      AccountId me, ConversationId talk, List<Piece> pieces, List<Kept.Party> parties) {
    Set<AccountId> told = new HashSet<>(Set.of(me));
    parties.stream().filter(Kept.Party::hasAgreed).map(Kept.Party::account).forEach(told::add);
    pieces.stream().filter(Excerpts::isShownOnRecord).map(Piece::author).forEach(told::add);
    List<Naming.Member> members = new ArrayList<>();
    for (Conversation.Member one : conversations.get(me, talk).conversation().members()) {
      accounts
          .find(one.account())
          .map(
              account ->
                  new Naming.Member(
                      account.handle().acct(),
                      account.profile().displayName(),
                      conversations.name(me, account.id()),
                      told.contains(account.id())))
          .ifPresent(members::add);
    }
    return new Naming(members, name -> accounts.find(Handle.here(name)).isPresent(), limits.text());
  }

  /// The newest other one of the same talk that he may see, or that is his.
  private Optional<Warning> again(AccountId me, ConversationId conversation, ExcerptId self) {
    return table.ofTalk(conversation, OF_TALK_MAX).stream()
        .filter(id -> !id.equals(self))
        .flatMap(id -> table.find(id).stream())
        .filter(kept -> kept.publisher().equals(me) || find(Viewer.of(me), kept.id()).isPresent())
        .findFirst()
        .map(kept -> new Warning.Again(kept.id(), status(kept)));
  }

  private static Optional<StatusId> status(Kept kept) {
    return kept.published().map(Kept.Published::status).filter(id -> id.value() != 0);
  }

  /// Keeps a choice. Nobody else hears of it before he is asked.
  ///
  /// @throws Refused NotFound, Invalid, TooMany, Forbidden (switched off here)
  public Mine draft(AccountId me, Choice choice, Around around) {
    mayMake(me);
    Around written = written(around);
    return beginnings.take(
        me.value(),
        () -> {
          checkDrafts(me);
          Kept kept = begun(me, choice, written, new ExcerptId(ids.next()), now());
          write(kept, ExcerptTable.begun(kept), List.of());
          return mine(kept);
        });
  }

  private void mayMake(AccountId me) {
    mayDo.act(me);
    if (!house.isOn()) {
      throw Refusal.forbidden("Excerpts are switched off on this server");
    }
  }

  private void checkDrafts(AccountId me) {
    int max = limits.excerpts().draftsMax();
    if (table.drafts(me, max) >= max) {
      throw Refusal.invalid("You have " + max + " drafts of excerpts; take one away first");
    }
  }

  private Around written(Around around) {
    String text = Written.check("status", around.text());
    String warning = Written.check("spoiler_text", around.warning());
    if (Characters.count(text) + Characters.count(warning) > limits.text().statusCharactersMax()
        || text.length() + warning.length() > limits.text().statusBytesMax()) {
      throw Refusal.invalid(
          "status",
          "ERR_TOO_LONG",
          "Text character limit of " + limits.text().statusCharactersMax() + " exceeded");
    }
    return new Around(text, warning, around.visibility());
  }

  private Kept begun(AccountId me, Choice choice, Around around, ExcerptId id, Instant at) {
    Run run = run(me, choice);
    List<Piece> pieces = Faces.pieces(run, choice);
    checkChoice(choice, pieces);
    Map<AccountId, List<Long>> asked = new TreeMap<>();
    Map<AccountId, List<Long>> onRecord = new TreeMap<>();
    for (Piece piece : pieces) {
      if (piece.isToAsk()) {
        asked.computeIfAbsent(piece.author(), _ -> new ArrayList<>()).add(piece.n());
      } else if (isShownOnRecord(piece)) {
        onRecord.computeIfAbsent(piece.author(), _ -> new ArrayList<>()).add(piece.n());
      }
    }
    Set<AccountId> others = new TreeSet<>(asked.keySet());
    others.addAll(onRecord.keySet());
    List<Kept.Party> parties =
        others.stream()
            .map(
                who ->
                    Kept.Party.of(
                        who,
                        run.uri(who),
                        asked.getOrDefault(who, List.of()),
                        onRecord.getOrDefault(who, List.of())))
            .toList();
    return new Kept(
        id,
        me,
        run.uri(me),
        run.urn(),
        choice,
        Digest.of(run.prev()),
        at,
        around,
        parties,
        Optional.empty());
  }

  private static boolean isShownOnRecord(Piece piece) {
    return piece.kind() == Piece.Kind.WORDS
        && piece.isRecord()
        && !piece.isMine()
        && !piece.isLeftOut()
        && piece.hidden().size() < piece.parts().size();
  }

  private Run run(AccountId me, Choice choice) {
    checkRange(choice);
    // Only who is in it now may show of it.
    var _ = conversations.get(me, choice.conversation());
    return seen(me, choice).orElseThrow(Refusal::notFound);
  }

  /// As he may read and open it, also when he has left.
  private Optional<Run> seen(AccountId who, Choice choice) {
    return conversations.run(who, choice.conversation(), choice.from(), choice.to());
  }

  /// Nothing where the conversation is gone with all who were in it.
  private List<Piece> pieces(AccountId who, Choice choice) {
    return seen(who, choice).map(run -> Faces.pieces(run, choice)).orElse(List.of());
  }

  private static void checkChoice(Choice choice, List<Piece> pieces) {
    if (pieces.getFirst().kind() == Piece.Kind.UNSEEN
        || pieces.getLast().kind() == Piece.Kind.UNSEEN) {
      throw Refusal.notFound();
    }
    for (long n : choice.leftOut()) {
      requireWithin(choice, n, "left_out");
    }
    choice.hidden().forEach((n, _) -> requireWithin(choice, n, "sealed"));
    long bytes = 0;
    boolean showsSomething = false;
    for (Piece piece : pieces) {
      checkParts(piece);
      boolean isShown =
          piece.kind() == Piece.Kind.WORDS
              && !piece.isLeftOut()
              && piece.hidden().size() < piece.parts().size();
      showsSomething |= isShown;
      bytes += isShown ? Documents.bytes(String.join("", piece.parts())) : 200;
    }
    if (!showsSomething) {
      throw Refusal.invalid("sealed", "ERR_BLANK", "Of this nothing would be shown");
    }
    if (bytes > Documents.bytesMax()) {
      throw Refusal.invalid("to", "ERR_TOO_LONG", "This is too much for one excerpt");
    }
  }

  private static void requireWithin(Choice choice, long n, String field) {
    if (n < choice.from() || n > choice.to()) {
      throw Refusal.invalid(field, "ERR_INVALID", "Message " + n + " is not in the range");
    }
  }

  private static void checkParts(Piece piece) {
    for (int part : piece.hidden()) {
      boolean isPart = part >= 0 && (part < piece.parts().size());
      if (!isPart) {
        throw Refusal.invalid(
            "sealed", "ERR_INVALID", "Message " + piece.n() + " has no part " + part);
      }
    }
  }

  /// Another choice, or other words around it, in the place of a draft that nobody was asked about.
  ///
  /// @throws Refused NotFound, Invalid
  public Mine change(AccountId me, ExcerptId id, Choice choice, Around around) {
    mayMake(me);
    Around written = written(around);
    return turns.take(
        id.value(),
        () -> {
          Kept was = own(me, id);
          boolean isFresh =
              was.published().isEmpty()
                  && was.parties().stream().noneMatch(Kept.Party::wasAsked)
                  && was.choice().conversation().equals(choice.conversation());
          if (!isFresh) {
            throw Refusal.invalid("Somebody was asked about it; draft another one");
          }
          Kept kept = begun(me, choice, written, id, was.createdAt());
          write(kept, ExcerptTable.begun(kept), List.of());
          return mine(kept);
        });
  }

  private Kept own(AccountId me, ExcerptId id) {
    return table
        .find(id)
        .filter(kept -> kept.publisher().equals(me))
        .orElseThrow(Refusal::notFound);
  }

  /// The excerpt with all that follows, in one batch.
  private void write(Kept kept, List<Op> more, List<ExcerptEvent> events) {
    List<Op> ops = new ArrayList<>(more);
    List<EventLog.Pending> pending =
        events.stream().map(event -> log.prepare(ExcerptEvent.write(event))).toList();
    pending.forEach(p -> ops.add(p.op()));
    try {
      store.journalledBatch(ops);
    } finally {
      // Also when the engine gave up: it may have written.
      table.changed(kept.id());
    }
    pending.forEach(log::publish);
  }

  private void write(Kept kept, List<ExcerptEvent> events) {
    write(kept, ExcerptTable.put(kept), events);
  }

  // ---- asking

  /// Asks everybody whose words it wants to show, and whom it did not ask yet.
  ///
  /// @throws Refused NotFound, Invalid (too many open requests to one of them)
  public Mine ask(AccountId me, ExcerptId id) {
    mayMake(me);
    // His turn first: requests are counted over all his excerpts.
    return beginnings.take(me.value(), () -> turns.take(id.value(), () -> asked(own(me, id))));
  }

  private Mine asked(Kept was) {
    Instant now = now();
    Kept kept = was;
    List<Op> ops = new ArrayList<>();
    List<ExcerptEvent> events = new ArrayList<>();
    for (Kept.Party party : was.parties()) {
      if (party.asked().isEmpty() || party.wasAsked()) {
        continue;
      }
      checkOpen(was, party, now);
      kept = kept.with(party.account(), p -> p.askedAt(now));
      ops.addAll(request(kept, party, now));
      events.add(new ExcerptEvent.Asked(was.id(), was.publisher(), party.account()));
    }
    if (!events.isEmpty()) {
      ops.addAll(ExcerptTable.put(kept));
      write(kept, ops, events);
    }
    return mine(kept);
  }

  /// Counted by the clock alone: whether one of them was declined is not to be found out by asking
  /// once more, nor by taking drafts away.
  private void checkOpen(Kept kept, Kept.Party party, Instant now) {
    int max = limits.excerpts().openRequestsMax();
    long open =
        table
            .asks(kept.publisher(), party.account(), now.minus(limits.excerpts().askedMax()))
            .stream()
            .filter(id -> !id.equals(kept.id()))
            .filter(
                id ->
                    table
                        .find(id)
                        .flatMap(other -> other.party(party.account()))
                        .filter(Kept.Party::hasAgreed)
                        .isEmpty())
            .count();
    if (open >= max) {
      throw Refusal.invalid(
          "You have asked one of them " + max + " times within a week; wait for an answer");
    }
  }

  /// Written alike whoever he is: to one who has shut the publisher out it never comes.
  private List<Op> request(Kept kept, Kept.Party party, Instant now) {
    boolean isShut = isShutTo(party, kept.publisher());
    var request =
        new ExcerptTable.Request(kept.id(), kept.publisher(), now, Asked.Answered.NOTHING, isShut);
    return List.of(
        ExcerptTable.request(party.account(), request),
        ExcerptTable.forgetAsks(
            kept.publisher(), party.account(), now.minus(limits.excerpts().askedMax())),
        ExcerptTable.asks(kept.publisher(), party.account(), now, kept.id()));
  }

  private boolean isShut(AccountId one, AccountId other) {
    return relations.blocks(one, other) || relations.blocks(other, one);
  }

  // ---- publishing

  /// Publishes it as this post, with seals where nobody has agreed. Once: the second time answers
  /// the same post.
  ///
  /// @throws Refused NotFound, Invalid
  public Status publish(AccountId me, ExcerptId id, Draft post) {
    mayMake(me);
    return turns.take(id.value(), () -> published(own(me, id), post));
  }

  /// First what it shows, then the post that carries it, under a key of its own so that there is
  /// one post whatever happens in between; then that the two belong together. Where a process dies
  /// before the last step, [#posted] does it.
  private Status published(Kept was, Draft post) {
    if (was.stands()) {
      return status(was).flatMap(statuses::find).orElseThrow(Refusal::notFound);
    }
    Draft carrying = post.carrying(new Carried.Excerpt(was.id()));
    Kept ready = ready(was, carrying);
    write(ready, List.of());
    try {
      Status status = statuses.post(carrying, "excerpt:" + was.id());
      stands(ready, status);
      return status;
    } catch (Refused e) {
      write(was, List.of());
      throw e;
    }
  }

  private Kept ready(Kept was, Draft post) {
    Instant now = now();
    Kept kept = asShown(was, post, now);
    Run run = run(kept.publisher(), kept.choice());
    Excerpt shown = documents.first(address(kept.id()), kept, run, now);
    for (Kept.Party party : kept.parties()) {
      shown =
          party.hasAgreed()
              ? documents.opened(shown, kept, party, run(kept, party))
              : documents.said(shown, kept, party);
    }
    return kept.with(
        new Kept.Published(
            new StatusId(0),
            now,
            shown,
            Digest.sha256(new byte[0]),
            Instant.EPOCH,
            Instant.EPOCH,
            since(Faces.pieces(run, kept.choice()))));
  }

  private static Kept.Since since(List<Piece> pieces) {
    Kept.Since since = Kept.Since.NOTHING;
    for (Piece piece : pieces) {
      if (piece.replacedBy() != 0) {
        since = since.edited(piece.n(), piece.replacedBy());
      }
      if (piece.kind() == Piece.Kind.ERASED && !piece.isLeftOut()) {
        since = since.erasing(piece.n());
      }
    }
    return since;
  }

  /// Whoever agreed to stand beside other words than these, or for fewer readers, has not agreed to
  /// these.
  private Kept asShown(Kept was, Draft post, Instant now) {
    String text = Written.check("status", post.text());
    String warning = Written.check("spoiler_text", post.warning());
    boolean isSame =
        text.equals(was.around().text())
            && warning.equals(was.around().warning())
            && post.visibility() == was.around().visibility()
            && post.inReplyTo().isEmpty()
            && post.media().isEmpty()
            && post.poll().isEmpty();
    Kept kept = was;
    if (!isSame) {
      for (Kept.Party party : was.parties()) {
        if (party.hasAgreed()) {
          kept = kept.with(party.account(), p -> p.withdrawn(Instant.EPOCH).askedAt(now));
        }
      }
    }
    return kept;
  }

  private Run run(Kept kept, Kept.Party party) {
    return seen(party.account(), kept.choice()).orElseThrow(Refusal::notFound);
  }

  private void stands(Kept ready, Status status) {
    Instant now = now();
    Status.Words words = status.words();
    Kept kept =
        ready.with(
            ready
                .published()
                .orElseThrow()
                .standing(status.id(), prints.all(words), words.editedAt()));
    List<Op> ops = new ArrayList<>(ExcerptTable.put(kept));
    ops.addAll(ExcerptTable.standing(kept, status.id()));
    if (status.audience() instanceof Audience.Everyone) {
      ops.add(ExcerptTable.open(kept.id()));
    }
    List<ExcerptEvent> events = new ArrayList<>();
    events.add(new ExcerptEvent.Published(kept.id(), kept.publisher()));
    for (Kept.Party party : kept.parties()) {
      Optional<ExcerptTable.Request> before = table.request(party.account(), kept.id());
      if (before.isEmpty()) {
        // So that it is found when he goes, and that he may say something to it.
        var request =
            new ExcerptTable.Request(
                kept.id(),
                kept.publisher(),
                party.askedAt(),
                Asked.Answered.NOTHING,
                isShutTo(party, kept.publisher()));
        ops.add(ExcerptTable.request(party.account(), request));
      }
      boolean isAskedAnew = before.filter(r -> r.askedAt().isBefore(party.askedAt())).isPresent();
      if (isAskedAnew) {
        ops.addAll(request(kept, party, now));
        events.add(new ExcerptEvent.Asked(kept.id(), kept.publisher(), party.account()));
      }
    }
    write(kept, ops, events);
  }

  /// Takes a draft back; requests end with it. What is published goes with its post.
  ///
  /// @throws Refused NotFound, Invalid when it is published
  public void discard(AccountId me, ExcerptId id) {
    turns.run(
        id.value(),
        () -> {
          Kept kept = own(me, id);
          if (kept.stands()) {
            throw Refusal.invalid("It is published: delete the post that carries it");
          }
          write(kept, ExcerptTable.gone(kept), List.of());
        });
  }

  // ---- as its publisher sees it

  /// One of his own.
  ///
  /// @throws Refused NotFound
  public Mine mine(AccountId me, ExcerptId id) {
    return mine(own(me, id));
  }

  /// The same where the caller can do without.
  public Optional<Mine> ifMine(AccountId me, ExcerptId id) {
    return table.find(id).filter(kept -> kept.publisher().equals(me)).map(this::mine);
  }

  /// His own, drafts and published ones, the newest first.
  public List<Mine> mine(AccountId me, Page page) {
    return table.ofPublisher(me, page).stream()
        .flatMap(id -> table.find(id).stream())
        .filter(kept -> kept.publisher().equals(me))
        .map(this::mine)
        .toList();
  }

  private Mine mine(Kept kept) {
    Instant now = now();
    AccountId me = kept.publisher();
    Choice choice = kept.choice();
    // He may have left since: then he sees what is published, and no more.
    boolean isMember = conversations.find(me, choice.conversation()).isPresent();
    List<Piece> pieces = isMember ? pieces(me, choice) : List.of();
    Set<AccountId> others = new HashSet<>();
    kept.parties().forEach(party -> others.add(party.account()));
    Shown shown = face(kept, pieces, Set.of(), now);
    Shown agreed = face(kept, pieces, others, now);
    List<Warning> warnings =
        isMember
            ? warnings(me, choice, pieces, kept.around().text(), kept.id(), kept.parties())
            : List.of();
    return new Mine(
        shown,
        agreed,
        choice,
        kept.around(),
        pieces,
        kept.parties().stream().map(party -> shown(party, now)).toList(),
        warnings,
        kept.createdAt());
  }

  private Mine.Party shown(Kept.Party party, Instant now) {
    List<Long> entries = new ArrayList<>(party.asked());
    entries.addAll(party.onRecord());
    return new Mine.Party(
        party.account(),
        faces.state(party, now),
        faces.since(party, now),
        entries.stream().sorted().toList());
  }

  /// @param pieces as whoever looks may read them
  /// @param yes whose yes is taken for given
  private Shown face(Kept kept, List<Piece> pieces, Set<AccountId> yes, Instant now) {
    Optional<Status> status = status(kept).flatMap(statuses::find);
    if (status.isPresent()) {
      return Faces.more(tellings.of(kept, status.get(), now).shown(), pieces, yes);
    }
    return faces.draft(kept, address(kept.id()), pieces, yes, now);
  }

  /// Those of a conversation that he may see, the newest first: his own, and published ones.
  public List<Shown> of(AccountId me, ConversationId conversation) {
    List<Shown> all = new ArrayList<>();
    for (ExcerptId id : table.ofTalk(conversation, OF_TALK_MAX)) {
      Optional<Kept> kept = table.find(id);
      if (kept.filter(k -> k.publisher().equals(me)).isPresent()) {
        all.add(mine(kept.get()).shown());
      } else {
        find(Viewer.of(me), id).ifPresent(all::add);
      }
    }
    return all;
  }

  // ---- being asked

  /// One that has words of his.
  ///
  /// @throws Refused NotFound, also where he was not asked and it is not published
  public Asked asked(AccountId me, ExcerptId id) {
    ExcerptTable.Request request = request(me, id);
    return asked(me, open(me, request), request);
  }

  /// His own row, before anything else is read: then one that is none of his business costs him the
  /// same as none.
  private ExcerptTable.Request request(AccountId me, ExcerptId id) {
    return table.request(me, id).orElseThrow(Refusal::notFound);
  }

  private Kept open(AccountId me, ExcerptTable.Request request) {
    return table
        .find(request.id())
        .filter(kept -> isOpen(kept, me, request))
        .orElseThrow(Refusal::notFound);
  }

  /// A block ends requests. What he said to it he can take back all the same; and once it is
  /// published, sealed or not, nobody takes his answer from him: it stays open to him. Where his
  /// words are shown because they are on the record, his own block alone ends it before that.
  private boolean isOpen(Kept kept, AccountId me, ExcerptTable.Request request) {
    Optional<Kept.Party> party = kept.party(me);
    if (party.isEmpty()) {
      return false;
    }
    return kept.stands()
        || party.get().hasSaid()
        || (!request.isEnded() && !isShutTo(party.get(), kept.publisher()));
  }

  private boolean isShutTo(Kept.Party party, AccountId publisher) {
    return party.isOnRecord()
        ? relations.blocks(party.account(), publisher)
        : isShut(party.account(), publisher);
  }

  private Asked asked(AccountId me, Kept kept, ExcerptTable.Request request) {
    Instant now = now();
    Choice choice = kept.choice();
    List<Piece> pieces = pieces(me, choice);
    Kept.Party party = kept.party(me).orElseThrow(Refusal::notFound);
    Set<Long> his = new HashSet<>(party.asked());
    his.addAll(party.onRecord());
    return new Asked(
        face(kept, pieces, Set.of(), now),
        face(kept, pieces, Set.of(me), now),
        choice,
        around(kept),
        beside(kept).seen(),
        pieces.stream().filter(piece -> his.contains(piece.n())).toList(),
        request.answer(),
        party.hasSaid(),
        party.note().all().isEmpty() ? "" : party.note().text("text"),
        party.askedAt());
  }

  private Around around(Kept kept) {
    return status(kept)
        .flatMap(statuses::find)
        .map(
            status ->
                new Around(status.words().text(), status.words().warning(), visibility(status)))
        .orElse(kept.around());
  }

  private static Draft.Visibility visibility(Status status) {
    String word = status.audience().visibility();
    for (Draft.Visibility one : Draft.Visibility.values()) {
      if (one.word().equals(word)) {
        return one;
      }
    }
    throw new IllegalStateException("visibility " + word);
  }

  /// What he was asked, the newest first, answered or not.
  public List<Asked> requests(AccountId me, Page page) {
    return asked(me, page, request -> !request.askedAt().equals(Instant.EPOCH));
  }

  /// Published ones with words of his that nobody asked him for, since he said them on the record.
  public List<Asked> unasked(AccountId me, Page page) {
    return asked(me, page, request -> request.askedAt().equals(Instant.EPOCH)).stream()
        .filter(asked -> asked.shown().status().isPresent())
        .toList();
  }

  private List<Asked> asked(AccountId me, Page page, Predicate<ExcerptTable.Request> isWanted) {
    return page.filled(
        next -> table.requests(me, next),
        request -> request.id().value(),
        request ->
            table
                .find(request.id())
                .filter(kept -> isOpen(kept, me, request))
                .filter(_ -> isWanted.test(request))
                .map(kept -> asked(me, kept, request))
                .stream()
                .toList());
  }

  /// How many requests wait for a word of his, at most `max`.
  public int open(AccountId me, int max) {
    return (int)
        table.requests(me, Page.newest(Math.max(max, 1) * 4)).stream()
            .filter(request -> request.answer() == Asked.Answered.NOTHING)
            .filter(request -> !request.askedAt().equals(Instant.EPOCH))
            .filter(request -> !request.isEnded())
            .filter(
                request ->
                    table.find(request.id()).filter(kept -> isOpen(kept, me, request)).isPresent())
            .limit(max)
            .count();
  }

  /// @param seen [Asked#seen] as it was when he made up his mind; a decline needs none
  /// @throws Refused NotFound, Invalid, Conflict (what stands beside it was changed since)
  public Asked answer(AccountId me, ExcerptId id, Answer answer, String seen) {
    mayDo.act(me);
    return turns.take(
        id.value(),
        () -> {
          ExcerptTable.Request request = request(me, id);
          Kept kept = open(me, request);
          return switch (answer) {
            case Answer.Agree agree -> agreed(me, kept, request, agree, seen);
            case Answer.Decline _ -> declined(me, kept, request);
            case Answer.Deny(var context) -> denied(me, kept, request, context, seen);
          };
        });
  }

  /// His own row, and nothing else.
  private Asked declined(AccountId me, Kept kept, ExcerptTable.Request request) {
    if (kept.party(me).filter(Kept.Party::hasSaid).isPresent()) {
      throw Refusal.invalid("You have said something to it; take it back first");
    }
    ExcerptTable.Request now = request.answered(Asked.Answered.DECLINED);
    table.put(me, now);
    return asked(me, kept, now);
  }

  private Asked agreed(
      AccountId me, Kept was, ExcerptTable.Request request, Answer.Agree agree, String seen) {
    Kept.Party party = was.party(me).orElseThrow(Refusal::notFound);
    String around = signed(was, seen);
    Run run = run(was, party);
    String context = context(agree.context());
    Map<Long, Set<Integer>> offered = offered(was, party, run);
    Map<Long, Set<Integer>> open = wanted(agree, offered);
    if (open.isEmpty() && context.isEmpty()) {
      throw Refusal.invalid("open", "ERR_BLANK", "Nothing of yours would be shown");
    }
    Instant now = now();
    Kept.Yes yes =
        open.isEmpty()
            ? Kept.Yes.NONE
            : new Kept.Yes(
                now,
                open,
                open.equals(offered) && open.keySet().containsAll(party.asked()),
                documents.consent(address(was.id()), was, run, open, around, now));
    Json.Fields note = context.isEmpty() ? Json.Fields.EMPTY : documents.note(context, run, now);
    Kept kept = was.with(me, p -> open.isEmpty() ? p.noted(note, now) : p.agreed(yes, note));
    Asked.Answered answered =
        open.isEmpty()
            ? Asked.Answered.NOTED
            : yes.isWhole() ? Asked.Answered.AGREED : Asked.Answered.AGREED_IN_PART;
    return changed(me, was, kept, run, request.answered(answered));
  }

  /// All that is asked of him and can be opened: an erased message cannot.
  private static Map<Long, Set<Integer>> offered(Kept kept, Kept.Party party, Run run) {
    Map<Long, Set<Integer>> offered = new TreeMap<>();
    for (Piece piece : Faces.pieces(run, kept.choice())) {
      if (party.asked().contains(piece.n()) && piece.kind() == Piece.Kind.WORDS) {
        offered.put(piece.n(), Documents.others(piece.parts().size(), piece.hidden()));
      }
    }
    return offered;
  }

  private static Map<Long, Set<Integer>> wanted(
      Answer.Agree agree, Map<Long, Set<Integer>> offered) {
    if (agree.open().isEmpty()) {
      return offered;
    }
    Map<Long, Set<Integer>> open = new TreeMap<>();
    agree
        .open()
        .get()
        .forEach(
            (n, parts) -> {
              if (!offered.containsKey(n) || !offered.get(n).containsAll(parts)) {
                throw Refusal.invalid(
                    "open", "ERR_INVALID", "Of message " + n + " you were not asked for that");
              }
              if (!parts.isEmpty()) {
                open.put(n, new TreeSet<>(parts));
              }
            });
    return open;
  }

  private String context(String text) {
    String checked = Written.check("context", text).strip();
    int max = limits.excerpts().contextCharactersMax();
    if (Characters.count(checked) > max || checked.length() > max * 8) {
      throw Refusal.invalid(
          "context", "ERR_TOO_LONG", "Text is too long (maximum is " + max + " characters)");
    }
    return checked;
  }

  /// What stands beside it at one moment.
  ///
  /// @param around for what is signed now; "" while there are no words yet
  private record Beside(String around, String seen) {}

  private Beside beside(Kept kept) {
    return status(kept)
        .flatMap(statuses::find)
        .map(
            status ->
                new Beside(
                    prints.around(status.words()),
                    Prints.seen(
                        prints.all(status.words()),
                        visibility(status),
                        status.words().place().parent().map(Status.Parent::status))))
        .orElseGet(
            () ->
                new Beside(
                    Prints.around(kept.around()),
                    Prints.seen(
                        prints.all(kept.around()), kept.around().visibility(), Optional.empty())));
  }

  /// Nobody puts his name to words that he has not seen: they may have been changed while the page
  /// lay open before him.
  private String signed(Kept kept, String seen) {
    Beside beside = beside(kept);
    if (!beside.seen().equals(seen)) {
      throw new Refused(new Refusal.Conflict("The words around it were changed: look at it again"));
    }
    return beside.around();
  }

  private Asked denied(
      AccountId me, Kept was, ExcerptTable.Request request, String context, String seen) {
    String around = signed(was, seen);
    Kept.Party party = was.party(me).orElseThrow(Refusal::notFound);
    Run run = run(was, party);
    Instant now = now();
    List<Long> his = new ArrayList<>(party.asked());
    his.addAll(party.onRecord());
    Json.Fields denial =
        documents.denial(address(was.id()), was, run, his.stream().sorted().toList(), around, now);
    String checked = context(context);
    Json.Fields note = checked.isEmpty() ? Json.Fields.EMPTY : documents.note(checked, run, now);
    Kept kept = was.with(me, p -> p.denied(denial, note, now));
    return changed(me, was, kept, run, request.answered(Asked.Answered.DENIED));
  }

  /// What readers see follows from what he says, in the same batch.
  private Asked changed(AccountId me, Kept was, Kept now, Run run, ExcerptTable.Request request) {
    Kept.Party before = was.party(me).orElseThrow();
    Kept.Party after = now.party(me).orElseThrow();
    Kept kept =
        now.published()
            .map(
                p ->
                    now.with(
                        p.with(
                            documents.opened(
                                Documents.sealed(p.shown(), before), now, after, run))))
            .orElse(now);
    List<Op> ops = new ArrayList<>(ExcerptTable.put(kept));
    ops.add(ExcerptTable.request(me, request));
    write(kept, ops, List.of(new ExcerptEvent.Answered(kept.id(), me)));
    return asked(me, kept, request);
  }

  /// Takes his yes back: his words, his name and his own note are sealed at once.
  ///
  /// @throws Refused NotFound
  public Asked withdraw(AccountId me, ExcerptId id) {
    return turns.take(
        id.value(),
        () -> {
          ExcerptTable.Request request = request(me, id);
          Kept kept = open(me, request);
          Kept.Party party = kept.party(me).orElseThrow(Refusal::notFound);
          if (!party.hasSaid()) {
            throw Refusal.notFound();
          }
          ExcerptTable.Request after = request.answered(Asked.Answered.WITHDRAWN);
          Kept sealed = sealed(kept, party, now());
          write(
              sealed,
              with(ExcerptTable.put(sealed), ExcerptTable.request(me, after)),
              List.of(new ExcerptEvent.Answered(id, me)));
          return asked(me, sealed, after);
        });
  }

  private static List<ExcerptEvent> sealing(ExcerptId id) {
    return List.of(new ExcerptEvent.Sealed(id));
  }

  private static List<Op> with(List<Op> ops, Op more) {
    List<Op> all = new ArrayList<>(ops);
    all.add(more);
    return all;
  }

  private static Kept sealed(Kept kept, Kept.Party party, Instant now) {
    Kept changed =
        kept.with(party.account(), p -> p.withdrawn(p.hasAgreed() ? now : p.withdrawnAt()));
    return changed
        .published()
        .map(p -> changed.with(p.with(Documents.sealed(p.shown(), party))))
        .orElse(changed);
  }

  // ---- reading

  /// A published one, for whoever may see the post that carries it.
  public Optional<Shown> find(Viewer viewer, ExcerptId id) {
    return post(viewer, id).flatMap(this::of);
  }

  private Optional<Status> post(Viewer viewer, ExcerptId id) {
    return table
        .find(id)
        .flatMap(Excerpts::status)
        .flatMap(statuses::find)
        .filter(status -> maySee.maySee(viewer, status.author(), status.audience()));
  }

  /// What a post carries, given that the viewer may see the post; empty for most.
  public Optional<Shown> of(Status status) {
    return telling(status).map(Telling::shown);
  }

  /// The same with its document.
  public Optional<Telling> telling(Status status) {
    return carried(status).map(kept -> tellings.of(kept, status, now()));
  }

  /// @throws Refused NotFound, Gone
  public Telling telling(Viewer viewer, ExcerptId id) {
    return post(viewer, id).flatMap(this::telling).orElseThrow(() -> missing(id));
  }

  private Optional<Kept> carried(Status status) {
    return switch (status.carried()) {
      case Carried.Nothing _, Carried.Article _ -> Optional.empty();
      case Carried.Excerpt(var id) ->
          table
              .find(id)
              .filter(kept -> kept.publisher().equals(status.author()))
              .filter(kept -> kept.published().isPresent());
    };
  }

  /// The same as an `sx1` document, which anybody can check.
  public Optional<byte[]> document(Status status) {
    return carried(status).map(kept -> tellings.document(kept, status, now()));
  }

  /// @throws Refused NotFound, Gone
  public byte[] document(Viewer viewer, ExcerptId id) {
    return post(viewer, id).flatMap(this::document).orElseThrow(() -> missing(id));
  }

  /// One that was reported.
  ///
  /// @param shown as whoever reported it was shown it
  /// @param around the words beside it
  public record Reported(Shown shown, Around around) {
    @Override
    public String toString() {
      return "Reported";
    }
  }

  /// Somebody told the desk of one that is not published: its publisher may take it back, and
  /// the desk would decide on nothing. What it was is held until that report has ended. No word of
  /// the conversation is in that: those are read where they stand.
  public void hold(ExcerptId id, AccountId by, ReportId report) {
    turns.run(
        id.value(),
        () ->
            table
                .find(id)
                .filter(kept -> !kept.stands())
                .ifPresent(kept -> store.journalledBatch(ExcerptTable.hold(kept, by, report))));
  }

  /// That report has ended.
  public void letGo(ExcerptId id, AccountId publisher, AccountId by, ReportId report) {
    store.journalledBatch(ExcerptTable.letGo(publisher, by, id, report));
  }

  /// For moderators, when this one has reported it: the caller makes sure of both, and notes that
  /// it was read. Also one that is not published yet: of that it shows what its publisher may open,
  /// and the words of whoever reported it; taken back since, what it was then. Empty once it is
  /// gone.
  ///
  /// @param about whose it is
  public Optional<Reported> reported(ExcerptId id, AccountId about, AccountId by, ReportId report) {
    return table
        .find(id)
        .or(() -> table.held(about, id, report))
        .map(
            kept ->
                new Reported(
                    face(kept, pieces(by, kept.choice()), Set.of(by), now()), around(kept)));
  }

  /// The keys to check it with, by the names that signatures give them: of the server, and of those
  /// who are named in it already; of nobody whose words are sealed.
  public Map<String, String> keys(Shown shown) {
    Set<AccountId> named = new TreeSet<>(Set.of(shown.publisher()));
    named.addAll(shown.speakers());
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put(signers.server().method(), signers.server().multikey());
    for (AccountId who : named) {
      Signer signer = signers.of(who);
      keys.put(signer.method(), signer.multikey());
    }
    return keys;
  }

  // ---- what follows from what happens elsewhere

  /// Its post stands: where whoever published it was killed before he came to it.
  public void posted(Status status) {
    if (status.carried() instanceof Carried.Excerpt(var id)) {
      turns.run(
          id.value(),
          () -> {
            Optional<Kept> kept = carried(status).filter(k -> !k.stands());
            kept.ifPresent(k -> stands(k, status));
          });
    }
  }

  /// The words beside it were changed: who had agreed is asked anew, and his words are sealed until
  /// he agrees again.
  public void edited(Status status) {
    if (status.carried() instanceof Carried.Excerpt(var id)) {
      turns.run(
          id.value(),
          () -> {
            carried(status)
                .filter(Kept::stands)
                .filter(k -> prints.isChanged(k.published().orElseThrow(), status))
                .ifPresent(k -> askAnew(k, status));
          });
    }
  }

  private void askAnew(Kept was, Status status) {
    Instant now = Tellings.changedAt(was.published().orElseThrow(), status, now());
    Kept kept = was;
    List<Op> ops = new ArrayList<>();
    List<ExcerptEvent> events = new ArrayList<>();
    events.add(new ExcerptEvent.Sealed(was.id()));
    for (Kept.Party party : was.parties()) {
      if (party.hasAgreed()) {
        kept =
            sealed(kept, party, now)
                .with(party.account(), p -> p.withdrawn(Instant.EPOCH).askedAt(now));
        ops.addAll(request(kept, party, now));
        events.add(new ExcerptEvent.Asked(was.id(), was.publisher(), party.account()));
      }
    }
    Status.Words words = status.words();
    kept =
        kept.with(
            kept.published()
                .orElseThrow()
                .standing(status.id(), prints.all(words), words.editedAt())
                .changed(events.size() > 1 ? now : Instant.EPOCH));
    ops.addAll(ExcerptTable.put(kept));
    write(kept, ops, events);
  }

  // ---- the files beside it

  /// Changes what its owner says of a file. Where it stands beside an excerpt, that is an edit of
  /// the words beside it like any other.
  ///
  /// @throws Refused NotFound, Invalid
  public Medium describe(AccountId owner, MediaId file, Media.Said said) {
    List<Op> ops = new ArrayList<>(media.changes(owner, Map.of(file, said)));
    List<EventLog.Pending> pending = new ArrayList<>();
    if (!ops.isEmpty()) {
      for (StatusId status : media.uses(file)) {
        table
            .ofStatus(status)
            .map(id -> log.prepare(ExcerptEvent.write(new ExcerptEvent.Beside(id))))
            .ifPresent(pending::add);
      }
    }
    pending.forEach(p -> ops.add(p.op()));
    if (!ops.isEmpty()) {
      store.journalledBatch(ops);
    }
    pending.forEach(log::publish);
    return media.mine(owner, file);
  }

  /// What stands beside it may be another now.
  public void turned(ExcerptId id) {
    table.find(id).flatMap(Excerpts::status).flatMap(statuses::find).ifPresent(this::edited);
  }

  /// What stands in a post, or stood in it until it was deleted.
  public Optional<ExcerptId> standingIn(StatusId status) {
    return table.ofStatus(status);
  }

  /// Its post is gone, and all of it with that.
  public void deleted(StatusId status) {
    table.ofStatus(status).ifPresent(this::drop);
  }

  private void drop(ExcerptId id) {
    turns.run(
        id.value(),
        () -> {
          table.find(id).ifPresent(kept -> write(kept, gone(kept), List.of()));
        });
  }

  private List<Op> gone(Kept kept) {
    List<Op> ops = new ArrayList<>(ExcerptTable.gone(kept));
    if (kept.stands() && table.isOpen(kept.id())) {
      ops.add(ExcerptTable.withdrawn(kept.id(), now()));
    }
    return ops;
  }

  /// When an excerpt that everybody could read was withdrawn: there is nothing else left of it.
  public Optional<Instant> withdrawnAt(ExcerptId id) {
    return table.withdrawnAt(id);
  }

  /// Why it is not to be read: it is not there, or not for whoever asks, or it was withdrawn.
  public Refused missing(ExcerptId id) {
    return withdrawnAt(id).isPresent() ? new Refused(new Refusal.Gone()) : Refusal.notFound();
  }

  /// Messages were erased for all: where they stand in an excerpt, they go there too.
  ///
  /// @param erased their numbers; the conversation itself may be gone by now
  public void erased(ConversationId conversation, Set<Long> erased) {
    for (ExcerptId id : table.ofTalk(conversation, erased)) {
      turns.run(
          id.value(),
          () -> {
            table.find(id).filter(k -> k.published().isPresent()).ifPresent(k -> gaps(k, erased));
          });
    }
  }

  /// Its author has changed a message: readers of what he said first are told.
  public void edited(ConversationId conversation, long n, long by) {
    for (ExcerptId id : table.ofTalk(conversation, Set.of(n))) {
      turns.run(
          id.value(),
          () ->
              table
                  .find(id)
                  .filter(k -> k.published().isPresent())
                  .filter(k -> k.choice().conversation().equals(conversation))
                  .ifPresent(k -> edited(k, n, by)));
    }
  }

  private void edited(Kept was, long n, long by) {
    Kept.Published published = was.published().orElseThrow();
    if (published.since().edits().getOrDefault(n, 0L) >= by) {
      return;
    }
    Kept kept = was.with(published.with(published.since().edited(n, by)));
    boolean isOpen = !(published.shown().entry(n) instanceof Excerpt.Entry.LeftOut);
    write(kept, isOpen ? sealing(was.id()) : List.of());
  }

  private void gaps(Kept was, Set<Long> erased) {
    Instant now = now();
    Kept kept = was;
    Excerpt shown = was.published().orElseThrow().shown();
    Excerpt before = shown;
    Kept.Since since = was.published().orElseThrow().since();
    for (long n = shown.from(); n <= shown.to(); n++) {
      boolean isErased =
          erased.contains(n)
              || conversations
                  .entry(was.choice().conversation(), n)
                  .filter(Message::isErased)
                  .isPresent();
      if (shown.entry(n) instanceof Excerpt.Entry.LeftOut || !isErased) {
        continue;
      }
      shown = Documents.gap(shown, n);
      since = since.erasing(n);
      for (Kept.Party party : kept.parties()) {
        Kept.Party after = party.without(n, now);
        if (party.hasAgreed() && !after.hasAgreed()) {
          shown = Documents.unsaid(shown, party.uri());
        }
        kept = kept.with(party.account(), _ -> after);
      }
    }
    if (!shown.equals(before)) {
      Kept after = kept.with(kept.published().orElseThrow().with(shown).with(since));
      write(after, ExcerptTable.put(after), sealing(was.id()));
    }
  }

  /// One of the two has blocked the other: requests between them end, and nobody can tell.
  public void blocked(AccountId one, AccountId other) {
    if (isShut(one, other)) {
      endRequests(one, other);
      endRequests(other, one);
    }
  }

  private void endRequests(AccountId asked, AccountId publisher) {
    for (ExcerptTable.Request request : table.requests(asked, Page.newest(Store.SCAN_ROWS_MAX))) {
      boolean isHis = request.publisher().equals(publisher) && !request.isEnded();
      boolean isShut =
          isHis
              && table
                  .find(request.id())
                  .flatMap(kept -> kept.party(asked))
                  .filter(party -> isShutTo(party, publisher))
                  .isPresent();
      if (isShut) {
        table.put(asked, request.ended());
      }
    }
  }

  /// Whether he is to hear of a request: it stands, and is not answered.
  public boolean isAsked(AccountId who, ExcerptId id) {
    return table
        .request(who, id)
        .filter(request -> request.answer() == Asked.Answered.NOTHING)
        .filter(request -> table.find(id).filter(kept -> isOpen(kept, who, request)).isPresent())
        .isPresent();
  }

  /// Who is to hear that words of his are shown: those that are on the record.
  public List<AccountId> onRecord(ExcerptId id) {
    return table.find(id).stream()
        .flatMap(kept -> kept.parties().stream())
        .filter(party -> !party.onRecord().isEmpty())
        .map(Kept.Party::account)
        .toList();
  }

  /// Who is to hear that somebody has answered in public, or took that back.
  public Optional<AccountId> publisherOf(ExcerptId id) {
    return table.find(id).map(Kept::publisher);
  }

  /// What stands there now of somebody's answer: what readers know, and no more.
  ///
  /// @param me its publisher
  public Optional<Heard> heard(AccountId me, ExcerptId id, AccountId who) {
    return table
        .find(id)
        .filter(kept -> kept.publisher().equals(me))
        .flatMap(kept -> kept.party(who))
        .map(Kept.Party::heard);
  }

  /// The post that it stands in.
  public Optional<StatusId> post(ExcerptId id) {
    return table.find(id).flatMap(Excerpts::status);
  }

  // ---- when somebody goes

  /// What a deleted account kept, and what it had agreed to.
  ///
  /// @return whether there may be more
  public boolean forgetSome(AccountId account) {
    List<ExcerptId> own = table.ofPublisher(account, Page.newest(FORGET_ROWS));
    own.forEach(id -> forgotten(account, id));
    List<ExcerptTable.Request> asked = table.requests(account, Page.newest(FORGET_ROWS));
    asked.forEach(request -> forgotten(account, request));
    boolean holdsMore = table.letGoOf(account, FORGET_ROWS);
    return own.size() == FORGET_ROWS || asked.size() == FORGET_ROWS || holdsMore;
  }

  private void forgotten(AccountId account, ExcerptId id) {
    if (table.find(id).isPresent()) {
      drop(id);
    } else {
      store.journalledBatch(ExcerptTable.notMine(account, id));
    }
  }

  private void forgotten(AccountId account, ExcerptTable.Request request) {
    ExcerptId id = request.id();
    turns.run(
        id.value(),
        () -> {
          Optional<Kept> kept = table.find(id);
          Optional<Kept.Party> party = kept.flatMap(k -> k.party(account));
          Op gone = ExcerptTable.forgotten(account, id);
          if (party.isEmpty()) {
            store.journalledBatch(List.of(gone));
          } else {
            Kept without = without(kept.get(), party.get(), now());
            write(without, with(ExcerptTable.put(without), gone), sealing(id));
          }
        });
  }

  private static Kept without(Kept kept, Kept.Party party, Instant now) {
    Kept changed = sealed(kept, party, now);
    return changed
        .published()
        .map(p -> changed.with(p.with(Documents.without(p.shown(), party))))
        .orElse(changed);
  }
}
