package verbatim.web;

import java.time.Duration;
import java.util.Optional;
import verbatim.access.Caller;
import verbatim.accounts.Accounts;
import verbatim.http.Answer;
import verbatim.http.Request;
import verbatim.kernel.AccountId;

/// Where somebody's look is kept: with his account, so that every browser shows it; the cookie is
/// for whoever is signed out.
final class Looks {
  private static final Duration AGE = Duration.ofDays(365);

  private final Accounts accounts;

  Looks(Accounts accounts) {
    this.accounts = accounts;
  }

  Look of(Request request) {
    return somebody(request)
        .map(id -> Look.of(accounts.preferences(id)))
        .orElseGet(() -> Look.of(request));
  }

  /// Keeps it; the answer carries the cookie where there is no account.
  Answer keep(Look look, Answer answer, Request request) {
    Optional<AccountId> account = somebody(request);
    if (account.isEmpty()) {
      return answer.cookie(Look.COOKIE, look.cookie(), AGE, request);
    }
    accounts.prefer(account.get(), look::into);
    return answer;
  }

  private static Optional<AccountId> somebody(Request request) {
    return switch (request.caller()) {
      case Caller.SignedIn who -> Optional.of(who.account());
      case Caller.Pending who -> Optional.of(who.account());
      case Caller.Anonymous() -> Optional.empty();
      case Caller.Application _ -> Optional.empty();
    };
  }
}
