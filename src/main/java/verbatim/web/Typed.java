package verbatim.web;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import verbatim.http.Params;

/// What somebody has typed into the composer, as it was typed: nothing of it is checked yet. A form
/// becomes this, so does a draft of the server, a post that is changed or taken back; and from this
/// the form is filled and the post is made.
///
/// @param visibility public, unlisted, private, direct, or whatever else was sent
/// @param replies who may answer, as apps say it
/// @param inReplyTo the post that is answered, "" for none
/// @param edit the post that is changed, "" for none
/// @param draft the server's draft, "" for none
/// @param seen when that was last changed, in milliseconds
/// @param zone in which day and time are meant
record Typed(
    List<Piece> pieces,
    String warning,
    boolean sensitive,
    String visibility,
    String language,
    String replies,
    String inReplyTo,
    String edit,
    String draft,
    String seen,
    String day,
    String time,
    String zone,
    String key) {

  /// One part of it.
  record Piece(String text, List<Picture> pictures, ComposeViews.Poll poll) {
    static final Piece EMPTY = new Piece("", List.of(), ComposeViews.Poll.NONE);

    boolean isBlank() {
      return text.isBlank() && pictures.isEmpty() && !poll.isThere();
    }

    Piece with(List<Picture> others) {
      return new Piece(text, List.copyOf(others), poll);
    }
  }

  /// @param id of the file
  /// @param focus x,y
  record Picture(String id, String description, String credit, String focus) {}

  /// The fields of a form, or of an address.
  static Typed of(Params params) {
    Params said = params.object("said");
    List<Piece> pieces = new ArrayList<>();
    pieces.add(piece(params, said));
    params.objects("more").forEach(more -> pieces.add(piece(more, said)));
    return new Typed(
        List.copyOf(pieces),
        params.text("warning", ""),
        params.flag("sensitive", false),
        params.text("visibility", ""),
        params.text("language", ""),
        params.text("replies", ""),
        params.text("in_reply_to", ""),
        params.text("edit", ""),
        params.text("draft", ""),
        params.text("seen", ""),
        params.text("day", ""),
        params.text("time", ""),
        params.text("zone", ""),
        params.text("key", ""));
  }

  private static Piece piece(Params params, Params said) {
    Params poll = params.object("poll");
    return new Piece(
        params.text("text", "").replace("\r\n", "\n"),
        params.list("media").stream()
            .filter(id -> !id.isBlank())
            .distinct()
            .map(id -> picture(id, said.object(id)))
            .toList(),
        new ComposeViews.Poll(
            poll.list("options"),
            poll.flag("multiple", false),
            poll.flag("hide_totals", false),
            poll.number("hours", ComposeViews.Poll.NONE.hours())));
  }

  private static Picture picture(String id, Params said) {
    return new Picture(
        id,
        said.text("description", "").replace("\r\n", "\n"),
        said.text("credit", ""),
        said.text("focus", "0,0"));
  }

  List<Picture> pictures() {
    return pieces.stream().flatMap(piece -> piece.pictures().stream()).toList();
  }

  boolean isBlank() {
    return warning.isBlank() && pieces.stream().allMatch(Piece::isBlank);
  }

  /// Without the parts that were added and never filled.
  Typed trimmed() {
    List<Piece> some = pieces.stream().filter(piece -> !piece.isBlank()).toList();
    return with(some.isEmpty() ? pieces.subList(0, 1) : some);
  }

  Typed with(List<Piece> others) {
    return new Typed(
        List.copyOf(others),
        warning,
        sensitive,
        visibility,
        language,
        replies,
        inReplyTo,
        edit,
        draft,
        seen,
        day,
        time,
        zone,
        key);
  }

  Typed withDraft(String id, String lastSeen) {
    return new Typed(
        pieces,
        warning,
        sensitive,
        visibility,
        language,
        replies,
        inReplyTo,
        edit,
        id,
        lastSeen,
        day,
        time,
        zone,
        key);
  }

  Typed editing(String id) {
    return new Typed(
        pieces,
        warning,
        sensitive,
        visibility,
        language,
        replies,
        inReplyTo,
        id,
        draft,
        seen,
        day,
        time,
        zone,
        key);
  }

  /// To go out then.
  Typed at(String whichDay, String whichTime) {
    return new Typed(
        pieces,
        warning,
        sensitive,
        visibility,
        language,
        replies,
        inReplyTo,
        edit,
        draft,
        seen,
        whichDay,
        whichTime,
        zone,
        key);
  }

  Typed answering(String other) {
    return new Typed(
        pieces,
        warning,
        sensitive,
        visibility,
        language,
        replies,
        other,
        edit,
        draft,
        seen,
        day,
        time,
        zone,
        key);
  }

  // ---- what the buttons do

  Typed withOneMore() {
    List<Piece> more = new ArrayList<>(pieces);
    more.add(Piece.EMPTY);
    return with(more);
  }

  Typed without(int at) {
    List<Piece> fewer = new ArrayList<>(pieces);
    if (fewer.size() > 1 && at >= 0 && at < fewer.size()) {
      fewer.remove(at);
    }
    return with(fewer);
  }

  Typed withoutPoll(int at) {
    List<Piece> others = new ArrayList<>(pieces);
    if (at >= 0 && at < others.size()) {
      others.set(
          at, new Piece(others.get(at).text(), others.get(at).pictures(), ComposeViews.Poll.NONE));
    }
    return with(others);
  }

  /// Changes places with the one before or after.
  Typed moved(int at, int by) {
    return with(swapped(pieces, at, at + by));
  }

  Typed withPicture(int at, Picture picture) {
    return changed(
        at,
        piece -> {
          List<Picture> more = new ArrayList<>(piece.pictures());
          more.add(picture);
          return piece.with(more);
        });
  }

  Typed withoutPicture(String id) {
    return with(
        pieces.stream()
            .map(p -> p.with(p.pictures().stream().filter(x -> !x.id().equals(id)).toList()))
            .toList());
  }

  Typed movedPicture(String id, int by) {
    return with(
        pieces.stream()
            .map(
                p -> {
                  int at = p.pictures().stream().map(Picture::id).toList().indexOf(id);
                  return p.with(swapped(p.pictures(), at, at + by));
                })
            .toList());
  }

  private Typed changed(int at, UnaryOperator<Piece> change) {
    List<Piece> others = new ArrayList<>(pieces);
    if (at >= 0 && at < others.size()) {
      others.set(at, change.apply(others.get(at)));
    }
    return with(others);
  }

  private static <T> List<T> swapped(List<T> list, int one, int other) {
    List<T> changed = new ArrayList<>(list);
    if (Math.min(one, other) >= 0 && Math.max(one, other) < changed.size()) {
      Collections.swap(changed, one, other);
    }
    return changed;
  }

  /// How much room it takes, about.
  int characters() {
    int sum = warning.length() + visibility.length() + language.length();
    sum += replies.length();
    sum += inReplyTo.length() + edit.length() + draft.length() + seen.length();
    sum += day.length() + time.length() + zone.length() + key.length();
    for (Piece piece : pieces) {
      sum += piece.text().length();
      for (String option : piece.poll().options()) {
        sum += option.length();
      }
      for (Picture p : piece.pictures()) {
        sum += p.id().length() + p.description().length();
        sum += p.credit().length() + p.focus().length();
      }
    }
    return sum;
  }

  /// Says nothing: these words may be private.
  @Override
  public String toString() {
    return "Typed";
  }
}
