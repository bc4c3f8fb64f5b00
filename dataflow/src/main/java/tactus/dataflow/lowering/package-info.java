/**
 * From a plan to commands. Start with {@link tactus.dataflow.lowering.Lowering}: it turns every
 * task into steps and writes the commands of all steps in an order in which loads run ahead.
 */
@NullMarked
package tactus.dataflow.lowering;

import org.jspecify.annotations.NullMarked;
