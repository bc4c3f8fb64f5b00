package tactus.hw.matrix;

import tactus.hw.command.NmSparsity;

/**
 * How the elements that are stored of a reduction lie on elements of an array that make several
 * multiply-adds a cycle. A slice is what one element multiplies at once: as many whole groups as
 * fit, or, of a group with more elements than there are multipliers, a part. Weight stationary, a
 * row of the array holds a slice; output stationary, a step takes one. With one multiplier, a slice
 * is a stored element.
 *
 * @param sparsity what is stored
 * @param groups groups of a slice, at least 1
 * @param parts slices of a group, at least 1; groups or parts is 1
 * @param width elements that a full slice stores of a column, at least 1
 */
public record Slices(NmSparsity sparsity, int groups, int parts, int width) {

  /**
   * {@return the slices of some multipliers}
   *
   * @param sparsity what is stored
   * @param multipliers multiply-adds that an element makes in a cycle, at least 1
   * @param inputs elements of the other operand that it picks from, at least 1; one group at least
   *     it always has
   */
  static Slices of(NmSparsity sparsity, int multipliers, int inputs) {
    if (multipliers < 1 || inputs < 1) {
      throw new IllegalArgumentException(
          "multipliers (" + multipliers + ") and inputs (" + inputs + ") must be at least 1");
    }
    int kept = sparsity.kept();
    if (kept > multipliers) {
      return new Slices(sparsity, 1, (kept + multipliers - 1) / multipliers, multipliers);
    }
    int groups = Math.max(1, Math.min(multipliers / kept, inputs / sparsity.group()));
    return new Slices(sparsity, groups, 1, groups * kept);
  }

  /** {@return the elements of the other operand that a slice needs: those of its groups} */
  public int covered() {
    return groups * sparsity.group();
  }

  /**
   * {@return the slices of a column}
   *
   * @param k extent of the reduction, at least 0
   */
  public long count(long k) {
    if (parts == 1) {
      return (k + covered() - 1) / covered();
    }
    long last = Math.min(sparsity.kept(), k % sparsity.group());
    return k / sparsity.group() * parts + (last + width - 1) / width;
  }

  /**
   * {@return how many vectors of the other operand so many slices share, or are, one for each whole
   * slice or group}
   *
   * @param slices number of slices
   */
  public long vectors(long slices) {
    return (slices + parts - 1) / parts;
  }

  /**
   * {@return the rows of an array that hold whole groups}
   *
   * @param rows its rows
   */
  public int wholeRows(int rows) {
    return rows / parts * parts;
  }

  /**
   * {@return the elements that so many rows of an array hold of a column, which are whole groups}
   */
  int held(int wholeRows) {
    return parts == 1 ? wholeRows * width : wholeRows / parts * sparsity.kept();
  }

  /** {@return the slices of so many stored elements of a column, the first ones of a slice's} */
  int slicesOf(int stored) {
    if (parts == 1) {
      return (stored + width - 1) / width;
    }
    return stored / sparsity.kept() * parts + (stored % sparsity.kept() + width - 1) / width;
  }

  /** {@return the first stored element of a slice} */
  long firstStored(long slice) {
    return parts == 1 ? slice * width : slice / parts * sparsity.kept() + slice % parts * width;
  }

  /** {@return the stored elements of a slice} */
  int stored(long slice, long k) {
    long first = firstStored(slice);
    long end =
        parts == 1 ? first + width : Math.min(first + width, (slice / parts + 1) * sparsity.kept());
    return (int) (Math.min(end, sparsity.stored(k)) - first);
  }

  /** {@return the first row of the reduction of a slice's groups} */
  long firstRow(long slice) {
    return parts == 1 ? slice * covered() : slice / parts * sparsity.group();
  }
}
