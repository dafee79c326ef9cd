package verbatim.web;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import verbatim.accounts.Account;
import verbatim.http.Request;
import verbatim.kernel.AccountId;
import verbatim.kernel.StatusId;
import verbatim.relations.Viewer;
import verbatim.statuses.Status;
import verbatim.text.Entities;
import verbatim.text.Entity;

/// "Say it to them first." A post that names somebody, answers him or points to words of his goes
/// back to its author once, when the two have a conversation: he may say it there, let the post
/// wait for an hour, or post it. What the post says is not looked at; all that counts is who stands
/// in it and with whom its author talks here.
final class SayingFirst {
  private static final Duration HELD = Duration.ofHours(1);
  private static final int PEOPLE_MAX = 3;
  private static final String THERE = "there.";

  private final Web.Words words;
  private final InstantSource clock;

  SayingFirst(Web.Words words, InstantSource clock) {
    this.words = words;
    this.clock = clock;
  }

  /// What a sheet shows of it that has just been sent.
  ///
  /// @return empty to post at once
  Optional<ComposeViews.Offer> offer(Request request, Typed typed) {
    AccountId me = Reading.me(request);
    boolean isDone = isMade(request) || !request.params().text("do", "").isEmpty();
    if (isDone
        || typed.visibility().equals("direct")
        || !words.accounts().preferences(me).offersTalks()) {
      return Optional.empty();
    }
    List<ComposeViews.Talk> people =
        concerned(me, typed).stream()
            .filter(other -> words.conversations().between(me, other).isPresent())
            .limit(PEOPLE_MAX)
            .flatMap(other -> words.accounts().find(other).stream())
            .map(other -> new ComposeViews.Talk(other.id().toString(), Persons.name(other)))
            .toList();
    return people.isEmpty() ? Optional.empty() : Optional.of(new ComposeViews.Offer(true, people));
  }

  /// Whether it was made for this post before.
  static boolean isMade(Request request) {
    return !request.params().text("offered", "").isEmpty();
  }

  private Set<AccountId> concerned(AccountId me, Typed typed) {
    Set<AccountId> people = new LinkedHashSet<>();
    StatusId.parse(typed.inReplyTo()).flatMap(id -> author(me, id)).ifPresent(people::add);
    for (Typed.Piece piece : typed.pieces()) {
      Entities entities = Entities.find(piece.text(), words.limits().text());
      for (Entity.Mention mention : entities.mentions()) {
        String name =
            mention.domain().isEmpty()
                ? mention.username()
                : mention.username() + "@" + mention.domain();
        words
            .accounts()
            .find(words.addresses().handle(name))
            .map(Account::id)
            .ifPresent(people::add);
      }
      entities.links().forEach(link -> linked(me, link.url()).ifPresent(people::add));
    }
    people.remove(me);
    return people;
  }

  private Optional<AccountId> linked(AccountId me, String url) {
    return words
        .addresses()
        .status(url)
        .flatMap(id -> author(me, id))
        .or(() -> words.addresses().account(url).flatMap(words.accounts()::find).map(Account::id));
  }

  private Optional<AccountId> author(AccountId me, StatusId id) {
    return words
        .statuses()
        .find(id)
        .filter(status -> words.statuses().maySee(Viewer.of(me), status))
        .map(Status::author);
  }

  // ---- what he chose

  /// When the post is to go out that its author lets wait; he may release it before, or take it
  /// back.
  Optional<Instant> held(Request request) {
    return request.params().text("do", "").equals("hold")
        ? Optional.of(clock.instant().plus(HELD))
        : Optional.empty();
  }

  /// "Do not offer this again."
  void remember(Request request) {
    if (request.params().flag("never", false)) {
      words.accounts().prefer(Reading.me(request), wishes -> wishes.withOffersTalks(false));
    }
  }

  /// Where it can be said to whom he chose.
  ///
  /// @param draft where the words lie meanwhile: none stands in an address
  Optional<String> there(Request request, String draft) {
    AccountId me = Reading.me(request);
    String what = request.params().text("do", "");
    return what.startsWith(THERE)
        ? AccountId.parse(what.substring(THERE.length()))
            .flatMap(other -> words.conversations().between(me, other))
            .map(talk -> "/conversations/" + talk + "?draft=" + draft + "#w")
        : Optional.empty();
  }

  static boolean isThere(Request request) {
    return request.params().text("do", "").startsWith(THERE);
  }

  /// The parts of a post as one message.
  static String words(List<String> parts) {
    List<String> some = new ArrayList<>(parts);
    some.removeIf(String::isBlank);
    return String.join("\n\n", some);
  }
}
