package verbatim.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import verbatim.kernel.Sha256;
import verbatim.sx1.Signer;
import verbatim.sx1.Verifier;
import verbatim.sx1.Verifier.Json;

/// `./verbatim words verify FILE`: whether an answer to "are these your words?", or what somebody
/// said beside a quotation ("I said: …"), is what its account has signed. Needs no server, no data
/// and no network; the file is what `/word_questions/ID` or `/articles/ID/said/ID` says to whoever
/// asks for JSON.
final class WordsCommand {
  /// Signed by the account's own key; not so; it cannot be told. The same as of excerpts.
  static final int EXIT_FITS = 0;

  static final int EXIT_WRONG = 1;
  static final int EXIT_CANNOT_TELL = 2;

  private static final String ANSWER = "verbatim word answer 1";
  private static final String REJOINDER = "verbatim rejoinder 2";
  private static final String UNCHECKED = "can't be checked";
  private static final int LINES = 6;

  private final PrintWriter out;
  private final PrintWriter err;

  WordsCommand(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
  }

  int run(List<String> words) {
    if (words.size() < 2 || !words.getFirst().equals("verify") || words.get(1).startsWith("--")) {
      throw new Options.Misunderstood("words wants 'verify' and a file");
    }
    Options options =
        Options.read(words.subList(2, words.size()), Set.of("--keys", "--words"), Set.of());
    try {
      Json.Fields answered = Json.read(read(words.get(1))).fields();
      String keys = options.value("--keys", "");
      Map<String, String> known =
          keys.isEmpty() ? Map.of() : Verifier.Keys.read(read(keys)).multikeys();
      String file = options.value("--words", "");
      String asked = file.isEmpty() ? "" : new String(read(file), StandardCharsets.UTF_8);
      return checked(answered, asked.strip(), known);
    } catch (NoSuchFileException e) {
      return told(EXIT_CANNOT_TELL, "there is no file " + e.getMessage());
    } catch (IOException e) {
      return told(EXIT_CANNOT_TELL, String.valueOf(e.getMessage()));
    } catch (Verifier.Malformed e) {
      return told(EXIT_WRONG, "malformed: " + e.getMessage());
    }
  }

