package tactus.explore.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

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
   * One case.
   *
   * @param where which case
   * @param theirs what each source gives, in their order, if it gives it; at least one does
   * @param ours what we get
   */
  public record Row(String where, List<OptionalDouble> theirs, double ours) {
    public Row {
      theirs = List.copyOf(theirs);
      if (theirs.stream().noneMatch(OptionalDouble::isPresent)) {
        throw new IllegalArgumentException(where + ": theirs must not be empty");
      }
    }

    private List<Double> known() {
      List<Double> known = new ArrayList<>();
      theirs.forEach(value -> value.ifPresent(known::add));
      return known;
    }

    /** {@return the least of theirs} */
    public double least() {
      return known().stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    /** {@return the most of theirs} */
    public double most() {
      return known().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    /** {@return whether several sources give it, so that they can be apart} */
    public boolean isOfSeveral() {
      return known().size() > 1;
    }

    /** {@return whether ours is neither less than the least nor more than the most} */
    public boolean isInside() {
      return ours >= least() && ours <= most();
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
