package verbatim.statuses;

import java.util.List;
import verbatim.kernel.AccountId;
import verbatim.kernel.MediaId;
import verbatim.kernel.Refusal;
import verbatim.kernel.StatusId;
import verbatim.media.Media;
import verbatim.store.Op;

/// Files of statuses, as far as [Media] has to know.
sealed interface Attachments {
  /// A server without media: a status cannot have any.
  record Without() implements Attachments {}

  record With(Media media) implements Attachments {}

  /// @return to be written with the status
  default List<Op> attach(Status status) {
    return hold(status.author(), status.words().media(), status.id());
  }

  /// Keeps files for a use that is not a status yet.
  ///
  /// @return to be written with it
  default List<Op> hold(AccountId author, List<MediaId> files, StatusId use) {
    if (files.isEmpty()) {
      return List.of();
    }
    return switch (this) {
      case Without _ -> throw Refusal.invalid("media_ids", "ERR_INVALID", "There is no such file");
      case With(var media) -> media.attach(author, files, use);
    };
  }

  /// A status is deleted: its author may write it anew with the same files.
  default void release(StatusId status, List<MediaId> files) {
    if (!files.isEmpty() && this instanceof With(var media)) {
      media.release(files, status);
    }
  }

  /// A status is gone with its author.
  default void erase(StatusId status, List<MediaId> files) {
    if (!files.isEmpty() && this instanceof With(var media)) {
      media.erase(files, status);
    }
  }
}
