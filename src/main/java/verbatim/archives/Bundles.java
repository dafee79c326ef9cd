package verbatim.archives;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import verbatim.excerpts.Asked;
import verbatim.excerpts.Excerpts;
import verbatim.excerpts.Mine;
import verbatim.excerpts.Shown;
import verbatim.http.JsonWriter;
import verbatim.kernel.AccountId;
import verbatim.kernel.ExcerptId;
import verbatim.kernel.Page;
import verbatim.kernel.Refused;
import verbatim.relations.Viewer;

/// Excerpts of private talk in an archive: those of a member, and those that have words of his.
/// What is published comes as a bundle of document and keys, which can be checked when all servers
/// are gone.
final class Bundles {
  private final Excerpts excerpts;
  private final int rowsMax;

  Bundles(Excerpts excerpts, int rowsMax) {
    this.excerpts = excerpts;
    this.rowsMax = rowsMax;
  }

  void each(AccountId me, Instant now, Contents.File file) throws IOException {
    Set<ExcerptId> written = new HashSet<>();
    List<Mine> some = excerpts.mine(me, Page.newest(rowsMax));
    while (!some.isEmpty()) {
      for (Mine mine : some) {
        file.is(folder(mine.shown().id()) + "mine.json", mine(mine));
        bundle(me, mine.shown(), now, written, file);
      }
      some = excerpts.mine(me, Page.below(some.getLast().shown().id().value(), rowsMax));
    }
    List<Asked> asked = excerpts.requests(me, Page.newest(rowsMax));
    while (!asked.isEmpty()) {
      for (Asked one : asked) {
        file.is(folder(one.shown().id()) + "asked.json", asked(one));
        bundle(me, one.shown(), now, written, file);
      }
      asked = excerpts.requests(me, Page.below(asked.getLast().shown().id().value(), rowsMax));
    }
  }

  private static String folder(ExcerptId id) {
    return "excerpts/" + id + "/";
  }

  private void bundle(
      AccountId me, Shown shown, Instant now, Set<ExcerptId> written, Contents.File file)
      throws IOException {
    Optional<byte[]> document = document(me, shown);
    if (document.isPresent() && written.add(shown.id())) {
      file.is(folder(shown.id()) + "excerpt.json", document.get());
      JsonWriter json = new JsonWriter().object();
      json.field("fetched", now.truncatedTo(ChronoUnit.SECONDS).toString());
      json.name("keys").object();
      excerpts.keys(shown).forEach(json::field);
      file.is(folder(shown.id()) + "keys.json", json.end().end().bytes());
    }
  }

  /// Whoever is quoted may be kept from the post by a block: then he has what he was asked.
  private Optional<byte[]> document(AccountId me, Shown shown) {
    if (shown.status().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(excerpts.document(Viewer.of(me), shown.id()));
    } catch (Refused _) {
      return Optional.empty();
    }
  }

  private static byte[] mine(Mine mine) {
    JsonWriter json = begun(mine.shown());
    json.fieldId("conversation_id", mine.choice().conversation().value());
    json.field("text", mine.around().text()).field("spoiler_text", mine.around().warning());
    json.field("created_at", mine.createdAt());
    return json.end().bytes();
  }

  private static byte[] asked(Asked asked) {
    JsonWriter json = begun(asked.shown());
    json.fieldId("conversation_id", asked.choice().conversation().value());
    json.fieldId("publisher_id", asked.publisher().value());
    json.field("text", asked.around().text()).field("spoiler_text", asked.around().warning());
    json.field("asked_at", asked.askedAt()).field("answer", asked.answer().word());
    json.field("context", asked.context());
    return json.end().bytes();
  }

  private static JsonWriter begun(Shown shown) {
    JsonWriter json = new JsonWriter().object().field("url", shown.address());
    json.field("state", shown.state().word());
    return json.field("from", shown.from()).field("to", shown.to());
  }
}
