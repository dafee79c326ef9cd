package verbatim.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import verbatim.accounts.Standing;
import verbatim.text.Bidi;

/// What surrounds every page.
///
/// @param place which of the main places is marked as the one where the reader is
/// @param t how the server speaks to him
/// @param me who is signed in
/// @param formToken what every form carries against forged requests
/// @param here the address of the page, where forms come back to
/// @param unread notifications that are new; at most one more than are counted
/// @param talks private conversations in which something is new
/// @param asking how many ask to follow him; at most as many as are counted
/// @param waiting what waits at the desk, for whoever has one
/// @param toast what was just done, "" for nothing
/// @param card what it says of itself to other sites; only public pages have one
public record Frame(
    String title,
    Place place,
    Tongue t,
    Look look,
    Server server,
    Me me,
    String formToken,
    Assets.Addresses assets,
    String here,
    int unread,
    int talks,
    int asking,
    Waiting waiting,
    Toast toast,
    Card card) {
  /// What surrounds the page in an installed app: as the style sheet has `--sheet`.
  static final String PAPER_LIGHT = "#fefefc";

  private static final String PAPER_DARK = "#191c21";

  public String paperLight() {
    return look.theme().equals("dark") ? PAPER_DARK : PAPER_LIGHT;
  }

  public String paperDark() {
    return look.theme().equals("light") ? PAPER_LIGHT : PAPER_DARK;
  }

  /// The main places; each has a link in the rail or in the bar.
  public enum Place {
    NONE,
    HOME,
    PUBLIC,
    SEARCH,
    NOTIFICATIONS,
    CONVERSATIONS,
    BOOKMARKS,
    FAVOURITES,
    LISTS,
    STORIES,
    PROFILE,
    SETTINGS,
    WRITE,
    DESK,
    ABOUT
  }

  /// @param isInviting whether every member may let others in
  public record Server(
      String name, String description, boolean testMode, boolean isOpen, boolean isInviting) {}

  /// @param username "" for nobody
  /// @param isTold whether the moderators have told him something that he has not read
  public record Me(
      String id, String username, String name, String picture, Standing.Role role, boolean isTold) {
    static final Me NOBODY = new Me("", "", "", "", Standing.Role.USER, false);

    /// Whether there is a desk for him.
    public boolean isStaff() {
      return role != Standing.Role.USER;
    }

    public boolean isAdmin() {
      return role.isAtLeast(Standing.Role.ADMIN);
    }

    public boolean isSomebody() {
      return !username.isEmpty();
    }

    public String profile() {
      return "/@" + username;
    }
  }

  /// What waits at the desk; of each, at most one more than are counted.
  public record Waiting(int signUps, int reports, int appeals) {
    static final int COUNTED_MAX = 20;
    static final Waiting NOTHING = new Waiting(0, 0, 0);

    public int all() {
      return signUps + reports + appeals;
    }

    /// @param part a page of the desk
    public int at(String part) {
      return switch (part) {
        case "signups" -> signUps;
        case "reports" -> reports;
        case "appeals" -> appeals;
        default -> 0;
      };
    }

    public static String counted(int number) {
      return number > COUNTED_MAX ? COUNTED_MAX + "+" : String.valueOf(number);
    }
  }

  /// Something said once, with a button that takes it back.
  ///
  /// @param undo where the button posts to, "" for no button
  /// @param seconds how long the button is offered; 0 for as long as toasts stay
  public record Toast(
      String words, String undo, String button, String href, String link, int seconds) {
    static final Toast NONE = of("");

    static Toast of(String words) {
      return new Toast(words, "", "", "", "", 0);
    }
  }

  /// The same, with forms that lead elsewhere.
  Frame leadingTo(String other) {
    return new Frame(
        title, place, t, look, server, me, formToken, assets, other, unread, talks, asking, waiting,
        toast, card);
  }

  Frame with(Card other) {
    return new Frame(
        title, place, t, look, server, me, formToken, assets, here, unread, talks, asking, waiting,
        toast, other);
  }

  /// The same as part of an address.
  public String way() {
    return URLEncoder.encode(here, StandardCharsets.UTF_8);
  }

  /// As it stands in `title`: a name that is all of it turns nothing but itself.
  public String heading() {
    return Bidi.isolated(title) + " · " + Bidi.isolated(server.name());
  }

  public String serverName() {
    return server.name();
  }

  /// Whether he may make links that let others in.
  public boolean mayInvite() {
    return me.isAdmin() || me.isSomebody() && server.isInviting();
  }

  public boolean isOpen() {
    return server.isOpen();
  }

  /// For `aria-current`: null leaves the attribute out.
  public @org.jspecify.annotations.Nullable String current(Place other) {
    return place == other ? "page" : null;
  }

  /// The same for a page that is no main place.
  public @org.jspecify.annotations.Nullable String at(String path) {
    return here.equals(path) || here.startsWith(path + "/") ? "page" : null;
  }

  /// Whether he is at one of the places that stand under the others.
  public boolean isAtTheRest() {
    return switch (place) {
      case FAVOURITES, LISTS, STORIES -> true;
      default -> at("/drafts") != null || at("/articles") != null || at("/quotecheck") != null;
    };
  }
}
