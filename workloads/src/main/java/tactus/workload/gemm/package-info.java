/**
 * Plain lists of matrix products, written in YAML.
 *
 * <p>Start at {@link tactus.workload.gemm.GemmList}.
 */
@NullMarked
package tactus.workload.gemm;

import org.jspecify.annotations.NullMarked;
