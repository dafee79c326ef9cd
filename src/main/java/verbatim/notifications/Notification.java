package verbatim.notifications;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import verbatim.kernel.AccountId;
import verbatim.kernel.DeedId;
import verbatim.kernel.ExcerptId;
import verbatim.kernel.NotificationId;
import verbatim.kernel.ReportId;
import verbatim.kernel.StatusId;

/// @param from of a warning the reader himself: who acted is not said
/// @param warning what the moderators did
/// @param excerpt of a private conversation
/// @param subject the id of what else it is about, as its type says: of a question, of an article;
///     0 for nothing
/// @param groupKey the client API's group_key: alike ones (favourites of one status) share it
public record Notification(
    NotificationId id,
    Type type,
    AccountId from,
    Optional<StatusId> status,
    Optional<ReportId> report,
    Optional<DeedId> warning,
    Optional<ExcerptId> excerpt,
    long subject,
    String groupKey,
    Instant createdAt) {
  public enum Type {
    MENTION("mention"),
    STATUS("status"),
    REBLOG("reblog"),
    FOLLOW("follow"),
    FOLLOW_REQUEST("follow_request"),
    FAVOURITE("favourite"),
    POLL("poll"),
    UPDATE("update"),
    ADMIN_SIGN_UP("admin.sign_up"),
    ADMIN_REPORT("admin.report"),
    MODERATION_WARNING("moderation_warning"),
    /// Words of the reader are asked for.
    EXCERPT_ASKED("excerpt_asked"),
    /// Somebody has agreed whom the reader asked.
    EXCERPT_AGREED("excerpt_agreed"),
    /// Words of the reader are shown, as was agreed beforehand.
    EXCERPT_SHOWN("excerpt_shown"),

    /// Somebody asks whether words are his; the subject is the question.
    WORD_QUESTION("word_question"),

    /// His question was answered.
    WORD_ANSWER("word_answer"),

    /// Words were registered as his; the subject is the statement.
    STATEMENT("statement"),

    /// What his article quotes or embeds was changed, withdrawn or confirmed; the subject is the
    /// article.
    SOURCE_CHANGED("source_changed"),

    /// Words of the reader stand in a story now; the subject is the story, as of the next two.
    STORY_GATHERED("story_gathered"),

    /// He is asked to keep it too.
    STORY_ASKED("story_asked"),

    /// There is something new in one that he follows.
    STORY_UPDATE("story_update"),

    /// Words of the reader stand in an article now; the subject is the article.
    ARTICLE_EMBEDDED("article_embedded"),

    /// His name is to stand above an article; the subject is the article.
    ARTICLE_BYLINE("article_byline");

    /// What apps do not know: they are told only where they ask for it.
    public static final Set<Type> OURS =
        Set.of(
            WORD_QUESTION,
            WORD_ANSWER,
            STATEMENT,
            SOURCE_CHANGED,
            STORY_GATHERED,
            STORY_ASKED,
            STORY_UPDATE,
            ARTICLE_EMBEDDED,
            ARTICLE_BYLINE);

    private final String word;

    /// Whether it is about an excerpt.
    boolean isOfExcerpt() {
      return switch (this) {
        case EXCERPT_ASKED, EXCERPT_AGREED, EXCERPT_SHOWN -> true;
        case MENTION,
            STATUS,
            REBLOG,
            FOLLOW,
            FOLLOW_REQUEST,
            FAVOURITE,
            POLL,
            UPDATE,
            ADMIN_SIGN_UP,
            ADMIN_REPORT,
            MODERATION_WARNING,
            WORD_QUESTION,
            WORD_ANSWER,
            STATEMENT,
            SOURCE_CHANGED,
            STORY_GATHERED,
            STORY_ASKED,
            STORY_UPDATE,
            ARTICLE_EMBEDDED,
            ARTICLE_BYLINE ->
            false;
      };
    }

    Type(String word) {
      this.word = word;
    }

    /// The client API's word.
    public String word() {
      return word;
    }

    /// Whether it is about something that is neither a status nor a report.
    boolean hasSubject() {
      return OURS.contains(this);
    }
  }
}
