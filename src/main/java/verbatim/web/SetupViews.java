package verbatim.web;

import java.util.List;

/// What the pages of the first run take.
public final class SetupViews {
  private SetupViews() {}

  /// @param code of the link, which goes with the form
  public record Founder(
      Frame frame, String code, String username, String email, List<Views.Fault> faults)
      implements Views.Faulty {}

  public record Server(
      Frame frame,
      String name,
      String description,
      String contactEmail,
      String contactAccount,
      List<Views.Fault> faults)
      implements Views.Faulty {}

  /// @param rules one on each line
  public record Rules(Frame frame, String rules, List<Views.Fault> faults)
      implements Views.Faulty {}

  /// @param joining open, approval or closed
  public record Joining(Frame frame, String joining) {}

  /// Somebody who might be worth following.
  ///
  /// @param about what he says of himself, shortened
  /// @param why the key of the reason, "" for none
  public record Suggested(Views.Person person, String about, String why, PeopleViews.Tie tie) {}

  public record Tag(String name, String href, boolean isFollowed) {}

  /// @param isNew whether he follows nobody yet
  /// @param address for whoever runs the server and is alone on it, else ""
  /// @param isFound whether others are told of him
  public record Welcome(
      Frame frame,
      boolean isNew,
      String address,
      boolean isFound,
      List<Suggested> people,
      List<Tag> tags) {}

  /// Without a frame: it is kept, so it must not know anybody.
  public record Offline(Tongue t, String serverName, Assets.Addresses assets) {}
}
