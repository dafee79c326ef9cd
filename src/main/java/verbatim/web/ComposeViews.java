package verbatim.web;

import java.time.Instant;
import java.util.List;

/// What the composer takes, and the pages around it.
public final class ComposeViews {
  private ComposeViews() {}

  /// What is being written: one post, or a series.
  ///
  /// @param isThere whether to show a composer at all
  /// @param key against posting twice what was sent twice
  /// @param spare a part with nothing in it: what a module adds
  /// @param sensitive whether the pictures wait behind a cover
  /// @param audience one of public, unlisted, private, direct
  /// @param replies who may answer: public, followers, mentioned, nobody
  /// @param inReplyTo the post that is answered, "" for none
  /// @param edit the post that is changed, "" for none
  /// @param draft the server's draft that goes on here, "" for none
  /// @param seen when that was last changed, as this sheet knows it
  /// @param device the name under which the browser keeps what is typed
  /// @param offer to say it first to somebody whom it concerns
  public record Sheet(
      boolean isThere,
      String key,
      List<Piece> pieces,
      Piece spare,
      String warning,
      boolean sensitive,
      String audience,
      String language,
      String replies,
      String inReplyTo,
      String replyName,
      String edit,
      String draft,
      String seen,
      String device,
      Later later,
      Bounds bounds,
      List<Language> languages,
      List<Views.Fault> faults,
      Offer offer) {
    static final Sheet NONE =
        new Sheet(
            false,
            "",
            List.of(),
            Piece.NONE,
            "",
            false,
            "public",
            "",
            "public",
            "",
            "",
            "",
            "",
            "",
            "",
            Later.NONE,
            new Bounds(0, 0, 0, 0),
            List.of(),
            List.of(),
            Offer.NONE);

    Sheet with(Offer other) {
      return new Sheet(
          isThere, key, pieces, spare, warning, sensitive, audience, language, replies, inReplyTo,
          replyName, edit, draft, seen, device, later, bounds, languages, faults, other);
    }

    public boolean isReply() {
      return !inReplyTo.isEmpty();
    }

    public boolean isEdit() {
      return !edit.isEmpty();
    }

    public boolean isSeries() {
      return pieces.size() > 1;
    }
  }

  /// To say it first to somebody with whom the author has a conversation.
  ///
  /// @param isMade once for a post: now or before
  /// @param people to whom; none when it was made before
  public record Offer(boolean isMade, List<Talk> people) {
    static final Offer NONE = new Offer(false, List.of());
    static final Offer MADE = new Offer(true, List.of());
  }

  /// Somebody with whom there is a conversation.
  public record Talk(String id, String name) {}

  /// What one sheet holds at most.
  public record Bounds(int characters, int pictures, int pieces, int choices) {}

  /// One part.
  ///
  /// @param at its place, from 0
  /// @param left how many characters it may still have; below 0 for too many
  public record Piece(int at, String text, List<Thumb> pictures, Poll poll, int left) {
    static final Piece NONE = new Piece(0, "", List.of(), Poll.NONE, 0);

    /// What a field of this part is called in the form: those of the first stand by themselves.
    public String name(String field) {
      int rest = field.indexOf('[');
      String head = rest < 0 ? field : field.substring(0, rest);
      return at == 0
          ? field
          : "more[" + at + "][" + head + "]" + (rest < 0 ? "" : field.substring(rest));
    }

    public String id(String field) {
      return at == 0 ? field : field + "-" + at;
    }

    /// A text area swallows the first line end in it.
    public String area() {
      return text.startsWith("\n") ? "\n" + text : text;
    }
  }

  /// A picture that waits to be posted.
  ///
  /// @param preview "" while it is being made ready, and for sound
  /// @param focus x,y as clients say it
  public record Thumb(String id, String preview, String description, String credit, String focus) {
    private static final List<String> PLACES = List.of("0,0", "0,0.8", "0,-0.8", "-0.8,0", "0.8,0");

    public List<String> places() {
      return PLACES;
    }

    /// A point that somebody chose himself.
    public boolean isPoint() {
      return !PLACES.contains(focus);
    }
  }

  /// @param hours how long it runs
  public record Poll(List<String> options, boolean multiple, boolean hideTotals, int hours) {
    static final Poll NONE = new Poll(List.of(), false, false, 24);
    private static final List<Integer> HOURS = List.of(1, 6, 24, 72, 168);

    public boolean isThere() {
      return options.stream().anyMatch(o -> !o.isBlank());
    }

    public String option(int i) {
      return i < options.size() ? options.get(i) : "";
    }

    public List<Integer> choices() {
      return HOURS.contains(hours)
          ? HOURS
          : java.util.stream.Stream.concat(HOURS.stream(), java.util.stream.Stream.of(hours))
              .sorted()
              .toList();
    }
  }

  /// When it goes out, in the reader's zone; "" for now.
  public record Later(String day, String time, String zone) {
    static final Later NONE = new Later("", "", "UTC");

    public boolean isThere() {
      return !day.isBlank() || !time.isBlank();
    }
  }

  public record Language(String tag, String name) {}

  /// @param about the post that is answered, or none
  /// @param drafts the newest few, for the side
  public record Page(
      Frame frame, Sheet sheet, List<Views.Post> about, List<Kept> drafts, List<Kept> waiting) {}

  /// The form, alone.
  public record Alone(Frame frame, Sheet sheet) {}

  /// A picture, alone.
  public record ThumbAlone(Frame frame, Thumb thumb) {}

  /// What is not out yet: a draft, or what waits for its time.
  ///
  /// @param words of its first part, or what stands for them
  /// @param at when it was last changed; when it goes out
  /// @param isLate whether it was refused when its time came
  public record Kept(
      String id,
      String words,
      String language,
      int pieces,
      int pictures,
      boolean hasPoll,
      String warning,
      Instant at,
      Later later,
      boolean isLate) {}

  /// @param wrong what cannot be done with one of them, "" for nothing
  /// @param older where the next ones are, "" for no more
  public record Shelf(Frame frame, List<Kept> kept, String wrong, String older) {}

  /// Somebody, a tag or an emoji that what is typed may mean.
  ///
  /// @param insert what is put in its place
  /// @param picture "" for none
  public record Completion(String insert, String words, String more, String picture) {}

  public record Completions(Frame frame, List<Completion> found) {}

  /// What a post said before it was changed.
  ///
  /// @param versions the last first
  public record History(Frame frame, Views.Person author, String href, List<Version> versions) {}

  /// @param number from 1
  /// @param changes what differs from the one before, or all of the first
  public record Version(int number, Instant at, boolean isFirst, List<Change> changes) {}

  /// @param what the key of what changed
  public record Change(String what, String language, List<Differences.Run> runs) {}
}
