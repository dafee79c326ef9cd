package verbatim.web;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import verbatim.access.Registration;
import verbatim.accounts.Account;
import verbatim.accounts.Standing;
import verbatim.articles.Article;
import verbatim.http.Request;
import verbatim.kernel.AccountId;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.StatusId;
import verbatim.moderation.Case;
import verbatim.moderation.Deed;
import verbatim.moderation.Evidence;
import verbatim.statuses.Status;
import verbatim.stories.Story;

/// People, reports and deeds as the pages of the desk show them.
final class DeskRows {
  static final int ROWS = 20;
  private static final int POSTS_MAX = 100;

  private final Web.Words words;
  private final Persons persons;
  private final PostViews posts;

  DeskRows(Web.Words words, Persons persons, PostViews posts) {
    this.words = words;
    this.persons = persons;
    this.posts = posts;
  }

  /// For whoever may read them: the caller makes sure.
  List<DeskViews.Held> held(List<Evidence.Held> some) {
    return some.stream().map(this::held).toList();
  }

  private DeskViews.Held held(Evidence.Held one) {
    Status.Words written = one.post().words();
    return new DeskViews.Held(
        one.post().createdAt(),
        written.warning(),
        words.html().of(written, one.post().origin()),
        written.language(),
        written.poll().map(Status.Poll::options).orElse(List.of()),
        posts.heldPictures(written.media(), one.holder()));
  }

  DeskViews.Who nobody() {
    return new DeskViews.Who("", "", false);
  }

  /// An erased account has no page any more, but its name, which stays its own for ever: else
  /// nobody could tell later whom something was done to.
  DeskViews.Who who(AccountId id) {
    if (id.value() == 0) {
      return nobody();
    }
    Optional<Account> account = words.accounts().find(id);
    boolean isThere =
        account.isPresent() && account.get().standing().state() != Standing.State.DELETED;
    String name = account.map(a -> "@" + a.handle().acct()).orElse(id.toString());
    return new DeskViews.Who(id.toString(), name, isThere);
  }

  /// Who did something: perhaps whoever types commands.
  DeskViews.Who by(AccountId id, Tongue t) {
    return id.value() == 0 ? new DeskViews.Who("", t.say("desk.console"), false) : who(id);
  }

  List<DeskViews.Line> lines(List<Deed> deeds, Tongue t) {
    return deeds.stream().map(deed -> line(deed, t)).toList();
  }

  DeskViews.Line line(Deed deed, Tongue t) {
    Optional<Story> story =
        deed.story()
            .flatMap(words.stories()::find)
            .filter(found -> found.state() != Story.State.PRIVATE);
    Optional<Article> article =
        deed.article().flatMap(words.articles()::find).filter(Article::isPublished);
    return new DeskViews.Line(
        deed.id().toString(),
        key(deed.kind()),
        by(deed.by(), t),
        who(deed.about()),
        deed.statuses().size(),
        deed.report().value() == 0 ? "" : deed.report().toString(),
        deed.words(),
        detail(deed, t),
        story
            .map(Story::title)
            .or(() -> article.map(found -> words.articles().current(found).words().title()))
            .orElse(""),
        story
            .map(found -> "/desk/stories/" + found.id())
            .or(() -> article.map(found -> "/articles/" + found.id() + "/quotecheck?published=1"))
            .orElse(""),
        deed.at());
  }

  private String detail(Deed deed, Tongue t) {
    return switch (deed.kind()) {
      case ROLE -> t.find("role." + deed.detail()).orElse(deed.detail());
      case ASSIGNED -> deed.assignee().map(id -> who(id).name()).orElse("");
      case SETTING, EMOJI, ANNOUNCEMENT, CREDENTIALS, INVITATION -> deed.detail();
      case APPROVED,
          REFUSED,
          WARNED,
          LIMITED,
          UNLIMITED,
          SUSPENDED,
          UNSUSPENDED,
          MARKED_SENSITIVE,
          UNCOVERED,
          REMOVED,
          NOTED,
          READ,
          STORY_WITHHELD,
          STORY_RETURNED,
          REJOINDER_REMOVED,
          UNASSIGNED,
          RESOLVED,
          REOPENED,
          APPEAL_ACCEPTED,
          APPEAL_DECLINED,
          DELETED ->
          "";
    };
  }

