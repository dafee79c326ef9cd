/// The lists that a member brings from elsewhere: whom he follows, blocks and mutes, his lists,
/// bookmarks and blocked servers, as the tables that Mastodon exports. Door: [Imports]. It decides
/// nothing: each row goes through the door that a button would use, and may be refused there.
@NullMarked
package verbatim.imports;

import org.jspecify.annotations.NullMarked;
