package verbatim.web;

import java.util.List;
import verbatim.house.About;
import verbatim.house.House;

/// What the house says of itself at the moment of asking, and what only the settings say.
///
/// @param url the public address without a slash at its end
/// @param host what people give to an app
/// @param sendsMail whether a forgotten password can be set anew by mail
public record Site(String url, String host, House house, boolean sendsMail, boolean testMode) {
  String name() {
    return house.about().name();
  }

  String description() {
    return house.about().description();
  }

  String contactEmail() {
    return house.about().contactEmail();
  }

  String contactAccount() {
    return house.about().contactAccount();
  }

  List<String> rules() {
    return house.about().rules().stream().map(About.Rule::words).toList();
  }

  /// Whether somebody may sign up (at once or by approval).
  boolean isOpen() {
    return house.about().joining() != About.Joining.CLOSED;
  }

  boolean isInviting() {
    return house.about().inviting() == About.Inviting.MEMBERS;
  }

  boolean asksReason() {
    return house.about().joining() == About.Joining.APPROVAL;
  }
}
