/// Quotations of an article beside what is known to have been said: found, attributed, compared to
/// the letter. Door: [Checking]. Text goes in, a [QuoteCheck] comes out: no store, no clock, no
/// network, no model. What is known comes through one seam, [KnownStatements]. It compares
/// letters; whether a quotation is fair it does not say, and "not found" is never "false".
@NullMarked
package verbatim.quotecheck;

import org.jspecify.annotations.NullMarked;
