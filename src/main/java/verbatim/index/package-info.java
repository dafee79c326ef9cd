/// An index of words, on Lucene: what was put in under a key is found by what it says. Door:
/// [Index]; entries are [Entry], questions are [Match]. It knows nothing of people or of who may
/// see what, and answers numbers only, never words. It is derived and may be erased at any time.
@NullMarked
package verbatim.index;

import org.jspecify.annotations.NullMarked;
