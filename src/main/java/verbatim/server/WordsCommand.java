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
import java.util.List;
import java.util.Map;
import java.util.Set;
import verbatim.kernel.Sha256;
import verbatim.sx1.Signer;
import verbatim.sx1.Verifier;
import verbatim.sx1.Verifier.Json;

/// `./verbatim words verify FILE`: whether an answer to "are these your words?" is what its account
/// has signed. Needs no server, no data and no network; the file is what `/word_questions/ID` says
/// to whoever asks for JSON.
final class WordsCommand {
  /// Signed by the account's own key; not so; it cannot be told. The same as of excerpts.
  static final int EXIT_FITS = 0;

  static final int EXIT_WRONG = 1;
  static final int EXIT_CANNOT_TELL = 2;

  private static final String KIND = "verbatim word answer 1";
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

  private int checked(Json.Fields question, String asked, Map<String, String> known) {
    if (!(question.at("answer") instanceof Json.Fields answer)) {
      return told(EXIT_CANNOT_TELL, "it is not answered");
    }
    if (!(question.at("signed") instanceof Json.Text(String signed))
        || !(answer.at("signature") instanceof Json.Fields proof)) {
      return told(EXIT_CANNOT_TELL, "it is not signed");
    }
    String[] lines = signed.split("\n", -1);
    if (!lines[0].equals(KIND)) {
      return told(EXIT_CANNOT_TELL, "signed is something of another kind");
    }
    String fault = lines.length == LINES ? differing(question, answer, asked, lines) : "its lines";
    if (!fault.isEmpty()) {
      return told(EXIT_WRONG, "doesn't fit: another " + fault + " than was signed");
    }
    return byWhom(question, asked, signed, proof, known);
  }

  /// What is read beside the signature must be what was signed.
  private static String differing(
      Json.Fields question, Json.Fields answer, String asked, String[] lines) {
    String text = question.text("text");
    boolean isTextOther = !text.isEmpty() && !Sha256.hex(text).equals(lines[4]);
    boolean isAskedOther = !asked.isEmpty() && !Sha256.hex(asked).equals(lines[4]);
    if (!question.text("id").equals(lines[1])) {
      return "question";
    } else if (!isSame(answer.text("created_at"), lines[2])) {
      return "time";
    } else if (!answer.text("answer").equals(lines[3])) {
      return "answer";
    } else if (isTextOther || isAskedOther) {
      return "quotation";
    } else {
      return Sha256.hex(answer.text("note")).equals(lines[5]) ? "" : "note";
    }
  }

  private static boolean isSame(String one, String other) {
    try {
      return Instant.parse(one).equals(Instant.parse(other));
    } catch (DateTimeException _) {
      return false;
    }
  }

  /// A signature names its key; only keys that the reader has fetched himself say what it is.
  private int byWhom(
      Json.Fields question,
      String asked,
      String signed,
      Json.Fields proof,
      Map<String, String> known) {
    String actor = question.fields("account").text("uri");
    String method = proof.text("key");
    if (!method.startsWith(actor + "#")) {
      return told(EXIT_WRONG, "doesn't fit: signed with the key of somebody else");
    }
    String key = known.getOrDefault(method, "");
    if (key.isEmpty()) {
      return told(
          EXIT_CANNOT_TELL,
          "can't be checked: no key "
              + Verifier.marked(method)
              + " in --keys (./verbatim excerpt keys fetches it)");
    }
    if (!Signer.fits(signed, proof.text("signature"), key)) {
      return told(EXIT_WRONG, "doesn't fit: the signature is not of these words");
    }
    Json.Fields answer = question.fields("answer");
    out.println(Verifier.marked(actor) + " answered on " + answer.text("created_at"));
    out.println("  to: " + words(question.text("text"), asked));
    out.println("  " + said(answer.text("answer")));
    if (!answer.text("note").isEmpty()) {
      out.println("  note: " + Verifier.marked(answer.text("note")));
    }
    return told(EXIT_FITS, "confirmed by the author (through his server, which holds his key)");
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
