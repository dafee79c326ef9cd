/// What is known to have been said, and what follows from it for quotations. Door: [Statements],
/// with [Questions] ("are these your words?"), [Known], which finds statements for a quote check,
/// [Checks] of texts and [Reports] of articles. Only what was published is known here: nothing
/// private is ever put into its index or asked for.
@NullMarked
package verbatim.statements;

import org.jspecify.annotations.NullMarked;
