package verbatim.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import org.nibor.autolink.LinkExtractor;
import org.nibor.autolink.LinkSpan;
import org.nibor.autolink.LinkType;
import verbatim.kernel.Limits;

/// What a text mentions, tags and links to: ordered, never overlapping, capped. The text itself is not
/// touched. The rules are those that people know from Mastodon; what is no entity here is plain text.
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
    var addresses = addresses(text);
    var found = new ArrayList<Entity>();
    int links = 0;
    for (LinkSpan span : addresses) {
      String url = text.subSequence(span.getBeginIndex(), span.getEndIndex()).toString();
      if (links < limits.linksMax() && WebAddress.parse(url).isPresent()) {
        found.add(new Entity.Link(span.getBeginIndex(), span.getEndIndex(), url));
        links++;
      }
    }
    new NameScan(text, addresses, limits).into(found);
    found.sort(Comparator.comparingInt(Entity::start));
    return new Entities(found);
  }

  /// All addresses with a scheme, also those that we do not link: nothing within them is a mention or
  /// a tag.
  private static List<LinkSpan> addresses(CharSequence text) {
    if (indexOf(text, "://") < 0) {
      return List.of();
    }
    var spans = new ArrayList<LinkSpan>();
    var extractor = LinkExtractor.builder().linkTypes(EnumSet.of(LinkType.URL)).build();
    extractor.extractLinks(text).forEach(spans::add);
    return spans;
  }

  private static int indexOf(CharSequence text, String needle) {
    for (int i = 0; i + needle.length() <= text.length(); i++) {
      if (text.charAt(i) == ':' && text.subSequence(i, i + needle.length()).toString().equals(needle)) {
        return i;
      }
    }
    return -1;
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
