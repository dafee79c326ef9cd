package verbatim.search;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import verbatim.index.Index;
import verbatim.index.Keeping;
import verbatim.index.Match;
import verbatim.kernel.Limits;
import verbatim.kernel.StatusId;
import verbatim.relations.Viewer;
import verbatim.statuses.Status;

/// Tags by their beginning. A tag is there while one of the newest statuses that carry it is public
/// and may be shown to the viewer: the index alone would still know those of what was deleted.
final class FoundTags {
  private static final int LOOKED_MAX = 2_000;
  private static final int CANDIDATES = 60;
  private static final int REASONS = 10;

  private final Search.Sources sources;
  private final Keeping keeping;
  private final Limits.Search limits;

  FoundTags(Search.Sources sources, Keeping keeping, Limits.Search limits) {
    this.sources = sources;
    this.keeping = keeping;
    this.limits = limits;
  }

  List<String> find(Viewer viewer, String text, int skip, int rowsMax) {
    String written = text.strip();
    String name =
        written.startsWith("#") || written.startsWith("＃") ? written.substring(1) : written;
    if (name.isEmpty()
        || skip > limits.skipMax()
        || name.codePoints().anyMatch(Character::isWhitespace)) {
      return List.of();
    }
    String begins = Entries.tag(name);
    if (begins.isEmpty()) {
      return List.of();
    }
    Map<String, String> shown = new LinkedHashMap<>();
    shownAs(viewer, begins).ifPresent(as -> shown.put(begins, as));
    List<Index.Known> known =
        keeping.use(index -> index.words(Entries.LISTED_TAG, begins, LOOKED_MAX, CANDIDATES));
    for (Index.Known tag : known) {
      if (shown.size() < skip + rowsMax && !shown.containsKey(tag.word())) {
        shownAs(viewer, tag.word()).ifPresent(as -> shown.put(tag.word(), as));
      }
    }
    return shown.values().stream().skip(skip).limit(rowsMax).toList();
  }

  /// As it was last written.
  private Optional<String> shownAs(Viewer viewer, String tag) {
    Match tagged = new Match.Word(Entries.LISTED_TAG, tag);
    return keeping.use(index -> index.newest(tagged, REASONS, limits.timeMax())).stream()
        .flatMap(id -> sources.statuses().find(new StatusId(id)).stream())
        .filter(status -> mayTell(viewer, status))
        .flatMap(status -> status.words().tags().stream())
        .filter(written -> Entries.tag(written).equals(tag))
        .findFirst();
  }

  private boolean mayTell(Viewer viewer, Status status) {
    return !status.isBoost()
        && Entries.isListed(status)
        && sources.statuses().maySee(viewer, status)
        && sources.maySee().wants(viewer, status.author());
  }
}
