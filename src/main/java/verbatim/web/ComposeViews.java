package verbatim.web;

import java.util.List;

/// What the composer takes. Other parts of it (series, drafts, scheduling) join here.
public final class ComposeViews {
  private ComposeViews() {}

  /// What is being written.
  ///
  /// @param isThere whether to show a composer at all
  /// @param key against posting twice what was sent twice
  /// @param inReplyTo the post that is answered, "" for none
  /// @param audience one of public, unlisted, private, direct
  /// @param draft the name under which the browser keeps what is typed
  public record Sheet(
      boolean isThere,
      String key,
      String text,
      String warning,
      String audience,
      String language,
      String inReplyTo,
      String replyName,
      String draft,
      List<Thumb> pictures,
      Poll poll,
      int charactersMax,
      int picturesMax,
      List<Language> languages,
      List<Views.Fault> faults) {
    static final Sheet NONE =
        new Sheet(
            false, "", "", "", "public", "", "", "", "", List.of(), Poll.NONE, 0, 0, List.of(),
            List.of());

    /// What is wrong with a field, "" for nothing.
    public String wrong(String field) {
      return faults.stream()
          .filter(f -> f.field().equals(field))
          .map(Views.Fault::words)
          .findFirst()
          .orElse("");
    }
  }

  /// A picture that waits to be posted.
  ///
  /// @param preview "" while it is being made ready, and for sound
  /// @param focus x,y as clients say it
  public record Thumb(String id, String preview, String description, String credit, String focus) {}

  /// @param hours how long it runs
  public record Poll(List<String> options, boolean multiple, int hours) {
    static final Poll NONE = new Poll(List.of(), false, 24);

    public boolean isThere() {
      return options.stream().anyMatch(o -> !o.isBlank());
    }

    public String option(int i) {
      return i < options.size() ? options.get(i) : "";
    }
  }

  public record Language(String tag, String name) {}

  /// @param about the post that is answered, or none
  public record Page(Frame frame, Sheet sheet, List<Views.Post> about) {}

  /// A picture, alone.
  public record ThumbAlone(Frame frame, Thumb thumb) {}
}
