/**
 * The stream fabric: units that pass tokens through channels, without addresses and without a
 * controller. Start reading at {@link tactus.hw.stream.StreamGraph}.
 */
@NullMarked
package tactus.hw.stream;

import org.jspecify.annotations.NullMarked;
