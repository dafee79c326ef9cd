package verbatim.web;

import java.util.List;

/// What the pages of lists take.
public final class ListViews {
  private ListViews() {}

  public record OfList(String id, String title) {}

  public record All(Frame frame, List<OfList> lists, String title, String problem) {}

  /// @param found people who fit what was looked for and are not in it
  public record Edit(
      Frame frame,
      OfList list,
      String replies,
      boolean isExclusive,
      List<Views.Person> members,
      String sought,
      List<Views.Person> found,
      String problem) {}
}
