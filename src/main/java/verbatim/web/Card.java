package verbatim.web;

import java.util.List;

/// What a page says of itself to whoever shows links to it: other sites, feed readers, search
/// engines. Only public pages have one.
///
/// @param canonical the one address of what the page is about
/// @param type as Open Graph calls it
/// @param image its address, "" for none
/// @param imageSays what is on the image
/// @param isLarge whether the image is what the page is about
/// @param published ISO 8601, "" for what has no date
/// @param modified ISO 8601, "" for what never changed
/// @param feeds where new posts of it can be followed
/// @param oembed where it is described for being shown elsewhere, "" for nowhere
/// @param same addresses that the person says are hers
public record Card(
    String canonical,
    String type,
    String title,
    String description,
    String image,
    String imageSays,
    boolean isLarge,
    String published,
    String modified,
    LinkedData linked,
    List<Feed> feeds,
    String oembed,
    List<String> same) {
  static final Card NONE =
      new Card("", "", "", "", "", "", false, "", "", LinkedData.NONE, List.of(), "", List.of());

  /// @param type `application/rss+xml` or `application/atom+xml`
  public record Feed(String type, String title, String href) {}

  public boolean isThere() {
    return !canonical.isEmpty();
  }
}
