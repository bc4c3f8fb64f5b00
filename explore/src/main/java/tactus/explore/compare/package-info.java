/**
 * Two results side by side: what differs, by how much, and what explains it. Start at {@link
 * tactus.explore.compare.Comparison}.
 */
@NullMarked
package tactus.explore.compare;

import org.jspecify.annotations.NullMarked;
