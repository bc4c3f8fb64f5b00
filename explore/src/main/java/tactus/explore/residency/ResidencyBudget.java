package tactus.explore.residency;

/**
 * A budget that is planned for.
 *
 * @param kind where it comes from
 * @param bytes its bytes if it is given, else 0
 */
public record ResidencyBudget(Kind kind, long bytes) {

  /** Where a budget comes from. */
  public enum Kind {
    /** M_R: the largest operands of an operator. */
    LEAST,
    /** M_H: half way between M_R and M_P. */
    HALF,
    /** M_P: the least peak of live bytes of all orders. */
    PEAK,
    /** The peak of live bytes in the default order. */
    DEFAULT_PEAK,
    /** So many bytes. */
    GIVEN
  }
}
