package verbatim.statuses;

import verbatim.kernel.ArticleId;
import verbatim.kernel.ExcerptId;

/// What a status brings with it beside its words. Whoever posts through the domain says it
/// ([Draft#carrying]); no parameter of the client API does, and no edit changes it.
public sealed interface Carried {
  Carried NOTHING = new Nothing();

  record Nothing() implements Carried {}

  record Excerpt(ExcerptId id) implements Carried {}

  record Article(ArticleId id) implements Carried {}
}
