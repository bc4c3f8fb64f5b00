/**
 * Products of sparse matrices by rows, on multithreaded cores that merge partial products in hash
 * tables in a scratchpad (SMASH, arXiv 2105.14156).
 *
 * <p>Start reading at {@link tactus.hw.spgemm.HashThreads}, which says what a thread does; {@link
 * tactus.hw.spgemm.FastHashBlock} and {@link tactus.hw.spgemm.ReferenceHashBlock} say when.
 */
@NullMarked
package tactus.hw.spgemm;

import org.jspecify.annotations.NullMarked;
