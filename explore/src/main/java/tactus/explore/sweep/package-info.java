/**
 * Many runs: the points of a design space, evaluated on all cores and kept in a store.
 *
 * <p>Start reading at {@link tactus.explore.sweep.SweepRun}.
 */
@NullMarked
package tactus.explore.sweep;

import org.jspecify.annotations.NullMarked;
