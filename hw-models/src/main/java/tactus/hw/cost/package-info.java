/**
 * What parts of a machine cost: area in gate equivalents and µm², delay, energy. Knows widths and
 * counts, nothing of time steps. Start at {@link tactus.hw.cost.MultiplyAddCost}; {@code
 * docs/models/arithmetic-cost.md} has the formulas and their errors.
 */
@NullMarked
package tactus.hw.cost;

import org.jspecify.annotations.NullMarked;
