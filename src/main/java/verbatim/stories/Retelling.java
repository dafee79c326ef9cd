package verbatim.stories;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.articles.Article;
import verbatim.articles.Articles;
import verbatim.kernel.AccountId;
import verbatim.kernel.Limits;
import verbatim.kernel.Origin;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.StatusId;
import verbatim.quotecheck.Channel;
import verbatim.quotecheck.Checking;
import verbatim.quotecheck.Confidence;
import verbatim.quotecheck.KnownStatements;
import verbatim.quotecheck.Person;
import verbatim.quotecheck.QuoteCheck;
import verbatim.quotecheck.Severity;
import verbatim.quotecheck.Source;
import verbatim.quotecheck.Span;
import verbatim.quotecheck.Statement;
import verbatim.statuses.Status;
import verbatim.text.Blocks;
import verbatim.text.Markup;

/// Compares what the articles and posts of a story quote with what its posts say: nothing else is
/// known here, so a quotation whose source is not in the story is simply not compared. A pure
/// function of the things shown, kept for as long as these are the same.
final class Retelling {
  private static final int KEPT_MAX = 200;
  private static final int CHECKED_MAX = 60;
  private static final int SENTENCES_MAX = 12;
  private static final int VERSIONS_MAX = 12;
  private static final int WORDS_MIN = 3;

  private final Checking checking;
  private final Articles articles;
  private final Accounts accounts;
  private final Cache<List<Shown>, Retold> kept =
      Caffeine.newBuilder().maximumSize(KEPT_MAX).build();

  /// What of a thing the result depends on.
  private record Shown(StatusId status, Instant edited, int version) {}

  /// A thing with what it may quote in.
  private record Text(Status status, Optional<Article> article, Blocks blocks) {}

  Retelling(Articles articles, Accounts accounts, Limits limits) {
    this.checking = new Checking(limits.checks());
    this.articles = articles;
    this.accounts = accounts;
  }

  Retold of(List<Status> things) {
    List<Shown> key = new ArrayList<>();
    for (Status status : things) {
      key.add(
          new Shown(
              status.id(),
              status.words().editedAt(),
              articles.carriedBy(status).map(Article::versions).orElse(0)));
    }
    return kept.get(List.copyOf(key), _ -> compared(things));
  }

  private Retold compared(List<Status> things) {
    List<Text> texts = new ArrayList<>();
    List<Statement> said = new ArrayList<>();
    Map<String, Status> byId = new HashMap<>();
    Set<AccountId> people = new HashSet<>();
    for (Status status : things) {
      Optional<Article> article = articles.carriedBy(status);
      people.add(status.author());
      byId.put(status.id().toString(), status);
      if (article.isPresent()) {
        texts.add(new Text(status, article, articles.blocks(articles.current(article.get()))));
      } else if (status.origin() instanceof Origin.Here) {
        statement(status).ifPresent(said::add);
        if (quotes(status.words().text())) {
          texts.add(
              new Text(status, Optional.empty(), Blocks.read(Markup.TEXT, status.words().text())));
        }
      }
    }
    List<Person> persons =
        people.stream().flatMap(id -> accounts.find(id).stream()).map(Retelling::person).toList();
    Map<String, List<Found>> found = new LinkedHashMap<>();
    List<Retold.Checked> checked = new ArrayList<>();
    texts.stream()
        .limit(CHECKED_MAX)
        .forEach(
            text ->
                checked(text, persons, said)
                    .ifPresent(
                        check -> {
                          collect(text, check, found);
                          text.article()
                              .ifPresent(a -> checked.add(counted(a, text.status(), check)));
                        }));
    return new Retold(sentences(found, byId), List.copyOf(checked));
  }

  private static boolean quotes(String text) {
    return text.chars().anyMatch(c -> "\"“”„«»".indexOf(c) >= 0);
  }

  private Optional<Statement> statement(Status status) {
    return accounts
        .find(status.author())
        .map(
            author ->
                new Statement(
                    status.id().toString(),
                    Statement.Kind.POST,
                    person(author),
                    Optional.of(status.createdAt()),
                    Channel.PUBLIC_POST,
                    status.words().text(),
                    Confidence.SIGNED_POST,
                    "",
                    "",
                    0));
  }

  private static Person person(Account account) {
    return new Person(
        account.shownName(), account.handle().username(), List.of(), Optional.of(account.id()));
  }

  /// What is too long to be checked at once is left out: the story is read without it.
  private Optional<QuoteCheck> checked(Text text, List<Person> persons, List<Statement> said) {
    List<Statement> others =
        said.stream().filter(s -> !s.id().equals(text.status().id().toString())).toList();
    try {
      return Optional.of(
          checking.check(
              new Checking.Material(text.blocks(), persons, List.of()),
              KnownStatements.of(others)));
    } catch (Refused e) {
      if (e.refusal() instanceof Refusal.TooLarge) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private record Found(Text text, Span span, Source source) {}

  private static void collect(Text text, QuoteCheck check, Map<String, List<Found>> found) {
    for (Span span : check.spans()) {
      if (isTold(span)) {
        Source source = span.source().orElseThrow();
        found
            .computeIfAbsent(source.statement().id(), _ -> new ArrayList<>())
            .add(new Found(text, span, source));
      }
    }
  }

  private static boolean isTold(Span span) {
    return span.source().isPresent()
        && span.text().strip().split("\\s+").length >= WORDS_MIN
        && switch (span.verdict()) {
          case VERBATIM, PARTIAL, ALTERED -> true;
          case NOT_FOUND, LABEL, PARAPHRASE -> false;
        };
  }

  private static Retold.Checked counted(Article article, Status status, QuoteCheck check) {
    long differing =
        check.spans().stream()
            .filter(Retelling::isTold)
            .filter(span -> span.severity().compareTo(Severity.STYLE) > 0)
            .count();
    return new Retold.Checked(
        article, status, check.quotations(), check.checked(), (int) differing);
  }

  /// Quotations of overlapping words of one source are versions of one sentence.
  private static List<Retold.Sentence> sentences(
      Map<String, List<Found>> found, Map<String, Status> byId) {
    List<Retold.Sentence> sentences = new ArrayList<>();
    found.forEach(
        (id, all) -> {
          Status source = byId.get(id);
          if (source != null) {
            List<Found> inOrder = new ArrayList<>(all);
            inOrder.sort(Comparator.comparingInt(one -> one.source().from()));
            for (int from = 0; from < inOrder.size(); ) {
              int to = from;
              int end = inOrder.get(from).source().to();
              while (to < inOrder.size() && inOrder.get(to).source().from() < end) {
                end = Math.max(end, inOrder.get(to).source().to());
                to++;
              }
              to = Math.max(to, from + 1);
              sentences.add(sentence(source, inOrder.subList(from, to), end));
              from = to;
            }
          }
        });
    return sentences.stream()
        .sorted(Comparator.comparing(Retold.Sentence::worst).reversed())
        .limit(SENTENCES_MAX)
        .toList();
  }

  private static Retold.Sentence sentence(Status source, List<Found> told, int end) {
    Source first = told.getFirst().source();
    return new Retold.Sentence(
        source,
        first.statement().text().substring(first.from(), end).strip(),
        told.stream()
            .sorted(Comparator.comparing(one -> one.text().status().createdAt()))
            .limit(VERSIONS_MAX)
            .map(
                one ->
                    new Retold.Version(
                        one.text().status(),
                        one.span().text(),
                        one.span().verdict(),
                        one.span().severity(),
                        one.span().diff()))
            .toList());
  }
}
