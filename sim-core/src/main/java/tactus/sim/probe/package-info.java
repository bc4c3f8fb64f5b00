/**
 * Statistics and traces of a simulation, free when none is attached.
 *
 * <p>Probes watch; they never change when or in which order something happens. Start reading at
 * {@link tactus.sim.probe.Probe}. Knows nothing of the rest of the project.
 */
@NullMarked
package tactus.sim.probe;

import org.jspecify.annotations.NullMarked;
