package verbatim.sx1;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import verbatim.sx1.Attestations.Agreed;
import verbatim.sx1.Attestations.Answer;
import verbatim.sx1.Attestations.Decision;
import verbatim.sx1.Attestations.ReceivedBy;
import verbatim.sx1.Excerpt.Entry;
import verbatim.sx1.Verifier.Conversation;
import verbatim.sx1.Verifier.Digest;
import verbatim.sx1.Verifier.Head;
import verbatim.sx1.Verifier.Json;

/// Invented talks of two people on two servers, and excerpts of them; the same seed gives the same.
final class Talks {
  static final String HUB = "https://heather.example/actor";
  static final String MIRA = "https://heather.example/users/mirabel";
  static final String ODO = "https://quarry.example:8443/users/odoric";
  static final String ID = "https://heather.example/excerpts/7";
  static final Instant NOW = Instant.parse("2031-03-04T05:06:07Z");
  private static final Instant BEGUN = Instant.parse("2031-02-03T04:05:06.078Z");
  private static final long MINUTE_MS = 60_000;

  private static final List<String> WORDS =
      List.of(
          "moss",
          "lichen",
          "Käse",
          "the",
          "a",
          "gravel,",
          "ferry",
          "«oui»",
          "🦔",
          "👩‍🚀",
          "12",
          "no?",
          "non\u00a0breaking",
          "naïve",
          "日本語",
          "\u202eturned",
          "\"quoted\"",
          "back\\slash",
          "it's");
  private static final List<String> GAPS = List.of(" ", "  ", "\n", "\t", " \n ", "\n\n");

  static final Signer HUB_KEY = signer(HUB, "hub");
  static final Signer MIRA_KEY = signer(MIRA, "mirabel");
  static final Signer ODO_KEY = signer(ODO, "odoric");

  private final RandomGenerator random;
  private final boolean isPlain;

  Talks(RandomGenerator random) {
    this(random, false);
  }

  /// @param isPlain without pictures, events, edits
  Talks(RandomGenerator random, boolean isPlain) {
    this.random = random;
    this.isPlain = isPlain;
  }

  /// One message in its place.
  record Placed(long n, long ms, Message message) {
    String author() {
      return message.head().author();
    }
  }

  record Talk(Conversation conversation, List<Placed> messages, List<Digest> chain) {
    Placed at(long n) {
      return messages.get((int) n - 1);
    }
  }

  static Verifier.Keys keys() {
    return new Verifier.Keys(
        java.util.Map.of(
            HUB_KEY.method(), HUB_KEY.multikey(),
            MIRA_KEY.method(), MIRA_KEY.multikey(),
            ODO_KEY.method(), ODO_KEY.multikey()),
        "");
  }

  static Signer signer(String controller, String seed) {
    byte[] secret = Digest.sha256(("invented key of " + seed).getBytes()).bytes();
    return Signer.of(controller + "#ed25519", keys(secret));
  }

  static Signer.Keys keys(byte[] secret) {
    return Signer.Keys.make(
        new SecureRandom() {
          private static final long serialVersionUID = 1L;

          @Override
          public void nextBytes(byte[] bytes) {
            System.arraycopy(secret, 0, bytes, 0, bytes.length);
          }
        });
  }

  byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  Talk talk(int messages) {
    Conversation conversation =
        new Conversation(
            Chain.name(bytes(16)),
            HUB,
            random.nextBoolean() ? Conversation.Mode.CONSENT : Conversation.Mode.RECORD,
            List.of(MIRA, ODO),
            BEGUN,
            Chain.name(bytes(16)));
    List<Digest> chain = new ArrayList<>(List.of(Chain.start(conversation)));
    List<Placed> placed = new ArrayList<>();
    long ms = BEGUN.toEpochMilli();
    for (int n = 1; n <= messages; n++) {
      ms += random.nextLong(2) * MINUTE_MS;
      Message message = message(conversation.conv(), n, ms, chain);
      placed.add(new Placed(n, ms, message));
      chain.add(Chain.next(chain.getLast(), Chain.entry(n, ms, message.commitment())));
    }
    return new Talk(conversation, placed, chain);
  }

