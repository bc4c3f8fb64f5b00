/**
 * Products of sparse matrices, laid out for a block with a hashed scratchpad.
 *
 * <p>Start reading at {@link tactus.dataflow.spgemm.RowWindows}.
 */
@NullMarked
package tactus.dataflow.spgemm;

import org.jspecify.annotations.NullMarked;
