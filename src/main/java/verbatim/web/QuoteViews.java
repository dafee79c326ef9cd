package verbatim.web;

import java.time.Instant;
import java.util.List;
import verbatim.quotecheck.Checking;

/// What the pages of quotations take.
public final class QuoteViews {
  private QuoteViews() {}

  private static final int ASKED_CHARACTERS_MAX = 1_000;
  private static final int WORDS_MIN = 7;

  /// What is asked about a quotation: for a form, never for an address.
  public static String words(Check check) {
    StringBuilder words = new StringBuilder();
    check.quoted().stream()
        .filter(piece -> !piece.kind().equals("joint"))
        .forEach(piece -> words.append(piece.words()));
    int end = Math.min(words.length(), ASKED_CHARACTERS_MAX);
    boolean splitsPair = end > 0 && Character.isHighSurrogate(words.charAt(end - 1));
    return words.substring(0, splitsPair ? end - 1 : end);
  }

  /// Few words that fit nothing tell little: one of them changed, and they are found nowhere.
  public static boolean isShort(Check check) {
    return Checking.words(words(check)) < WORDS_MIN;
  }

  /// Some letters of one side.
  ///
  /// @param kind `same`, `here` (stands in the text only), `slot` (missing in the text), `src`
  ///     (the source's letters), `mark` (the part of the source that is quoted, or the writer's
  ///     brackets), `joint` (here another source begins, or another place of it)
  public record Piece(String kind, String words) {}

  /// One quotation beside its source.
  ///
  /// @param id within the report
  /// @param title what is to be said of it in a few words
  /// @param tone `yes`, `no`, `wait` or ""
  /// @param sign how it is marked in the text: `verbatim`, `part`, `alt`, `slight`, `none`, `label`
  /// @param here where in the text it stands, and who is said to have said it
  /// @param sources each by itself, as its author wrote it; none where nothing was found
  /// @param letters what differs, letter by letter
  /// @param notes what else is to be said
  /// @param ask the account that can be asked whether these are its words; "" for none
  /// @param replies what the person quoted says to it
  /// @param said what he says that he said, here and nowhere else
  /// @param rejoin where the reader, who is quoted, can say that
  /// @param use where a form goes that takes the source's words; "" where that cannot be done
  public record Check(
      int id,
      String title,
      String tone,
      String tag,
      String sign,
      String here,
      List<Piece> quoted,
      List<There> sources,
      List<List<Piece>> letters,
      List<String> notes,
      String ask,
      String speaker,
      List<Reply> replies,
      List<Said> said,
      Rejoin rejoin,
      String use) {
    Check with(List<Said> beside, Rejoin rejoining) {
      return new Check(
          id, title, tone, tag, sign, here, quoted, sources, letters, notes, ask, speaker, replies,
          beside, rejoining, use);
    }
  }

  /// A source beside a quotation.
  ///
  /// @param there what it is, and how sure
  /// @param href where it can be read; "" for nowhere
  public record There(String there, String href, List<Piece> words) {}

  /// The form for "I said: …".
  ///
  /// @param path where it goes; "" for everybody but whoever is quoted
  /// @param text what he typed, when it comes back
  /// @param wrong with that; "" for nothing
  public record Rejoin(String path, int charactersMax, String text, String wrong) {
    static final Rejoin NONE = new Rejoin("", 0, "", "");

    public boolean isThere() {
      return !path.isEmpty();
    }
  }

  /// "I said: …"
  ///
  /// @param proof the name of the key it is signed with; "" for none
  /// @param itself its own address
  /// @param withdraw where it is taken back, or taken out by a moderator; "" for everybody else
  /// @param isRemoval whether it is the moderator
  public record Said(
      String by,
      String href,
      String text,
      Instant at,
      String proof,
      String itself,
      String withdraw,
      boolean isRemoval) {}

  /// What the person quoted says.
  public record Reply(String said, String note, Instant at, String href) {}

  /// How often a verdict stands in a report.
  public record Count(String words, long number) {}

  /// A sentence that tells without quotation marks what somebody said.
  ///
  /// @param beside what he said that it may tell of
  public record Told(String here, String words, List<Beside> beside) {}

  /// @param href where it can be read; "" for nowhere
  public record Beside(String there, String href, String words) {}

  /// @param told sentences without quotation marks; nothing about them is graded
  /// @param known with how many statements it was compared
  public record Report(
      List<Count> counts,
      List<Check> checks,
      List<Told> told,
      long quotations,
      long checked,
      long known,
      String badge) {
    /// With the form of one quotation as it was filled in, and what is wrong with it.
    Report rejoined(int id, String text, String wrong) {
      return new Report(
          counts,
          checks.stream()
              .map(check -> check.id() == id ? rejoined(check, text, wrong) : check)
              .toList(),
          told,
          quotations,
          checked,
          known,
          badge);
    }

    private static Check rejoined(Check check, String text, String wrong) {
      Rejoin form = check.rejoin();
      return check.with(check.said(), new Rejoin(form.path(), form.charactersMax(), text, wrong));
    }
  }

  /// A text that came with the one that is checked.
  public record Embed(String author, String text) {}

  /// The page that checks a text.
  ///
  /// @param isTakenForHtml plain text was chosen, and it is the source of a page
  /// @param report none before anything was checked
  public record Sheet(
      Frame frame,
      String text,
      String markup,
      boolean isTakenForHtml,
      List<Embed> embeds,
      List<Report> report,
      List<Views.Fault> faults) {
    public String wrong(String field) {
      return Views.wrong(faults, field);
    }
  }

  /// The report of an article.
  ///
  /// @param isTooLong there is more of it than can be checked
  public record OfArticle(
      Frame frame,
      String title,
      String href,
      boolean isOwn,
      boolean isTooLong,
      Instant at,
      Report report) {}

  /// Below an article.
  ///
  /// @param report with the quotations of this page of it
  /// @param rest where all of them stand; "" when these are all
  /// @param isTooLong there is more of the article than can be checked: the report is empty
  public record InArticle(Report report, String rest, boolean isTooLong) {}

  /// "Are these your words?"
  ///
  /// @param said the answer's word, "" while there is none
  /// @param hidesWords the words are for the two alone
  /// @param proof the name of the key it is signed with; "" for none
  /// @param signature "" for none
  /// @param earlier answers that were changed
  public record Asked(
      String id,
      Views.Person by,
      Views.Person of,
      String text,
      String where,
      Instant at,
      boolean isMine,
      String said,
      String note,
      Instant answeredAt,
      boolean hidesWords,
      String proof,
      String signature,
      List<Earlier> earlier) {}

  /// @param said the answer's word
  public record Earlier(String said, Instant at) {}

  /// Words that were registered as said.
  public record Vouched(
      String id, Views.Person by, String speaker, String text, String source, Instant at) {}

  public record Questions(
      Frame frame, List<Asked> rows, List<Vouched> vouched, Views.Pages pages) {}

  public record Question(Frame frame, Asked asked, List<Views.Fault> faults) {
    public String wrong(String field) {
      return Views.wrong(faults, field);
    }
  }

  /// Asking somebody.
  public record Asking(
      Frame frame, Views.Person of, String text, String where, List<Views.Fault> faults) {
    public String wrong(String field) {
      return Views.wrong(faults, field);
    }
  }

  /// Vouching for words.
  public record Vouching(
      Frame frame, String speaker, String text, String source, List<Views.Fault> faults) {
    public String wrong(String field) {
      return Views.wrong(faults, field);
    }
  }
}
