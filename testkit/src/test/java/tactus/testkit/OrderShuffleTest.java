package tactus.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tactus.sim.Component;
import tactus.sim.Phase;
import tactus.sim.Simulation;

class OrderShuffleTest {

  /** Notes the tags of its events in the order in which they happen. */
  private static final class Notes extends Component {
    final List<Integer> tags = new ArrayList<>();

    Notes(Simulation simulation) {
      super(simulation, "Notes");
    }

    @Override
    protected void start() {
      for (int tag = 0; tag < 5; tag++) {
        schedule(7, Phase.WORK, tag, 0);
      }
    }

    @Override
    protected void react(int tag, long argument) {
      tags.add(tag);
    }
  }

  @Test
  void assertSame_ofAResultThatDependsOnTheOrder_fails() {
    assertThatThrownBy(
            () ->
                OrderShuffle.assertSame(
                    1,
                    10,
                    simulation -> {
                      Notes notes = new Notes(simulation);
                      simulation.run();
                      return notes.tags;
                    }))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("in the order of seed");
  }

  @Test
  void assertSame_ofAResultThatDoesNot_returnsIt() {
    int events =
        OrderShuffle.assertSame(
            1,
            10,
            simulation -> {
              Notes notes = new Notes(simulation);
              simulation.run();
              return notes.tags.size();
            });

    assertThat(events).isEqualTo(5);
    assertThatThrownBy(() -> OrderShuffle.assertSame(1, 0, simulation -> 0))
        .hasMessage("orders (0) must be at least 1");
  }
}
