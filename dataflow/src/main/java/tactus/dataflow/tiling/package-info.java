/**
 * The search for tile sizes and loop orders of one task. Start with {@link
 * tactus.dataflow.tiling.ProductSearch}. It knows machines and shapes, but neither graphs nor
 * commands.
 */
@NullMarked
package tactus.dataflow.tiling;

import org.jspecify.annotations.NullMarked;
