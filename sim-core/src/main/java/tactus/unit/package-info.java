/**
 * Values with units at the borders: text such as {@code 2 MiB} or {@code 25.6 GB/s} into numbers in
 * base units, and back. Inside the simulator a quantity is a plain number whose unit is in its
 * name. Start reading at {@link tactus.unit.Dimension}.
 */
@NullMarked
package tactus.unit;

import org.jspecify.annotations.NullMarked;
