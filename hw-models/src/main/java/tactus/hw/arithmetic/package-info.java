/**
 * The numbers a machine computes with, bit for bit: formats, conversions, and what the multiply-add
 * of a processing element makes of them. Knows nothing of time and nothing of arrays. Start reading
 * at {@link tactus.hw.arithmetic.FloatArithmeticSpec} and {@link
 * tactus.hw.arithmetic.ColumnArithmetic}; {@code docs/models/arithmetic.md} has the rules.
 */
@NullMarked
package tactus.hw.arithmetic;

import org.jspecify.annotations.NullMarked;
