/**
 * What is computed together, in which order, and where tensors live between. Start with {@link
 * tactus.dataflow.schedule.TaskList}, then {@link tactus.dataflow.schedule.Planner}. It uses the
 * mapping search; it makes no commands.
 */
@NullMarked
package tactus.dataflow.schedule;

import org.jspecify.annotations.NullMarked;
