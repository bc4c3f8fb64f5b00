/**
 * Products of sparse matrices on a block with a hashed scratchpad: read, run and reported.
 *
 * <p>Start reading at {@link tactus.explore.spgemm.SparseProductReport}.
 */
@NullMarked
package tactus.explore.spgemm;

import org.jspecify.annotations.NullMarked;
