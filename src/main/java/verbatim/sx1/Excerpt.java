package verbatim.sx1;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import verbatim.sx1.Attestations.Range;
import verbatim.sx1.Verifier.Conversation;
import verbatim.sx1.Verifier.Digest;
import verbatim.sx1.Verifier.Hashes;
import verbatim.sx1.Verifier.Head;
import verbatim.sx1.Verifier.Json;
import verbatim.sx1.Verifier.Malformed;

/// A run of a conversation, as it is published. What of it is shown may change as authors agree and
/// withdraw; the range, and with it each server's signature, stays.
///
/// @param id its address
/// @param prev the chain before the first entry
/// @param conversation none, or one: only once every member named in it has agreed
/// @param attestations as [Attestations] makes them
/// @param context notes of the others, as [Attestations#note] makes them
public record Excerpt(
    String id,
    String conv,
    long from,
    Digest prev,
    List<Conversation> conversation,
    List<Entry> entries,
    List<Json.Fields> attestations,
    List<Consent> consent,
    List<Json.Fields> context) {

  /// What is shown of one place. All of one message have the same [#hash].
  public sealed interface Entry {
    /// `e_n`.
    Digest hash(long n);

    Json.Fields json(long n);

    /// Opened whole. The seed gives everything, so every picture is opened as well.
    record Open(long ms, Message message) implements Entry {
      @Override
      public Digest hash(long n) {
        return Hashes.entry(n, ms, message.commitment());
      }

      @Override
      public Json.Fields json(long n) {
        Json.Fields fields =
            Json.Fields.EMPTY
                .with("n", n)
                .with("ms", ms)
                .with("seed", Digest.of(message.seed().bytes()).toString())
                .with("head", message.head().json())
                .with("parts", Json.Items.of(message.parts()));
        List<Picture> all = new ArrayList<>();
        for (int i = 0; i < message.files().size(); i++) {
          all.add(Picture.of(message, i));
        }
        return Picture.put(fields, all);
      }
    }

    /// Words blacked out, or pictures closed.
    record InParts(long ms, Head head, Digest headSalt, List<Part> parts, List<Picture> pictures)
        implements Entry {
      public InParts {
        parts = List.copyOf(parts);
        pictures = List.copyOf(pictures);
      }

      @Override
      public Digest hash(long n) {
        List<Digest> hashes = new ArrayList<>();
        for (int j = 0; j < parts.size(); j++) {
          hashes.add(
              switch (parts.get(j)) {
                case Part.Shown(var text, var salt) -> Hashes.part(j, salt.bytes(), text);
                case Part.BlackedOut(var hash) -> hash;
              });
        }
        Digest hashedHead = Hashes.head(headSalt.bytes(), head.json());
        return Hashes.entry(n, ms, Hashes.message(hashedHead, hashes));
      }

      @Override
      public Json.Fields json(long n) {
        List<Json> all = new ArrayList<>();
        for (Part part : parts) {
          all.add(
              switch (part) {
                case Part.Shown(var text, var salt) ->
                    Json.Fields.EMPTY.with("t", text).with("s", salt.toString());
                case Part.BlackedOut(var hash) -> Json.Fields.EMPTY.with("h", hash.toString());
              });
        }
        Json.Fields fields =
            Json.Fields.EMPTY
                .with("n", n)
                .with("ms", ms)
                .with("head", head.json())
                .with("headSalt", headSalt.toString())
                .with("parts", new Json.Items(all));
        return Picture.put(fields, pictures);
      }
    }

    /// Left out or sealed: neither author nor time is told.
    record LeftOut(Digest hash) implements Entry {
      @Override
      public Digest hash(long n) {
        return hash;
      }

      @Override
      public Json.Fields json(long n) {
        return Json.Fields.EMPTY.with("e", hash.toString());
      }
    }

    /// Sealed, and its time is shown.
    record Sealed(long ms, Digest commitment) implements Entry {
      @Override
      public Digest hash(long n) {
        return Hashes.entry(n, ms, commitment);
      }

      @Override
      public Json.Fields json(long n) {
        return Json.Fields.EMPTY.with("n", n).with("ms", ms).with("m", commitment.toString());
      }
    }

    static Entry leftOut(long n, long ms, Digest commitment) {
      return new LeftOut(Hashes.entry(n, ms, commitment));
    }

    /// Some words, and the pictures that are named. An event cannot be shown in part.
    ///
    /// @param hidden the numbers of the parts that are blacked out
    /// @param pictures the places of those that are opened
    static Entry inParts(long ms, Message message, Set<Integer> hidden, Set<Integer> pictures) {
      if (message.head().mediaType().equals(Verifier.EVENT) && !hidden.isEmpty()) {
        throw new IllegalArgumentException("an event is shown whole, or not at all");
      }
      List<Part> parts = new ArrayList<>();
      for (int j = 0; j < message.parts().size(); j++) {
        parts.add(
            hidden.contains(j)
                ? new Part.BlackedOut(message.partHash(j))
                : new Part.Shown(message.parts().get(j), message.partSalt(j)));
      }
      List<Picture> opened = new ArrayList<>();
      new TreeSet<>(pictures).forEach(i -> opened.add(Picture.of(message, i)));
      return new InParts(ms, message.head(), message.headSalt(), parts, opened);
    }
  }

  public sealed interface Part {
    record Shown(String text, Digest salt) implements Part {}

    record BlackedOut(Digest hash) implements Part {}
  }

  /// A picture whose hash is shown.
  public record Picture(int index, Digest salt, Digest sha256) {
    private static Picture of(Message message, int i) {
      return new Picture(i, message.attachmentSalt(i), message.files().get(i));
    }

    private static Json.Fields put(Json.Fields entry, List<Picture> pictures) {
      List<Json> all = new ArrayList<>();
      for (Picture one : pictures) {
        all.add(
            Json.Fields.EMPTY
                .with("index", one.index())
                .with("salt", one.salt().toString())
                .with("sha256", one.sha256().toString()));
      }
      return all.isEmpty() ? entry : entry.with("attachments", new Json.Items(all));
    }
  }

  /// How the asking stands, as the publisher tells it; the stamp is where to ask the author's
  /// server.
  ///
  /// @param stamp an address, or ""
  public record Consent(List<Long> entries, String state, String stamp) {
    public Consent {
      entries = List.copyOf(entries);
    }

    private Json.Fields json() {
      Json.Fields fields =
          Json.Fields.EMPTY
              .with("entries", new Json.Items(entries.stream().<Json>map(Json.Whole::new).toList()))
              .with("state", state);
      return stamp.isEmpty() ? fields : fields.with("stamp", stamp);
    }
  }

  public Excerpt {
    conversation = List.copyOf(conversation);
    entries = List.copyOf(entries);
    attestations = List.copyOf(attestations);
    consent = List.copyOf(consent);
    context = List.copyOf(context);
    if (entries.isEmpty() || from < 1 || conversation.size() > 1) {
      throw new IllegalArgumentException("an excerpt has an entry, and begins at 1 or later");
    }
  }

  /// Not attested yet.
  public static Excerpt of(String id, String conv, long from, Digest prev, List<Entry> entries) {
    return new Excerpt(id, conv, from, prev, List.of(), entries, List.of(), List.of(), List.of());
  }

  public long to() {
    return from + entries.size() - 1;
  }

  /// The chain at the last entry.
  public Digest head() {
    Digest head = prev;
    for (int i = 0; i < entries.size(); i++) {
      head = Hashes.next(head, entries.get(i).hash(from + i));
    }
    return head;
  }

  public Range range() {
    return new Range(conv, from, to(), prev, head());
  }

  public Entry entry(long n) {
    return entries.get(Math.toIntExact(n - from));
  }

  /// Shows more of a message, or less. What was signed stays as it is.
  public Excerpt with(long n, Entry entry) {
    if (!entry(n).hash(n).equals(entry.hash(n))) {
      throw new IllegalArgumentException("not what stands at this place");
    }
    List<Entry> all = new ArrayList<>(entries);
    all.set(Math.toIntExact(n - from), entry);
    return new Excerpt(id, conv, from, prev, conversation, all, attestations, consent, context);
  }

  public Excerpt with(Json.Fields attestation) {
    List<Json.Fields> all = new ArrayList<>(attestations);
    all.add(attestation);
    return new Excerpt(id, conv, from, prev, conversation, entries, all, consent, context);
  }

  public Excerpt with(Conversation shown) {
    return new Excerpt(
        id, conv, from, prev, List.of(shown), entries, attestations, consent, context);
  }

  public Excerpt withContext(List<Json.Fields> notes) {
    return new Excerpt(id, conv, from, prev, conversation, entries, attestations, consent, notes);
  }

  /// All that one author agreed to is sealed again: his words, his signature, his note, and the
  /// members, whom only all together may show.
  public Excerpt without(String author) {
    List<Entry> sealed = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      boolean isHis =
          switch (entry) {
            case Entry.Open open -> open.message().head().author().equals(author);
            case Entry.InParts parts -> parts.head().author().equals(author);
            case Entry.LeftOut _, Entry.Sealed _ -> false;
          };
      sealed.add(isHis ? new Entry.LeftOut(entry.hash(from + i)) : entry);
    }
    return new Excerpt(
        id,
        conv,
        from,
        prev,
        List.of(),
        sealed,
        attestations.stream().filter(a -> !isBy(a, "author", author)).toList(),
        consent,
        context.stream().filter(note -> !isBy(note, "by", author)).toList());
  }

  private static boolean isBy(Json.Fields signed, String name, String author) {
    return signed.has(name) && signed.at(name).equals(new Json.Text(author));
  }

  public Json.Fields json() {
    List<Json> all = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      all.add(entries.get(i).json(from + i));
    }
    Json.Fields fields =
        Json.Fields.EMPTY.with("v", Verifier.FORMAT).with("id", id).with("conv", conv);
    for (Conversation shown : conversation) {
      fields = fields.with("conversation", shown.json());
    }
    fields =
        fields
            .with("from", from)
            .with("to", to())
            .with("prev", prev.toString())
            .with("entries", new Json.Items(all))
            .with("head", head().toString())
            .with("attestations", new Json.Items(List.copyOf(attestations)));
    if (!consent.isEmpty()) {
      List<Json> states = new ArrayList<>();
      consent.forEach(one -> states.add(one.json()));
      fields = fields.with("consent", new Json.Items(states));
    }
    return context.isEmpty()
        ? fields
        : fields.with("context", new Json.Items(List.copyOf(context)));
  }

  public byte[] bytes() {
    return json().written().getBytes(StandardCharsets.UTF_8);
  }

  /// One that fits: what [Verifier] calls wrong or cannot read is refused.
  public static Excerpt read(byte[] document) {
    var result = Verifier.verify(document, Verifier.Keys.none());
    if (result.rows().isEmpty()) {
      throw new Malformed(result.fault());
    }
    Json.Fields fields = Json.read(document).fields();
    List<Conversation> conversation = new ArrayList<>();
    if (fields.has("conversation")) {
      conversation.add(Conversation.read(fields.fields("conversation")));
    }
    List<Entry> entries = new ArrayList<>();
    fields.items("entries").forEach(one -> entries.add(entry(one.fields())));
    List<Consent> consent = new ArrayList<>();
    for (Json one : list(fields, "consent")) {
      Json.Fields state = one.fields();
      consent.add(
          new Consent(
              state.items("entries").stream().map(Json::whole).toList(),
              state.text("state"),
              state.has("stamp") ? state.text("stamp") : ""));
    }
    return new Excerpt(
        fields.text("id"),
        fields.text("conv"),
        fields.whole("from"),
        fields.digest("prev"),
        conversation,
        entries,
        list(fields, "attestations").stream().map(Json::fields).toList(),
        consent,
        list(fields, "context").stream().map(Json::fields).toList());
  }

  private static List<Json> list(Json.Fields fields, String name) {
    return fields.has(name) ? fields.items(name) : List.of();
  }

  private static Entry entry(Json.Fields entry) {
    if (entry.has("e")) {
      return new Entry.LeftOut(entry.digest("e"));
    }
    long ms = entry.whole("ms");
    if (entry.has("m")) {
      return new Entry.Sealed(ms, entry.digest("m"));
    }
    Head head = Head.read(entry.fields("head"));
    List<Picture> pictures = new ArrayList<>();
    for (Json one : list(entry, "attachments")) {
      Json.Fields picture = one.fields();
      pictures.add(
          new Picture(
              Math.toIntExact(picture.whole("index")),
              picture.digest("salt"),
              picture.digest("sha256")));
    }
    List<Json> parts = entry.items("parts");
    if (entry.has("seed")) {
      List<Digest> files = new ArrayList<>();
      pictures.stream()
          .sorted(java.util.Comparator.comparingInt(Picture::index))
          .forEach(picture -> files.add(picture.sha256()));
      return new Entry.Open(
          ms,
          new Message(
              Seed.of(entry.digest("seed").bytes()),
              head,
              parts.stream().map(Json::text).toList(),
              files));
    }
    List<Part> shown = new ArrayList<>();
    for (Json one : parts) {
      Json.Fields part = one.fields();
      shown.add(
          part.has("h")
              ? new Part.BlackedOut(part.digest("h"))
              : new Part.Shown(part.text("t"), part.digest("s")));
    }
    return new Entry.InParts(ms, head, entry.digest("headSalt"), shown, pictures);
  }
}
