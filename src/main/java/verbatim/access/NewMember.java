package verbatim.access;

import java.net.InetAddress;
import verbatim.kernel.Secret;

/// What somebody fills in to join. Nothing else that a body may hold has any effect.
///
/// @param agreement whether the rules were agreed to
/// @param locale BCP 47, "" for none
/// @param reason why, for whoever approves; "" for none
/// @param invitation the code of a link that lets him in, empty for none
/// @param address where the request came from
public record NewMember(
    String username,
    String email,
    Secret password,
    boolean agreement,
    String locale,
    String reason,
    Secret invitation,
    InetAddress address) {
  public NewMember(
      String username,
      String email,
      Secret password,
      boolean agreement,
      String locale,
      String reason,
      InetAddress address) {
    this(username, email, password, agreement, locale, reason, new Secret(""), address);
  }

  @Override
  public String toString() {
    return "NewMember";
  }
}
