/**
 * Counters and traces of a simulation, free when none is attached.
 *
 * <p>Probes watch; they never change when or in which order something happens.
 */
@NullMarked
package tactus.sim.probe;

import org.jspecify.annotations.NullMarked;
