package verbatim.sx1;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Says whether an excerpt of a private conversation (format `sx1`) is what its members wrote, and
/// on whose word. The whole verifier is this one file, and it needs nothing but a JDK 25:
///
///     java verbatim/sx1/Verifier.java verify excerpt.json --keys keys.json
///
/// How the proof works. Each message has a random seed. From it comes one salt for each part (a
/// word with the spaces behind it) and one for the head (who, when, in which conversation, after
/// which message). The salted hashes of head and parts are hashed into `m`, the commitment to one
/// message. The server that orders the conversation (the hub) gives a number and a time, which
/// with `m` make the entry `e`; and the entries make a chain, each link hashed with the one
/// before. An excerpt shows a run of entries between two links, `prev` and `head`. Whoever shows
/// a word shows its salt; whoever hides it shows its hash; so words can be blacked out, and later
/// uncovered, without touching the chain, and nothing can be changed, dropped, added or moved
/// without breaking it. What the chain is worth is said by signatures: of servers over `prev` and
/// `head`, and of authors over the commitments of what they wrote.
///
/// It also holds what the committing half needs, so that nothing exists twice: the strict reader
/// of JSON and its canonical writing (RFC 8785), the hashes, and the check of a proof.
public final class Verifier {
  public static final int DOCUMENT_BYTES_MAX = 1 << 20;
  public static final int ENTRIES_MAX = 2_048;
  public static final int PARTS_MAX = 2_048;
  public static final int TEXT_BYTES_MAX = 16_384;
  public static final int DEPTH_MAX = 64;

  /// Beyond it JavaScript loses integers.
  public static final long WHOLE_MAX = (1L << 53) - 1;

  public static final String FORMAT = "sx1";
  public static final String PLAIN = "text/plain";
  public static final String EVENT = "application/vnd.verbatim.event+json";

  private static final int CONTROLLERS_MAX = 32;
  private static final int EXIT_CANNOT_TELL = 2;

  private static final Pattern SERVER =
      Pattern.compile("(https?://(?:[a-z0-9._-]+|\\[[0-9a-f:.]+])(?::[0-9]{1,5})?)/actor");

  private static final Pattern CREATED =
      Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z");

  private static final DateTimeFormatter MILLISECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Verifier() {}

