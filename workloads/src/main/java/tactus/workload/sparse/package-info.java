/**
 * Sparse matrices: in rows of nonzeros, drawn or from Matrix Market files, and their products.
 *
 * <p>Start reading at {@link tactus.workload.sparse.SparseMatrix}.
 */
@NullMarked
package tactus.workload.sparse;

import org.jspecify.annotations.NullMarked;
