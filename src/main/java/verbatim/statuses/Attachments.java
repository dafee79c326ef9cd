package verbatim.statuses;

import java.util.List;
import verbatim.kernel.Refusal;
import verbatim.store.Op;

/// Files of statuses. The seam to [verbatim.media]: until it stands, a status cannot have any.
final class Attachments {
  /// @return to be written with the status
  List<Op> attach(Status status) {
    if (!status.words().media().isEmpty()) {
      throw Refusal.invalid("media_ids", "ERR_INVALID", "There is no such file");
    }
    return List.of();
  }

  /// Its author may write the status anew with the same files.
  void release(Status status) {}

  /// An edit took files away, or the account goes.
  void erase(Status before, Status after) {}
}
