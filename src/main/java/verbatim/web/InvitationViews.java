package verbatim.web;

import java.time.Instant;
import java.util.List;

/// What the templates of invitations take.
public final class InvitationViews {
  private InvitationViews() {}

  /// @param by who made it
  /// @param came who joined with it, as far as they are still here
  public record Row(
      String id,
      DeskViews.Who by,
      String note,
      int used,
      int usesMax,
      Instant until,
      boolean isOpen,
      List<DeskViews.Who> came) {}

  /// @param others those of others, for admins
  /// @param address of the one that was just made, told once; "" for none
  /// @param uses as typed, and so on
  public record Invitations(
      Frame frame,
      List<Row> mine,
      List<Row> others,
      String address,
      String note,
      int uses,
      int days,
      List<Integer> usesChoices,
      List<Integer> daysChoices,
      List<Views.Fault> faults)
      implements Views.Faulty {}

  /// Told once: the address with which somebody sets a new password.
  public record ResetLink(Frame frame, String name, String back, String address) {}
}
