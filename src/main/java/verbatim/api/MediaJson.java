package verbatim.api;

import java.util.List;
import java.util.Locale;
import verbatim.http.JsonWriter;
import verbatim.kernel.MediaId;
import verbatim.media.Media;
import verbatim.media.Medium;
import verbatim.rendering.Addresses;

/// MediaAttachment, with our `credit`. Files of posts that are not for everybody get an address with a
/// ticket, which opens the file for a while: clients load pictures without a token.
final class MediaJson {
  private final Media media;
  private final Addresses addresses;

  MediaJson(Media media, Addresses addresses) {
    this.media = media;
    this.addresses = addresses;
  }

  /// A medium with the addresses that are given to this reader; "" where there is none (yet).
  record Shown(Medium medium, String url, String previewUrl) {}

  List<Shown> of(List<MediaId> ids, boolean isForEverybody) {
    return ids.isEmpty()
        ? List.of()
        : media.load(ids).stream().map(m -> of(m, isForEverybody)).toList();
  }

  Shown of(Medium medium, boolean isForEverybody) {
    return switch (medium.state()) {
      case Medium.Ready ready ->
          new Shown(
              medium,
              url(ready.original(), isForEverybody),
              url(ready.small().path().isEmpty() ? ready.original() : ready.small(), isForEverybody));
      case Medium.Processing _, Medium.Failed _ -> new Shown(medium, "", "");
    };
  }

  private String url(Medium.Stored file, boolean isForEverybody) {
    String address = addresses.at("/media/" + file.path());
    return isForEverybody ? address : address + "?ticket=" + media.ticket(file.path());
  }

  JsonWriter list(JsonWriter json, List<Shown> all) {
    json.array();
    all.forEach(m -> write(json, m));
    return json.end();
  }

  JsonWriter write(JsonWriter json, Shown shown) {
    Medium medium = shown.medium();
    json.object().fieldId("id", medium.id().value());
    json.field("type", medium.kind().name().toLowerCase(Locale.ROOT)).name("url");
    Json.textOrNull(json, shown.url()).name("preview_url");
    Json.textOrNull(json, shown.previewUrl());
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

  private static void size(
      JsonWriter json, String name, Medium.Stored file, Medium.Ready ready) {
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
