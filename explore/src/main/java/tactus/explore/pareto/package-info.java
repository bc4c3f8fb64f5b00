/** Comparing points with several objectives, all of which are to be small. Pure functions. */
@NullMarked
package tactus.explore.pareto;

import org.jspecify.annotations.NullMarked;
