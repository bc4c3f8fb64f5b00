/**
 * Results of papers, computed anew. A {@link tactus.explore.reproduce.Reproduction} is one paper;
 * {@link tactus.explore.reproduce.Reproductions} lists them.
 */
@NullMarked
package tactus.explore.reproduce;

import org.jspecify.annotations.NullMarked;
