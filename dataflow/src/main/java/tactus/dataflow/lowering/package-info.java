/**
 * Turns mapped operators into the commands of a program, with explicit dependences.
 *
 * <p>Nothing is decided here that the mapping has left open.
 */
@NullMarked
package tactus.dataflow.lowering;

import org.jspecify.annotations.NullMarked;
