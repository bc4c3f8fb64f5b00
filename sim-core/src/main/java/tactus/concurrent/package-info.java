/** Work beside other work: {@link tactus.concurrent.Background}. */
@NullMarked
package tactus.concurrent;

import org.jspecify.annotations.NullMarked;
