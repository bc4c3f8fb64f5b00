/**
 * One run: from the files of a machine and a workload to a result, stage by stage.
 *
 * <p>The stages are listed in one place; start reading there.
 */
@NullMarked
package tactus.explore.run;

import org.jspecify.annotations.NullMarked;
