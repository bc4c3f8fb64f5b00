package tactus.explore.validate;

import java.util.List;

/** A source of numbers that ours are compared with. */
public interface Validation {

  /** {@return a short name in kebab-case} */
  String name();

  /** {@return what it is, as a heading} */
  String title();

  /** {@return where its numbers come from, what of ours stands beside them, and what may differ} */
  String explanation();

  /**
   * {@return the figures compared, each over all rows of the source that have it}
   *
   * @param golden the golden files
   * @throws tactus.config.ConfigException if a file is missing or malformed
   */
  List<Comparison> compare(GoldenFolder golden);

  /**
   * {@return figures that several sources give differently, with how far they are apart}
   *
   * @param golden the golden files
   * @throws tactus.config.ConfigException if a file is missing or malformed
   */
  default List<Spread> spreads(GoldenFolder golden) {
    return List.of();
  }
}
