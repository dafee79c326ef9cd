package verbatim.web;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import verbatim.text.SafeHtml;

/// What the pages of excerpts take. Words of a conversation stand here as they were written, letter
/// by letter; what turns a line round is made a mark by [ExcerptShowing].
public final class ExcerptViews {
  private ExcerptViews() {}

  /// An excerpt as its readers see it, wherever it stands.
  ///
  /// @param id "" where there is none
  /// @param post the status that carries it, "" before it is published
  /// @param publisher whoever shows it
  /// @param between who talked; "" while somebody is not to be named
  /// @param at when the first of the open words were written, the epoch where none are open
  /// @param state `asked`, `agreed`, `agreed_in_part`, `not_agreed`, `not_asked`, `withdrawn`,
  ///     `on_record`
  /// @param since since when, the epoch where that is nobody's business
  /// @param denials who says that these are not his words
  /// @param hasSeals whether somebody's words are sealed
  /// @param isChanged whether the post was changed after somebody agreed
  /// @param isPreview whether nobody reads it yet
  public record Shown(
      String id,
      String post,
      Views.Person publisher,
      String between,
      Instant at,
      long from,
      long to,
      String state,
      Instant since,
      List<Row> rows,
      List<Note> notes,
      List<Denial> denials,
      boolean hasSeals,
      boolean isChanged,
      boolean isPreview) {
    static final Shown NONE =
        new Shown(
            "",
            "",
            new Views.Person("", "", SafeHtml.EMPTY, "", "", ""),
            "",
            Instant.EPOCH,
            0,
            0,
            "",
            Instant.EPOCH,
            List.of(),
            List.of(),
            List.of(),
            false,
            false,
            false);

    public boolean isThere() {
      return !id.isEmpty();
    }

    public String href() {
      return "/excerpts/" + id;
    }

    public boolean hasBlack() {
      return has(Bit.Kind.BLACK);
    }

    /// Whether something waits for its author: a whole message, or words of one.
    public boolean hasShut() {
      return hasSeals || has(Bit.Kind.SHUT);
    }

    private boolean has(Bit.Kind kind) {
      return rows.stream()
          .anyMatch(
              row ->
                  row instanceof Said said
                      && said.bits().stream().anyMatch(bit -> bit.kind() == kind));
    }

    public boolean hasDay() {
      return !at.equals(Instant.EPOCH);
    }

    public boolean hasSince() {
      return !since.equals(Instant.EPOCH);
    }

    public String icon() {
      return switch (state) {
        case "agreed", "agreed_in_part" -> "check";
        case "asked" -> "clock";
        case "on_record" -> "verse";
        case "withdrawn" -> "x";
        default -> "lock";
      };
    }
  }

  /// One place of it.
  public sealed interface Row {}

  /// @param name whose words they are
  /// @param grade how sure it is: author, server or denied
  /// @param answersN the message that it answers, 0 for none
  /// @param replacesN the message that it replaces, 0 for none
  /// @param replacedBy the message that it was changed to later; 0 for none
  /// @param showsChange whether that one can be read in the same excerpt
  /// @param pictures how many there were
  /// @param isToOpen whether readers see it only once its author has said yes
  public record Said(
      String name,
      Instant at,
      String grade,
      long answersN,
      long replacesN,
      long replacedBy,
      boolean showsChange,
      int pictures,
      List<Bit> bits,
      boolean isToOpen)
      implements Row {
    /// Whether something is to be said before the words.
    public boolean hasMore() {
      return answersN > 0 || replacesN > 0 || replacedBy > 0 || pictures > 0;
    }
  }

  /// @param deniedBy who says that these are not his words, "" for nobody
  public record Sealed(String deniedBy) implements Row {
    public boolean isDenied() {
      return !deniedBy.isEmpty();
    }
  }

  /// Said in public, with a signature.
  public record Denial(String name, Instant at) {}

  /// @param isErased their authors have erased them; else whoever publishes it left them out
  public record Gap(long count, boolean isErased) implements Row {}

  /// A run of words, or what stands in their place.
  public record Bit(Kind kind, String words) {
    public enum Kind {
      /// As they were written.
      WORDS,
      /// A letter that cannot be seen, by its number.
      MARK,
      /// Blacked out by whoever publishes it.
      BLACK,
      /// Kept closed by its author.
      SHUT
    }
  }

  /// What another party says to it.
  public record Note(Views.Person by, List<Bit> words, Instant at) implements Row {}

  // ---- choosing

  /// @param chosen the excerpt for which it was chosen before, "" for none
  /// @param places all messages that it may begin or end with
  /// @param before messages above it
  /// @param text the words beside it
  /// @param others those whose words they are, "" where nobody need be asked
  public record Choose(
      Frame frame,
      String talk,
      String chosen,
      String name,
      boolean isRecord,
      long from,
      long to,
      List<Place> places,
      List<Piece> before,
      List<Piece> pieces,
      List<Piece> after,
      String text,
      String warning,
      String audience,
      String others,
      String problem) {
    public String path() {
      return "/conversations/" + talk + "/excerpt";
    }

    /// The address of the same page with another range.
    public String reaching(long first, long last) {
      String range = path() + "?from=" + first + "&to=" + last;
      return chosen.isEmpty() ? range : range + "&excerpt=" + chosen;
    }
  }

