/**
 * Sparse datapaths: what an engine makes of operands that are not stored in full. Start at {@link
 * tactus.hw.sparse.SparseUnitSpec}.
 */
@NullMarked
package tactus.hw.sparse;

import org.jspecify.annotations.NullMarked;
