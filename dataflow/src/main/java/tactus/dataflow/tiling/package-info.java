/**
 * Cuts operators into tiles that fit the machine and searches for the best mapping.
 *
 * <p>A mapping is chosen here; it becomes commands in the lowering.
 */
@NullMarked
package tactus.dataflow.tiling;

import org.jspecify.annotations.NullMarked;
