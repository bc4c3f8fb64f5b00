/**
 * Networks as training sees them: each layer as the products of its forward, backward and update
 * stages. Start at {@link tactus.workload.training.TrainingNetwork}.
 */
@NullMarked
package tactus.workload.training;

import org.jspecify.annotations.NullMarked;
