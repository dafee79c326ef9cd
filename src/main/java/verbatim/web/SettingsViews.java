package verbatim.web;

import java.util.List;

/// What the pages of settings take.
public final class SettingsViews {
  private SettingsViews() {}

  public record Field(String name, String value) {}

  /// @param portrait as it is shown now
  /// @param hasPortrait whether it is one of one's own
  /// @param banner "" for none
  /// @param fields as many as there may be; the rest are empty
  public record Profile(
      Frame frame,
      String name,
      String bio,
      List<Field> fields,
      String portrait,
      boolean hasPortrait,
      String banner,
      boolean isBot,
      boolean isLocked,
      boolean isDiscoverable,
      boolean isIndexable,
      boolean hidesCollections,
      List<Views.Fault> faults) {
    public String wrong(String field) {
      return Views.wrong(faults, field);
    }
  }
}