  private Message message(String conv, int n, long ms, List<Digest> chain) {
    Seed seed = Seed.of(bytes(Digest.BYTES));
    int seen = Math.max(0, n - 1 - random.nextInt(3));
    boolean isEvent = !isPlain && random.nextInt(12) == 0;
    List<Digest> files = new ArrayList<>();
    List<Head.Attachment> attachments = new ArrayList<>();
    for (int i = isPlain || isEvent ? 3 : random.nextInt(4) - 1; i >= 0 && i < 3; i--) {
      files.add(Digest.of(bytes(Digest.BYTES)));
    }
    for (int i = 0; i < files.size(); i++) {
      attachments.add(
          Message.attachment(seed, i, "image/webp", files.get(i), random.nextInt(99_999)));
    }
    Head head =
        new Head(
            conv,
            n % 2 == 1 ? MIRA : ODO,
            Instant.ofEpochMilli(ms - random.nextInt(900)),
            isEvent ? Verifier.EVENT : Verifier.PLAIN,
            new Head.After(seen, chain.get(seen)),
            attachments,
            !isPlain && n > 1 && random.nextInt(9) == 0 ? 1 + random.nextInt(n - 1) : 0,
            !isPlain && n > 1 && random.nextInt(5) == 0 ? 1 + random.nextInt(n - 1) : 0,
            "");
    String text =
        isEvent
            ? random.nextBoolean()
                ? Message.mode(Conversation.Mode.RECORD)
                : Message.membership(random.nextBoolean(), ODO)
            : Words.written(text());
    return Message.of(seed, head, text, files);
  }

