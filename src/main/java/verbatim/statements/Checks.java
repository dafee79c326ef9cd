package verbatim.statements;

import com.github.benmanes.caffeine.cache.Cache;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import verbatim.accounts.Accounts;
import verbatim.kernel.AccountId;
import verbatim.kernel.Caches;
import verbatim.kernel.Limits;
import verbatim.kernel.QuestionId;
import verbatim.kernel.Refusal;
import verbatim.kernel.StatusId;
import verbatim.quotecheck.Budget;
import verbatim.quotecheck.Checking;
import verbatim.quotecheck.KnownStatements;
import verbatim.quotecheck.Person;
import verbatim.quotecheck.QuoteCheck;
import verbatim.quotecheck.Statement;
import verbatim.rendering.Addresses;
import verbatim.search.Search;
import verbatim.text.Block;
import verbatim.text.Blocks;
import verbatim.text.Markup;
import verbatim.text.Run;

/// Checks a text that somebody brings against what is known here. Nothing of it is kept.
public final class Checks {
  private static final Duration COUNTED = Duration.ofMinutes(1);

  private final Hearsay hearsay;
  private final Known known;
  private final Named named;
  private final Statements statements;
  private final Sources sources;
  private final Addresses addresses;
  private final Limits limits;
  private final Cache<Boolean, Long> counted = Caches.bounded().expireAfterWrite(COUNTED).build();

  public Checks(
      Accounts accounts,
      Statements statements,
      Search search,
      Known known,
      Addresses addresses,
      Limits limits) {
    Checking checking = new Checking(limits.checks());
    this.known = known;
    this.addresses = addresses;
    this.limits = limits;
    this.statements = statements;
    this.sources = known.sources();
    this.named = new Named(accounts, search, addresses, sources);
    this.hearsay = new Hearsay(checking, sources, statements.questions());
  }

  /// What a text shows of others, as whoever brings it says.
  public record Embedded(String text, String author) {}

  /// @throws verbatim.kernel.Refused TooLarge, Invalid, Unavailable
  public QuoteCheck check(Blocks text, List<Embedded> embeds) {
    if (embeds.size() > limits.statements().embedsMax()) {
      throw Refusal.invalid(
          "embeds", "ERR_TOO_LONG", "There may be " + limits.statements().embedsMax() + " embeds");
    }
    List<Statement> copies = new ArrayList<>();
    for (Embedded embed : embeds) {
      Person author = Person.said(embed.author());
      copies.add(
          Statement.copy(
              "E" + (copies.size() + 1),
              author,
              Texts.words("embeds", embed.text(), limits.statements().textCharactersMax()),
              ""));
    }
    return check(text, Instant.EPOCH, named.in(text), copies, known.beside(), budget());
  }

  /// Accounts that a text names.
  List<Person> named(Blocks text) {
    return named.in(text);
  }

  /// @param written when it was; [Instant#EPOCH] where nobody knows
  /// @param shown what it shows of others
  /// @param besides what else it is compared with
  /// @param budget of all that is checked of the same article: however it is parted, it costs no
  ///     more than one
  QuoteCheck check(
      Blocks text,
      Instant written,
      List<Person> people,
      List<Statement> shown,
      KnownStatements besides,
      Budget budget) {
    return hearsay.check(
        new Checking.Material(text, people, shown, written), withLinked(text, besides), budget);
  }

  Budget budget() {
    return new Budget(limits.checks().cellsMax());
  }

  Hearsay hearsay() {
    return hearsay;
  }

  /// Whose name this is, to the letter, where it is one person's here.
  public Optional<AccountId> called(String name) {
    List<AccountId> called =
        named.in(Blocks.read(Markup.TEXT, name)).stream()
            .flatMap(person -> person.account().stream())
            .distinct()
            .toList();
    return called.size() == 1 ? Optional.of(called.getFirst()) : Optional.empty();
  }

  /// What it links it brings itself: no index is asked for that.
  private KnownStatements withLinked(Blocks text, KnownStatements besides) {
    List<Statement> linked =
        linked(text).stream().flatMap(id -> sources.shown(id).stream()).distinct().toList();
    if (linked.isEmpty()) {
      return besides;
    }
    KnownStatements these = KnownStatements.of(linked);
    return question -> {
      Set<Statement> all = new LinkedHashSet<>(these.candidates(question));
      all.addAll(besides.candidates(question));
      return List.copyOf(all);
    };
  }

  Sources sources() {
    return sources;
  }

  /// A question that was answered.
  Optional<Question> answered(QuestionId id) {
    return statements.questions().answered(id);
  }

  Known index() {
    return known;
  }

  /// Posts of ours that it embeds or links.
  private Set<StatusId> linked(Blocks text) {
    Set<StatusId> linked = new LinkedHashSet<>();
    for (Block block : text.all()) {
      addresses.status(block.address()).ifPresent(linked::add);
      for (Run run : block.runs()) {
        addresses.status(run.link()).ifPresent(linked::add);
      }
      if (linked.size() > limits.statements().embedsMax()) {
        break;
      }
    }
    return linked;
  }

  /// With how many statements it is compared, about: each reader of an article is told. 0 while
  /// nobody knows.
  public long known() {
    return known.isOpen() ? counted.get(true, _ -> known.count()) : 0;
  }
}
