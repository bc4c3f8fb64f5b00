/**
 * JMH benchmarks of the simulator and its parts.
 *
 * <p>Each class says what it measures and how to run it.
 */
@NullMarked
package tactus.benchmarks;

import org.jspecify.annotations.NullMarked;
