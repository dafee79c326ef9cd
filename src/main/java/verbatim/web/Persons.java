package verbatim.web;

import verbatim.accounts.Account;
import verbatim.rendering.ContentHtml;
import verbatim.rendering.Pictures;

/// People as they stand beside what they wrote.
final class Persons {
  private final Pictures pictures;
  private final ContentHtml html;

  Persons(Pictures pictures, ContentHtml html) {
    this.pictures = pictures;
    this.html = html;
  }

  Views.Person of(Account account) {
    return new Views.Person(
        account.id().toString(),
        name(account),
        html.name(account, name(account)),
        account.handle().acct(),
        path(account),
        pictures.avatar(account.profile().avatar()));
  }

  /// The page about somebody here; of a person elsewhere too.
  static String path(Account account) {
    return "/@" + account.handle().acct();
  }

  static String name(Account account) {
    return account.shownName();
  }
}
