/**
 * Training iterations on an N:M sparse training accelerator: from YAML to a report. Start at {@link
 * tactus.explore.training.TrainingIteration}.
 */
@NullMarked
package tactus.explore.training;

import org.jspecify.annotations.NullMarked;
