/**
 * Operator graphs as text that other programs draw and read.
 *
 * <p>Start at {@link tactus.workload.export.GraphExport}. The same graph always gives the same
 * bytes.
 */
@NullMarked
package tactus.workload.export;

import org.jspecify.annotations.NullMarked;
