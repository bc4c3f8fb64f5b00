package tactus.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Function;
import tactus.sim.Simulation;

/** Checks that the order of events within a tick decides no result. */
public final class OrderShuffle {

  private OrderShuffle() {}

  /**
   * Runs a scenario in the order of scheduling and then in many random orders.
   *
   * @param seed decides the orders
   * @param orders how many random orders, at least 1
   * @param scenario builds a model in an empty simulation, runs it and gives everything that can be
   *     observed of it, to be compared by {@code equals}
   * @param <T> what is observed
   * @return what is observed, in any order
   */
  public static <T> T assertSame(long seed, int orders, Function<Simulation, T> scenario) {
    if (orders < 1) {
      throw new IllegalArgumentException("orders (" + orders + ") must be at least 1");
    }
    T expected = scenario.apply(new Simulation());
    for (int order = 0; order < orders; order++) {
      assertThat(scenario.apply(Simulation.shuffled(seed + order)))
          .as("observed with events of a tick in the order of seed %d", seed + order)
          .isEqualTo(expected);
    }
    return expected;
  }
}
