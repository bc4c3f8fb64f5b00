/**
 * The design space of a sweep as it is written: axes, derived keys, constraints and objectives, and
 * the points that a method takes of it. Knows nothing of machines.
 *
 * <p>Start reading at {@link tactus.explore.space.SpaceReader}.
 */
@NullMarked
package tactus.explore.space;

import org.jspecify.annotations.NullMarked;
