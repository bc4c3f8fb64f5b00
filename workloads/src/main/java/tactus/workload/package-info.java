/**
 * What is to be computed: graphs of operators and the tensors between them.
 *
 * <p>It knows nothing of the machine that will compute it.
 */
@NullMarked
package tactus.workload;

import org.jspecify.annotations.NullMarked;
