package verbatim.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import verbatim.accounts.Account;
import verbatim.index.Index;
import verbatim.index.Keeping;
import verbatim.index.Match;
import verbatim.kernel.AccountId;
import verbatim.kernel.Limits;
import verbatim.kernel.Page;
import verbatim.relations.Relations;
import verbatim.relations.Viewer;

/// People by their names. Whoever is named in full is answered also where he is limited, blocked or
/// muted: else one could not find him to undo it. All others are those whom the viewer wants to
/// see.
final class FoundAccounts {
  private static final int WORDS_MAX = 8;
  private static final int CANDIDATES = 200;
  private static final int ALSO = 40;
  private static final float EXACT = 8;
  private static final float NAMED = 4;
  private static final float CALLED = 2;

  private final Search.Sources sources;
  private final String ownDomain;
  private final Keeping keeping;
  private final Limits.Search limits;
  private final int followsMax;

  FoundAccounts(
      Search.Sources sources,
      String ownDomain,
      Keeping keeping,
      Limits.Search limits,
      int followsMax) {
    this.sources = sources;
    this.ownDomain = ownDomain;
    this.keeping = keeping;
    this.limits = limits;
    this.followsMax = followsMax;
  }

  List<Account> find(Viewer viewer, String text, boolean followedOnly, int skip, int rowsMax) {
    String name = text.strip();
    List<String> words = Entries.words(name.startsWith("@") ? name.substring(1) : name, WORDS_MAX);
    if (words.isEmpty() || skip > limits.skipMax()) {
      return List.of();
    }
    Map<AccountId, Account> found = new LinkedHashMap<>();
    Search.named(sources.accounts(), name, ownDomain)
        .filter(a -> sources.maySee().maySeeProfile(viewer, a.id()))
        .ifPresent(a -> found.put(a.id(), a));
    candidates(viewer, words, followedOnly).stream()
        .filter(a -> sources.maySee().maySeeProfile(viewer, a.id()))
        .filter(a -> sources.maySee().wants(viewer, a.id()))
        .forEach(a -> found.putIfAbsent(a.id(), a));
    Predicate<Account> isFollowed = a -> follows(viewer, a.id());
    String whole = String.join(" ", words);
    return found.values().stream()
        .filter(a -> !followedOnly || isFollowed.test(a))
        .sorted(order(whole, isFollowed))
        .skip(skip)
        .limit(rowsMax)
        .toList();
  }

  private Comparator<Account> order(String whole, Predicate<Account> isFollowed) {
    return Comparator.<Account>comparingInt(a -> isExactly(a, whole) ? 0 : 1)
        .thenComparingInt(a -> isFollowed.test(a) ? 0 : 1)
        .thenComparing(
            Comparator.<Account>comparingLong(a -> sources.accounts().stats(a.id()).followers())
                .reversed())
        .thenComparing(a -> a.handle().acct());
  }

  private static boolean isExactly(Account account, String whole) {
    return Index.folded(account.handle().username()).equals(whole)
        || Index.folded(account.handle().acct()).equals(whole);
  }

  private boolean follows(Viewer viewer, AccountId account) {
    return viewer instanceof Viewer.Member(var me) && sources.relations().follows(me, account);
  }

  private List<Account> candidates(Viewer viewer, List<String> words, boolean followedOnly) {
    Match match = match(words);
    List<AccountId> found = new ArrayList<>();
    if (!followedOnly) {
      found.addAll(best(match));
    }
    // Of very many that are named so, those whom he follows must not be missing.
    boolean isFull = found.size() >= CANDIDATES;
    if ((followedOnly || isFull) && viewer instanceof Viewer.Member(var me)) {
      long[] followed =
          sources.relations().following(me, Page.newest(followsMax)).stream()
              .map(Relations.Entry::account)
              .mapToLong(AccountId::value)
              .sorted()
              .toArray();
      found.addAll(best(Match.all(match, new Match.Numbers(followed))));
    }
    List<Account> all = new ArrayList<>(sources.accounts().load(found));
    if (words.size() == 1) {
      // Also who came this second, and while the index is being made.
      all.addAll(sources.accounts().named(words.getFirst(), ALSO));
    }
    return all;
  }

  private List<AccountId> best(Match match) {
    return keeping.use(index -> index.best(match, CANDIDATES, limits.timeMax())).stream()
        .map(AccountId::new)
        .toList();
  }

  private static Match match(List<String> words) {
    List<Match> all = new ArrayList<>();
    all.add(new Match.Word(Entries.KIND, Entries.ACCOUNT));
    for (String word : words) {
      all.add(
          Match.any(
              new Match.Better(new Match.Word(Entries.EXACT, word), EXACT),
              new Match.Better(new Match.Word(Entries.NAMED, word), NAMED),
              new Match.Better(new Match.Word(Entries.CALLED, word), CALLED),
              new Match.Says(Entries.ABOUT, word)));
    }
    return new Match.All(all);
  }
}
