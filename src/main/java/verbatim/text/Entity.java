package verbatim.text;

/// Something in a text that means more than its letters. Offsets are UTF-16 code units of the
/// untouched text: `start` inclusive, `end` exclusive.
public sealed interface Entity {
  int start();

  int end();

  /// `@name` or `@name@domain`.
  ///
  /// @param username as written
  /// @param domain lower case, in ASCII, perhaps with a loopback port; "" for one of ours
  record Mention(int start, int end, String username, String domain) implements Entity {}

  /// `#name`.
  ///
  /// @param name as written, without the sign; [Tags#key] says which tag it is
  record Hashtag(int start, int end, String name) implements Entity {}

  /// A web address, as written.
  record Link(int start, int end, String url) implements Entity {}

  /// `:shortcode:`, which may or may not be a custom emoji that exists.
  record Emoji(int start, int end, String shortcode) implements Entity {}
}
