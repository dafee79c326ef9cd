package verbatim.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import verbatim.kernel.Limits;

/// What a text mentions, tags and links to: ordered, never overlapping, capped. The text itself is
/// not touched. The rules are those that people know from Mastodon; what is no entity here is plain
/// text.
///
/// Every sign is looked at a bounded number of times, whatever the text: bombs of `@`, `#` and
/// `http://` are the reason why there is no regular expression with a choice in it.
public record Entities(List<Entity> all) {
  public static final Entities NONE = new Entities(List.of());

  public Entities {
    all = List.copyOf(all);
  }

  public static Entities find(String text, Limits.Text limits) {
    return find((CharSequence) text, limits);
  }

  /// The same over any sequence: tests count how often it looks.
  static Entities find(CharSequence text, Limits.Text limits) {
    var addresses = Addresses.in(text);
    var found = new ArrayList<Entity>();
    for (Addresses.Span span : addresses) {
      String url = text.subSequence(span.start(), span.end()).toString();
      if (found.size() < limits.linksMax() && WebAddress.parse(url).isPresent()) {
        found.add(new Entity.Link(span.start(), span.end(), url));
      }
    }
    new NameScan(text, addresses, limits).into(found);
    found.sort(Comparator.comparingInt(Entity::start));
    return new Entities(found);
  }

  public List<Entity.Mention> mentions() {
    return only(Entity.Mention.class);
  }

  public List<Entity.Hashtag> hashtags() {
    return only(Entity.Hashtag.class);
  }

  public List<Entity.Link> links() {
    return only(Entity.Link.class);
  }

  public List<Entity.Emoji> emoji() {
    return only(Entity.Emoji.class);
  }

  private <T extends Entity> List<T> only(Class<T> kind) {
    var some = new ArrayList<T>();
    for (Entity entity : all) {
      if (kind.isInstance(entity)) {
        some.add(kind.cast(entity));
      }
    }
    return Collections.unmodifiableList(some);
  }
}
