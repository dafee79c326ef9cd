package verbatim.search;

import java.util.List;
import java.util.Optional;
import verbatim.kernel.AccountId;
import verbatim.kernel.ArticleId;
import verbatim.kernel.StatusId;
import verbatim.statuses.Status;

/// The seam to what is written at length, which stands in the same ring. All of it is published:
/// who may read it is who may read the status that carries it.
public interface Writings {
  Optional<Writing> find(ArticleId id);

  Optional<Writing> carriedBy(Status status);

  /// Only which it is.
  Optional<ArticleId> idCarriedBy(Status status);

  /// @param words all that is read in it; what it shows of others is not its own
  /// @param quotations in their order
  record Writing(
      ArticleId id,
      StatusId status,
      AccountId owner,
      String title,
      String standfirst,
      String words,
      List<String> topics,
      String language,
      List<Quotation> quotations) {
    public Writing {
      topics = List.copyOf(topics);
      quotations = List.copyOf(quotations);
    }
  }

  /// @param number within its article, from 1
  /// @param words between the quotation marks
  /// @param speaker whom the article names; "" for nobody
  record Quotation(int number, String words, String speaker) {}
}
