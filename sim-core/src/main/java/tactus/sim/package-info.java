/**
 * The simulation kernel: time in ticks, events, components and the channels between them.
 *
 * <p>It knows no hardware, reads no files and logs nothing per cycle; start reading at {@link
 * tactus.sim.Simulation}.
 */
@NullMarked
package tactus.sim;

import org.jspecify.annotations.NullMarked;
