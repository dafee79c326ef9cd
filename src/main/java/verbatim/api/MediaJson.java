package verbatim.api;

import java.util.List;
import java.util.Locale;
import verbatim.http.JsonWriter;
import verbatim.kernel.MediaId;
import verbatim.kernel.StatusId;
import verbatim.media.Medium;
import verbatim.rendering.Files;
import verbatim.statuses.Edit;
import verbatim.statuses.Status;

/// MediaAttachment, with our `credit`.
final class MediaJson {
  private final Files files;

  MediaJson(Files files) {
    this.files = files;
  }

  List<Files.Shown> of(Status status) {
    return files.of(status, status.words().media());
  }

  /// Those of a message, which old apps know as this status; never for everybody.
  List<Files.Shown> of(List<MediaId> ids, StatusId status) {
    return files.ofMessage(ids, status);
  }

  /// For its author alone, also when the status is no longer there.
  List<Files.Shown> mine(Status status) {
    return files.of(status.words().media());
  }

  JsonWriter mine(JsonWriter json, Medium medium) {
    return write(json, files.of(medium));
  }

  /// Uploads of its owner that no status uses yet.
  JsonWriter mine(JsonWriter json, List<MediaId> ids) {
    return list(json, files.of(ids));
  }

  /// As they were when those were the words of the status.
  JsonWriter former(JsonWriter json, Status status, Edit edit) {
    return list(
        json,
        files.of(status, edit.words().media()).stream()
            .map(shown -> shown.with(edit.said()))
            .toList());
  }

  JsonWriter list(JsonWriter json, List<Files.Shown> all) {
    json.array();
    all.forEach(m -> write(json, m));
    return json.end();
  }

  private JsonWriter write(JsonWriter json, Files.Shown shown) {
    Medium medium = shown.medium();
    json.object().fieldId("id", medium.id().value());
    json.field("type", medium.kind().name().toLowerCase(Locale.ROOT)).name("url");
    Json.textOrNull(json, shown.url()).name("preview_url");
    // Clients show it as a picture, also of sound.
    boolean isItsOwn = shown.previewUrl().isEmpty() && medium.kind() != Medium.Kind.AUDIO;
    Json.textOrNull(json, isItsOwn ? shown.url() : shown.previewUrl());
    json.fieldNull("remote_url").fieldNull("preview_remote_url").fieldNull("text_url");
    json.name("meta");
    meta(json, medium).name("description");
    Json.textOrNull(json, medium.description()).name("credit");
    Json.textOrNull(json, medium.credit()).name("blurhash");
    return Json.textOrNull(
            json, medium.state() instanceof Medium.Ready ready ? ready.blurhash() : "")
        .end();
  }

  private static JsonWriter meta(JsonWriter json, Medium medium) {
    if (!(medium.state() instanceof Medium.Ready ready)) {
      return json.nothing();
    }
    json.object().name("focus").object().name("x").value(medium.focus().x());
    json.name("y").value(medium.focus().y()).end();
    size(json, "original", ready.original(), ready);
    if (!ready.small().path().isEmpty()) {
      size(json, "small", ready.small(), ready);
    }
    return json.end();
  }

  private static void size(JsonWriter json, String name, Medium.Stored file, Medium.Ready ready) {
    json.name(name).object();
    if (file.width() > 0 && file.height() > 0) {
      json.field("width", file.width()).field("height", file.height());
      json.field("size", file.width() + "x" + file.height());
      json.name("aspect").value((double) file.width() / file.height());
    }
    if (ready.seconds() > 0) {
      json.name("duration").value(ready.seconds());
    }
    json.end();
  }
}
