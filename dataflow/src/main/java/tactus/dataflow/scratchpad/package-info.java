/**
 * Buffers of the scratchpad while a program is written: who used which bytes last. Start with
 * {@link tactus.dataflow.scratchpad.Arena}.
 */
@NullMarked
package tactus.dataflow.scratchpad;

import org.jspecify.annotations.NullMarked;
