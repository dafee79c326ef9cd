package verbatim.api;

import java.util.List;
import verbatim.http.Params;
import verbatim.kernel.AccountId;

/// New descriptions of attachments that come with an edit of their status.
final class MediaChanges {
  void apply(AccountId owner, List<Params> changes) {}
}
