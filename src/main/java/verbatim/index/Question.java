package verbatim.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.IndexOrDocValuesQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.QueryBuilder;

/// A [Match] as Lucene asks it.
final class Question {
  private final QueryBuilder texts;
  private final Marks marks = new Marks();

  Question(Analyzer forAsking) {
    texts = new QueryBuilder(forAsking);
  }

  Query of(Match match) {
    return ask(match).orElse(MatchNoDocsQuery.INSTANCE);
  }

  /// Empty for a text without words.
  private Optional<Query> ask(Match match) {
    return switch (match) {
      case Match.Word(var field, var value) ->
          Optional.of(new ConstantScoreQuery(new TermQuery(new Term(field, value))));
      case Match.OneOf(var field, var values) ->
          Optional.of(new TermInSetQuery(field, values.stream().map(BytesRef::new).toList()));
      case Match.Says(var field, var text) ->
          Optional.ofNullable(texts.createPhraseQuery(field, text)).map(ConstantScoreQuery::new);
      case Match.Numbers(var numbers) -> Optional.of(numbers(numbers));
      case Match.Between(long from, long to) ->
          Optional.of(
              new IndexOrDocValuesQuery(
                  LongPoint.newRangeQuery(Index.NUMBER, from, to),
                  NumericDocValuesField.newSlowRangeQuery(Index.NUMBER, from, to)));
      case Match.Marked(var field) -> Optional.of(marks.of(field));
      case Match.All(var parts) -> all(parts);
      case Match.Any(var parts) -> any(parts);
      case Match.Not(var part) -> ask(part).map(Question::not);
      case Match.Better(var part, float by) -> ask(part).map(query -> new BoostQuery(query, by));
    };
  }

  private static Query numbers(long[] numbers) {
    return new IndexOrDocValuesQuery(
        LongPoint.newSetQuery(Index.NUMBER, numbers),
        NumericDocValuesField.newSlowSetQuery(Index.NUMBER, numbers));
  }

  private Optional<Query> all(List<Match> parts) {
    var all = new BooleanQuery.Builder();
    int asked = 0;
    int wanted = 0;
    for (Match part : parts) {
      Optional<Query> query = ask(part instanceof Match.Not(var unwanted) ? unwanted : part);
      if (query.isPresent()) {
        boolean isWanted = !(part instanceof Match.Not);
        all.add(query.get(), isWanted ? Occur.MUST : Occur.MUST_NOT);
        asked++;
        wanted += isWanted ? 1 : 0;
      }
    }
    if (asked > 0 && wanted == 0) {
      all.add(MatchAllDocsQuery.INSTANCE, Occur.FILTER);
    }
    return Optional.of(asked == 0 ? MatchNoDocsQuery.INSTANCE : all.build());
  }

  private Optional<Query> any(List<Match> parts) {
    List<Query> asked = new ArrayList<>();
    parts.forEach(part -> ask(part).ifPresent(asked::add));
    if (asked.isEmpty()) {
      return Optional.empty();
    }
    var any = new BooleanQuery.Builder();
    asked.forEach(query -> any.add(query, Occur.SHOULD));
    return Optional.of(any.build());
  }

  private static Query not(Query query) {
    return new BooleanQuery.Builder()
        .add(MatchAllDocsQuery.INSTANCE, Occur.FILTER)
        .add(query, Occur.MUST_NOT)
        .build();
  }
}
