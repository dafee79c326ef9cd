package verbatim.web;

import java.util.List;
import java.util.stream.Stream;

/// What the pages of settings take.
public final class SettingsViews {
  private SettingsViews() {}

  /// @param title a key of the catalogue; with `_words` that of what is there
  public record Link(String href, String title) {}

  /// In the order in which people look for them.
  private static final List<Link> LINKS =
      List.of(
          new Link("/settings/profile", "settings.profile"),
          new Link("/settings/appearance", "settings.appearance"),
          new Link("/settings/writing", "settings.writing"),
          new Link("/settings/privacy", "settings.privacy"),
          new Link("/settings/notifications", "settings.notifications"),
          new Link("/filters", "settings.filters"),
          new Link("/mutes", "settings.mutes"),
          new Link("/blocks", "settings.blocks"),
          new Link("/settings/servers", "settings.servers"),
          new Link("/settings/tags", "settings.tags"),
          new Link("/settings/security", "settings.security"),
          new Link("/settings/apps", "settings.apps"),
          new Link("/settings/newsroom", "settings.newsroom"),
          new Link("/settings/import", "settings.import"),
          new Link("/settings/archive", "settings.archive"));

  /// Only for whoever may let others in.
  private static final Link INVITATIONS = new Link("/invitations", "invitations");

  /// All pages of settings that are there for somebody.
  public static List<Link> links(Frame frame) {
    return frame.mayInvite()
        ? Stream.concat(LINKS.stream(), Stream.of(INVITATIONS)).toList()
        : LINKS;
  }

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
      List<Views.Fault> faults)
      implements Views.Faulty {}

  public record Index(Frame frame) {}

  /// Look, language and keys are in the frame.
  ///
  /// @param media default, show_all or hide_all
  public record Appearance(Frame frame, String media, boolean playsGifs) {}

  /// @param language "" for that of the pages
  public record Writing(
      Frame frame,
      String visibility,
      String language,
      List<ComposeViews.Language> languages,
      boolean isSensitive,
      int undoSeconds,
      boolean offersTalks) {}

  public record Privacy(
      Frame frame,
      boolean isLocked,
      boolean isDiscoverable,
      boolean isIndexable,
      boolean hidesCollections,
      boolean letsGather,
      verbatim.accounts.Wishes wishes) {}

  /// @param name of the kind of people
  /// @param held accept, filter or drop
  public record Held(String name, String held) {}

  public record Reaching(Frame frame, List<Held> kinds) {}

  /// @param keywords all of them in one line
  /// @param end "" for never
  public record FilterRow(
      String id, String title, String keywords, String where, String end, boolean isOver) {}

  public record AllFilters(Frame frame, List<FilterRow> rows) {}

  /// @param id "" for a new one
  public record Keyword(String id, String words, boolean isWhole) {}

  public record Choice(String name, boolean isChosen) {}

  /// @param id "" for a new filter
  /// @param statuses how many single posts it covers
  /// @param action warn, blur or hide
  /// @param end "" for never
  public record OneFilter(
      Frame frame,
      String id,
      String title,
      List<Keyword> keywords,
      int statuses,
      List<Choice> contexts,
      String action,
      String end,
      List<Views.Fault> faults)
      implements Views.Faulty {}

  /// @param name mutes or blocks
  /// @param act what takes it back
  public record Hidden(
      Frame frame,
      String name,
      String act,
      List<Views.Person> people,
      boolean isFirst,
      String older) {}

  public record Servers(Frame frame, List<String> servers, String typed, String wrong) {}

  public record Tag(String name, String href) {}

  public record Tags(Frame frame, List<Tag> tags, String typed, String wrong, String older) {}

  public record App(
      String id, String name, String website, boolean mayAct, String since, String lastUsed) {}

  public record Apps(Frame frame, List<App> apps) {}

  /// @param what following, blocks, mutes, lists, bookmarks or servers
  /// @param named the first of those that were not found
  public record Imported(
      String what,
      boolean isOver,
      int percent,
      int taken,
      int refused,
      int missing,
      int removed,
      List<String> named) {}

  /// @param last the import that is under way or was the last; empty for none
  /// @param tables names of what can be fetched
  public record Moving(
      Frame frame, List<Imported> last, boolean isRunning, List<String> tables, String wrong) {}
}
