package verbatim.web;

import java.util.List;
import verbatim.relations.ReplyPolicy;
import verbatim.text.SafeHtml;

/// The records that the templates take.
public final class Views {
  private Views() {}

  /// Somebody beside what he wrote.
  ///
  /// @param shown the name with its emoji
  /// @param handle without the @
  public record Person(
      String id, String name, SafeHtml shown, String handle, String href, String picture) {}

  /// Why a post stands where it stands.
  public sealed interface Why {
    record Itself() implements Why {}

    record Boosted(Person by) implements Why {}

    record Pinned() implements Why {}

    Why ITSELF = new Itself();
    Why PINNED = new Pinned();
  }

  /// Who can read it, as the catalogue calls it.
  public enum Readers {
    EVERYBODY,
    QUIET,
    FOLLOWERS,
    MENTIONED;

    public String key() {
      return "readers." + name().toLowerCase(java.util.Locale.ROOT);
    }

    public String icon() {
      return switch (this) {
        case EVERYBODY -> "globe";
        case QUIET -> "moon";
        case FOLLOWERS -> "people";
        case MENTIONED -> "letter";
      };
    }
  }

  /// A post, with all that it can be.
  ///
  /// @param id of the post itself
  /// @param row of what stands in the list: of a boost, its own
  /// @param position by which its list is asked for on from there: its row, but on a shelf
  /// @param href its page
  /// @param editedAt the epoch for never
  /// @param replyTo whom it answers, "" for nobody
  /// @param place in its series
  /// @param parts the whole series, where it stands as one piece; empty else
  /// @param warning "" for none
  /// @param isCovered whether the pictures wait behind a cover, the words being free
  /// @param filtered the name of the reader's own filter that it meets, "" for none
  /// @param article the one that it carries, which then stands in the place of its words
  /// @param excerpt of a private conversation, or none
  public record Post(
      String id,
      String row,
      String position,
      Why why,
      Person author,
      String href,
      java.time.Instant at,
      java.time.Instant editedAt,
      Readers readers,
      Answered replyTo,
      Place place,
      List<Part> parts,
      String warning,
      boolean isCovered,
      String filtered,
      SafeHtml words,
      String language,
      Poll poll,
      List<Picture> pictures,
      ArticleViews.Card article,
      ExcerptViews.Shown excerpt,
      Acts acts) {
    public boolean isEdited() {
      return !editedAt.equals(java.time.Instant.EPOCH);
    }

    public String domId() {
      return "p" + row;
    }

    /// The same in a list that has an order of its own.
    Post at(long other) {
      return new Post(
          id,
          row,
          Long.toString(other),
          why,
          author,
          href,
          at,
          editedAt,
          readers,
          replyTo,
          place,
          parts,
          warning,
          isCovered,
          filtered,
          words,
          language,
          poll,
          pictures,
          article,
          excerpt,
          acts);
    }
  }

  /// @param href of the post that is answered, "" when it is not there
  public record Answered(String name, String href) {
    static final Answered NOBODY = new Answered("", "");
  }

  /// @param count 0 for no series
  public record Place(int number, int count) {
    static final Place NONE = new Place(0, 0);
  }

  /// What can be done with a post, and what was.
  ///
  /// @param mayAct whether somebody is signed in who may
  /// @param mayBoost not what is for few
  /// @param mayReply whether its author lets the reader answer
  /// @param policy whom he lets answer
  /// @param hideUnder the post of the reader's own under which he may hide it, "" for none
  /// @param isHidden whether it stands among the hidden ones
  /// @param mayGather whether it is for everybody, and so might stand in a story
  public record Acts(
      String id,
      String href,
      Person author,
      long replies,
      long boosts,
      long favourites,
      boolean favourited,
      boolean boosted,
      boolean bookmarked,
      boolean threadMuted,
      boolean pinned,
      boolean isOwn,
      boolean mayAct,
      boolean mayBoost,
      boolean mayReply,
      ReplyPolicy policy,
      String hideUnder,
      boolean isHidden,
      boolean mayGather) {
    public boolean isForAllToAnswer() {
      return policy == ReplyPolicy.PUBLIC;
    }

    /// What says who may answer, as the catalogue calls it.
    public String policyKey() {
      return "replies." + policy.word();
    }
  }

