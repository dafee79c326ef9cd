/// What the house says of itself: its name, its rules, who may join. Door: [House]. It begins with
/// what the settings file says; what somebody changes while the server runs is kept in the store
/// and wins. It knows nobody, and decides nothing: `access` asks it who may sign up.
@NullMarked
package verbatim.house;

import org.jspecify.annotations.NullMarked;
