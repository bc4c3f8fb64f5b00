/**
 * How a graph is computed on a machine: the compiler, from operator graph to program.
 *
 * <p>Its stages live in the packages below this one.
 */
@NullMarked
package tactus.dataflow;

import org.jspecify.annotations.NullMarked;
