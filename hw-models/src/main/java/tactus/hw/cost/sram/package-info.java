/**
 * What an SRAM costs: area, energy of a read and a write, leakage, access time, from the circuits
 * it is made of, in the manner of CACTI. Start at {@link tactus.hw.cost.sram.SramModel}; {@code
 * docs/models/sram.md} has the equations and the errors.
 */
@NullMarked
package tactus.hw.cost.sram;

import org.jspecify.annotations.NullMarked;
