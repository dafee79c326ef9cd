package verbatim.server;

import java.util.List;
import java.util.Optional;
import verbatim.articles.Article;
import verbatim.kernel.SeriesId;
import verbatim.quotecheck.Statement;
import verbatim.statements.Reports;
import verbatim.statuses.Status;
import verbatim.stories.Quoting;

/// What stories show of the quote check.
public record QuotesInStories(Reports reports) implements Quoting {
  @Override
  public List<Statement> said(Status status) {
    return reports.said(status);
  }

  @Override
  public List<Statement> said(SeriesId series) {
    return reports.said(series);
  }

  @Override
  public boolean isDenied(Statement copy) {
    return reports.isDenied(copy);
  }

  @Override
  public Optional<Standing> standing(Article article) {
    return reports
        .standing(article)
        .map(
            found ->
                new Standing(
                    found.at(),
                    found.judged().stream()
                        .map(
                            one ->
                                new Judged(
                                    one.start(),
                                    one.end(),
                                    one.verdict(),
                                    one.severity(),
                                    one.source()))
                        .toList(),
                    found.turned()));
  }
}
