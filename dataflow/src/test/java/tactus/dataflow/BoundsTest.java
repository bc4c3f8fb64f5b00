package tactus.dataflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import tactus.dataflow.lowering.Lowering;
import tactus.dataflow.schedule.Operators;
import tactus.dataflow.schedule.Plan;
import tactus.dataflow.schedule.Planner;
import tactus.dataflow.schedule.TaskList;
import tactus.hw.Fidelity;
import tactus.hw.Machine;
import tactus.hw.MachineSpec;
import tactus.workload.OperatorGraph;

class BoundsTest {

  @Property(tries = 300)
  void noPlanIsFasterThanItsBoundAndTheFastestWins(@ForAll long seed) {
    Random random = new Random(seed);
    MachineSpec machine = SmallCases.machine(random, 12288L << random.nextInt(4));
    check(machine, SmallCases.gemms(random));
  }

  @Property(tries = 120)
  void noPlanOfATransformerIsFasterThanItsBoundAndTheFastestWins(@ForAll long seed) {
    Random random = new Random(seed);
    MachineSpec machine = SmallCases.machine(random, 12288L << random.nextInt(6));
    check(machine, SmallCases.transformer(random));
  }

  private static void check(MachineSpec machine, OperatorGraph graph) {
    TaskList tasks = TaskList.of(graph);
    Operators operators = Operators.of(tasks, machine);
    Bounds bounds = Bounds.of(machine, tasks);
    Machine simulated = new Machine(machine);
    long fastest = Long.MAX_VALUE;
    for (Plan plan : new Planner(tasks, machine).plans()) {
      long cycles =
          simulated.run(Lowering.lower(machine, tasks, plan, operators), Fidelity.FAST).cycles();
      assertTrue(bounds.leastCycles(plan) <= cycles, plan::text);
      fastest = Math.min(fastest, cycles);
    }
    assertEquals(fastest, new Compiler(machine).compile(graph).execution().cycles());
  }
}
