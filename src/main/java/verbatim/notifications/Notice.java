package verbatim.notifications;

import java.time.Instant;
import verbatim.kernel.AccountId;
import verbatim.kernel.Ids;

/// A notification as it lies in its row.
///
/// @param id of the event that made it: a replay writes the same row
/// @param status 0 for none; of a report, a warning or an excerpt, its id; else what the type says
///     it is about
/// @param held set aside by the policy of that moment
record Notice(long id, Notification.Type type, AccountId from, long status, boolean held) {
  private static final long DAY_MS = 86_400_000L;

  /// Favourites, boosts and follows of one day about one status are alike.
  String groupKey() {
    return switch (type) {
      case FAVOURITE, REBLOG, FOLLOW -> type.word() + "-" + status + "-" + day(id);
      case MENTION,
          STATUS,
          FOLLOW_REQUEST,
          POLL,
          UPDATE,
          ADMIN_SIGN_UP,
          ADMIN_REPORT,
          MODERATION_WARNING,
          EXCERPT_ASKED,
          EXCERPT_AGREED,
          EXCERPT_SHOWN,
          WORD_QUESTION,
          WORD_ANSWER,
          STATEMENT,
          SOURCE_CHANGED,
          EMBED_CHANGED,
          REJOINDER,
          STORY_GATHERED,
          STORY_ASKED,
          STORY_UPDATE,
          STORY_CORRECTED,
          ARTICLE_EMBEDDED,
          ARTICLE_QUOTED,
          ARTICLE_BYLINE,
          ARTICLE_PUBLISHED ->
          ungroupedKey();
    };
  }

  String ungroupedKey() {
    return "ungrouped-" + id;
  }

  static long day(long id) {
    return Ids.timeOf(id).toEpochMilli() / DAY_MS;
  }

  /// The smallest id of the day after.
  static long endOfDay(long day) {
    return Ids.floor(Instant.ofEpochMilli((day + 1) * DAY_MS));
  }
}
