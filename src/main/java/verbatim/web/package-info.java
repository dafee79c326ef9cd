/// Pages for people in a browser: signing up and in, letting an app in, one's own sessions, and the
/// public posts read plainly. Door: [Web]. Every action is a form or a link and works without a
/// script. Each template (src/main/jte) takes one record of this package and nothing else.
@NullMarked
package verbatim.web;

import org.jspecify.annotations.NullMarked;