  public static void main(String[] words) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int exit = run(List.of(words), Outside.nothing(), out, err);
    err.flush();
    System.exit(exit);
  }

  // ---------------------------------------------------------------- what comes out

  /// The answer in one word; its number is the exit code.
  public enum State {
    /// Each open message is vouched for by its author, or by the author's own server.
    FITS(0),
    /// Something was changed, or is not as the format says.
    WRONG(1),
    /// Another format, or no key to check with.
    CANNOT_TELL(EXIT_CANNOT_TELL),
    /// All fits, but for some message only a stranger's server says so, or nobody.
    WEAK(3);

    private final int exit;

    State(int exit) {
      this.exit = exit;
    }

    public int exit() {
      return exit;
    }
  }

  /// Who vouches for one open message.
  public enum Grade {
    AUTHOR("author"),
    OWN_SERVER("author's own server"),
    OTHER_SERVER("another server only (weak)"),
    NOBODY("nobody");

    private final String words;

    Grade(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  /// One place of the excerpt, as a reader may see it.
  public sealed interface Row {
    long n();

    /// @param parts in order; what is blacked out says only that it is there
    /// @param pictures places of the attachments that are opened, with the hash of the file
    record Open(
        long n, long ms, Head head, List<Part> parts, Map<Integer, Digest> pictures, Grade grade)
        implements Row {
      public Open {
        parts = List.copyOf(parts);
        pictures = Map.copyOf(pictures);
      }
    }

    /// Sealed, with its time.
    record Sealed(long n, long ms) implements Row {}

    /// Left out, or sealed whole: the two cannot be told apart.
    record LeftOut(long n) implements Row {}
  }

  public sealed interface Part {
    record Shown(String text) implements Part {}

    record BlackedOut() implements Part {}
  }

  /// @param fault why, where it does not fit or cannot be told; else ""
  /// @param rows empty where the excerpt is wrong: words that do not fit are not shown
  /// @param notes what a reader should know beside the grades
  public record Result(
      State state, String fault, String excerpt, List<Row> rows, List<String> notes) {
    public Result {
      rows = List.copyOf(rows);
      notes = List.copyOf(notes);
    }

    private static Result failed(State state, String fault) {
      return new Result(state, fault, "", List.of(), List.of());
    }

    List<Row.Open> open() {
      return rows.stream().filter(Row.Open.class::isInstance).map(Row.Open.class::cast).toList();
    }

    /// For whoever reads it in a terminal; the last line is the verdict.
    List<String> lines() {
      List<String> lines = new ArrayList<>();
      if (!excerpt.isEmpty()) {
        lines.add(marked(excerpt));
      }
      notes.forEach(note -> lines.add(marked(note)));
      if (!fault.isEmpty()) {
        lines.add(marked(fault));
        return lines;
      }
      open().forEach(o -> lines.add("entry " + o.n() + ": vouched for by " + o.grade().words()));
      if (open().isEmpty()) {
        lines.add("the chain fits; no message is open");
      }
      return lines;
    }

    Json json() {
      List<Json> all = new ArrayList<>();
      for (Row row : rows) {
        Json.Fields one = Json.Fields.EMPTY.with("n", row.n());
        all.add(
            switch (row) {
              case Row.Open open ->
                  one.with("state", "open")
                      .with("author", open.head().author())
                      .with("grade", open.grade().words());
              case Row.Sealed _ -> one.with("state", "sealed");
              case Row.LeftOut _ -> one.with("state", "left out");
            });
      }
      return Json.Fields.EMPTY
          .with("exit", state.exit())
          .with("state", state.name().toLowerCase(Locale.ROOT).replace('_', ' '))
          .with("fault", fault)
          .with("excerpt", excerpt)
          .with("entries", new Json.Items(all))
          .with("notes", Json.Items.of(notes));
    }
  }

  /// The public keys that are believed, by the address of the key.
  ///
  /// @param fetched when they were fetched, as told; else ""
  public record Keys(Map<String, String> multikeys, String fetched) {
    public Keys {
      multikeys = Collections.unmodifiableMap(new TreeMap<>(multikeys));
    }

    public static Keys none() {
      return new Keys(Map.of(), "");
    }

    /// As [#json] writes them, or a plain object of addresses and keys.
    public static Keys read(byte[] document) {
      Json.Fields all = Json.read(document).fields();
      boolean isDated = all.has("keys") && all.at("keys") instanceof Json.Fields;
      Map<String, String> found = new TreeMap<>();
      Json.Fields keys = isDated ? all.fields("keys") : all;
      keys.all().forEach((name, key) -> found.put(name, key.text()));
      return new Keys(found, isDated && all.has("fetched") ? all.text("fetched") : "");
    }

    public Json json() {
      Json.Fields keys = Json.Fields.EMPTY;
      for (Map.Entry<String, String> key : multikeys.entrySet()) {
        keys = keys.with(key.getKey(), key.getValue());
      }
      return Json.Fields.EMPTY.with("fetched", fetched).with("keys", keys);
    }

    public Keys and(Keys more) {
      Map<String, String> both = new TreeMap<>(more.multikeys);
      both.putAll(multikeys);
      return new Keys(both, fetched.isEmpty() ? more.fetched : fetched);
    }

    /// @return empty where there is none, or none of a kind that is known here
    private byte[] of(String method) {
      String multikey = multikeys.getOrDefault(method, "");
      try {
        return multikey.isEmpty() ? new byte[0] : Multikey.read(multikey);
      } catch (Malformed _) {
        return new byte[0];
      }
    }
  }

  /// Not as the format says; the message is safe to show.
  public static sealed class Malformed extends RuntimeException permits WrongType {
    private static final long serialVersionUID = 1L;

    private final String note;

    public Malformed(String why) {
      this(why, "");
    }

    /// @param note where to look, as far as that can be told; else ""
    Malformed(String why, String note) {
      super(why, null, false, false);
      this.note = note;
    }

    List<String> notes() {
      return note.isEmpty() ? List.of() : List.of(note);
    }

    String why() {
      return String.valueOf(getMessage());
    }
  }

  /// Reads and checks one excerpt.
  public static Result verify(byte[] document, Keys keys) {
    return verify(document, keys, "");
  }

  /// @param around the digest of the post in which it stands now, or "" where that is not known
  public static Result verify(byte[] document, Keys keys, String around) {
    try {
      Json read = Json.read(document);
      if (!(read instanceof Json.Fields excerpt)
          || !(excerpt.all().getOrDefault("v", new Json.Nothing()) instanceof Json.Text v)
          || !v.value().equals(FORMAT)) {
        return Result.failed(State.CANNOT_TELL, "unknown format");
      }
      return new Check(excerpt, keys, around).result();
    } catch (Malformed e) {
      return new Result(State.WRONG, e.why(), "", List.of(), e.notes());
    }
  }

  /// The addresses of the keys that an excerpt names.
  public static Set<String> keysNamed(byte[] document) {
    Set<String> methods = new LinkedHashSet<>();
    Json.Fields excerpt = Json.read(document).fields();
    for (String list : List.of("attestations", "context")) {
      for (Json one : excerpt.has(list) ? excerpt.items(list) : List.<Json>of()) {
        if (one instanceof Json.Fields signed && signed.has("proof")) {
          methods.add(signed.fields("proof").text("verificationMethod"));
        }
      }
    }
    return methods;
  }

  // ---------------------------------------------------------------- the check

  /// One excerpt under examination.
  private static final class Check {
    private static final Set<String> EXCERPT =
        Set.of("v", "id", "conv", "from", "to", "prev", "head", "entries", "attestations");
    private static final Set<String> EXCERPT_TOO = Set.of("conversation", "consent", "context");
    private static final Set<String> GAP = Set.of("e");
    private static final Set<String> SEALED = Set.of("n", "ms", "m");
    private static final Set<String> WHOLE = Set.of("n", "ms", "seed", "head", "parts");
    private static final Set<String> IN_PARTS = Set.of("n", "ms", "head", "headSalt", "parts");
    private static final Set<String> ATTACHMENTS = Set.of("attachments");
    private static final Set<String> OPENING = Set.of("index", "salt", "sha256");
    private static final Set<String> SHOWN = Set.of("t", "s");
    private static final Set<String> HIDDEN = Set.of("h");
    private static final Set<String> EVENT_NAMES = Set.of("type", "member", "mode");
    private static final Set<String> EVENT_TYPES = Set.of("join", "leave", "mode");
    private static final Set<String> RANGE =
        Set.of("type", "server", "conv", "from", "to", "prev", "head", "receivedBy", "proof");
    private static final Set<String> RANGE_TOO = Set.of("start", "@context");
    private static final Set<String> RECEIVED_BY = Set.of("local", "https", "mls");
    private static final Set<String> AUTHOR =
        Set.of(
            "type",
            "author",
            "conv",
            "excerpt",
            "from",
            "to",
            "prev",
            "head",
            "decision",
            "entries",
            "proof");
    private static final Set<String> AUTHOR_TOO = Set.of("around", "@context");
    private static final Set<String> DECISIONS = Set.of("consent", "confirm", "deny");
    private static final Set<String> AGREED = Set.of("n", "m", "open");
    private static final Set<String> CONSENT = Set.of("entries", "state");
    private static final Set<String> NAMES_UNKNOWN = Set.of();
    private static final String BAD_NAME = "a name in an attestation is missing or unknown";
    private static final String BAD_PROOF = "an attestation is malformed or its signature is wrong";

    /// A place whose author, if it is open, may still be vouched for.
    private static final class Place {
      final long n;
      long ms = -1;
      List<Digest> commitments = List.of();
      List<Head> heads = List.of();
      boolean hasSeed;
      List<Part> parts = List.of();
      final Map<Integer, Digest> pictures = new TreeMap<>();
      boolean isConfirmed;
      boolean isDenied;

      Place(long n) {
        this.n = n;
      }

      boolean isOpen() {
        return !heads.isEmpty();
      }

      Head head() {
        return heads.getFirst();
      }
    }

    private final Json.Fields excerpt;
    private final Keys keys;
    private final String around;
    private final String id;
    private final String conv;
    private final long from;
    private final long to;
    private final Digest prev;
    private final List<Place> places = new ArrayList<>();

    /// The chain value at from-1, from, … to.
    private final List<Digest> chain = new ArrayList<>();

    private final Set<String> serversChecked = new LinkedHashSet<>();
    private final Map<String, Set<Digest>> startsChecked = new HashMap<>();
    private final Map<String, Set<Digest>> startsUnchecked = new HashMap<>();
    private boolean hasAuthorChecked;
    private final Set<String> notes = new LinkedHashSet<>();

    Check(Json.Fields excerpt, Keys keys, String around) {
      this.excerpt = excerpt;
      this.keys = keys;
      this.around = around;
      this.id = textOr(excerpt, "id");
      if (id.isEmpty()) {
        throw new Malformed("no id");
      }
      if (!isExactly(excerpt, EXCERPT, EXCERPT_TOO)) {
        throw new Malformed("a name in the excerpt is missing or unknown");
      }
      this.conv = excerpt.text("conv");
      Base64Url.read(conv, 16);
      this.from = excerpt.whole("from");
      this.to = excerpt.whole("to");
      this.prev = excerpt.digest("prev");
      this.chain.add(prev);
    }

    private static String textOr(Json.Fields fields, String name) {
      return fields.has(name) && fields.at(name) instanceof Json.Text text ? text.value() : "";
    }

    private static boolean isExactly(Json.Fields fields, Set<String> names, Set<String> optional) {
      return fields.all().keySet().containsAll(names)
          && fields.all().keySet().stream()
              .allMatch(name -> names.contains(name) || optional.contains(name));
    }

    Result result() {
      entries();
      consent();
      for (Json one : excerpt.items("attestations")) {
        attestation(one);
      }
      context();
      State bound = conversation();
      if (!keys.fetched().isEmpty()) {
        notes.add("keys as of " + keys.fetched());
      }
      if (serversChecked.isEmpty() && !hasAuthorChecked) {
        return told(State.CANNOT_TELL, "no attestation could be checked");
      }
      if (bound == State.CANNOT_TELL) {
        return told(
            State.CANNOT_TELL,
            "conversation object bound only by an attestation that could not be checked");
      }
      boolean isWeak = places.stream().filter(Place::isOpen).anyMatch(p -> isWeak(grade(p)));
      return told(isWeak ? State.WEAK : State.FITS, "");
    }

    private static boolean isWeak(Grade grade) {
      return grade == Grade.OTHER_SERVER || grade == Grade.NOBODY;
    }

    private Result told(State state, String fault) {
      List<Row> rows = new ArrayList<>();
      for (Place p : places) {
        rows.add(
            p.isOpen()
                ? new Row.Open(p.n, p.ms, p.head(), p.parts, p.pictures, grade(p))
                : p.ms < 0 ? new Row.LeftOut(p.n) : new Row.Sealed(p.n, p.ms));
      }
      return new Result(state, fault, id, rows, List.copyOf(notes));
    }

    // ---- entries: hashes and order

    private void entries() {
      List<Json> entries = excerpt.items("entries");
      if (from < 1 || to > WHOLE_MAX || to - from + 1 != entries.size() || entries.isEmpty()) {
        throw new Malformed("from and to do not fit the number of entries");
      }
      if (entries.size() > ENTRIES_MAX) {
        throw new Malformed("too many entries");
      }
      long latest = 0;
      for (int i = 0; i < entries.size(); i++) {
        long n = from + i;
        try {
          Place place = new Place(n);
          Digest entry = entry(entries.get(i).fields(), place);
          if (place.ms >= 0 && place.ms < latest) {
            throw new Malformed("its time lies before that of an earlier message");
          }
          latest = Math.max(latest, place.ms);
          places.add(place);
          chain.add(Hashes.next(chain.getLast(), entry));
        } catch (Malformed e) {
          throw new Malformed("entry " + n + ": " + e.why());
        }
      }
      if (!chain.getLast().equals(excerpt.digest("head"))) {
        throw new Malformed(
            "chain does not end in head: a message was changed, added, dropped or moved",
            culprit());
      }
      for (Place place : places) {
        if (place.isOpen() && isSpliced(place)) {
          throw new Malformed(
              "entry " + place.n + ": its author saw another talk when he wrote (spliced)");
        }
      }
    }

    /// Which message is not the one that its author's attestation names: no proof (nothing of the
    /// attestation was checked), but a reader wants to know where to look.
    private String culprit() {
      Json attestations = excerpt.at("attestations");
      for (Json one : attestations instanceof Json.Items(var all) ? all : List.<Json>of()) {
        Json named =
            one instanceof Json.Fields signed
                ? signed.all().getOrDefault("entries", new Json.Nothing())
                : new Json.Nothing();
        for (Json entry : named instanceof Json.Items(var all) ? all : List.<Json>of()) {
          if (entry instanceof Json.Fields fields
              && fields.all().get("n") instanceof Json.Whole(long n)
              && fields.all().get("m") instanceof Json.Text(String m)
              && n >= from
              && n <= to) {
            List<Digest> there = places.get(Math.toIntExact(n - from)).commitments;
            if (!there.isEmpty() && !there.getFirst().toString().equals(m)) {
              return "entry " + n + " is not what its author signed";
            }
          }
        }
      }
      return "";
    }

    private Digest entry(Json.Fields entry, Place place) {
      if (isExactly(entry, GAP, NAMES_UNKNOWN)) {
        return entry.digest("e");
      }
      boolean isWhole = isExactly(entry, WHOLE, ATTACHMENTS);
      if (!isWhole
          && !isExactly(entry, SEALED, NAMES_UNKNOWN)
          && !isExactly(entry, IN_PARTS, ATTACHMENTS)) {
        throw new Malformed("not one of the entry shapes");
      }
      if (entry.whole("n") != place.n) {
        throw new Malformed("entry number");
      }
      place.ms = entry.whole("ms");
      if (place.ms < 0) {
        throw new Malformed("a time before 1970");
      }
      Digest m = entry.has("m") ? entry.digest("m") : opened(entry, isWhole, place);
      place.commitments = List.of(m);
      return Hashes.entry(place.n, place.ms, m);
    }

    private Digest opened(Json.Fields entry, boolean isWhole, Place place) {
      Json.Fields fields = entry.fields("head");
      Head head = Head.read(fields);
      place.heads = List.of(head);
      place.hasSeed = isWhole;
      requireInPlace(head, place.n);
      byte[] seed = isWhole ? entry.digest("seed").bytes() : new byte[0];
      List<Digest> parts = parts(entry.items("parts"), seed, place);
      if (head.mediaType().equals(EVENT)) {
        requireEvent(place.parts);
      }
      pictures(entry, place);
      byte[] salt = isWhole ? Hashes.headSalt(seed) : entry.digest("headSalt").bytes();
      return Hashes.message(Hashes.head(salt, fields), parts);
    }

    private void requireInPlace(Head head, long n) {
      if (!head.conv().equals(conv)) {
        throw new Malformed("a message of another conversation");
      }
      if (head.after().n() >= n) {
        throw new Malformed("after does not lie before the message");
      }
      if (head.replyTo() >= n) {
        throw new Malformed("replyTo does not lie before the message");
      }
      if (head.replaces() >= n) {
        throw new Malformed("replaces does not lie before the message");
      }
    }

    /// What his screen showed when he wrote; before the range there is nothing to compare with.
    private boolean isSpliced(Place place) {
      long at = place.head().after().n() - (from - 1);
      return at >= 0 && !chain.get((int) at).equals(place.head().after().chain());
    }

    private static List<Digest> parts(List<Json> all, byte[] seed, Place place) {
      if (all.isEmpty() || all.size() > PARTS_MAX) {
        throw new Malformed(all.isEmpty() ? "no parts" : "too many parts");
      }
      List<Digest> hashes = new ArrayList<>();
      List<Part> parts = new ArrayList<>();
      long bytes = 0;
      for (int j = 0; j < all.size(); j++) {
        Json one = all.get(j);
        String text;
        if (one instanceof Json.Text(String word) && place.hasSeed) {
          text = word;
          hashes.add(Hashes.part(j, Hashes.partSalt(seed, j), word));
        } else if (one instanceof Json.Fields part
            && !place.hasSeed
            && isExactly(part, SHOWN, NAMES_UNKNOWN)) {
          text = part.text("t");
          hashes.add(Hashes.part(j, part.digest("s").bytes(), text));
        } else if (one instanceof Json.Fields part
            && !place.hasSeed // Beside the seed a word that is blacked out could be guessed.
            && isExactly(part, HIDDEN, NAMES_UNKNOWN)) {
          hashes.add(part.digest("h"));
          parts.add(new Part.BlackedOut());
          continue;
        } else {
          throw new Malformed("not one of the part shapes");
        }
        parts.add(new Part.Shown(text));
        bytes += text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > TEXT_BYTES_MAX) {
          throw new Malformed("text too long");
        }
        if (text.indexOf('\0') >= 0 || text.indexOf('\r') >= 0) {
          throw new Malformed("a letter that no text has");
        }
      }
      place.parts = parts;
      return hashes;
    }

    private static void requireEvent(List<Part> parts) {
      if (parts.size() != 1 || !(parts.getFirst() instanceof Part.Shown(String text))) {
        throw new Malformed("an event is one open part");
      }
      try {
        Json.Fields event = Json.read(text.getBytes(StandardCharsets.UTF_8)).fields();
        boolean fits =
            EVENT_TYPES.contains(event.text("type"))
                && isExactly(event, Set.of("type"), EVENT_NAMES)
                && event.all().values().stream().allMatch(Json.Text.class::isInstance)
                && event.canonical().equals(text);
        if (fits) {
          return;
        }
      } catch (Malformed _) {
        // Told below: what is wrong inside says nothing to whoever reads the excerpt.
      }
      throw new Malformed("malformed event");
    }

    private static void pictures(Json.Fields entry, Place place) {
      List<Head.Attachment> attachments = place.head().attachments();
      List<Json> openings = entry.has("attachments") ? entry.items("attachments") : List.of();
      if (openings.isEmpty() && entry.has("attachments")) {
        throw new Malformed("no attachment is opened, and yet they are named");
      }
      for (Json one : openings) {
        Json.Fields opening = one.fields();
        if (!isExactly(opening, OPENING, NAMES_UNKNOWN)) {
          throw new Malformed("an attachment is not opened as it must be");
        }
        long index = opening.whole("index");
        if (index < 0 || index >= attachments.size()) {
          throw new Malformed("attachment " + index + " is not in the head");
        }
        int i = (int) index;
        Digest file = opening.digest("sha256");
        Digest commitment = Hashes.attachment(i, opening.digest("salt").bytes(), file);
        if (!commitment.equals(attachments.get(i).commit())) {
          throw new Malformed("attachment " + i + " is another file");
        }
        if (place.pictures.containsKey(i)) {
          throw new Malformed("attachment " + i + " is opened twice");
        }
        place.pictures.put(i, file);
      }
      if (place.hasSeed && place.pictures.size() < attachments.size()) {
        throw new Malformed("a seed beside an attachment that is not opened");
      }
    }

    /// States and stamps are the publisher's word: they show where to ask, and bind nothing.
    private void consent() {
      for (Json one : excerpt.has("consent") ? excerpt.items("consent") : List.<Json>of()) {
        Json.Fields consent = one.fields();
        if (!isExactly(consent, CONSENT, Set.of("stamp"))) {
          throw new Malformed("a name in consent is missing or unknown");
        }
        boolean fits =
            consent.at("state") instanceof Json.Text
                && consent.items("entries").stream().allMatch(Json.Whole.class::isInstance)
                && (!consent.has("stamp") || consent.at("stamp") instanceof Json.Text);
        if (!fits) {
          throw new Malformed("malformed consent");
        }
      }
    }

    /// The other side's note: signed, so that nobody puts words into his mouth here either.
    private void context() {
      for (Json one : excerpt.has("context") ? excerpt.items("context") : List.<Json>of()) {
        Json.Fields note = one.fields();
        if (!isExactly(note, Set.of("by", "text", "proof"), Set.of("@context"))) {
          throw new Malformed("a name in context is missing or unknown");
        }
        String method = method(note);
        requireSigner(method, note.text("by"));
        if (!(note.at("text") instanceof Json.Text)) {
          throw new Malformed("malformed context");
        }
        byte[] key = keys.of(method);
        if (key.length == 0) {
          notes.add("a note could not be checked, its key is not known: " + method);
        } else if (!Proofs.fit(note, key)) {
          throw new Malformed(BAD_PROOF);
        }
      }
    }

    // ---- attestations: who says so

    private void attestation(Json json) {
      if (!(json instanceof Json.Fields attestation) || textOr(attestation, "type").isEmpty()) {
        throw new Malformed(BAD_NAME);
      }
      String type = attestation.text("type");
      String method = method(attestation);
      try {
        switch (type) {
          case "RangeAttestation" -> range(attestation, method);
          case "AuthorAttestation" -> author(attestation, method);
          default -> {
            if (isChecked(attestation, method)) {
              notes.add("an attestation of an unknown type was skipped: " + type);
            }
          }
        }
      } catch (WrongType _) {
        throw new Malformed(BAD_PROOF);
      }
    }

    private static String method(Json.Fields signed) {
      if (!signed.has("proof")
          || !(signed.at("proof") instanceof Json.Fields proof)
          || !isExactly(proof, Proofs.NAMES, Set.of("@context"))) {
        throw new Malformed(BAD_NAME);
      }
      if (proof.has("@context") != signed.has("@context")) {
        throw new Malformed(BAD_NAME);
      }
      String method = textOr(proof, "verificationMethod");
      if (method.isEmpty()) {
        throw new Malformed(BAD_PROOF);
      }
      return method;
    }

    private static void requireSigner(String method, String controller) {
      if (!method.startsWith(controller + "#") || method.length() < controller.length() + 2) {
        throw new Malformed("attestation signed by another");
      }
    }

    /// @return whether its key is known; a known key whose signature does not fit is a fault
    private boolean isChecked(Json.Fields attestation, String method) {
      byte[] key = keys.of(method);
      if (key.length == 0) {
        notes.add("an attestation was skipped, its key is not known: " + method);
        return false;
      }
      if (!Proofs.fit(attestation, key)) {
        throw new Malformed(BAD_PROOF);
      }
      return true;
    }

    private void range(Json.Fields range, String method) {
      if (!isExactly(range, RANGE, RANGE_TOO) || !RECEIVED_BY.contains(range.text("receivedBy"))) {
        throw new Malformed(BAD_NAME);
      }
      String server = range.text("server");
      var origin = SERVER.matcher(server);
      if (!origin.matches()) {
        throw new Malformed("attestation signed by another");
      }
      requireSigner(method, server);
      if (!isChecked(range, method)) {
        if (range.has("start")) {
          startsUnchecked.computeIfAbsent(server, _ -> new HashSet<>()).add(range.digest("start"));
        }
        return;
      }
      requireThisRange(range, server);
      serversChecked.add(origin.group(1));
      if (range.has("start")) {
        startsChecked.computeIfAbsent(server, _ -> new HashSet<>()).add(range.digest("start"));
      }
    }

    private void requireThisRange(Json.Fields attestation, String who) {
      boolean fits =
          attestation.text("conv").equals(conv)
              && attestation.whole("from") == from
              && attestation.whole("to") == to
              && attestation.digest("prev").equals(prev)
              && attestation.digest("head").equals(chain.getLast());
      if (!fits) {
        throw new Malformed(who + ": attests something else");
      }
    }

    private void author(Json.Fields attestation, String method) {
      if (!isExactly(attestation, AUTHOR, AUTHOR_TOO)) {
        throw new Malformed(BAD_NAME);
      }
      String author = attestation.text("author");
      String decision = attestation.text("decision");
      if (!DECISIONS.contains(decision)) {
        throw new Malformed(author + ": unknown decision");
      }
      for (Json one : attestation.items("entries")) {
        Json.Fields agreed = one.fields();
        boolean isAll = agreed.has("open") && agreed.at("open").equals(new Json.Text("all"));
        if (!isExactly(agreed, AGREED, isAll ? NAMES_UNKNOWN : ATTACHMENTS)) {
          throw new Malformed(BAD_NAME);
        }
      }
      requireSigner(method, author);
      if (!isChecked(attestation, method)) {
        return;
      }
      requireThisRange(attestation, author);
      if (!attestation.text("excerpt").equals(id)) {
        throw new Malformed(author + ": attests something else");
      }
      hasAuthorChecked = true;
      Set<Long> seen = new HashSet<>();
      for (Json one : attestation.items("entries")) {
        if (!seen.add(one.fields().whole("n"))) {
          throw new Malformed(author + ": attests a message twice");
        }
        decided(one.fields(), author, decision);
      }
      if (attestation.has("around")) {
        Digest then = attestation.digest("around");
        boolean isAgreement = !decision.equals("deny");
        if (isAgreement && !around.isEmpty() && !then.toString().equals(around)) {
          notes.add("the text around it was changed after the agreement");
        }
      }
    }

    private void decided(Json.Fields agreed, String author, String decision) {
      long n = agreed.whole("n");
      Digest m = agreed.digest("m");
      if (n < from || n > to) {
        throw new Malformed(author + ": attests another message");
      }
      Place place = places.get((int) (n - from));
      boolean isAnother = !place.commitments.isEmpty() && !place.commitments.getFirst().equals(m);
      boolean isHis = place.isOpen() && place.head().author().equals(author);
      if (isAnother || decision.equals("deny") && place.isOpen() && !isHis) {
        throw new Malformed(author + ": attests another message");
      }
      boolean isAll = agreed.at("open").equals(new Json.Text("all"));
      Set<Long> words = isAll ? Set.of() : wholes(agreed.items("open"));
      Set<Long> pictures =
          agreed.has("attachments") ? wholes(agreed.items("attachments")) : Set.of();
      if (decision.equals("deny")) {
        place.isDenied |= isHis;
        return;
      }
      if (!isAll && place.isOpen()) {
        requireAgreed(place, words, pictures, author);
      }
      place.isConfirmed |= isHis;
    }

    private static Set<Long> wholes(List<Json> all) {
      Set<Long> numbers = new HashSet<>();
      for (Json one : all) {
        if (one.whole() < 0) {
          throw new Malformed(BAD_PROOF);
        }
        numbers.add(one.whole());
      }
      return numbers;
    }

    private static void requireAgreed(
        Place place, Set<Long> words, Set<Long> pictures, String author) {
      boolean isBeyond = place.hasSeed;
      for (int j = 0; j < place.parts.size(); j++) {
        isBeyond |= place.parts.get(j) instanceof Part.Shown && !words.contains((long) j);
      }
      if (isBeyond) {
        throw new Malformed(author + ": words are open that the author did not agree to");
      }
      if (!place.pictures.keySet().stream().allMatch(i -> pictures.contains((long) i))) {
        throw new Malformed(author + ": a picture is open that the author did not agree to");
      }
    }

    /// @return CANNOT_TELL where only an attestation that could not be checked binds it
    private State conversation() {
      Set<Digest> starts = new HashSet<>();
      startsChecked.values().forEach(starts::addAll);
      if (!excerpt.has("conversation")) {
        if (from == 1) {
          starts.add(prev);
        }
        if (starts.size() > 1) {
          throw new Malformed("the servers attest different conversations");
        }
        return State.FITS;
      }
      Json.Fields fields = excerpt.fields("conversation");
      Conversation conversation = Conversation.read(fields);
      if (!conversation.conv().equals(conv)) {
        throw new Malformed("conversation object of another conversation");
      }
      Digest start = Hashes.start(fields);
      if (!starts.isEmpty() && !starts.equals(Set.of(start))) {
        throw new Malformed("conversation object is not the one that a server attests");
      }
      if (from == 1) {
        if (!start.equals(prev)) {
          throw new Malformed("conversation object is not bound to the chain");
        }
        return State.FITS;
      }
      // The hub is named in the object that it binds.
      notes.add("the list of members is on the word of " + conversation.hub());
      if (startsChecked.containsKey(conversation.hub())) {
        return State.FITS;
      }
      if (startsUnchecked.getOrDefault(conversation.hub(), Set.of()).contains(start)) {
        return State.CANNOT_TELL;
      }
      throw new Malformed("conversation object is not bound to the chain");
    }

    private Grade grade(Place place) {
      if (place.isDenied) {
        return Grade.NOBODY;
      }
      if (place.isConfirmed) {
        return Grade.AUTHOR;
      }
      String author = place.head().author();
      if (serversChecked.stream().anyMatch(origin -> author.startsWith(origin + "/"))) {
        return Grade.OWN_SERVER;
      }
      return serversChecked.isEmpty() ? Grade.NOBODY : Grade.OTHER_SERVER;
    }
  }

  // ---------------------------------------------------------------- what is committed to

  /// Who wrote a message, when, where, and after which message.
  ///
  /// @param conv of the conversation, 16 bytes in base64url
  /// @param author the address of the actor
  /// @param created to the millisecond
  /// @param replaces the message that this one is an edit of, or 0
  /// @param replyTo the message that this one answers, or 0
  /// @param committedBy the hub, where it committed for a server that does not speak sx1; else ""
  public record Head(
      String conv,
      String author,
      Instant created,
      String mediaType,
      After after,
      List<Attachment> attachments,
      long replaces,
      long replyTo,
      String committedBy) {
    private static final Set<String> NAMES =
        Set.of("v", "conv", "author", "created", "mediaType", "after", "attachments");
    private static final Set<String> NAMES_TOO = Set.of("replaces", "replyTo", "committedBy");
    private static final Set<String> ATTACHMENT = Set.of("mediaType", "commit", "size");

    /// The last message on the author's screen when he wrote, and the chain there.
    public record After(long n, Digest chain) {}

    /// @param commit hides the file until its salt is shown
    public record Attachment(String mediaType, Digest commit, long size) {}

    public Head {
      attachments = List.copyOf(attachments);
    }

    static Head read(Json.Fields head) {
      if (!Check.isExactly(head, NAMES, NAMES_TOO)) {
        throw new Malformed("a name in the head is missing or unknown");
      }
      if (!head.text("v").equals(FORMAT)) {
        throw new Malformed("the head is of another format");
      }
      Json.Fields after = head.fields("after");
      if (!Check.isExactly(after, Set.of("n", "chain"), Set.of()) || after.whole("n") < 0) {
        throw new Malformed("malformed after");
      }
      List<Attachment> attachments = new ArrayList<>();
      for (Json one : head.items("attachments")) {
        Json.Fields attachment = one.fields();
        if (!Check.isExactly(attachment, ATTACHMENT, Set.of()) || attachment.whole("size") < 0) {
          throw new Malformed("malformed attachment");
        }
        attachments.add(
            new Attachment(
                attachment.text("mediaType"),
                attachment.digest("commit"),
                attachment.whole("size")));
      }
      return new Head(
          head.text("conv"),
          head.text("author"),
          instant(head.text("created")),
          head.text("mediaType"),
          new After(after.whole("n"), after.digest("chain")),
          attachments,
          earlier(head, "replaces"),
          earlier(head, "replyTo"),
          head.has("committedBy") ? head.text("committedBy") : "");
    }

    private static long earlier(Json.Fields head, String name) {
      if (!head.has(name)) {
        return 0;
      }
      if (head.whole(name) < 1) {
        throw new Malformed(name + " is no number of a message");
      }
      return head.whole(name);
    }

    public Json.Fields json() {
      List<Json> all = new ArrayList<>();
      for (Attachment one : attachments) {
        all.add(
            Json.Fields.EMPTY
                .with("mediaType", one.mediaType())
                .with("commit", one.commit().toString())
                .with("size", one.size()));
      }
      Json.Fields head =
          Json.Fields.EMPTY
              .with("v", FORMAT)
              .with("conv", conv)
              .with("author", author)
              .with("created", MILLISECONDS.format(created))
              .with("mediaType", mediaType)
              .with(
                  "after",
                  Json.Fields.EMPTY.with("n", after.n()).with("chain", after.chain().toString()))
              .with("attachments", new Json.Items(all));
      head = replaces == 0 ? head : head.with("replaces", replaces);
      head = replyTo == 0 ? head : head.with("replyTo", replyTo);
      return committedBy.isEmpty() ? head : head.with("committedBy", committedBy);
    }
  }

  /// What the members agreed on when they began; its hash is the first link of the chain.
  ///
  /// @param conv 16 bytes in base64url
  /// @param hub the actor of the server that orders it
  /// @param members their actors, sorted
  /// @param salt 16 bytes in base64url; secret until the object is shown, or the members could be
  ///     guessed by hashing
  public record Conversation(
      String conv, String hub, Mode mode, List<String> members, Instant created, String salt) {
    private static final Set<String> NAMES =
        Set.of("v", "conv", "hub", "mode", "members", "created", "salt");

    /// Who may show a message to others.
    public enum Mode {
      /// Its author only.
      CONSENT,
      /// Each member.
      RECORD;

      String word() {
        return name().toLowerCase(Locale.ROOT);
      }
    }

    public Conversation {
      members = List.copyOf(new TreeSet<>(members));
    }

    static Conversation read(Json.Fields fields) {
      List<String> members =
          fields.has("members")
              ? fields.items("members").stream().map(Json::text).toList()
              : List.of();
      boolean fits =
          Check.isExactly(fields, NAMES, Set.of())
              && fields.text("v").equals(FORMAT)
              && SERVER.matcher(fields.text("hub")).matches()
              && (fields.text("mode").equals("consent") || fields.text("mode").equals("record"))
              && List.copyOf(new TreeSet<>(members)).equals(members);
      if (!fits) {
        throw new Malformed("malformed conversation object");
      }
      Base64Url.read(fields.text("conv"), 16);
      Base64Url.read(fields.text("salt"), 16);
      return new Conversation(
          fields.text("conv"),
          fields.text("hub"),
          fields.text("mode").equals("record") ? Mode.RECORD : Mode.CONSENT,
          members,
          instant(fields.text("created")),
          fields.text("salt"));
    }

    public Json.Fields json() {
      return Json.Fields.EMPTY
          .with("v", FORMAT)
          .with("conv", conv)
          .with("hub", hub)
          .with("mode", mode.word())
          .with("members", Json.Items.of(members))
          .with("created", MILLISECONDS.format(created))
          .with("salt", salt);
    }

    /// Says nothing: the salt is secret, and so are the members.
    @Override
    public String toString() {
      return "Conversation";
    }
  }

  private static Instant instant(String words) {
    try {
      Instant instant = CREATED.matcher(words).matches() ? Instant.parse(words) : Instant.MIN;
      // The JDK takes 24:00 and the leap second, and moves them.
      if (!instant.equals(Instant.MIN) && MILLISECONDS.format(instant).equals(words)) {
        return instant;
      }
    } catch (DateTimeException _) {
      // No such day, or hour: told below.
    }
    throw new Malformed("created is not YYYY-MM-DDThh:mm:ss.sssZ");
  }

  /// The hashes of `sx1`: each begins with a tag of its own, so that none passes for another.
  static final class Hashes {
    private static final byte[] HEAD = tag("sx1/head");
    private static final byte[] PART = tag("sx1/seg");
    private static final byte[] MESSAGE = tag("sx1/msg");
    private static final byte[] ENTRY = tag("sx1/entry");
    private static final byte[] CONVERSATION = tag("sx1/conv");
    private static final byte[] CHAIN = tag("sx1/chain");
    private static final byte[] ATTACHMENT = tag("sx1/att");
    private static final byte[] FRANK = tag("sx1/frank");

    private Hashes() {}

    private static byte[] tag(String name) {
      return (name + "\0").getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] headSalt(byte[] seed) {
      return mac(seed, HEAD);
    }

    static byte[] partSalt(byte[] seed, int j) {
      return mac(seed, PART, u32(j));
    }

    static byte[] attachmentSalt(byte[] seed, int i) {
      return mac(seed, ATTACHMENT, u32(i));
    }

    static Digest part(int j, byte[] salt, String text) {
      return hash(PART, u32(j), salt, lengthAnd(text));
    }

    static Digest head(byte[] salt, Json.Fields head) {
      return hash(HEAD, salt, lengthAnd(head.canonical()));
    }

    static Digest message(Digest head, List<Digest> parts) {
      byte[][] pieces = new byte[parts.size() + 3][];
      pieces[0] = MESSAGE;
      pieces[1] = head.bytes;
      pieces[2] = u32(parts.size());
      for (int j = 0; j < parts.size(); j++) {
        pieces[j + 3] = parts.get(j).bytes;
      }
      return hash(pieces);
    }

    static Digest entry(long n, long ms, Digest m) {
      return hash(ENTRY, u64(n), u64(ms), m.bytes);
    }

    static Digest start(Json.Fields conversation) {
      return hash(CONVERSATION, lengthAnd(conversation.canonical()));
    }

    static Digest next(Digest before, Digest entry) {
      return hash(CHAIN, before.bytes, entry.bytes);
    }

    static Digest attachment(int i, byte[] salt, Digest file) {
      return hash(ATTACHMENT, u32(i), salt, file.bytes);
    }

    static Digest frank(byte[] key, byte[] conv, long n, long ms, String author, Digest m) {
      return Digest.of(mac(key, FRANK, conv, u64(n), u64(ms), lengthAnd(author), m.bytes));
    }

    private static byte[] lengthAnd(String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return ByteBuffer.allocate(4 + bytes.length).putInt(bytes.length).put(bytes).array();
    }

    private static byte[] u32(int value) {
      return ByteBuffer.allocate(4).putInt(value).array();
    }

    private static byte[] u64(long value) {
      return ByteBuffer.allocate(8).putLong(value).array();
    }

    private static Digest hash(byte[]... pieces) {
      try {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        for (byte[] piece : pieces) {
          sha256.update(piece);
        }
        return Digest.of(sha256.digest());
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    private static byte[] mac(byte[] key, byte[]... pieces) {
      try {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        for (byte[] piece : pieces) {
          mac.update(piece);
        }
        return mac.doFinal();
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /// 32 bytes that may be shown: a hash, or a salt that is opened.
  public static final class Digest {
    public static final int BYTES = 32;

    private final byte[] bytes;

    private Digest(byte[] bytes) {
      this.bytes = bytes;
    }

    public static Digest of(byte[] bytes) {
      if (bytes.length != BYTES) {
        throw new Malformed("not 32 bytes");
      }
      return new Digest(bytes.clone());
    }

    /// The SHA-256 of these bytes.
    public static Digest sha256(byte[] bytes) {
      return Hashes.hash(bytes);
    }

    /// From base64url.
    public static Digest read(String base64) {
      return new Digest(Base64Url.read(base64, BYTES));
    }

    public byte[] bytes() {
      return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Digest digest && Arrays.equals(bytes, digest.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    /// In base64url.
    @Override
    public String toString() {
      return Base64Url.write(bytes);
    }
  }

  /// Base64url without padding, in the one way that each value has.
  static final class Base64Url {
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private Base64Url() {}

    static String write(byte[] bytes) {
      return ENCODER.encodeToString(bytes);
    }

    static byte[] read(String words, int bytes) {
      try {
        byte[] read = Base64.getUrlDecoder().decode(words);
        // The decoder takes padding, and bits behind the end.
        if (read.length == bytes && write(read).equals(words)) {
          return read;
        }
      } catch (IllegalArgumentException _) {
        // Told below.
      }
      throw new Malformed("not " + bytes + " bytes in base64url");
    }
  }

  // ---------------------------------------------------------------- signatures

  /// Data integrity proofs of the suite `eddsa-jcs-2022`, as FEP-8b32 uses them.
  static final class Proofs {
    static final String SUITE = "eddsa-jcs-2022";
    static final String TYPE = "DataIntegrityProof";
    static final String PURPOSE = "assertionMethod";
    static final Set<String> NAMES =
        Set.of(
            "type", "cryptosuite", "verificationMethod", "proofPurpose", "created", "proofValue");
    private static final int SIGNATURE_BYTES = 64;

    private Proofs() {}

    /// What is signed.
    static byte[] payload(Json.Fields object, Json.Fields proof) {
      return ByteBuffer.allocate(2 * Digest.BYTES)
          .put(sha256(proof.without("proofValue")))
          .put(sha256(object.without("proof")))
          .array();
    }

    private static byte[] sha256(Json json) {
      return Digest.sha256(json.canonical().getBytes(StandardCharsets.UTF_8)).bytes;
    }

    static boolean fit(Json.Fields object, byte[] key) {
      try {
        Json.Fields proof = object.fields("proof");
        boolean isOurs =
            proof.text("type").equals(TYPE)
                && proof.text("cryptosuite").equals(SUITE)
                && proof.text("proofPurpose").equals(PURPOSE)
                && proof.text("proofValue").startsWith("z")
                && !proof.text("created").isEmpty();
        boolean isSameContext =
            proof.has("@context")
                ? object.has("@context") && proof.at("@context").equals(object.at("@context"))
                : !object.has("@context");
        return isOurs
            && isSameContext
            && Ed25519.fits(
                key,
                payload(object, proof),
                Base58.read(proof.text("proofValue").substring(1), SIGNATURE_BYTES));
      } catch (Malformed _) {
        return false;
      }
    }
  }

  /// Ed25519 as strict as it gets: the same bytes are taken or refused by each verifier of this
  /// format. The JDK alone would take keys and R of small order, which sign anything.
  static final class Ed25519 {
    private static final int KEY_BYTES = 32;
    private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    private static final BigInteger L =
        BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    /// The y of the points whose order divides 8.
    private static final Set<BigInteger> SMALL_ORDER =
        Set.of(
            BigInteger.ZERO,
            BigInteger.ONE,
            P.subtract(BigInteger.ONE),
            new BigInteger("7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7", 16),
            new BigInteger("5fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826", 16));

    private Ed25519() {}

    static boolean fits(byte[] key, byte[] message, byte[] signature) {
      if (key.length != KEY_BYTES || signature.length != 2 * KEY_BYTES) {
        return false;
      }
      byte[] r = Arrays.copyOf(signature, KEY_BYTES);
      BigInteger s = number(Arrays.copyOfRange(signature, KEY_BYTES, signature.length));
      if (s.compareTo(L) >= 0 || !isFit(key) || !isFit(r)) {
        return false;
      }
      try {
        var point = new EdECPoint(isOdd(key), y(key));
        Signature check = Signature.getInstance("Ed25519");
        check.initVerify(
            KeyFactory.getInstance("Ed25519")
                .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point)));
        check.update(message);
        // [S]B = R + [k]A, without the cofactor.
        return check.verify(signature);
      } catch (GeneralSecurityException _) {
        return false; // No point of the curve.
      }
    }

    private static boolean isFit(byte[] point) {
      BigInteger y = y(point);
      return y.compareTo(P) < 0 && !SMALL_ORDER.contains(y);
    }

    private static BigInteger y(byte[] point) {
      byte[] y = point.clone();
      y[KEY_BYTES - 1] &= 0x7f;
      return number(y);
    }

    private static boolean isOdd(byte[] point) {
      return (point[KEY_BYTES - 1] & 0x80) != 0;
    }

    private static BigInteger number(byte[] littleEndian) {
      byte[] big = new byte[littleEndian.length];
      for (int i = 0; i < big.length; i++) {
        big[i] = littleEndian[big.length - 1 - i];
      }
      return new BigInteger(1, big);
    }
  }

  /// An Ed25519 key as `z6Mk…`.
  static final class Multikey {
    private static final int KEY_BYTES = 32;

    private Multikey() {}

    static byte[] read(String multikey) {
      return read(multikey, (byte) 0xed, (byte) 0x01);
    }

    /// @param first with the second, the kind of key
    static byte[] read(String multikey, byte first, byte second) {
      if (!multikey.startsWith("z")) {
        throw new Malformed("no key in base58");
      }
      byte[] bytes = Base58.read(multikey.substring(1), KEY_BYTES + 2);
      if (bytes[0] != first || bytes[1] != second) {
        throw new Malformed("no Ed25519 key");
      }
      return Arrays.copyOfRange(bytes, 2, bytes.length);
    }

    static String write(byte[] key) {
      byte[] bytes = new byte[KEY_BYTES + 2];
      bytes[0] = (byte) 0xed;
      bytes[1] = 0x01;
      System.arraycopy(key, 0, bytes, 2, KEY_BYTES);
      return "z" + Base58.write(bytes);
    }
  }

  /// Base58 with the alphabet of Bitcoin.
  static final class Base58 {
    private static final String ALPHABET =
        "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final BigInteger RADIX = BigInteger.valueOf(58);

    private Base58() {}

    static String write(byte[] bytes) {
      StringBuilder words = new StringBuilder();
      BigInteger rest = new BigInteger(1, bytes);
      while (rest.signum() > 0) {
        BigInteger[] divided = rest.divideAndRemainder(RADIX);
        words.append(ALPHABET.charAt(divided[1].intValue()));
        rest = divided[0];
      }
      for (int i = 0; i < bytes.length && bytes[i] == 0; i++) {
        words.append('1');
      }
      return words.reverse().toString();
    }

    /// Exactly so many bytes.
    static byte[] read(String words, int bytes) {
      if (words.length() > 2 * bytes) {
        throw new Malformed("too long in base58");
      }
      BigInteger number = BigInteger.ZERO;
      for (int i = 0; i < words.length(); i++) {
        int digit = ALPHABET.indexOf(words.charAt(i));
        if (digit < 0) {
          throw new Malformed("not base58");
        }
        number = number.multiply(RADIX).add(BigInteger.valueOf(digit));
      }
      byte[] result = new byte[bytes];
      byte[] magnitude = number.toByteArray();
      int skipped = magnitude[0] == 0 ? 1 : 0;
      int length = magnitude.length - skipped;
      if (length > bytes) {
        throw new Malformed("not " + bytes + " bytes in base58");
      }
      System.arraycopy(magnitude, skipped, result, bytes - length, length);
      if (!write(result).equals(words)) {
        throw new Malformed("not " + bytes + " bytes in base58");
      }
      return result;
    }
  }

  // ---------------------------------------------------------------- JSON

  /// JSON, read strictly and written canonically (RFC 8785). Strict means: what two readers could
  /// understand in two ways is no JSON here, for then a signature would be worth nothing.
  public sealed interface Json {
    record Text(String value) implements Json {}

    record Whole(long value) implements Json {}

    /// Never in what is ours; the proofs of others may lie over fractions.
    record Fraction(double value) implements Json {}

    record Truth(boolean value) implements Json {}

    record Nothing() implements Json {}

    record Items(List<Json> all) implements Json {
      public Items {
        all = List.copyOf(all);
      }

      static Items of(List<String> words) {
        return new Items(words.stream().<Json>map(Text::new).toList());
      }
    }

    record Fields(Map<String, Json> all) implements Json {
      public static final Fields EMPTY = new Fields(Map.of());

      public Fields {
        all = Collections.unmodifiableMap(new LinkedHashMap<>(all));
      }

      public boolean has(String name) {
        return all.containsKey(name);
      }

      public Json at(String name) {
        Json value = all.get(name);
        if (value == null) {
          throw new WrongType("'" + name + "' is missing");
        }
        return value;
      }

      public String text(String name) {
        return at(name).text();
      }

      public long whole(String name) {
        return at(name).whole();
      }

      public List<Json> items(String name) {
        return at(name).items();
      }

      public Fields fields(String name) {
        return at(name).fields();
      }

      public Digest digest(String name) {
        return Digest.read(text(name));
      }

      public Fields with(String name, Json value) {
        Map<String, Json> more = new LinkedHashMap<>(all);
        more.put(name, value);
        return new Fields(more);
      }

      public Fields with(String name, String value) {
        return with(name, new Text(value));
      }

      public Fields with(String name, long value) {
        return with(name, new Whole(value));
      }

      public Fields without(String name) {
        Map<String, Json> fewer = new LinkedHashMap<>(all);
        fewer.remove(name);
        return new Fields(fewer);
      }
    }

    static Json read(byte[] document) {
      return Reader.read(document, false);
    }

    /// What others sign may hold fractions.
    static Json readWithFractions(byte[] document) {
      return Reader.read(document, true);
    }

    /// As RFC 8785 writes it.
    default String canonical() {
      StringBuilder words = new StringBuilder();
      Writer.write(this, words, true);
      return words.toString();
    }

    /// In the order in which it was built.
    default String written() {
      StringBuilder words = new StringBuilder();
      Writer.write(this, words, false);
      return words.toString();
    }

    default String text() {
      if (this instanceof Text(String value)) {
        return value;
      }
      throw new WrongType("no text where one must be");
    }

    default long whole() {
      if (this instanceof Whole(long value)) {
        return value;
      }
      throw new WrongType("no integer where one must be");
    }

    default List<Json> items() {
      if (this instanceof Items(List<Json> all)) {
        return all;
      }
      throw new WrongType("no list where one must be");
    }

    default Fields fields() {
      if (this instanceof Fields fields) {
        return fields;
      }
      throw new WrongType("no object where one must be");
    }
  }

  private static final class Writer {
    private static final String HEX = "0123456789abcdef";
    private static final int PLAIN_DIGITS_MAX = 21;
    private static final int ZEROS_MAX = 6;

    private Writer() {}

    static void write(Json json, StringBuilder to, boolean isSorted) {
      switch (json) {
        case Json.Text(String value) -> text(value, to);
        case Json.Whole(long value) -> to.append(value);
        case Json.Fraction(double value) -> fraction(value, to);
        case Json.Truth(boolean value) -> to.append(value);
        case Json.Nothing() -> to.append("null");
        case Json.Items(List<Json> all) -> {
          to.append('[');
          for (int i = 0; i < all.size(); i++) {
            to.append(i == 0 ? "" : ",");
            write(all.get(i), to, isSorted);
          }
          to.append(']');
        }
        case Json.Fields(Map<String, Json> all) -> {
          to.append('{');
          String comma = "";
          // By UTF-16 units, which is how Java compares.
          for (Map.Entry<String, Json> one : (isSorted ? new TreeMap<>(all) : all).entrySet()) {
            to.append(comma);
            text(one.getKey(), to);
            to.append(':');
            write(one.getValue(), to, isSorted);
            comma = ",";
          }
          to.append('}');
        }
      }
    }

    private static void text(String value, StringBuilder to) {
      to.append('"');
      for (int i = 0; i < value.length(); i++) {
        char c = value.charAt(i);
        switch (c) {
          case '"' -> to.append("\\\"");
          case '\\' -> to.append("\\\\");
          case '\b' -> to.append("\\b");
          case '\f' -> to.append("\\f");
          case '\n' -> to.append("\\n");
          case '\r' -> to.append("\\r");
          case '\t' -> to.append("\\t");
          default -> {
            if (c < ' ') {
              to.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            } else {
              to.append(c);
            }
          }
        }
      }
      to.append('"');
    }

    /// As ECMAScript writes numbers.
    private static void fraction(double value, StringBuilder to) {
      if (value == 0) {
        to.append('0');
        return;
      }
      BigDecimal shortest = shortest(Math.abs(value));
      String digits = shortest.unscaledValue().toString();
      int point = digits.length() - shortest.scale();
      to.append(value < 0 ? "-" : "");
      if (point > PLAIN_DIGITS_MAX || point <= -ZEROS_MAX) {
        to.append(digits.charAt(0));
        to.append(digits.length() > 1 ? "." : "").append(digits, 1, digits.length());
        to.append(point > 0 ? "e+" : "e-").append(Math.abs(point - 1));
      } else if (point <= 0) {
        to.append("0.").repeat('0', -point).append(digits);
      } else if (point >= digits.length()) {
        to.append(digits).repeat('0', point - digits.length());
      } else {
        to.append(digits, 0, point).append('.').append(digits, point, digits.length());
      }
    }

    /// The JDK writes two digits at least, even where one would do.
    private static BigDecimal shortest(double value) {
      BigDecimal two = new BigDecimal(Double.toString(value)).stripTrailingZeros();
      BigDecimal one = two.round(new MathContext(1));
      return two.precision() == 2 && one.doubleValue() == value ? one.stripTrailingZeros() : two;
    }
  }

  /// Where something of another type stood, or nothing.
  private static final class WrongType extends Malformed {
    private static final long serialVersionUID = 1L;

    WrongType(String why) {
      super(why);
    }
  }

  private static final class Reader {
    private final String words;
    private final boolean takesFractions;
    private int at;

    private Reader(String words, boolean takesFractions) {
      this.words = words;
      this.takesFractions = takesFractions;
    }

    static Json read(byte[] document, boolean takesFractions) {
      if (document.length > DOCUMENT_BYTES_MAX) {
        throw new Malformed("larger than a mebibyte");
      }
      try {
        String words =
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(document))
                .toString();
        return new Reader(words, takesFractions).document();
      } catch (CharacterCodingException _) {
        throw new Malformed("not UTF-8");
      }
    }

    private Json document() {
      Json value = value(1);
      space();
      if (at < words.length()) {
        throw new Malformed("text behind the end of the JSON");
      }
      return value;
    }

    private Json value(int depth) {
      space();
      char c = peek();
      if (c == '{' || c == '[') {
        if (depth > DEPTH_MAX) {
          throw new Malformed("nested too deep");
        }
        at++;
        return c == '{' ? fields(depth) : items(depth);
      }
      if (c == '"') {
        return new Json.Text(text());
      }
      if (c == '-' || isDigit(c)) {
        return number();
      }
      if (takes("true")) {
        return new Json.Truth(true);
      }
      if (takes("false")) {
        return new Json.Truth(false);
      }
      if (takes("null")) {
        return new Json.Nothing();
      }
      throw new Malformed("not JSON");
    }

    private Json fields(int depth) {
      Map<String, Json> all = new LinkedHashMap<>();
      space();
      if (takes("}")) {
        return new Json.Fields(all);
      }
      while (true) {
        space();
        String name = text();
        space();
        require(":");
        if (all.putIfAbsent(name, value(depth + 1)) != null) {
          throw new Malformed("a name twice in one object");
        }
        space();
        if (takes("}")) {
          return new Json.Fields(all);
        }
        require(",");
      }
    }

    private Json items(int depth) {
      List<Json> all = new ArrayList<>();
      space();
      if (takes("]")) {
        return new Json.Items(all);
      }
      while (true) {
        all.add(value(depth + 1));
        space();
        if (takes("]")) {
          return new Json.Items(all);
        }
        require(",");
      }
    }

    private String text() {
      require("\"");
      StringBuilder text = new StringBuilder();
      while (true) {
        char c = peek();
        at++;
        if (c == '"') {
          return paired(text.toString());
        }
        if (c < ' ') {
          throw new Malformed("a control character within a string");
        }
        text.append(c == '\\' ? escaped() : c);
      }
    }

    private char escaped() {
      char c = peek();
      at++;
      return switch (c) {
        case '"', '\\', '/' -> c;
        case 'b' -> '\b';
        case 'f' -> '\f';
        case 'n' -> '\n';
        case 'r' -> '\r';
        case 't' -> '\t';
        case 'u' -> {
          int unit = 0;
          for (int i = 0; i < 4; i++) {
            int digit = Character.digit(peek(), 16);
            // Other scripts have digits too.
            if (digit < 0 || peek() > 'f') {
              throw new Malformed("not JSON");
            }
            unit = unit << 4 | digit;
            at++;
          }
          yield (char) unit;
        }
        default -> throw new Malformed("not JSON");
      };
    }

    private static String paired(String text) {
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        boolean isPair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (Character.isSurrogate(c) && !isPair) {
          throw new Malformed("half a character");
        }
        i += isPair ? 1 : 0;
      }
      return text;
    }

    private Json number() {
      int begin = at;
      boolean isNegative = takes("-");
      if (!isDigit(peek())) {
        throw new Malformed("not JSON");
      }
      if (!takes("0")) {
        digits();
      }
      boolean isFraction = isAt('.') || isAt('e') || isAt('E');
      if (isFraction && !takesFractions) {
        throw new Malformed("a fraction");
      }
      if (isFraction) {
        return fraction(begin);
      }
      if (at < words.length() && isDigit(words.charAt(at))) {
        throw new Malformed("not JSON"); // 01
      }
      // -0 would be written as 0.
      if (isNegative && words.charAt(begin + 1) == '0' && !takesFractions) {
        throw new Malformed("a number that is not canonical");
      }
      String digits = words.substring(begin, at);
      long value = digits.length() > 17 ? Long.MAX_VALUE : Long.parseLong(digits);
      if (value > WHOLE_MAX || value < -WHOLE_MAX) {
        if (takesFractions) {
          return new Json.Fraction(finite(digits));
        }
        throw new Malformed("a number that is too large");
      }
      return new Json.Whole(value);
    }

    private Json fraction(int begin) {
      if (takes(".")) {
        digits();
      }
      if (isAt('e') || isAt('E')) {
        at++;
        if (isAt('+') || isAt('-')) {
          at++;
        }
        digits();
      }
      return new Json.Fraction(finite(words.substring(begin, at)));
    }

    private static double finite(String digits) {
      double value = Double.parseDouble(digits);
      if (Double.isInfinite(value)) {
        throw new Malformed("a number that is too large");
      }
      return value;
    }

    private void digits() {
      if (!isDigit(peek())) {
        throw new Malformed("not JSON");
      }
      while (at < words.length() && isDigit(words.charAt(at))) {
        at++;
      }
    }

    private static boolean isDigit(char c) {
      return c >= '0' && c <= '9';
    }

    private boolean isAt(char c) {
      return at < words.length() && words.charAt(at) == c;
    }

    private char peek() {
      if (at >= words.length()) {
        throw new Malformed("not JSON");
      }
      return words.charAt(at);
    }

    private boolean takes(String word) {
      boolean is = words.startsWith(word, at);
      at += is ? word.length() : 0;
      return is;
    }

    private void require(String word) {
      if (!takes(word)) {
        throw new Malformed("not JSON");
      }
    }

    private void space() {
      while (isAt(' ') || isAt('\t') || isAt('\n') || isAt('\r')) {
        at++;
      }
    }
  }

  // ---------------------------------------------------------------- the command line

  /// What the commands need of the world; alone this file has none of it.
  public interface Outside {
    /// @param accept the media type that is wanted
    byte[] fetch(String address, String accept) throws IOException;

    Instant now();

    static Outside nothing() {
      return new Outside() {
        @Override
        public byte[] fetch(String address, String accept) throws IOException {
          throw new IOException("this file alone fetches nothing; ./verbatim excerpt does");
        }

        @Override
        public Instant now() {
          return Instant.EPOCH;
        }
      };
    }
  }

  private static final String USAGE =
      """
      usage: ./verbatim excerpt verify FILE|URL [--keys KEYS.json] [--around B64]
                                [--trust-on-first-use] [--json] [--offline]
             ./verbatim excerpt keys ACTOR_URL...
             ./verbatim excerpt show FILE
             java verbatim/sx1/Verifier.java verify|show FILE ...
      exit: 0 every open message is vouched for by its author or the author's own server
            1 wrong: something was changed   2 cannot be told   3 weak: a stranger's server says so
      """;

  private static final class Usage extends Exception {
    private static final long serialVersionUID = 1L;

    Usage(String why) {
      super(why, null, false, false);
    }
  }

  /// @return the exit code
  public static int run(List<String> words, Outside outside, PrintWriter out, PrintWriter err) {
    try {
      String command = words.isEmpty() ? "" : words.getFirst();
      List<String> rest = words.isEmpty() ? words : words.subList(1, words.size());
      return switch (command) {
        case "verify" -> verify(Wishes.read(rest), outside, out);
        case "keys" -> keys(rest, outside, out);
        case "show" -> show(rest, out);
        default -> throw new Usage(command.isEmpty() ? "no command" : "unknown command");
      };
    } catch (Usage e) {
      err.println("verbatim: " + e.getMessage());
      err.print(USAGE);
    } catch (IOException e) {
      err.println("verbatim: " + marked(String.valueOf(e.getMessage())));
    } catch (Malformed e) {
      err.println("verbatim: " + marked(e.why()));
    }
    return EXIT_CANNOT_TELL;
  }

  /// @param keys the file of the keys, or ""
  private record Wishes(
      String what, String keys, String around, boolean trusts, boolean isJson, boolean isOffline) {
    static Wishes read(List<String> words) throws Usage {
      Map<String, String> values = new HashMap<>();
      Set<String> flags = new HashSet<>();
      String what = "";
      for (int i = 0; i < words.size(); i++) {
        String word = words.get(i);
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        boolean isNew;
        if (Set.of("--trust-on-first-use", "--json", "--offline").contains(word)) {
          isNew = flags.add(word);
        } else if (Set.of("--keys", "--around").contains(name)) {
          if (equals < 0 && ++i >= words.size()) {
            throw new Usage(name + " wants a value");
          }
          String value = equals < 0 ? words.get(i) : word.substring(equals + 1);
          isNew = values.put(name, value) == null;
        } else {
          isNew = !word.startsWith("--") && what.isEmpty();
          what = word;
        }
        if (!isNew) {
          throw new Usage("'" + word + "' is not understood here");
        }
      }
      if (what.isEmpty()) {
        throw new Usage("verify wants a file");
      }
      String around = values.getOrDefault("--around", "");
      try {
        if (values.containsKey("--around")) {
          Digest.read(around);
        }
      } catch (Malformed _) {
        throw new Usage("--around wants 32 bytes in base64url");
      }
      return new Wishes(
          what,
          values.getOrDefault("--keys", ""),
          around,
          flags.contains("--trust-on-first-use"),
          flags.contains("--json"),
          flags.contains("--offline"));
    }
  }

  private static int verify(Wishes wishes, Outside outside, PrintWriter out)
      throws IOException, Usage {
    byte[] document = document(wishes, outside);
    Path pinned = Path.of(wishes.keys());
    boolean hasPinned = !wishes.keys().isEmpty() && Files.exists(pinned);
    if (!wishes.keys().isEmpty() && !hasPinned && !wishes.trusts()) {
      throw new IOException("there is no file " + pinned);
    }
    Keys keys = hasPinned ? Keys.read(file(pinned)) : Keys.none();
    if (wishes.trusts() && !wishes.isOffline()) {
      Keys found = unpinned(document, keys, outside);
      keys = keys.and(found);
      if (!found.multikeys().isEmpty() && !wishes.keys().isEmpty()) {
        Files.writeString(pinned, keys.json().written() + "\n");
      }
    }
    Result result = verify(document, keys, wishes.around());
    if (wishes.isJson()) {
      out.println(result.json().written());
    } else {
      result.lines().forEach(out::println);
    }
    return result.state().exit();
  }

  private static byte[] document(Wishes wishes, Outside outside) throws IOException, Usage {
    boolean isAddress = wishes.what().startsWith("https://") || wishes.what().startsWith("http://");
    if (isAddress && wishes.isOffline()) {
      throw new Usage("--offline, and yet an address");
    }
    return isAddress
        ? outside.fetch(wishes.what(), "application/json")
        : file(Path.of(wishes.what()));
  }

  private static byte[] file(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(DOCUMENT_BYTES_MAX + 1);
    }
  }

  /// The keys of actors none of whose keys is known. Whoever has a pinned key may not come with
  /// another one unasked.
  private static Keys unpinned(byte[] document, Keys keys, Outside outside) {
    Set<String> controllers = new LinkedHashSet<>();
    try {
      keysNamed(document).forEach(method -> controllers.add(controller(method)));
    } catch (Malformed _) {
      return Keys.none(); // The check itself says what is wrong.
    }
    keys.multikeys().keySet().forEach(method -> controllers.remove(controller(method)));
    Keys found = Keys.none();
    for (String actor : controllers.stream().limit(CONTROLLERS_MAX).toList()) {
      try {
        found = found.and(keysOf(actor, outside));
      } catch (IOException | Malformed _) {
        // What cannot be fetched stays unknown, and is told as that.
      }
    }
    return found;
  }

  private static String controller(String method) {
    return method.contains("#") ? method.substring(0, method.indexOf('#')) : method;
  }

  private static int keys(List<String> actors, Outside outside, PrintWriter out)
      throws IOException, Usage {
    if (actors.isEmpty() || actors.stream().anyMatch(word -> word.startsWith("-"))) {
      throw new Usage("keys wants addresses of actors");
    }
    Keys found = Keys.none();
    for (String actor : actors) {
      found = found.and(keysOf(actor, outside));
    }
    out.println(found.json().written());
    return 0;
  }

  private static Keys keysOf(String actor, Outside outside) throws IOException {
    byte[] fetched = outside.fetch(actor, "application/activity+json");
    Map<String, String> found = keysIn(fetched, actor);
    if (found.isEmpty()) {
      throw new IOException(actor + " names no Ed25519 key");
    }
    return new Keys(found, MILLISECONDS.format(outside.now()));
  }

  /// The keys under `assertionMethod` in the document of an actor. Only those that are the actor's
  /// own by name: else one server could pin keys for another.
  public static Map<String, String> keysIn(byte[] document, String actor) {
    Json.Fields fields = Json.readWithFractions(document).fields();
    Map<String, String> found = new TreeMap<>();
    if (!Check.textOr(fields, "id").equals(actor) || !fields.has("assertionMethod")) {
      return found;
    }
    Json methods = fields.at("assertionMethod");
    for (Json one : methods instanceof Json.Items(var all) ? all : List.of(methods)) {
      if (one instanceof Json.Fields method
          && Check.textOr(method, "type").equals("Multikey")
          && Check.textOr(method, "controller").equals(actor)
          && Check.textOr(method, "id").startsWith(actor + "#")) {
        String multikey = Check.textOr(method, "publicKeyMultibase");
        if (multikey.startsWith("z6Mk")) {
          found.put(method.text("id"), multikey);
        }
      }
    }
    return found;
  }

  private static int show(List<String> words, PrintWriter out) throws IOException, Usage {
    if (words.size() != 1) {
      throw new Usage("show wants one file");
    }
    Result result = verify(file(Path.of(words.getFirst())), Keys.none());
    // Without keys a fitting excerpt ends in "cannot tell", but for its rows.
    if (result.rows().isEmpty()) {
      out.println(marked(result.fault()));
      return result.state().exit();
    }
    out.println(marked(result.excerpt()) + " (the chain fits; verify says who vouches for it)");
    result.rows().forEach(row -> shown(row).forEach(out::println));
    return 0;
  }

  private static List<String> shown(Row row) {
    return switch (row) {
      case Row.LeftOut(long n) -> List.of("", "[message " + n + " not shown: left out or sealed]");
      case Row.Sealed(long n, long ms) ->
          List.of("", "[message " + n + " sealed, " + Instant.ofEpochMilli(ms) + "]");
      case Row.Open open -> {
        StringBuilder words = new StringBuilder();
        for (Part part : open.parts()) {
          switch (part) {
            case Part.Shown(String text) -> words.append(marked(text));
            case Part.BlackedOut() -> words.append("\u2587\u2587\u2587 ");
          }
        }
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(
            open.n()
                + "  "
                + marked(open.head().author())
                + "  "
                + Instant.ofEpochMilli(open.ms())
                + (open.head().replyTo() == 0 ? "" : "  answers " + open.head().replyTo())
                + (open.head().replaces() == 0 ? "" : "  replaces " + open.head().replaces()));
        words.toString().lines().forEach(line -> lines.add("    " + line));
        int pictures = open.head().attachments().size();
        if (pictures > 0) {
          lines.add("    [" + pictures + (pictures == 1 ? " picture]" : " pictures]"));
        }
        yield lines;
      }
    };
  }

  /// Letters that turn a line round, or steer a terminal, become visible marks.
  public static String marked(String text) {
    StringBuilder marked = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              boolean isPlain = c == '\n' || c == '\t';
              boolean isMark = c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069;
              boolean isTurn = isMark || c == 0x200e || c == 0x200f || c == 0x61c;
              if (!isPlain && (Character.isISOControl(c) || isTurn)) {
                marked.append(String.format(Locale.ROOT, "\u27e8U+%04X\u27e9", c));
              } else {
                marked.appendCodePoint(c);
              }
            });
    return marked.toString();
  }
}
