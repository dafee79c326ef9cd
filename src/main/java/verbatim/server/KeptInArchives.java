package verbatim.server;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import verbatim.archives.Called;
import verbatim.archives.Contents;
import verbatim.http.JsonWriter;
import verbatim.kernel.AccountId;
import verbatim.kernel.Page;
import verbatim.statements.Question;
import verbatim.statements.Registered;
import verbatim.statements.Statements;
import verbatim.stories.Place;
import verbatim.stories.Stories;
import verbatim.stories.Story;

/// What archives hold of their neighbours: the stories that somebody keeps (where their things
/// stand, never the words of others), the words that he vouches for, and what he asked and was
/// asked whether words are his.
final class KeptInArchives implements Contents.Beside {
  private final Stories stories;
  private final Statements statements;
  private final Called called;
  private final int rowsMax;

  KeptInArchives(Stories stories, Statements statements, Called called, int rowsMax) {
    this.stories = stories;
    this.statements = statements;
    this.called = called;
    this.rowsMax = rowsMax;
  }

  @Override
  public void each(AccountId owner, Contents.File file) throws IOException {
    each(
        page -> stories.keptBy(owner, page),
        Stories.Listed::position,
        listed -> {
          if (listed.story().isEditedBy(owner)) {
            file.is("stories/" + listed.story().id() + ".json", written(listed.story()));
          }
        });
    each(
        page -> statements.by(owner, page),
        one -> one.id().value(),
        one -> file.is("statements/" + one.id() + ".json", written(one)));
    each(
        page -> statements.questions().of(owner, page),
        one -> one.id().value(),
        one -> file.is("questions/" + one.id() + ".json", written(one)));
  }

  private interface Taking<T> {
    void take(T one) throws IOException;
  }

  private <T> void each(Function<Page, List<T>> pages, ToLongFunction<T> position, Taking<T> taking)
      throws IOException {
    List<T> some = pages.apply(Page.newest(rowsMax));
    while (!some.isEmpty()) {
      for (T one : some) {
        taking.take(one);
      }
      some = pages.apply(Page.below(position.applyAsLong(some.getLast()), rowsMax));
    }
  }

  private byte[] written(Story story) {
    JsonWriter json = new JsonWriter().object().field("title", story.title());
    json.field("summary", story.summary()).field("topics", story.topics());
    json.field("state", story.state().word()).field("slug", story.slug());
    json.field("editors", story.editors().stream().map(called::by).toList());
    json.field("created_at", story.createdAt()).name("items").array();
    for (Place place : story.places()) {
      json.object().field("kind", place.item().kind());
      json.fieldId("id", place.item().number()).field("account", called.by(place.speaker()));
      json.field("time_known", place.known().word()).field("when", place.when());
      json.field("note", place.note()).end();
    }
    return json.end().end().bytes();
  }

  private byte[] written(Registered one) {
    JsonWriter json = new JsonWriter().object().field("text", one.text());
    json.field("speaker", one.speaker().account().map(called::by).orElseGet(one.speaker()::named));
    json.field("channel", one.channel().word()).field("source", one.source());
    json.field("said_at", one.saidAt().map(Instant::toString).orElse(""));
    return json.field("registered_at", one.at()).end().bytes();
  }

  private byte[] written(Question one) {
    JsonWriter json = new JsonWriter().object().field("text", one.text());
    json.field("where", one.where())
        .field("by", called.by(one.by()))
        .field("of", called.by(one.of()));
    json.field("asked_at", one.at()).name("answer");
    if (one.answer().isEmpty()) {
      return json.nothing().end().bytes();
    }
    Question.Answer answer = one.answer().get();
    json.object().field("said", answer.said().word()).field("note", answer.note());
    json.field("at", answer.at()).field("signed", answer.signed()).name("proof");
    answer
        .proof()
        .ifPresentOrElse(
            proof ->
                json.object().field("key", proof.key()).field("signature", proof.signature()).end(),
            json::nothing);
    json.field("shows_words", answer.showsWords()).name("earlier").array();
    for (Question.Earlier was : answer.earlier()) {
      json.object().field("said", was.said().word()).field("at", was.at()).end();
    }
    return json.end().end().end().bytes();
  }
}
