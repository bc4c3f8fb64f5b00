/**
 * Quantities with units, as people write them at the borders: sizes, rates, frequencies, lengths.
 *
 * <p>Inside the simulator they are plain numbers whose names carry the unit.
 */
@NullMarked
package tactus.unit;

import org.jspecify.annotations.NullMarked;
