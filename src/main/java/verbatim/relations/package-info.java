/// Who follows, blocks and mutes whom; filters, lists, followed tags; and from these who may read
/// ([MaySee]) and who may do ([MayDo]). Door: [Relations]; lists in [Lists], filters in [Filters].
/// Nothing else in the program decides who may read what was said.
@NullMarked
package verbatim.relations;

import org.jspecify.annotations.NullMarked;
