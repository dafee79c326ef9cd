package verbatim.web;

import java.util.Optional;
import verbatim.accounts.Account;
import verbatim.kernel.StatusId;
import verbatim.relations.Viewer;
import verbatim.statuses.Status;
import verbatim.text.Entities;
import verbatim.text.Entity;

/// The post that a private message is about. What ties them is the post's address among the words,
/// which every app shows; here the reader sees the post itself, as far as he may see it.
final class Anchors {
  private final Web.Words words;

  Anchors(Web.Words words) {
    this.words = words;
  }

  /// @return none where there is no such post for this reader
  Optional<ConversationViews.Anchor> of(Viewer viewer, StatusId id) {
    Optional<Status> status =
        words
            .statuses()
            .find(id)
            .filter(one -> !one.isBoost() && words.statuses().maySee(viewer, one));
    return status.flatMap(
        one -> words.accounts().find(one.author()).map(author -> anchor(one, author)));
  }

  private static ConversationViews.Anchor anchor(Status status, Account author) {
    Status.Words said = status.words();
    return new ConversationViews.Anchor(
        status.id().toString(),
        PostViews.path(author, status.id()),
        Persons.name(author),
        ConversationPages.cut(said.warning().isBlank() ? said.text() : said.warning()));
  }

  /// The last post of this server that some words point to.
  Optional<ConversationViews.Anchor> in(Viewer viewer, String text) {
    if (!text.contains(words.addresses().root() + "/")) {
      return Optional.empty();
    }
    return Entities.find(text, words.limits().text()).links().reversed().stream()
        .map(Entity.Link::url)
        .flatMap(url -> words.addresses().status(url).stream())
        .findFirst()
        .flatMap(id -> of(viewer, id));
  }

  /// The words with the address of the post below them, if it does not stand there already.
  String tied(Viewer viewer, String text, String post) {
    return StatusId.parse(post)
        .flatMap(id -> of(viewer, id))
        .map(anchor -> words.addresses().at(anchor.href()))
        .filter(url -> !text.contains(url))
        .map(url -> text.isBlank() ? text : text.stripTrailing() + "\n\n" + url)
        .orElse(text);
  }
}
