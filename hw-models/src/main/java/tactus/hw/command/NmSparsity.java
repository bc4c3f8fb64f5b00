package tactus.hw.command;

/**
 * N:M sparsity of the right operand of a product: of every {@code group} consecutive elements along
 * the reduction, at most {@code kept} are stored, each with its place in the group. Of a last group
 * that is not full, as many are stored, or all of it if it has fewer. Dense is 1:1.
 *
 * @param kept elements stored of a group, N, at least 1
 * @param group elements of a group, M, a power of two from 1 to 32
 * @param isShared whether all columns store the same rows of a group, so that a row of the stored
 *     matrix has one index and not one for each column; never if nothing is left out
 */
public record NmSparsity(int kept, int group, boolean isShared) {

  /** The largest group: an index has 5 bits then. */
  public static final int LARGEST_GROUP = 32;

  /** Everything is stored. */
  public static final NmSparsity DENSE = new NmSparsity(1, 1);

  public NmSparsity {
    if (group < 1 || group > LARGEST_GROUP || Integer.bitCount(group) != 1) {
      throw new IllegalArgumentException(
          "group (" + group + ") must be a power of two from 1 to " + LARGEST_GROUP);
    }
    if (kept < 1 || kept > group) {
      throw new IllegalArgumentException("kept (" + kept + ") must be from 1 to " + group);
    }
    isShared = isShared && kept < group;
  }

  /**
   * Creates a pattern that each column has its own of.
   *
   * @param kept elements stored of a group, N, at least 1
   * @param group elements of a group, M, a power of two from 1 to 32
   */
  public NmSparsity(int kept, int group) {
    this(kept, group, false);
  }

  /** {@return whether nothing is left out} */
  public boolean isDense() {
    return kept == group;
  }

  /**
   * {@return the bits of an element's place in its group, beside each element; 0 if nothing is left
   * out or the columns share their places}
   */
  public int indexBits() {
    return isDense() || isShared ? 0 : Integer.numberOfTrailingZeros(group);
  }

  /**
   * {@return the bits of a place in a group that all columns share, beside each stored row; or 0}
   */
  public int sharedIndexBits() {
    return isShared ? Integer.numberOfTrailingZeros(group) : 0;
  }

  /**
   * {@return the elements stored of a column}
   *
   * @param k extent of the reduction, at least 0
   */
  public long stored(long k) {
    return k / group * kept + Math.min(kept, k % group);
  }

  /**
   * {@return the groups of a column, the last of which may not be full}
   *
   * @param k extent of the reduction, at least 0
   */
  public long groups(long k) {
    return (k + group - 1) / group;
  }

  /**
   * {@return where in the reduction a stored element belongs if each group stores its first ones}
   *
   * @param storedRow its place among the elements stored of its column
   */
  public long firstRows(long storedRow) {
    return storedRow / kept * group + storedRow % kept;
  }

  /** {@return the pattern as it is spoken of, for example {@code 2:4}} */
  @Override
  public String toString() {
    return kept + ":" + group + (isShared ? " of all columns" : "");
  }
}
