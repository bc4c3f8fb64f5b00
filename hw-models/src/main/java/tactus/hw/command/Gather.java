package tactus.hw.command;

import java.util.Arrays;
import java.util.Objects;

/**
 * Which rows of the reduction a product meets whose right operand stores only some of them: the
 * engine gathers these of the left operand, a group of consecutive ones at a time. Nothing says how
 * the groups are ordered. Immutable, equal by value; commands of equal tiles share one.
 */
public final class Gather {

  private final int groupRows;
  private final int[] starts;
  private final long extent;
  private final long coveredElements;
  private final long storedElements;

  /**
   * Creates a choice of groups.
   *
   * @param groupRows rows of a group, at least 1
   * @param starts the first row of each group in the tile's reduction
   * @param extent the reduction of the tile; rows of a group beyond it are zeros
   * @param coveredElements elements of the right operand that the product stands for, with those
   *     that neither it nor another product multiplies
   * @param storedElements elements of the right operand that it multiplies and that are stored
   */
  public Gather(
      int groupRows, int[] starts, long extent, long coveredElements, long storedElements) {
    if (groupRows < 1 || starts.length < 1) {
      throw new IllegalArgumentException(
          "groupRows (" + groupRows + ") and groups (" + starts.length + ") must be at least 1");
    }
    if (storedElements < 0 || storedElements > coveredElements) {
      throw new IllegalArgumentException(
          "storedElements ("
              + storedElements
              + ") must be from 0 to coveredElements ("
              + coveredElements
              + ")");
    }
    this.groupRows = groupRows;
    this.starts = starts.clone();
    this.extent = extent;
    this.coveredElements = coveredElements;
    this.storedElements = storedElements;
  }

  /** {@return the rows of the reduction that the product has} */
  public long rows() {
    return Math.multiplyExact((long) starts.length, groupRows);
  }

  /**
   * {@return where a row of the product lies in the tile's reduction}
   *
   * @param row the row, from 0
   */
  public long row(long row) {
    return starts[(int) (row / groupRows)] + row % groupRows;
  }

  /**
   * {@return whether a row of the product lies in the tile; the others are zeros}
   *
   * @param row the row, from 0
   */
  public boolean isInside(long row) {
    return row(row) < extent;
  }

  /** {@return the elements of the right operand that the product stands for} */
  public long coveredElements() {
    return coveredElements;
  }

  /** {@return the elements of the right operand that it multiplies and that are stored} */
  public long storedElements() {
    return storedElements;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Gather gather
        && groupRows == gather.groupRows
        && extent == gather.extent
        && coveredElements == gather.coveredElements
        && storedElements == gather.storedElements
        && Arrays.equals(starts, gather.starts);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        groupRows, extent, coveredElements, storedElements, Arrays.hashCode(starts));
  }

  @Override
  public String toString() {
    return starts.length + " groups of " + groupRows + " of " + extent + " rows";
  }
}
