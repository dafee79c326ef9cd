/// What people write: its entities, its length, its HTML and the way back to plain letters.
/// Doors: [Entities], [Characters], [Html], [ForeignHtml], [PlainText], [Written], [Tags],
/// [Usernames], [WebAddress], [Blocks] (long texts taken apart). Everything is a pure function of
/// the text: no store, no clock, no network. No letter is ever changed here; entities are offsets
/// into the untouched text.
@NullMarked
package verbatim.text;

import org.jspecify.annotations.NullMarked;
