/**
 * Importer of the topology files of SCALE-Sim.
 *
 * <p>It reads layers of convolutions and matrix products into an operator graph.
 */
@NullMarked
package tactus.workload.scalesim;

import org.jspecify.annotations.NullMarked;
