package verbatim.statements;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.kernel.AccountId;
import verbatim.quotecheck.Person;
import verbatim.relations.Viewer;
import verbatim.rendering.Addresses;
import verbatim.search.Search;
import verbatim.text.Block;
import verbatim.text.Blocks;

/// Accounts that a text names: by handle, or by a name of two words and more that is somebody's
/// display name to the letter. One name that several have names nobody.
final class Named {
  private static final Pattern HANDLE =
      Pattern.compile("(?<![\\p{L}\\p{N}_@/.])@[A-Za-z0-9_]{1,30}(?:@[A-Za-z0-9.:-]{1,100})?");
  private static final Pattern NAME =
      Pattern.compile("\\p{Lu}[\\p{L}\\p{M}’'-]{0,40}(?:\\s\\p{Lu}[\\p{L}\\p{M}’'-]{0,40}){1,3}");
  private static final int NAMES_MAX = 60;
  private static final int ALIKE_MAX = 5;

  private final Accounts accounts;
  private final Search search;
  private final Addresses addresses;
  private final Sources sources;

  Named(Accounts accounts, Search search, Addresses addresses, Sources sources) {
    this.accounts = accounts;
    this.search = search;
    this.addresses = addresses;
    this.sources = sources;
  }

  List<Person> in(Blocks text) {
    Set<String> handles = new LinkedHashSet<>();
    Set<String> names = new LinkedHashSet<>();
    for (Block block : text.all()) {
      String words = block.text();
      collect(HANDLE.matcher(words), handles);
      collect(NAME.matcher(words), names);
    }
    Map<AccountId, Person> people = new LinkedHashMap<>();
    handles.forEach(
        handle ->
            accounts
                .find(addresses.handle(handle))
                .filter(found -> found.standing().isShownToStrangers())
                .ifPresent(found -> people.put(found.id(), sources.person(found))));
    names.forEach(name -> called(name).forEach(a -> people.put(a.id(), sources.person(a))));
    return List.copyOf(people.values());
  }

  private static void collect(Matcher found, Set<String> into) {
    while (found.find() && into.size() < NAMES_MAX) {
      into.add(found.group());
    }
  }

  /// The beginning of a sentence may stand before a name: without its first word it may be one.
  private List<Account> called(String name) {
    List<String> words = List.of(name.split("\\s"));
    List<Account> called = new ArrayList<>();
    for (int from = 0; from + 1 < words.size() && called.isEmpty(); from++) {
      String wanted = String.join(" ", words.subList(from, words.size()));
      List<Account> alike =
          search.accounts(Viewer.ANYBODY, wanted, false, 0, ALIKE_MAX).stream()
              .filter(account -> isCalled(account, wanted))
              .toList();
      if (alike.size() == 1) {
        called.addAll(alike);
      }
    }
    return called;
  }

  private static boolean isCalled(Account account, String name) {
    return letters(account.profile().displayName()).equals(letters(name));
  }

  private static String letters(String name) {
    return name.strip().toLowerCase(Locale.ROOT).replace('’', '\'');
  }
}
