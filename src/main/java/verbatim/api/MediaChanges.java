package verbatim.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import verbatim.http.Params;
import verbatim.kernel.AccountId;
import verbatim.kernel.MediaId;
import verbatim.kernel.Refusal;
import verbatim.media.Media;
import verbatim.media.Medium;

/// What an owner says of his uploads: with the upload, later, or with an edit of the status.
final class MediaChanges {
  private final Media media;

  MediaChanges(Media media) {
    this.media = media;
  }

  /// `media_attributes` of an edit.
  Map<MediaId, Media.Said> read(AccountId owner, List<Params> changes) {
    Map<MediaId, Media.Said> all = new LinkedHashMap<>();
    for (Params change : changes) {
      Medium mine =
          media.mine(owner, change.id("id", MediaId::parse).orElseThrow(Refusal::notFound));
      all.put(mine.id(), said(change, mine));
    }
    return all;
  }

  static Media.Said said(Params params) {
    return new Media.Said(
        params.text("description", ""),
        focus(params.text("focus", ""), Medium.Focus.CENTRE),
        params.text("credit", ""));
  }

  static Media.Said said(Params params, Medium was) {
    return new Media.Said(
        params.text("description", was.description()),
        focus(params.text("focus", ""), was.focus()),
        params.text("credit", was.credit()));
  }

  /// `x,y` from -1 to 1.
  private static Medium.Focus focus(String text, Medium.Focus otherwise) {
    if (text.isBlank()) {
      return otherwise;
    }
    String[] parts = text.split(",", -1);
    try {
      if (parts.length == 2) {
        return new Medium.Focus(
            Double.parseDouble(parts[0].strip()), Double.parseDouble(parts[1].strip()));
      }
    } catch (NumberFormatException _) {
      throw wrong();
    }
    throw wrong();
  }

  private static RuntimeException wrong() {
    return Refusal.invalid("focus", "ERR_INVALID", "Focus must be two numbers from -1 to 1: x,y");
  }
}
