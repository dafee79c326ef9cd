package verbatim.server;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.articles.House;
import verbatim.kernel.AccountId;
import verbatim.kernel.ArticleId;
import verbatim.kernel.Refusal;
import verbatim.kernel.StatusId;
import verbatim.rendering.Addresses;
import verbatim.rendering.ContentHtml;
import verbatim.statuses.Status;
import verbatim.sx1.Signer;
import verbatim.sx1.Verifier;

/// What articles need of the outer rings: addresses, HTML, the signature of this server, and the
/// excerpts beside them.
public final class ArticleHouse implements House {
  private final Accounts accounts;
  private final Addresses addresses;
  private final ContentHtml html;
  private final Supplier<Optional<Signer>> signer;
  private final Excerpted excerpted;

  /// Excerpts as an article may show them.
  public interface Excerpted {
    Optional<House.Excerpted> find(String address);

    Optional<House.Excerpted> find(long id);

    Optional<Long> in(StatusId status);

    Excerpted NONE =
        new Excerpted() {
          @Override
          public Optional<House.Excerpted> find(String address) {
            return Optional.empty();
          }

          @Override
          public Optional<House.Excerpted> find(long id) {
            return Optional.empty();
          }

          @Override
          public Optional<Long> in(StatusId status) {
            return Optional.empty();
          }
        };
  }

  public ArticleHouse(
      Accounts accounts,
      Addresses addresses,
      ContentHtml html,
      Supplier<Optional<Signer>> signer,
      Excerpted excerpted) {
    this.accounts = accounts;
    this.addresses = addresses;
    this.html = html;
    this.signer = signer;
    this.excerpted = excerpted;
  }

  @Override
  public String url(ArticleId article) {
    return addresses.at("/articles/" + article);
  }

  @Override
  public String url(Status status) {
    return addresses.url(status, account(status.author()));
  }

  @Override
  public String uri(Status status) {
    return addresses.uri(status, account(status.author()));
  }

  @Override
  public String actor(AccountId account) {
    return addresses.uri(account(account));
  }

  private Account account(AccountId id) {
    return accounts.find(id).orElseThrow(Refusal::notFound);
  }

  @Override
  public String content(Status status) {
    return html.of(status.words(), status.origin()).value();
  }

  @Override
  public Optional<StatusId> status(String address) {
    return addresses.status(address);
  }

  @Override
  public Optional<House.Excerpted> excerpt(String address) {
    return excerpted.find(address);
  }

  @Override
  public Optional<Long> excerptIn(StatusId status) {
    return excerpted.in(status);
  }

  @Override
  public Optional<House.Excerpted> excerpt(long id) {
    return excerpted.find(id);
  }

  @Override
  public Verifier.Json.Fields sign(Verifier.Json.Fields object, Instant at) {
    return signer.get().map(by -> by.sign(object, at)).orElse(object);
  }
}
