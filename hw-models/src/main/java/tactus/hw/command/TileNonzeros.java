package tactus.hw.command;

import java.util.Optional;

/**
 * The bitmaps of a tile product {@code [m x k] * [k x n]}; an operand without one is held, and
 * multiplied, in full. Immutable, equal by value.
 */
public final class TileNonzeros {

  private final Optional<Nonzeros> left;
  private final Optional<Nonzeros> right;
  private final long effectiveMacs;

  /**
   * Creates the bitmaps of a tile.
   *
   * @param m rows of the left operand
   * @param k extent of the reduction
   * @param n columns of the right operand
   * @param left rows of the left operand, if it has zeros
   * @param right columns of the right operand, if it has zeros
   */
  public TileNonzeros(long m, long k, long n, Optional<Nonzeros> left, Optional<Nonzeros> right) {
    check("left", left, m, k);
    check("right", right, n, k);
    this.left = left;
    this.right = right;
    if (left.isPresent() && right.isPresent()) {
      int[] rows = left.get().countsOfElements();
      int[] columns = right.get().countsOfElements();
      long sum = 0;
      for (int l = 0; l < rows.length; l++) {
        sum = Math.addExact(sum, (long) rows[l] * columns[l]);
      }
      effectiveMacs = sum;
    } else if (right.isPresent()) {
      effectiveMacs = Math.multiplyExact(m, right.get().count());
    } else {
      long elements = left.isPresent() ? left.get().count() : Math.multiplyExact(m, k);
      effectiveMacs = Math.multiplyExact(elements, n);
    }
  }

  private static void check(String which, Optional<Nonzeros> map, long vectors, long extent) {
    if (map.isPresent() && (map.get().vectors() != vectors || map.get().extent() != extent)) {
      throw new IllegalArgumentException(
          which + " (" + map.get() + ") must have " + vectors + " vectors of " + extent);
    }
  }

  /** {@return the rows of the left operand, if it has zeros} */
  public Optional<Nonzeros> left() {
    return left;
  }

  /** {@return the columns of the right operand, if it has zeros} */
  public Optional<Nonzeros> right() {
    return right;
  }

  /** {@return the products of two elements that are both not zero} */
  public long effectiveMacs() {
    return effectiveMacs;
  }

  /** {@return those of a tile with only the first rows and columns} */
  TileNonzeros first(long rows, long k, long columns) {
    return new TileNonzeros(
        rows, k, columns, left.map(map -> map.first(rows)), right.map(map -> map.first(columns)));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TileNonzeros same
        && left.equals(same.left)
        && right.equals(same.right)
        && effectiveMacs == same.effectiveMacs;
  }

  @Override
  public int hashCode() {
    return 31 * left.hashCode() + right.hashCode();
  }

  @Override
  public String toString() {
    return "left " + left + ", right " + right;
  }
}
