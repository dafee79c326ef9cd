package verbatim.web;

import java.time.Instant;
import java.util.List;

/// What the pages for reporting take.
public final class ReportViews {
  private ReportViews() {}

  /// A post that can be named in the report.
  ///
  /// @param excerpt how it begins
  /// @param files how many pictures it has
  public record Offered(String id, String excerpt, Instant at, int files, boolean isChosen) {}

  public record Rule(String id, String words, boolean isChosen) {}

  /// @param talk the conversation that it is about, or ""
  /// @param excerpt that it is about, or ""
  /// @param story that it is about, or ""
  /// @param title of that story
  /// @param category its word, "" while none is chosen
  public record Ask(
      Frame frame,
      Views.Person person,
      String talk,
      String excerpt,
      String story,
      String title,
      List<Offered> posts,
      String category,
      List<Rule> rules,
      String comment,
      List<Views.Fault> faults)
      implements Views.Faulty {}

  /// What can be done besides.
  public record Done(Frame frame, Views.Person person, PeopleViews.Tie tie) {}
}
