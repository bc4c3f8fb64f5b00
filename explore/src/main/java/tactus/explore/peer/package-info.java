/**
 * Results in the words of other people's simulators, for comparison with them.
 *
 * <p>Definitions follow the peer, even where ours differ.
 */
@NullMarked
package tactus.explore.peer;

import org.jspecify.annotations.NullMarked;
