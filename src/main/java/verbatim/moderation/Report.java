package verbatim.moderation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import verbatim.kernel.AccountId;
import verbatim.kernel.ExcerptId;
import verbatim.kernel.ReportId;
import verbatim.kernel.StatusId;
import verbatim.kernel.StoryId;

/// What somebody told the moderators.
///
/// @param about whose account
/// @param statuses of that account, which the reporter could see
/// @param excerpts of private talk by that account, which the reporter could see
/// @param rules by their numbers in the settings
/// @param forward whether the account's own server may be told too
/// @param stories that this account keeps, perhaps with others, and which the reporter could see
public record Report(
    ReportId id,
    AccountId by,
    AccountId about,
    List<StatusId> statuses,
    List<ExcerptId> excerpts,
    String comment,
    Category category,
    List<String> rules,
    boolean forward,
    Instant createdAt,
    List<StoryId> stories) {
  public enum Category {
    SPAM("spam"),
    LEGAL("legal"),
    VIOLATION("violation"),
    OTHER("other");

    private final String word;

    Category(String word) {
      this.word = word;
    }

    /// The client API's word.
    public String word() {
      return word;
    }

    public static Optional<Category> named(String word) {
      return Stream.of(values()).filter(category -> category.word.equals(word)).findFirst();
    }
  }

  Report withoutWords() {
    return new Report(
        id, by, about, List.of(), List.of(), "", category, List.of(), forward, createdAt,
        List.of());
  }

  /// Says nothing of what was told.
  @Override
  public String toString() {
    return "Report " + id;
  }
}