  /// A message that the range may begin or end with.
  public record Place(long n, String name, Instant at) {}

  /// One message to be chosen from.
  ///
  /// @param kind `words`, `event`, `erased` or `unseen`
  /// @param isMine whether it is the reader's own to show
  /// @param isFree whether it may be shown without a yes, being on the record
  /// @param isOut whether it is left out
  public record Piece(
      long n,
      String name,
      String kind,
      boolean isMine,
      boolean isFree,
      Instant at,
      boolean isOut,
      long replacedBy,
      long replacesN,
      List<Part> parts) {
    public boolean isWords() {
      return kind.equals("words");
    }
  }

  /// A word with the space behind it.
  public record Part(int at, List<Bit> bits, boolean isBlack) {}

  /// Something the publisher should know before others read it.
  ///
  /// @param kind `repeats`, `names`, `member`, `again` or `edited`
  /// @param what the words that are repeated, the name that is told, the other excerpt's address,
  ///     or where the change can be shown too ("" where it is)
  public record Warning(String kind, String what, long n) {}

  // ---- the publisher's own page, before anybody reads it

  /// @param agreed the same with a yes to everything, nothing where that changes nothing
  /// @param words of the post around it
  /// @param others whom one may ask
  /// @param isAsked whether they were
  /// @param mayAsk whether they can be, now
  /// @param stands names how the answers stand, and comes back with the wish to publish
  public record Look(
      Frame frame,
      Shown excerpt,
      Shown agreed,
      SafeHtml words,
      String warning,
      String audience,
      String talk,
      String others,
      boolean isAsked,
      boolean mayAsk,
      boolean asksFirst,
      String stands,
      List<Warning> warnings,
      String problem) {}

  // ---- being asked

  /// @param excerpt as readers would see it with a yes to everything; once he has said something
  ///     that stands there, or has taken it back, as they see it now
  /// @param agreed as they would with a yes, where that is not shown already
  /// @param isNow whether it is shown as it stands
  /// @param isRecord whether all of the reader's words in it were said on the record
  /// @param mine the messages that are the reader's own
  /// @param audience who can read it, as the client API says it
  /// @param seen names what stands on this page, and comes back with a yes
  /// @param context his own words to it, as he kept them
  /// @param answer `none`, `agreed`, `agreed_in_part`, `declined`, `denied`, `withdrawn`
  /// @param prove how he shows that it is him; empty where he has just signed in
  /// @param post where it stands already, "" for nowhere
  /// @param wasYes whether readers see that he had agreed once and took it back
  public record Answer(
      Frame frame,
      Shown excerpt,
      Shown agreed,
      boolean isNow,
      boolean isRecord,
      SafeHtml words,
      String warning,
      String audience,
      String seen,
      String post,
      String talk,
      List<Piece> mine,
      String answer,
      boolean hasSaid,
      boolean wasYes,
      String context,
      List<Views.Prove> prove,
      String problem) {
    public boolean isPublished() {
      return !post.isEmpty();
    }

    public boolean isYes() {
      return answer.startsWith("agreed");
    }

    /// What he said, in the words for it: before it is published it will stand there.
    public String said() {
      boolean isDeclinedAfter = wasYes && answer.equals("declined");
      boolean isLater = !isPublished() && hasSaid && !answer.equals("agreed_in_part");
      return "consent.now_" + answer + (isDeclinedAfter ? "_after" : isLater ? "_later" : "_words");
    }

    public boolean isAnswered() {
      return !answer.equals("none");
    }
  }

  // ---- by itself

  /// @param post the address of the post that carries it
  /// @param size of the document
  /// @param isAsked whether words of the reader are in it
  /// @param isOwn whether it is the reader's own
  public record Page(
      Frame frame,
      Shown excerpt,
      String post,
      String size,
      boolean isAsked,
      boolean isOwn,
      boolean isIndexable) {}

  /// The same piece alone.
  public record Alone(Frame frame, Shown excerpt) {}

  // ---- all of one's own

  /// @param asked others ask for one's words
  /// @param waiting one's own, not read by anybody yet
  /// @param published one's own
  /// @param unasked those of others with words that one said on the record
  /// @param answered those of others that one has answered
  public record All(
      Frame frame,
      List<Line> asked,
      List<Line> waiting,
      List<Line> published,
      List<Line> unasked,
      List<Line> answered) {
    public boolean isEmpty() {
      return Stream.of(asked, waiting, published, unasked, answered).allMatch(List::isEmpty);
    }
  }

  /// @param words the beginning of the post around it
  /// @param state a key of the catalogue, "" for none
  /// @param deniedBy who says that these are not his words, "" for nobody
  public record Line(
      String href, String name, String words, String state, String deniedBy, Instant at) {}
}
