/**
 * Transformer models, from the figures of a model to an operator graph for each phase.
 *
 * <p>Prefill, decode and training differ in their graphs, not in the operators.
 */
@NullMarked
package tactus.workload.transformer;

import org.jspecify.annotations.NullMarked;
