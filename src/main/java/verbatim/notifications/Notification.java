package verbatim.notifications;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
  /// What a notification is about, beside whom it comes from.
  enum About {
    /// A status, or nothing.
    STATUS,
    REPORT,
    WARNING,
    EXCERPT,
    /// Something else of ours, by its number.
    SUBJECT
  }

  public enum Type {
    MENTION("mention", About.STATUS),
    STATUS("status", About.STATUS),
    REBLOG("reblog", About.STATUS),
    FOLLOW("follow", About.STATUS),
    FOLLOW_REQUEST("follow_request", About.STATUS),
    FAVOURITE("favourite", About.STATUS),
    POLL("poll", About.STATUS),
    UPDATE("update", About.STATUS),
    ADMIN_SIGN_UP("admin.sign_up", About.STATUS),
    ADMIN_REPORT("admin.report", About.REPORT),
    MODERATION_WARNING("moderation_warning", About.WARNING),
    /// Words of the reader are asked for.
    EXCERPT_ASKED("excerpt_asked", About.EXCERPT),
    /// Somebody has agreed whom the reader asked.
    EXCERPT_AGREED("excerpt_agreed", About.EXCERPT),
    /// Words of the reader are shown, as was agreed beforehand.
    EXCERPT_SHOWN("excerpt_shown", About.EXCERPT),

    /// Somebody asks whether words are his; the subject is the question.
    WORD_QUESTION("word_question", About.SUBJECT),

    /// His question was answered.
    WORD_ANSWER("word_answer", About.SUBJECT),

    /// Words were registered as his; the subject is the statement.
    STATEMENT("statement", About.SUBJECT),

    /// What his article quotes was changed, withdrawn or confirmed; the subject is the article.
    SOURCE_CHANGED("source_changed", About.SUBJECT),

    /// What his article shows was edited, deleted or taken out; the subject is the article.
    EMBED_CHANGED("embed_changed", About.SUBJECT),

    /// Whom his article quotes says what he said; the subject is the article.
    REJOINDER("rejoinder", About.SUBJECT),

    /// Words of the reader stand in a story now; the subject is the story, as of the next three.
    STORY_GATHERED("story_gathered", About.SUBJECT),

    /// He is asked to keep it too.
    STORY_ASKED("story_asked", About.SUBJECT),

    /// There is something new in one that he follows.
    STORY_UPDATE("story_update", About.SUBJECT),

    /// In one that he keeps an article was corrected, or what it quotes has changed.
    STORY_CORRECTED("story_corrected", About.SUBJECT),

    /// Words of the reader stand in an article now; the subject is the article.
    ARTICLE_EMBEDDED("article_embedded", About.SUBJECT),

    /// An article that quotes the reader differs from what he said; the subject is the article.
    ARTICLE_QUOTED("article_quoted", About.SUBJECT),

    /// His name is to stand above an article; the subject is the article.
    ARTICLE_BYLINE("article_byline", About.SUBJECT),

    /// Another has published an article that bears his name, or other words of it; the subject is
    /// the article.
    ARTICLE_PUBLISHED("article_published", About.SUBJECT);

    /// What apps do not know: they are told only where they ask for it.
    public static final Set<Type> OURS =
        Stream.of(values())
            .filter(type -> type.about == About.SUBJECT)
            .collect(Collectors.toUnmodifiableSet());

    private final String word;
    private final About about;

    Type(String word, About about) {
      this.word = word;
      this.about = about;
    }

    /// The client API's word.
    public String word() {
      return word;
    }

    About about() {
      return about;
    }
  }
}