  /// The bar below a post, alone.
  public record ActsAlone(Frame frame, Acts acts, String at) {}

  /// The poll of a post, alone.
  public record PollAlone(Frame frame, Poll poll) {}

  /// @param id of its post
  /// @param mayVote whether to show it as a form
  /// @param isHidden whether the result is shown at the end only
  public record Poll(
      String id,
      List<Option> options,
      boolean multiple,
      boolean mayVote,
      boolean isHidden,
      long voters,
      boolean hasEnded,
      java.time.Instant endsAt) {
    static final Poll NONE =
        new Poll("", List.of(), false, false, false, 0, false, java.time.Instant.EPOCH);
  }

  /// @param step the length of its bar, 0 to 100
  /// @param percent -1 while the result is not shown
  public record Option(String words, long step, long percent, boolean isOwn) {}

  /// A part of a series.
  ///
  /// @param isFocus whether the reader came for this one
  public record Part(
      int number,
      String href,
      String warning,
      SafeHtml words,
      String language,
      Poll poll,
      List<Picture> pictures,
      boolean isFocus) {}

  /// @param newest the address of the first page, "" on it
  /// @param older the address of the next page, "" at the end
  public record Pages(String newest, String older) {
    /// Whether there is no other page.
    public boolean isWhole() {
      return newest.isEmpty() && older.isEmpty();
    }
  }

  /// A file of a post.
  ///
  /// @param preview "" for sound
  /// @param focusX where it matters, in tenths from the start, 0 to 10
  public record Picture(
      String href,
      String preview,
      Kind kind,
      String type,
      String description,
      String credit,
      int width,
      int height,
      int focusX,
      int focusY) {
    public enum Kind {
      IMAGE,
      VIDEO,
      AUDIO,
      MOVING
    }
  }

  public record Front(
      Frame frame,
      List<Post> posts,
      Pages pages,
      List<String> rules,
      String contact,
      String address,
      long people,
      long written) {}

  /// The rows of a list, alone.
  public record Rows(Frame frame, List<Post> posts, Pages pages) {}

  /// After the end of an account.
  ///
  /// @param contactEmail of whoever runs the server, "" for none
  public record Deleted(Frame frame, String contactEmail) {}

  /// Asking once more before a post is gone.
  ///
  /// @param back where whoever keeps it goes on
  /// @param at what stands there next to it
  /// @param shownIn articles that show it
  /// @param quotedIn articles that quote it
  /// @param wish what becomes of their copies, as the catalogue calls it
  public record Delete(
      Frame frame, Post post, String back, String at, int shownIn, int quotedIn, String wish) {}

  /// @param next where to go afterwards
  /// @param problem what went wrong last time, "" for nothing
  public record SignIn(Frame frame, String next, String login, String problem, Ask passkey) {}

  /// What a page asks the browser's passkeys for.
  ///
  /// @param question for the script, as JSON; "" where nothing is asked
  public record Ask(String question) {
    static final Ask NOTHING = new Ask("");

    public boolean isAsked() {
      return !question.isEmpty();
    }
  }

  /// @param name of whoever has given the right password
  public record SecondStep(
      Frame frame, String next, String name, boolean hasTotp, Ask passkey, String problem) {}

  /// How somebody signed in shows once more that it is him.
  ///
  /// @param asksCode besides the password
  /// @param hasTotp whether an app may show that code, or a recovery code only
  /// @param passkey instead of both
  public record Prove(boolean asksCode, boolean hasTotp, Ask passkey, List<Fault> faults)
      implements Faulty {}

  /// @param squares the picture, as a path
  /// @param size of the picture, without its margin
  /// @param address what the picture says; opens the app where page and app are on one device
  public record Authenticator(
      Frame frame,
      String squares,
      int size,
      String secret,
      String address,
      String ticket,
      Prove prove,
      List<Fault> faults)
      implements Faulty {}

  /// @param download the codes as a file
  public record RecoveryCodes(Frame frame, List<String> codes, String download, String fileName) {}

  public record Passkey(String id, String name, String since, String lastUsed, boolean isSynced) {}

  public record NewPasskey(Frame frame, Ask make, String name, Prove prove, List<Fault> faults)
      implements Faulty {}

