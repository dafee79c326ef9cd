/// Pictures, sound and video that people upload: taken apart, made anew without what nobody should
/// see (places, names, hidden data), kept beside the store under random keys, and given back.
/// Door: [Media]. The label of an upload is never believed and its name never used. Who may see a
/// file is told here ([Guard]) but decided elsewhere.
@NullMarked
package verbatim.media;

import org.jspecify.annotations.NullMarked;
