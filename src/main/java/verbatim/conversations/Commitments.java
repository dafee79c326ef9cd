package verbatim.conversations;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import verbatim.kernel.AccountId;
import verbatim.sx1.Chain;
import verbatim.sx1.Seed;
import verbatim.sx1.Verifier;
import verbatim.sx1.Verifier.Digest;
import verbatim.sx1.Verifier.Head;
import verbatim.sx1.Words;

/// What conversations commit to, in the words of `sx1`.
final class Commitments {
  private final Function<AccountId, String> actors;
  private final RandomGenerator random;

  Commitments(Function<AccountId, String> actors, RandomGenerator random) {
    this.actors = actors;
    this.random = random;
  }

  /// The last message on the author's screen.
  record After(long n, byte[] chain) {}

  record Made(Digest m, Entry.Proof proof) {}

  /// How a conversation is called in proofs.
  static String name(byte[] random) {
    return Chain.name(random);
  }

  static int parts(String text) {
    return Words.parts(text).size();
  }

  String uri(AccountId who) {
    return actors.apply(who);
  }

  byte[] start(Conversation conversation, byte[] salt) {
    return Chain.start(object(conversation, salt)).bytes();
  }

  /// As it was when it began: who came later, and another mode, are entries of the chain.
  static Verifier.Conversation object(Conversation conversation, byte[] salt) {
    return new Verifier.Conversation(
        conversation.urn(),
        conversation.hub(),
        mode(conversation.begunIn()),
        conversation.members().subList(0, conversation.founders()).stream()
            .map(Conversation.Member::uri)
            .toList(),
        conversation.createdAt(),
        Chain.name(salt));
  }

  private static Verifier.Conversation.Mode mode(Conversation.Mode mode) {
    return switch (mode) {
      case CONSENT -> Verifier.Conversation.Mode.CONSENT;
      case RECORD -> Verifier.Conversation.Mode.RECORD;
    };
  }

  Made make(ConversationTable.Kept kept, Appending.Wanted wanted, Instant created, After after) {
    byte[] secret = new byte[Digest.BYTES];
    random.nextBytes(secret);
    Seed seed = Seed.of(secret);
    List<Digest> files = wanted.attached().stream().map(file -> Digest.of(file.sha256())).toList();
    Head head =
        new Head(
            kept.shown().urn(),
            uri(wanted.author()),
            created,
            wanted.content() instanceof Message.Words ? Verifier.PLAIN : Verifier.EVENT,
            new Head.After(after.n(), Digest.of(after.chain())),
            attachments(seed, wanted.attached()),
            wanted.replacesN(),
            wanted.replyToN(),
            "");
    Digest m =
        verbatim.sx1.Message.of(seed, head, text(wanted.author(), wanted.content()), files)
            .commitment();
    return new Made(m, new Entry.Proof(secret, head.json().canonical()));
  }

  private static List<Head.Attachment> attachments(Seed seed, List<Entry.Attached> files) {
    List<Head.Attachment> all = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      Entry.Attached file = files.get(i);
      all.add(
          verbatim.sx1.Message.attachment(
              seed, i, file.mediaType(), Digest.of(file.sha256()), file.bytes()));
    }
    return all;
  }

  /// What is committed to: the words, or what happened.
  private String text(AccountId author, Message.Content content) {
    return switch (content) {
      case Message.Words(String text) -> text;
      case Message.Joined(var who) -> verbatim.sx1.Message.membership(true, uri(who));
      case Message.Left _ -> verbatim.sx1.Message.membership(false, uri(author));
      case Message.ModeChanged(var to) -> verbatim.sx1.Message.mode(mode(to));
      case Message.Erased _ -> throw new IllegalStateException("nothing to commit to");
    };
  }

  /// Whether an entry is what was committed to when it was written, and stands at its place. Of one
  /// that is erased only the place can be told.
  ///
  /// @param before the chain before it
  boolean fits(Entry entry, byte[] before) {
    Message.Commitment is = entry.commitment();
    Message.Commitment linked = link(before, entry.n(), entry.at(), Digest.of(is.m()));
    boolean isInPlace =
        Arrays.equals(linked.e(), is.e()) && Arrays.equals(linked.chain(), is.chain());
    return isInPlace && (entry.isErased() || opensTo(entry, is.m()));
  }

  private boolean opensTo(Entry entry, byte[] m) {
    try {
      verbatim.sx1.Message opened =
          verbatim.sx1.Message.opened(
              entry.proof().seed(),
              entry.proof().head(),
              text(entry.author(), entry.content()),
              entry.attached().stream().map(file -> Digest.of(file.sha256())).toList());
      return opened.head().author().equals(uri(entry.author()))
          && Arrays.equals(opened.commitment().bytes(), m);
    } catch (Verifier.Malformed | IllegalArgumentException _) {
      return false;
    }
  }

  static Message.Commitment link(byte[] before, long n, Instant at, Digest m) {
    Digest entry = Chain.entry(n, at.toEpochMilli(), m);
    return new Message.Commitment(
        m.bytes(), entry.bytes(), Chain.next(Digest.of(before), entry).bytes());
  }
}
