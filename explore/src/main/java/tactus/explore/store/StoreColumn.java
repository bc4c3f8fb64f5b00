package tactus.explore.store;

/**
 * A column of points.
 *
 * @param name its name
 * @param kind what it holds
 */
public record StoreColumn(String name, Kind kind) {

  /** What a column holds. */
  public enum Kind {
    /** Whole numbers. */
    INTEGER,
    /** Numbers. */
    REAL,
    /** Texts. */
    TEXT
  }
}
