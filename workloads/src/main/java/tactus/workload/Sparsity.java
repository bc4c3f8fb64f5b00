package tactus.workload;

import java.util.Locale;

/** How a weight matrix is stored that is not stored in full. */
public sealed interface Sparsity {

  /**
   * {@return the bytes that a part of the matrix takes, with what says where its elements belong}
   *
   * @param rows rows of the part, along the reduction, at least 0
   * @param columns columns of the part, at least 0
   * @param elementBits bits of an element
   */
  long storedBytes(long rows, long columns, int elementBits);

  /**
   * {@return the elements stored of a matrix}
   *
   * @param rows its rows, along the reduction
   * @param columns its columns
   */
  long storedElements(long rows, long columns);

  /** {@return it in a few characters, as it is spoken of} */
  String text();

  /**
   * At most {@code kept} of every {@code group} consecutive elements along the reduction, each with
   * its index in the group: {@code bits + log2(group)} bits. Of a last group that is not full, as
   * many are stored, or all of it if it has fewer.
   *
   * @param kept elements stored of a group, N, at least 1 and less than the group
   * @param group elements of a group, M, a power of two from 2 to 32
   */
  record NOfM(int kept, int group) implements Sparsity {

    /** The largest group. */
    public static final int LARGEST_GROUP = 32;

    public NOfM {
      if (group < 2 || group > LARGEST_GROUP || Integer.bitCount(group) != 1) {
        throw new IllegalArgumentException(
            "group (" + group + ") must be a power of two from 2 to " + LARGEST_GROUP);
      }
      if (kept < 1 || kept >= group) {
        throw new IllegalArgumentException(
            "kept (" + kept + ") must be from 1 to " + (group - 1) + ", less than the group");
      }
    }

    /** {@return the bits of an index in a group} */
    public int indexBits() {
      return Integer.numberOfTrailingZeros(group);
    }

    /**
     * {@return the elements stored of a column}
     *
     * @param rows rows of the matrix, along the reduction
     */
    public long storedRows(long rows) {
      return rows / group * kept + Math.min(kept, rows % group);
    }

    @Override
    public long storedBytes(long rows, long columns, int elementBits) {
      long bits = Math.multiplyExact(storedElements(rows, columns), elementBits + indexBits());
      return (bits + 7) / 8;
    }

    @Override
    public long storedElements(long rows, long columns) {
      return Math.multiplyExact(storedRows(rows), columns);
    }

    @Override
    public String text() {
      return kept + ":" + group;
    }
  }

  /**
   * A share of the elements, anywhere. The matrix is stored as its nonzero elements and what says
   * where they are, and expanded on its way into the scratchpad.
   *
   * @param density share of the elements that are stored, above 0 and at most 1
   * @param encoding what says where they are
   */
  record Unstructured(double density, Encoding encoding) implements Sparsity {

    /** What says where stored elements are. */
    public enum Encoding {
      /** A bit for each element of the matrix. */
      BITMAP,
      /** 16 bits beside each stored element, its place in a tile, as Flash-LLM has it. */
      COORDINATE
    }

    /** Bits of a place in a tile. */
    public static final int PLACE_BITS = 16;

    public Unstructured {
      if (!(density > 0 && density <= 1)) {
        throw new IllegalArgumentException("density (" + density + ") must be in (0, 1]");
      }
    }

    @Override
    public long storedBytes(long rows, long columns, int elementBits) {
      long stored = storedElements(rows, columns);
      long bits =
          switch (encoding) {
            case BITMAP ->
                Math.addExact(
                    Math.multiplyExact(rows, columns), Math.multiplyExact(stored, elementBits));
            case COORDINATE -> Math.multiplyExact(stored, elementBits + PLACE_BITS);
          };
      return (bits + 7) / 8;
    }

    @Override
    public long storedElements(long rows, long columns) {
      return (long) Math.ceil(density * Math.multiplyExact(rows, columns));
    }

    @Override
    public String text() {
      return String.format(
          Locale.ROOT,
          "%s%% stored, %s",
          density * 100 == Math.rint(density * 100)
              ? String.valueOf((long) (density * 100))
              : String.valueOf(density * 100),
          encoding == Encoding.BITMAP ? "bitmap" : "coordinates");
    }
  }
}