  static String key(Deed.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  DeskViews.CaseRow row(Case one) {
    return new DeskViews.CaseRow(
        one.report().id().toString(),
        one.report().category().word(),
        who(one.report().about()),
        who(one.report().by()),
        one.report().statuses().size(),
        one.report().comment(),
        one.isAssigned() ? who(one.assignee()) : nobody(),
        one.isOpen(),
        one.report().createdAt());
  }

  /// @param isAdmin who may see addresses
  Optional<DeskViews.SignUp> signUp(Registration.Waiting one, boolean isAdmin) {
    String email = one.email();
    return words
        .accounts()
        .find(one.account())
        .map(
            account ->
                new DeskViews.SignUp(
                    account.id().toString(),
                    "@" + account.handle().acct(),
                    isAdmin ? email : email.substring(email.lastIndexOf('@') + 1),
                    one.reason(),
                    one.since(),
                    switch (one.before().what()) {
                      case NOTHING -> "";
                      case REFUSED -> "refused";
                      case SUSPENDED -> "suspended";
                    },
                    one.before().at()));
  }

  DeskViews.PersonRow row(Account account) {
    return new DeskViews.PersonRow(
        persons.of(account),
        state(account.standing()),
        account.standing().role().name().toLowerCase(Locale.ROOT),
        account.createdAt());
  }

  private static String state(Standing standing) {
    boolean isPlain = standing.state() == Standing.State.ACTIVE;
    return isPlain && standing.limited()
        ? "limited"
        : standing.state().name().toLowerCase(Locale.ROOT);
  }

  /// Whether the reader stands above somebody, so that he may act on him.
  boolean isOver(AccountId reader, Account about) {
    return words
        .accounts()
        .find(reader)
        .filter(me -> me.standing().role().compareTo(about.standing().role()) > 0)
        .isPresent();
  }

  /// What may be done to somebody as he stands, by the words of the form.
  static List<String> choices(Account about) {
    Standing standing = about.standing();
    boolean isSuspended = standing.state() == Standing.State.SUSPENDED;
    return List.of(
        "warned",
        standing.limited() ? "unlimited" : "limited",
        isSuspended ? "unsuspended" : "suspended");
  }

  /// Of the posts on a page those that were ticked.
  ///
  /// @throws Refused Invalid with field `posts` when none is
  static List<StatusId> chosen(Request request) {
    List<StatusId> some =
        request.params().ids("post", StatusId::parse).stream().distinct().limit(POSTS_MAX).toList();
    if (some.isEmpty()) {
      throw Refusal.invalid("posts", "ERR_BLANK", "Choose at least one post");
    }
    return some;
  }

  /// What stands beside a form that was refused: that another was faster, or what is not allowed.
  /// Faults of a field are not among them.
  static String problem(Refused refused, Tongue t) {
    return switch (refused.refusal()) {
      case Refusal.Conflict _ -> t.say("desk.late");
      case Refusal.Forbidden _ -> t.say("desk.not_over");
      case Refusal.Invalid _,
          Refusal.NotFound _,
          Refusal.NotSignedIn _,
          Refusal.Malformed _,
          Refusal.WrongType _,
          Refusal.Gone _,
          Refusal.TooMany _,
          Refusal.TooLarge _,
          Refusal.Unavailable _ ->
          "";
    };
  }

  /// The status of the page that says so.
  static int status(Refused refused) {
    return switch (refused.refusal()) {
      case Refusal.Conflict _ -> 409;
      case Refusal.Forbidden _ -> 403;
      case Refusal.Invalid _ -> 422;
      case Refusal.NotFound _,
          Refusal.NotSignedIn _,
          Refusal.Malformed _,
          Refusal.WrongType _,
          Refusal.Gone _,
          Refusal.TooMany _,
          Refusal.TooLarge _,
          Refusal.Unavailable _ ->
          throw refused;
    };
  }

  static List<Views.Fault> faults(Refused refused, Tongue t) {
    return problem(refused, t).isEmpty() ? Forms.faults(refused, t) : List.of();
  }
}
