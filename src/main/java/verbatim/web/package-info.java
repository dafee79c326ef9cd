/// Pages for people in a browser: the whole client, what is public, the desk, settings and the
/// first run. Door: [Web]. Every action but passkeys and the check of excerpts is a form or a link
/// and works without a script. Each template (src/main/jte) takes one record of this package and
/// nothing else.
@NullMarked
package verbatim.web;

import org.jspecify.annotations.NullMarked;
