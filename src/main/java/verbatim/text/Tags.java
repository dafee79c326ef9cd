package verbatim.text;

import java.text.Normalizer;
import java.util.Locale;

/// Which tag, or topic, a written name means.
public final class Tags {
  private Tags() {}

  /// Names with the same key are one tag: compatibility forms and case do not count. A name that
  /// was written is shown as written; this is for looking up only.
  public static String key(String name) {
    return Normalizer.normalize(
        Normalizer.normalize(name, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT),
        Normalizer.Form.NFKC);
  }

  /// Which topic a written name means: case does not count, nor how its words are joined. It stands
  /// in addresses too.
  public static String topic(String name) {
    return key(name.strip().replaceAll("[\\s\\p{Z}_-]+", "-"));
  }
}
