package verbatim.web;

import java.time.Instant;
import java.util.List;
import verbatim.statuses.Draft;
import verbatim.statuses.Drafts;
import verbatim.statuses.Scheduled;
import verbatim.statuses.Statuses;

/// Drafts, and what waits for its time, as they are listed.
final class ShelvedViews {
  private static final int WORDS_CODE_POINTS_MAX = 280;

  private final Statuses statuses;

  ShelvedViews(Statuses statuses) {
    this.statuses = statuses;
  }

  List<ComposeViews.Kept> drafts(List<Drafts.Begun> drafts) {
    return drafts.stream()
        .map(
            begun ->
                kept(
                    begun.id().toString(),
                    begun.statuses(),
                    begun.updatedAt(),
                    ComposeViews.Later.NONE,
                    false))
        .toList();
  }

  List<ComposeViews.Kept> waiting(List<Scheduled.Post> posts, Tongue t) {
    return posts.stream()
        .map(
            post ->
                kept(
                    post.id().toString(),
                    post.drafts(),
                    post.at(),
                    Composing.fields(post.at(), t),
                    statuses.scheduled().isLate(post)))
        .toList();
  }

  private static ComposeViews.Kept kept(
      String id, List<Draft> parts, Instant at, ComposeViews.Later later, boolean isLate) {
    Draft first =
        parts.stream().filter(part -> !part.text().isBlank()).findFirst().orElse(parts.getFirst());
    return new ComposeViews.Kept(
        id,
        shortly(first.text()),
        first.language(),
        parts.size(),
        parts.stream().mapToInt(part -> part.media().size()).sum(),
        parts.stream().anyMatch(part -> part.poll().isPresent()),
        first.warning(),
        at,
        later,
        isLate);
  }

  private static String shortly(String text) {
    int max =
        Math.min(
            text.length(),
            text.offsetByCodePoints(
                0, Math.min(WORDS_CODE_POINTS_MAX, text.codePointCount(0, text.length()))));
    return max < text.length() ? text.substring(0, max) + "…" : text;
  }
}
