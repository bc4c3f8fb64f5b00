/**
 * Models run with real values through a machine's arithmetic: what its bits make of their results.
 * Start at {@link tactus.explore.numerics.MatrixProducts} and {@link
 * tactus.explore.numerics.AccuracyTable}.
 */
@NullMarked
package tactus.explore.numerics;

import org.jspecify.annotations.NullMarked;
