package tactus.explore.training;

import tactus.hw.command.NmSparsity;

/**
 * How an iteration is done.
 *
 * @param method which stages multiply by sparse weights
 * @param pattern what of them is stored
 * @param schedule how it is decided what stays in the array
 * @param pregenerate whether the next iteration's sparse weights are selected during the update
 * @param overlap whether transfers run beside the array
 * @param optimizer what an update keeps for each weight
 */
public record TrainingPlan(
    Method method,
    NmSparsity pattern,
    Schedule schedule,
    boolean pregenerate,
    boolean overlap,
    Optimizer optimizer) {

  /** Which stages multiply by N:M sparse weights; the update is always dense. */
  public enum Method {
    /** None. */
    DENSE,
    /** The forward stage, along its reduction (SR-STE). */
    SR_STE,
    /** Forward and backward stage, each along its own reduction, with a mask of its own (BDWP). */
    BDWP,
    /** Forward and backward stage with one mask that is N:M along both (half of a group kept). */
    TRANSPOSABLE;

    /** {@return whether the forward stage is sparse} */
    public boolean forward() {
      return this != DENSE;
    }

    /** {@return whether the backward stage is sparse} */
    public boolean backward() {
      return this == BDWP || this == TRANSPOSABLE;
    }
  }

  /** How it is decided what stays in the array. */
  public enum Schedule {
    /** For each layer and stage what is predicted to take fewer cycles. */
    OFFLINE,
    /** Weights forwards and backwards, sums in the update. */
    FIXED,
    /** Always weights. */
    WEIGHT_STATIONARY,
    /** Always sums. */
    OUTPUT_STATIONARY
  }

  /** What an update keeps for each weight, besides it, in 32 bits each. */
  public enum Optimizer {
    /** Nothing. */
    SGD(0),
    /** A momentum. */
    MOMENTUM(1),
    /** Two moments. */
    ADAM(2);

    private final int states;

    Optimizer(int states) {
      this.states = states;
    }

    /** {@return numbers kept for each weight} */
    public int states() {
      return states;
    }
  }

  /**
   * {@return the plan with everything that makes it fast}
   *
   * @param method which stages are sparse
   * @param pattern what is stored
   */
  public static TrainingPlan best(Method method, NmSparsity pattern) {
    return new TrainingPlan(method, pattern, Schedule.OFFLINE, true, true, Optimizer.MOMENTUM);
  }

  /** {@return the same plan with dense weights} */
  public TrainingPlan dense() {
    return new TrainingPlan(
        Method.DENSE, NmSparsity.DENSE, schedule, pregenerate, overlap, optimizer);
  }

  /**
   * {@return the same plan with another schedule}
   *
   * @param other the schedule
   */
  public TrainingPlan with(Schedule other) {
    return new TrainingPlan(method, pattern, other, pregenerate, overlap, optimizer);
  }

  /** {@return the same plan with weights selected when they are needed} */
  public TrainingPlan withoutPregeneration() {
    return new TrainingPlan(method, pattern, schedule, false, overlap, optimizer);
  }
}
