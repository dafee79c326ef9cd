package verbatim.web;

import java.util.List;

/// What a browser calls itself, in words that its owner knows it by: "Firefox on Linux". Browsers
/// name their ancestors too, so the order matters: the youngest of a family first.
final class Devices {
  private record Name(String part, String words) {}

  private static final List<Name> BROWSERS =
      List.of(
          new Name("EdgA/", "Edge"),
          new Name("Edg/", "Edge"),
          new Name("OPR/", "Opera"),
          new Name("Vivaldi/", "Vivaldi"),
          new Name("SamsungBrowser/", "Samsung Internet"),
          new Name("FxiOS/", "Firefox"),
          new Name("Firefox/", "Firefox"),
          new Name("CriOS/", "Chrome"),
          new Name("HeadlessChrome/", "Chrome (headless)"),
          new Name("Chrome/", "Chrome"),
          new Name("Safari/", "Safari"),
          new Name("curl/", "curl"));

  private static final List<Name> SYSTEMS =
      List.of(
          new Name("iPhone", "iPhone"),
          new Name("iPad", "iPad"),
          new Name("Android", "Android"),
          new Name("CrOS", "Chromebook"),
          new Name("Windows", "Windows"),
          new Name("Mac OS X", "Mac"),
          new Name("Linux", "Linux"),
          new Name("FreeBSD", "FreeBSD"));

  private Devices() {}

  static String words(String userAgent, Tongue t) {
    String browser = first(BROWSERS, userAgent);
    String system = first(SYSTEMS, userAgent);
    String name = browser.isEmpty() ? t.say("security.a_browser") : browser;
    return system.isEmpty() ? name : t.say("security.on", name, system);
  }

  private static String first(List<Name> names, String userAgent) {
    return names.stream()
        .filter(name -> userAgent.contains(name.part()))
        .map(Name::words)
        .findFirst()
        .orElse("");
  }
}
