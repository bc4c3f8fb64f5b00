package tactus.hw.stream;

/**
 * How many tokens belong together.
 *
 * @param first in the first round, at least 1
 * @param growth how many more in each following round, at least 0; more than 0 for the rows of a
 *     triangle
 */
public record Group(long first, long growth) {

  /** Checks the ranges. */
  public Group {
    if (first < 1 || growth < 0) {
      throw new IllegalArgumentException(
          "first (" + first + ") must be at least 1, growth (" + growth + ") at least 0");
    }
  }

  /**
   * {@return as many in each round}
   *
   * @param tokens how many, at least 1
   */
  public static Group of(long tokens) {
    return new Group(tokens, 0);
  }
}
