/**
 * Regressions of hardware models as JUnit 5 tests, for builds of those who use Tactus. Start at
 * {@link tactus.junit.HardwareRegression}.
 */
@NullMarked
package tactus.junit;

import org.jspecify.annotations.NullMarked;
