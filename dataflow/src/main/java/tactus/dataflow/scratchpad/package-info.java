/**
 * What lies where in the scratchpad. Two parts: the planner of residency, which orders operators,
 * places tensors and chooses spills (start with {@link
 * tactus.dataflow.scratchpad.ResidencyPlanner}); and the buffers of a program while it is written,
 * which know who used which bytes last (start with {@link tactus.dataflow.scratchpad.Arena}).
 */
@NullMarked
package tactus.dataflow.scratchpad;

import org.jspecify.annotations.NullMarked;
