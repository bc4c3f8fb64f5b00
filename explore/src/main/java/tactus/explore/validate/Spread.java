package tactus.explore.validate;

import java.util.List;
import java.util.Optional;

/**
 * A figure that several sources give differently: ours is asked to lie between the least and the
 * most of them.
 *
 * @param title what the number is
 * @param unit its unit
 * @param sources names of the sources
 * @param rows the cases, at least one
 */
public record Spread(String title, String unit, List<String> sources, List<Row> rows) {

  /**
   * What a source gives.
   *
   * @param number the number
   * @param rounding how far off it can be since it is printed with so many digits
   */
  public record Value(double number, double rounding) {}

  /**
   * One case.
   *
   * @param where which case
   * @param theirs what each source gives, in their order, if it gives it; at least one does
   * @param ours what we get
   */
  public record Row(String where, List<Optional<Value>> theirs, double ours) {
    public Row {
      theirs = List.copyOf(theirs);
      if (theirs.stream().noneMatch(Optional::isPresent)) {
        throw new IllegalArgumentException(where + ": theirs must not be empty");
      }
    }

    private List<Value> known() {
      return theirs.stream().flatMap(Optional::stream).toList();
    }

    /** {@return the least of theirs} */
    public double least() {
      return known().stream().mapToDouble(Value::number).min().orElseThrow();
    }

    /** {@return the most of theirs} */
    public double most() {
      return known().stream().mapToDouble(Value::number).max().orElseThrow();
    }

    /** {@return whether several sources give it, so that they can be apart} */
    public boolean isOfSeveral() {
      return known().size() > 1;
    }

    /**
     * {@return whether ours is neither less than the least nor more than the most, each as far off
     * as its rounding allows}
     */
    public boolean isInside() {
      return known().stream().anyMatch(value -> ours >= value.number() - value.rounding())
          && known().stream().anyMatch(value -> ours <= value.number() + value.rounding());
    }
  }

  /** Checks that each case has as many values as there are sources. */
  public Spread {
    sources = List.copyOf(sources);
    rows = List.copyOf(rows);
    int count = sources.size();
    if (rows.isEmpty() || rows.stream().anyMatch(row -> row.theirs().size() != count)) {
      throw new IllegalArgumentException(
          title + ": rows must not be empty and each must have " + count + " values");
    }
  }

  /** {@return how many of the cases that several sources give are inside} */
  public long inside() {
    return rows.stream().filter(row -> row.isOfSeveral() && row.isInside()).count();
  }

  /** {@return how many cases several sources give} */
  public long ofSeveral() {
    return rows.stream().filter(Row::isOfSeveral).count();
  }
}
