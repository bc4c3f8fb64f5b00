/**
 * Renders results for scripts and for people.
 *
 * <p>It computes nothing that the result does not hold.
 */
@NullMarked
package tactus.explore.report;

import org.jspecify.annotations.NullMarked;
