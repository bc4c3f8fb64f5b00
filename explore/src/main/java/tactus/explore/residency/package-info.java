/**
 * Plans of what is in the scratchpad, by every allocator, beside each other. Start with {@link
 * tactus.explore.residency.ResidencyExperiment}. Its files are read in {@code
 * tactus.explore.run.ResidencyReader}.
 */
@NullMarked
package tactus.explore.residency;

import org.jspecify.annotations.NullMarked;
