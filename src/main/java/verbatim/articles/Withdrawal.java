package verbatim.articles;

import java.time.Instant;
import verbatim.kernel.AccountId;
import verbatim.kernel.ArticleId;

/// That an article was published and is a draft again. Of its words it holds nothing.
///
/// @param by whose article it was
public record Withdrawal(ArticleId article, AccountId by, Instant at) {}
