/**
 * Results of papers beside ours: what they give, what we get, what was assumed. Start at {@link
 * tactus.explore.reproduce.Papers}; a paper is one class that makes rows.
 */
@NullMarked
package tactus.explore.reproduce;

import org.jspecify.annotations.NullMarked;
