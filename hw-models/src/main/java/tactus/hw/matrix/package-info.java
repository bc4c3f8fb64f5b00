/**
 * Systolic matrix engines: their spec, the closed-form timing and the per-cycle reference. Start at
 * {@link tactus.hw.matrix.MatrixEngineSpec}.
 */
@NullMarked
package tactus.hw.matrix;

import org.jspecify.annotations.NullMarked;
