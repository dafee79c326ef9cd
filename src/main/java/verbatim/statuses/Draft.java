package verbatim.statuses;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import verbatim.kernel.AccountId;
import verbatim.kernel.MediaId;
import verbatim.kernel.Origin;
import verbatim.kernel.StatusId;
import verbatim.relations.ReplyPolicy;

/// What is to be posted. [Statuses] checks it.
///
/// @param language "" for none
/// @param replies who may answer it
/// @param carried what stands below its words
public record Draft(
    AccountId author,
    String text,
    String warning,
    boolean sensitive,
    String language,
    Visibility visibility,
    List<MediaId> media,
    Optional<NewPoll> poll,
    Optional<StatusId> inReplyTo,
    Status.Application application,
    Origin origin,
    ReplyPolicy replies,
    Carried carried) {

  /// It carries nothing, and everybody who may read it may answer it.
  public Draft(
      AccountId author,
      String text,
      String warning,
      boolean sensitive,
      String language,
      Visibility visibility,
      List<MediaId> media,
      Optional<NewPoll> poll,
      Optional<StatusId> inReplyTo,
      Status.Application application,
      Origin origin) {
    this(
        author,
        text,
        warning,
        sensitive,
        language,
        visibility,
        media,
        poll,
        inReplyTo,
        application,
        origin,
        ReplyPolicy.PUBLIC,
        Carried.NOTHING);
  }

  public enum Visibility {
    PUBLIC("public"),
    UNLISTED("unlisted"),
    FOLLOWERS("private"),
    DIRECT("direct");

    private final String word;

    Visibility(String word) {
      this.word = word;
    }

    /// The client API's word.
    public String word() {
      return word;
    }
  }

  public record NewPoll(
      List<String> options, boolean multiple, boolean hideTotals, Duration runs) {}

  /// Plain public words: the common case, also in tests.
  public static Draft of(AccountId author, String text) {
    return new Draft(
        author,
        text,
        "",
        false,
        "",
        Visibility.PUBLIC,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Status.Application.NONE,
        Origin.HERE);
  }

  public Draft with(ReplyPolicy policy) {
    return new Draft(
        author,
        text,
        warning,
        sensitive,
        language,
        visibility,
        media,
        poll,
        inReplyTo,
        application,
        origin,
        policy,
        carried);
  }

  /// For domains that post what is theirs; never from a parameter of the client API.
  public Draft carrying(Carried what) {
    return new Draft(
        author,
        text,
        warning,
        sensitive,
        language,
        visibility,
        media,
        poll,
        inReplyTo,
        application,
        origin,
        replies,
        what);
  }

  boolean carriesNothing() {
    return carried instanceof Carried.Nothing;
  }

  Draft withoutParent() {
    return new Draft(
        author,
        text,
        warning,
        sensitive,
        language,
        visibility,
        media,
        poll,
        Optional.empty(),
        application,
        origin,
        replies,
        carried);
  }
}
