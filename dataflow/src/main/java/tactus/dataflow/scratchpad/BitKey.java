package tactus.dataflow.scratchpad;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Words as a key of a map; nobody changes them afterwards. */
final class BitKey {

  private final long[] words;
  private final int hash;

  BitKey(long[] words) {
    this.words = words;
    this.hash = Arrays.hashCode(words);
  }

  boolean has(int index) {
    return Bits.has(words, index);
  }

  long[] words() {
    return words;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BitKey key && hash == key.hash && Arrays.equals(words, key.words);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
