package tactus.explore.reproduce;

import java.util.List;
import java.util.Optional;

/** The results of a paper, theirs and ours. */
public interface Reproduction {

  /**
   * One figure.
   *
   * @param what what it is
   * @param theirs their figure, if the paper or its artifact gives one
   * @param ours our figure
   * @param unit unit of both
   * @param assumption what had to be assumed; empty if nothing
   */
  record Row(String what, Optional<Double> theirs, double ours, String unit, String assumption) {

    /** {@return by how much ours differs, as a part of theirs; empty without theirs} */
    public Optional<Double> relativeError() {
      return theirs.map(value -> value == 0 ? Math.abs(ours) : (ours - value) / value);
    }
  }

  /** {@return the word by which it is called} */
  String name();

  /** {@return the paper: authors, title, year or number} */
  String paper();

  /** {@return its figures, computed now} */
  List<Row> rows();
}
