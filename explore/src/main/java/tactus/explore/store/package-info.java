/** The store of a sweep: an embedded SQL database with one row a point, and its exports. */
@NullMarked
package tactus.explore.store;

import org.jspecify.annotations.NullMarked;