  private static byte[] read(String file) throws IOException {
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      byte[] bytes = in.readNBytes(Verifier.DOCUMENT_BYTES_MAX + 1);
      if (bytes.length > Verifier.DOCUMENT_BYTES_MAX) {
        throw new IOException(file + " is too large");
      }
      return bytes;
    }
  }

  private int told(int exit, String why) {
    (exit == EXIT_CANNOT_TELL ? err : out).println(why);
    return exit;
  }

  /// An answer to a question, or what somebody said beside a quotation: that one names its article.
  private int checked(Json.Fields read, String words, Map<String, String> known) {
    boolean isRejoinder = read.has("article_id");
    if (!isRejoinder && !(read.at("answer") instanceof Json.Fields)) {
      return told(EXIT_CANNOT_TELL, "it is not answered");
    }
    Json.Fields answer = isRejoinder ? read : read.fields("answer");
    if (!(read.at("signed") instanceof Json.Text(String signed))
        || signed.isEmpty()
        || !(answer.at(isRejoinder ? "proof" : "signature") instanceof Json.Fields proof)) {
      return told(EXIT_CANNOT_TELL, "it is not signed");
    }
    String[] lines = signed.split("\n", -1);
    if (!lines[0].equals(isRejoinder ? REJOINDER : ANSWER)) {
      return told(EXIT_CANNOT_TELL, "signed is something of another kind");
    }
    String fault =
        lines.length != LINES
            ? "its lines"
            : isRejoinder ? differing(read, words, lines) : differing(read, answer, words, lines);
    if (!fault.isEmpty()) {
      return told(EXIT_WRONG, "doesn't fit: another " + fault + " than was signed");
    }
    String actor = read.fields("account").text("uri");
    String why = doubtful(actor, signed, proof, known);
    if (!why.isEmpty()) {
      return told(why.startsWith(UNCHECKED) ? EXIT_CANNOT_TELL : EXIT_WRONG, why);
    }
    (isRejoinder ? rejoined(actor, read) : answered(actor, read, answer, words))
        .forEach(out::println);
    return told(EXIT_FITS, "confirmed by the author (through his server, which holds his key)");
  }

  /// What is read beside the signature must be what was signed.
  private static String differing(
      Json.Fields question, Json.Fields answer, String asked, String[] lines) {
    if (!question.text("id").equals(lines[1])) {
      return "question";
    } else if (!isSame(answer.text("created_at"), lines[2])) {
      return "time";
    } else if (!answer.text("answer").equals(lines[3])) {
      return "answer";
    } else if (isOther(question.text("text"), lines[4]) || isOther(asked, lines[4])) {
      return "quotation";
    } else {
      return Sha256.hex(answer.text("note")).equals(lines[5]) ? "" : "note";
    }
  }

  private static String differing(Json.Fields said, String quoted, String[] lines) {
    if (!said.text("article_id").equals(lines[1])) {
      return "article";
    } else if (!isSame(said.text("at"), lines[2])) {
      return "time";
    } else if (!said.text("sha256").equals(lines[3])) {
      return "text of the article";
    } else if (!Sha256.hex(said.text("quotation")).equals(lines[4]) || isOther(quoted, lines[4])) {
      return "quotation";
    } else {
      return Sha256.hex(said.text("text")).equals(lines[5]) ? "" : "answer";
    }
  }

  private static boolean isOther(String text, String hash) {
    return !text.isEmpty() && !Sha256.hex(text).equals(hash);
  }

  private static boolean isSame(String one, String other) {
    try {
      return Instant.parse(one).equals(Instant.parse(other));
    } catch (DateTimeException _) {
      return false;
    }
  }

  /// A signature names its key; only keys that the reader has fetched himself say what it is.
  ///
  /// @return "" where it is not to be doubted
  private static String doubtful(
      String actor, String signed, Json.Fields proof, Map<String, String> known) {
    String method = proof.text("key");
    if (!method.startsWith(actor + "#")) {
      return "doesn't fit: signed with the key of somebody else";
    }
    String key = known.getOrDefault(method, "");
    if (key.isEmpty()) {
      return UNCHECKED
          + ": no key "
          + Verifier.marked(method)
          + " in --keys (./verbatim excerpt keys fetches it)";
    }
    return Signer.fits(signed, proof.text("signature"), key)
        ? ""
        : "doesn't fit: the signature is not of these words";
  }

  private static List<String> answered(
      String actor, Json.Fields question, Json.Fields answer, String asked) {
    List<String> told = new ArrayList<>();
    told.add(Verifier.marked(actor) + " answered on " + answer.text("created_at"));
    told.add("  to: " + words(question.text("text"), asked));
    told.add("  " + said(answer.text("answer")));
    if (!answer.text("note").isEmpty()) {
      told.add("  note: " + Verifier.marked(answer.text("note")));
    }
    return told;
  }

  private static List<String> rejoined(String actor, Json.Fields said) {
    return List.of(
        Verifier.marked(actor) + " said on " + said.text("at"),
        "  beside: " + Verifier.marked(said.text("quotation")),
        "  in article " + said.text("article_id") + ", SHA-256 " + said.text("sha256"),
        "  I said: " + Verifier.marked(said.text("text")));
  }

  private static String words(String text, String asked) {
    return text.isEmpty() && asked.isEmpty()
        ? "words that are not shown; --words FILE compares them with yours"
        : Verifier.marked(text.isEmpty() ? asked : text);
  }

  private static String said(String word) {
    return switch (word) {
      case "mine" -> "these are my words";
      case "mine_but_cut" -> "my words, but cut";
      case "not_mine" -> "not my words";
      default -> Verifier.marked(word);
    };
  }
}
