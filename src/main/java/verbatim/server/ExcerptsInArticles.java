package verbatim.server;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.articles.House;
import verbatim.excerpts.Excerpts;
import verbatim.excerpts.Row;
import verbatim.excerpts.Shown;
import verbatim.kernel.AccountId;
import verbatim.kernel.ExcerptId;
import verbatim.kernel.StatusId;
import verbatim.relations.Viewer;
import verbatim.rendering.Addresses;

/// Excerpts of private talk as articles may show them: what everybody may read, and nothing that is
/// sealed.
public final class ExcerptsInArticles implements ArticleHouse.Excerpted {
  private final Excerpts excerpts;
  private final Accounts accounts;
  private final String before;

  public ExcerptsInArticles(Excerpts excerpts, Accounts accounts, Addresses addresses) {
    this.excerpts = excerpts;
    this.accounts = accounts;
    this.before = addresses.at("/excerpts/");
  }

  @Override
  public Optional<House.Excerpted> find(String address) {
    return address.startsWith(before)
        ? ExcerptId.parse(address.substring(before.length())).flatMap(this::shown)
        : Optional.empty();
  }

  @Override
  public Optional<House.Excerpted> find(long id) {
    return shown(new ExcerptId(id));
  }

  @Override
  public Optional<Long> in(StatusId status) {
    return excerpts.standingIn(status).map(ExcerptId::value);
  }

  private Optional<House.Excerpted> shown(ExcerptId id) {
    return excerpts
        .find(Viewer.ANYBODY, id)
        .filter(shown -> shown.status().isPresent())
        .map(this::excerpted);
  }

  private House.Excerpted excerpted(Shown shown) {
    Set<String> names = new LinkedHashSet<>();
    Set<AccountId> speakers = new LinkedHashSet<>();
    StringBuilder text = new StringBuilder();
    for (Row row : shown.rows()) {
      if (row instanceof Row.Said said) {
        Optional<Account> speaker = accounts.find(said.author());
        speaker.map(Account::id).ifPresent(speakers::add);
        speaker.map(ExcerptsInArticles::name).ifPresent(names::add);
        text.append(text.isEmpty() ? "" : "\n\n").append(said.text().strip());
      }
    }
    return new House.Excerpted(
        shown.id().value(),
        shown.address(),
        shown.publisher(),
        shown.status().orElseThrow(),
        List.copyOf(speakers),
        String.join(", ", names),
        text.toString());
  }

  private static String name(Account account) {
    String name = account.profile().displayName();
    return name.isBlank() ? account.handle().acct() : name;
  }
}
