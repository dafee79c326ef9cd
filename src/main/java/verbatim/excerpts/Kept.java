package verbatim.excerpts;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import verbatim.kernel.AccountId;
import verbatim.kernel.ExcerptId;
import verbatim.kernel.StatusId;
import verbatim.sx1.Excerpt;
import verbatim.sx1.Verifier.Digest;
import verbatim.sx1.Verifier.Json;

/// An excerpt as it is kept. Nothing in it differs for a decline, and before it is published no
/// word of the conversation stands in it.
///
/// @param uri of the publisher's actor
/// @param conv the name of the conversation in proofs
/// @param prev the chain before the first message
record Kept(
    ExcerptId id,
    AccountId publisher,
    String uri,
    String conv,
    Choice choice,
    Digest prev,
    Instant createdAt,
    Around around,
    List<Party> parties,
    Optional<Published> published) {

  /// Somebody else whose words are in it.
  ///
  /// @param asked his messages that need his yes
  /// @param onRecord those that do not
  /// @param askedAt [Instant#EPOCH] for never; so the others
  /// @param denial that he says these are not his words, empty for no
  /// @param note what he says to it, empty for nothing
  record Party(
      AccountId account,
      String uri,
      List<Long> asked,
      List<Long> onRecord,
      Instant askedAt,
      Yes yes,
      Instant withdrawnAt,
      Json.Fields denial,
      Json.Fields note) {

    static Party of(AccountId account, String uri, List<Long> asked, List<Long> onRecord) {
      return new Party(
          account,
          uri,
          asked,
          onRecord,
          Instant.EPOCH,
          Yes.NONE,
          Instant.EPOCH,
          Json.Fields.EMPTY,
          Json.Fields.EMPTY);
    }

    Map<Long, Set<Integer>> open() {
      return yes.open();
    }

    boolean hasAgreed() {
      return !yes.open().isEmpty();
    }

    /// Whether anything of his stands signed: a yes, a note, or that these are not his words.
    boolean hasSaid() {
      return hasAgreed() || !note.all().isEmpty() || !denial.all().isEmpty();
    }

    /// What of his stands there for all to read.
    Heard heard() {
      if (hasAgreed()) {
        return yes.isWhole() ? Heard.AGREED : Heard.AGREED_IN_PART;
      }
      if (!denial.all().isEmpty()) {
        return Heard.DENIED;
      }
      if (!note.all().isEmpty()) {
        return Heard.NOTED;
      }
      return withdrawnAt.equals(Instant.EPOCH) ? Heard.NOTHING : Heard.WITHDRAWN;
    }

    boolean isOnRecord() {
      return !onRecord.isEmpty();
    }

    boolean wasAsked() {
      return !askedAt.equals(Instant.EPOCH);
    }

    /// How long it reads as asked begins anew.
    Party askedAt(Instant now) {
      return new Party(account, uri, asked, onRecord, now, Yes.NONE, Instant.EPOCH, denial, note);
    }

    Party agreed(Yes agreed, Json.Fields saying) {
      return new Party(
          account, uri, asked, onRecord, askedAt, agreed, Instant.EPOCH, Json.Fields.EMPTY, saying);
    }

    /// He only says something to it. Where he had agreed, that takes it back.
    Party noted(Json.Fields saying, Instant now) {
      return withoutYes(Json.Fields.EMPTY, saying, hasAgreed() ? now : withdrawnAt);
    }

    Party denied(Json.Fields signed, Json.Fields saying, Instant now) {
      return withoutYes(signed, saying, hasAgreed() ? now : withdrawnAt);
    }

    private Party withoutYes(Json.Fields denying, Json.Fields saying, Instant takenBackAt) {
      return new Party(
          account, uri, asked, onRecord, askedAt, Yes.NONE, takenBackAt, denying, saying);
    }

    /// As before he agreed.
    Party withdrawn(Instant now) {
      return withoutYes(Json.Fields.EMPTY, Json.Fields.EMPTY, now);
    }

    /// He agreed, and one of his messages is erased since.
    Party without(long n, Instant now) {
      if (!yes.open().containsKey(n)) {
        return this;
      }
      Map<Long, Set<Integer>> left = new TreeMap<>(yes.open());
      left.remove(n);
      return left.isEmpty()
          ? withdrawn(now)
          : new Party(
              account,
              uri,
              asked,
              onRecord,
              askedAt,
              new Yes(yes.at(), left, false, yes.attestation()),
              withdrawnAt,
              denial,
              note);
    }
  }

  /// What somebody agreed to.
  ///
  /// @param open parts by message
  /// @param isWhole that is all that is asked of him
  /// @param attestation his signature under it
  record Yes(Instant at, Map<Long, Set<Integer>> open, boolean isWhole, Json.Fields attestation) {
    static final Yes NONE = new Yes(Instant.EPOCH, Map.of(), false, Json.Fields.EMPTY);

    Yes {
      open = java.util.Collections.unmodifiableMap(new TreeMap<>(open));
    }
  }

  /// What others can read.
  ///
  /// @param status 0 while it is being posted
  /// @param shown without how the asking stands, which goes by the clock
  /// @param print of the words of the post as they were agreed to
  /// @param printedAt when those were last edited
  /// @param changedAt when somebody who had agreed was asked anew, since what stands beside it was
  ///     changed
  record Published(
      StatusId status,
      Instant at,
      Excerpt shown,
      Digest print,
      Instant printedAt,
      Instant changedAt,
      Since since) {
    Published with(Excerpt other) {
      return new Published(status, at, other, print, printedAt, changedAt, since);
    }

    Published with(Since other) {
      return new Published(status, at, shown, print, printedAt, changedAt, other);
    }

    Published standing(StatusId in, Digest words, Instant edited) {
      return new Published(in, at, shown, words, edited, changedAt, since);
    }

    Published changed(Instant now) {
      return new Published(status, at, shown, print, printedAt, now, since);
    }

    @Override
    public String toString() {
      return "Published";
    }
  }

  /// What became of messages after they were sent: the document holds each as it was first said.
  ///
  /// @param edits the newest edit of a message, by its number
  /// @param erased gaps that nobody chose: who wrote them erased them
  record Since(Map<Long, Long> edits, Set<Long> erased) {
    static final Since NOTHING = new Since(Map.of(), Set.of());

    Since {
      edits = java.util.Collections.unmodifiableMap(new TreeMap<>(edits));
      erased = java.util.Collections.unmodifiableSet(new TreeSet<>(erased));
    }

    Since edited(long n, long by) {
      Map<Long, Long> all = new TreeMap<>(edits);
      all.put(n, by);
      return new Since(all, erased);
    }

    Since erasing(long n) {
      Set<Long> all = new TreeSet<>(erased);
      all.add(n);
      return new Since(edits, all);
    }
  }

  Optional<Party> party(AccountId account) {
    return parties.stream().filter(p -> p.account().equals(account)).findFirst();
  }

  Kept with(AccountId account, UnaryOperator<Party> change) {
    return new Kept(
        id,
        publisher,
        uri,
        conv,
        choice,
        prev,
        createdAt,
        around,
        parties.stream().map(p -> p.account().equals(account) ? change.apply(p) : p).toList(),
        published);
  }

  Kept with(Published now) {
    return new Kept(
        id, publisher, uri, conv, choice, prev, createdAt, around, parties, Optional.of(now));
  }

  boolean stands() {
    return published.filter(p -> p.status().value() != 0).isPresent();
  }

  /// Whose message it is, of those that need a yes.
  Optional<Party> asks(long n) {
    return parties.stream().filter(p -> p.asked().contains(n)).findFirst();
  }

  @Override
  public String toString() {
    return "Excerpt " + id;
  }
}
