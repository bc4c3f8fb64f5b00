/**
 * Scaled dot-product attention on the stream fabric. Start reading at {@link
 * tactus.hw.stream.attention.AttentionGraph}.
 */
@NullMarked
package tactus.hw.stream.attention;

import org.jspecify.annotations.NullMarked;
