/** Runs with recorded expectations. Start reading at {@link tactus.explore.regress.Regression}. */
@NullMarked
package tactus.explore.regress;

import org.jspecify.annotations.NullMarked;