  String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(14) + (isPlain ? 3 : 0); i > 0; i--) {
      text.append(WORDS.get(random.nextInt(WORDS.size())));
      text.append(GAPS.get(random.nextInt(3) > 0 ? 0 : random.nextInt(GAPS.size())));
    }
    return text.toString();
  }

  /// A range of it in which something of both is open, attested by the hub and by the guest, and by
  /// nobody more than is needed.
  Excerpt excerpt(Talk talk) {
    int count = talk.messages().size();
    long from = 1 + random.nextInt(count - 1);
    long to = from + 1 + random.nextInt((int) (count - from));
    List<Entry> entries = new ArrayList<>();
    List<Agreed> agreed = new ArrayList<>();
    for (long n = from; n <= to; n++) {
      boolean isOpen = n <= from + 1 || random.nextBoolean();
      Placed placed = talk.at(n);
      Entry entry = isOpen ? open(placed) : closed(placed);
      entries.add(entry);
      if (isOpen && placed.author().equals(ODO)) {
        agreed.add(agreed(placed, entry));
      }
    }
    Excerpt excerpt =
        Excerpt.of(ID, talk.conversation().conv(), from, talk.chain().get((int) from - 1), entries);
    boolean isNamed = random.nextBoolean();
    Answer answer = new Answer(ID, Decision.CONSENT, "", agreed);
    excerpt =
        excerpt
            .with(
                isNamed
                    ? Attestations.range(
                        excerpt.range(), ReceivedBy.HTTPS, talk.chain().getFirst(), HUB_KEY, NOW)
                    : Attestations.range(excerpt.range(), ReceivedBy.LOCAL, HUB_KEY, NOW))
            .with(Attestations.author(excerpt.range(), answer, ODO_KEY, NOW));
    return isNamed ? excerpt.with(talk.conversation()) : excerpt;
  }

  private Entry open(Placed placed) {
    if (random.nextBoolean()) {
      return new Entry.Open(placed.ms(), placed.message());
    }
    Set<Integer> hidden = new HashSet<>();
    Set<Integer> pictures = new HashSet<>();
    boolean isEvent = placed.message().head().mediaType().equals(Verifier.EVENT);
    for (int j = 0; j < placed.message().parts().size() && !isEvent; j++) {
      if (random.nextInt(4) == 0) {
        hidden.add(j);
      }
    }
    for (int i = 0; i < placed.message().files().size(); i++) {
      if (random.nextBoolean()) {
        pictures.add(i);
      }
    }
    return Entry.inParts(placed.ms(), placed.message(), hidden, pictures);
  }

  private Entry closed(Placed placed) {
    Digest m = placed.message().commitment();
    return random.nextBoolean()
        ? Entry.leftOut(placed.n(), placed.ms(), m)
        : new Entry.Sealed(placed.ms(), m);
  }

  private static Agreed agreed(Placed placed, Entry entry) {
    Digest m = placed.message().commitment();
    if (!(entry instanceof Entry.InParts parts)) {
      return new Agreed.All(placed.n(), m);
    }
    Set<Integer> open = new HashSet<>();
    for (int j = 0; j < parts.parts().size(); j++) {
      if (parts.parts().get(j) instanceof Excerpt.Part.Shown) {
        open.add(j);
      }
    }
    Set<Integer> pictures = new HashSet<>();
    parts.pictures().forEach(picture -> pictures.add(picture.index()));
    return new Agreed.Some(placed.n(), m, open, pictures);
  }

  /// The document with one thing in it changed, dropped, added or moved; what is optional by design
  /// is left as it is.
  Json changed(Json document) {
    while (true) {
      Json changed = changed(document, List.of());
      if (!changed.equals(document)) {
        return changed;
      }
    }
  }

  private Json changed(Json json, List<String> path) {
    return switch (json) {
      case Json.Fields fields -> changedFields(fields, path);
      case Json.Items items -> changedItems(items, path);
      case Json.Text(String value) -> new Json.Text(changed(value));
      case Json.Whole(long value) ->
          new Json.Whole(value + (random.nextBoolean() ? 1 : -1) * (1L << random.nextInt(4)));
      case Json.Fraction _, Json.Truth _, Json.Nothing _ -> new Json.Text("");
    };
  }

  private Json changedFields(Json.Fields fields, List<String> path) {
    List<String> names = List.copyOf(fields.all().keySet());
    if (names.isEmpty()) {
      return fields.with("x", "y");
    }
    String name = names.get(random.nextInt(names.size()));
    return switch (random.nextInt(20)) {
      case 0 -> fields.with("more", new Json.Items(List.of()));
      case 1 -> isOptional(name, path) ? fields : fields.without(name);
      case 2 ->
          isOptional(name, path) ? fields : fields.without(name).with(name + "x", fields.at(name));
      case 3 -> fields.with(name, new Json.Nothing());
      default -> {
        List<String> deeper = new ArrayList<>(path);
        deeper.add(name);
        yield fields.with(name, changed(fields.at(name), deeper));
      }
    };
  }

  /// Members may be left out, and pictures closed again.
  private static boolean isOptional(String name, List<String> path) {
    return path.isEmpty() && name.equals("conversation")
        || path.equals(List.of("entries")) && name.equals("attachments");
  }

  private Json changedItems(Json.Items items, List<String> path) {
    List<Json> all = new ArrayList<>(items.all());
    boolean isFree = path.equals(List.of("attestations"));
    boolean arePictures = path.equals(List.of("entries", "attachments"));
    if (all.isEmpty()) {
      return new Json.Items(List.of(new Json.Text("x")));
    }
    int at = random.nextInt(all.size());
    int other = random.nextInt(all.size());
    switch (random.nextInt(12)) {
      case 0 -> {
        if (!arePictures) {
          all.remove(at);
        }
      }
      case 1 -> {
        if (!isFree) {
          all.add(other, all.get(at));
        }
      }
      case 2 -> {
        if (!isFree && !arePictures) {
          all.set(at, all.set(other, all.get(at)));
        }
      }
      default -> all.set(at, changed(all.get(at), path));
    }
    return new Json.Items(all);
  }

  private String changed(String value) {
    if (value.isEmpty()) {
      return "A";
    }
    int at = random.nextInt(value.length());
    while (Character.isSurrogate(value.charAt(at))) {
      at = at + 1 == value.length() ? 0 : at + 1;
      if (value.chars().allMatch(c -> Character.isSurrogate((char) c))) {
        return value + "x";
      }
    }
    String before = value.substring(0, at);
    String behind = value.substring(at + 1);
    char c = value.charAt(at);
    return switch (random.nextInt(5)) {
      case 0 -> before + behind;
      case 1 -> before + c + c + behind;
      case 2 -> value + "A";
      case 3 -> before + (char) (c ^ 1) + behind;
      default -> before + (Character.isUpperCase(c) ? Character.toLowerCase(c) : 'Q') + behind;
    };
  }

  /// A document with one byte changed.
  byte[] changed(byte[] document) {
    byte[] changed = Arrays.copyOf(document, document.length);
    int at = random.nextInt(changed.length);
    changed[at] = (byte) (random.nextBoolean() ? changed[at] ^ 1 << random.nextInt(7) : ' ');
    return changed;
  }
}
