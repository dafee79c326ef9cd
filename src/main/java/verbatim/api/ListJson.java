package verbatim.api;

import java.util.List;
import java.util.Locale;
import verbatim.http.JsonWriter;
import verbatim.relations.Lists;

/// List.
final class ListJson {
  JsonWriter write(JsonWriter json, Lists.AccountList list) {
    return json.object()
        .fieldId("id", list.id().value())
        .field("title", list.title())
        .field("replies_policy", list.replies().name().toLowerCase(Locale.ROOT))
        .field("exclusive", list.exclusive())
        .end();
  }

  JsonWriter list(JsonWriter json, List<Lists.AccountList> all) {
    json.array();
    all.forEach(l -> write(json, l));
    return json.end();
  }
}
