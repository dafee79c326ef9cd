/// Keys: with which private words are sealed in the store ([Keyring]), and with which this server
/// and, through it, its members sign ([Keys]). No secret key leaves; what they sign is for their
/// owners to say.
@NullMarked
package verbatim.keys;

import org.jspecify.annotations.NullMarked;
