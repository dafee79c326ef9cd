package verbatim.api;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import verbatim.house.About;
import verbatim.house.House;

/// What the server says of itself: as the house says it at the moment of asking.
///
/// @param publicUrl the only origin that stands in answers
/// @param version of the program
/// @param openedAt when the server was started
public record Site(URI publicUrl, String version, House house, Instant openedAt) {
  String title() {
    return house.about().name();
  }

  /// Plain text.
  String description() {
    return house.about().description();
  }

  /// "" for none.
  String contactEmail() {
    return house.about().contactEmail();
  }

  /// The account to turn to, "" for none.
  String contactUsername() {
    return house.about().contactAccount();
  }

  /// Whether every member may let others in.
  boolean isInviting() {
    return house.about().inviting() == About.Inviting.MEMBERS;
  }

  List<About.Rule> rules() {
    return house.about().rules();
  }

  /// BCP 47.
  List<String> languages() {
    return house.about().languages();
  }

  /// The long description as plain text.
  String more() {
    About about = house.about();
    return about.more().isEmpty() ? about.description() : about.more();
  }

  /// How data is handled, as plain text, "" for none.
  String privacy() {
    return house.about().privacy();
  }

  /// When both were last changed is not kept: they are as they are at least since then.
  Instant textsAt() {
    return openedAt;
  }
}
