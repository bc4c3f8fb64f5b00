/**
 * The energy of a run: counted actions times what each costs, leakage over time, power over time,
 * and what could be saved. Start at {@link tactus.explore.price.RunPricer}; {@code
 * docs/models/energy.md} says what is counted.
 */
@NullMarked
package tactus.explore.price;

import org.jspecify.annotations.NullMarked;
