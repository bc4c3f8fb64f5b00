/**
 * The simulation kernel: time in ticks, events, components and the channels between them.
 *
 * <p>It knows no hardware, reads no files and logs nothing per cycle; start reading at {@link
 * tactus.sim.Simulation} for events, at {@link tactus.sim.Channel} and {@link
 * tactus.sim.ProcessNetwork} for processes.
 */
@NullMarked
package tactus.sim;

import org.jspecify.annotations.NullMarked;
