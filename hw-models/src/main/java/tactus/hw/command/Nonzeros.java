package tactus.hw.command;

import java.util.Arrays;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Which elements of a tile's operand are not zero: the bitmap that a flexible engine reads beside
 * the values. A vector is what is multiplied with one of the other operand: a row of the left
 * operand, a column of the right one. Immutable, equal by value.
 */
public final class Nonzeros {

  private final int vectors;
  private final int extent;

  /** Words of a vector. */
  private final int pitch;

  private final long[] words;
  private final long count;
  private final int hash;

  /** Worked out when it is asked for; whoever does so at the same time finds the same. */
  private int @Nullable [] counts;

  private Nonzeros(int vectors, int extent, long[] words) {
    this.vectors = vectors;
    this.extent = extent;
    this.pitch = pitch(extent);
    this.words = words;
    long sum = 0;
    for (long word : words) {
      sum += Long.bitCount(word);
    }
    count = sum;
    hash = 31 * (31 * Arrays.hashCode(words) + vectors) + extent;
  }

  private static int pitch(int extent) {
    return (extent + Long.SIZE - 1) / Long.SIZE;
  }

  /**
   * {@return a bitmap}
   *
   * @param vectors how many vectors, at least 1
   * @param extent elements of a vector, along the reduction, at least 1
   * @param word for each word of each vector, one after the other: its bits, the lowest the first
   *     element's; those beyond the vector's end are 0
   */
  public static Nonzeros of(long vectors, long extent, LongUnaryOperator word) {
    if (vectors < 1 || extent < 1) {
      throw new IllegalArgumentException(
          "vectors (" + vectors + ") and extent (" + extent + ") must be at least 1");
    }
    int pitch = pitch(Math.toIntExact(extent));
    long[] words = new long[Math.toIntExact(Math.multiplyExact(vectors, pitch))];
    long last = -1L >>> (Long.SIZE - 1 - (extent - 1) % Long.SIZE);
    for (int i = 0; i < words.length; i++) {
      words[i] = word.applyAsLong(i);
      if (i % pitch == pitch - 1 && (words[i] & ~last) != 0) {
        throw new IllegalArgumentException("bits beyond the end of a vector must be 0");
      }
    }
    return new Nonzeros((int) vectors, (int) extent, words);
  }

  /** {@return the vectors} */
  public int vectors() {
    return vectors;
  }

  /** {@return the elements of a vector} */
  public int extent() {
    return extent;
  }

  /** {@return the words of a vector} */
  public int wordsOfVector() {
    return pitch;
  }

  /**
   * {@return a word of a vector's bits, the lowest the first element's}
   *
   * @param vector the vector, from 0
   * @param word its word, from 0
   */
  public long word(int vector, int word) {
    return words[vector * pitch + word];
  }

  /**
   * {@return whether an element is not zero}
   *
   * @param vector its vector, from 0
   * @param element its place in the vector, from 0
   */
  public boolean contains(int vector, int element) {
    return (words[vector * pitch + element / Long.SIZE] >>> element % Long.SIZE & 1) != 0;
  }

  /**
   * {@return the elements of a vector that are not zero}
   *
   * @param vector the vector, from 0
   */
  public int count(int vector) {
    int sum = 0;
    for (int word = 0; word < pitch; word++) {
      sum += Long.bitCount(words[vector * pitch + word]);
    }
    return sum;
  }

  /** {@return the elements that are not zero} */
  public long count() {
    return count;
  }

  /** {@return the same with only the first vectors} */
  Nonzeros first(long kept) {
    int vectorsKept = (int) Math.min(vectors, kept);
    return vectorsKept == vectors
        ? this
        : new Nonzeros(vectorsKept, extent, Arrays.copyOf(words, vectorsKept * pitch));
  }

  /** {@return in how many vectors each element along the reduction is not zero} */
  int[] countsOfElements() {
    int[] found = counts;
    if (found == null) {
      found = new int[extent];
      for (int vector = 0; vector < vectors; vector++) {
        for (int word = 0; word < pitch; word++) {
          for (long left = words[vector * pitch + word]; left != 0; left &= left - 1) {
            found[word * Long.SIZE + Long.numberOfTrailingZeros(left)]++;
          }
        }
      }
      counts = found;
    }
    return found;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Nonzeros same
        && (same == this
            || (hash == same.hash
                && vectors == same.vectors
                && extent == same.extent
                && Arrays.equals(words, same.words)));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return count + " of " + vectors + " x " + extent;
  }
}