  /// @param isLast whether the second factor ends with it
  public record PasskeyPage(
      Frame frame, Passkey passkey, boolean isLast, Prove prove, List<Fault> faults)
      implements Faulty {}

  /// Asks before something that cannot be taken back.
  public record Sure(
      Frame frame, String heading, String words, String action, String button, Prove prove) {}

  /// @param faults name of the field and what is wrong with it
  /// @param invitation the code that he came with, "" for none
  /// @param inviter who let him in, "" for the house
  public record SignUp(
      Frame frame,
      boolean asksReason,
      String invitation,
      String inviter,
      List<String> rules,
      String username,
      String email,
      String reason,
      List<Fault> faults) {
    /// What is wrong with a field, "" for nothing.
    public String wrong(String field) {
      return faults.stream()
          .filter(f -> f.field().equals(field))
          .map(Fault::words)
          .findFirst()
          .orElse("");
    }
  }

  public record Fault(String field, String words) {}

  public record Authorize(
      Frame frame,
      String app,
      String website,
      String returnsTo,
      List<String> asks,
      String ticket,
      String account,
      String elsewhere) {}

  /// @param app "" when it has been removed meanwhile
  public record Code(Frame frame, String app, String code) {}

  public record Forgot(Frame frame, boolean sendsMail, String email, String problem) {}

  public record Reset(Frame frame, String link, String problem) {}

  /// One button that does what a link in a letter is for.
  ///
  /// @param action where the button leads
  public record Confirm(Frame frame, String words, String action, String link, String button) {}

  public record Resend(Frame frame, String email, String problem) {}

  /// What keys do.
  public record Keys(Frame frame) {
    /// Each key, and the word under which the catalogue says what it does.
    public static final List<List<String>> ALL =
        List.of(
            List.of("j", "next"),
            List.of("k", "previous"),
            List.of("Enter", "open"),
            List.of("u", "back"),
            List.of("o", "uncover"),
            List.of(".", "fresh"),
            List.of("n", "write"),
            List.of("r", "reply"),
            List.of("b", "boost"),
            List.of("f", "favourite"),
            List.of("m", "bookmark"),
            List.of("Ctrl Enter", "send"),
            List.of("/", "search"),
            List.of("g h", "home"),
            List.of("g n", "notifications"),
            List.of("g c", "conversations"),
            List.of("g s", "stories"),
            List.of("?", "all"));
  }

  /// Checking a file in the browser: nothing of it comes here.
  public record Verify(Frame frame) {}

  /// @param href "" for no link
  public record Message(Frame frame, String heading, String words, String href, String link) {}

  /// @param may what an app may do, "" for a browser
  public record Session(
      String id,
      String name,
      String may,
      boolean isApp,
      String since,
      String lastUsed,
      boolean isThis) {}

  /// @param file where it can be fetched, "" while it cannot
  public record Archive(
      Frame frame,
      boolean isBuilding,
      int percent,
      String file,
      String size,
      String until,
      String fault) {}

  public record Security(
      Frame frame,
      String email,
      String awaited,
      List<Session> sessions,
      boolean hasTotp,
      int recoveryCodesLeft,
      List<Passkey> passkeys,
      Prove prove,
      String said,
      List<Fault> faults) {
    public boolean hasFactor() {
      return hasTotp || !passkeys.isEmpty();
    }

    public String wrong(String field) {
      return Views.wrong(faults, field);
    }
  }

  /// What is wrong with a field, "" for nothing.
  static String wrong(List<Fault> faults, String field) {
    return faults.stream()
        .filter(f -> f.field().equals(field))
        .map(Fault::words)
        .findFirst()
        .orElse("");
  }

  /// A form that may come back as it was filled in, with what is wrong with it.
  public interface Faulty {
    List<Fault> faults();

    /// What is wrong with a field, "" for nothing.
    default String wrong(String field) {
      return Views.wrong(faults(), field);
    }
  }

  /// @param more what the house says itself on this page, nothing where it says nothing
  public record About(
      Frame frame,
      String description,
      SafeHtml more,
      List<String> rules,
      String contactEmail,
      String contactAccount,
      String address,
      long people,
      long posts) {}
}
