package tactus.explore.price;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import tactus.explore.numerics.OperandStatistics;
import tactus.hw.CommandTiming;
import tactus.hw.Execution;
import tactus.hw.MachineSpec;
import tactus.hw.command.Command;
import tactus.hw.command.TrafficClass;
import tactus.hw.cost.Action;
import tactus.hw.cost.ComponentCost;
import tactus.hw.cost.DramStandard;
import tactus.hw.cost.EstimateTable;
import tactus.hw.cost.Level;
import tactus.hw.cost.MachineCost;
import tactus.hw.cost.MultiplyAddCost;
import tactus.hw.stream.attention.StreamWork;
import tactus.workload.OperatorGraph;

/** Prices a run: counts the actions of every command and takes each times its energy. */
public final class RunPricer {

  private final MachineSpec machine;
  private final MachineCost cost;
  private final RunActions actions;
  private final Execution execution;
  private final Map<String, OperandStatistics> operands;
  private final double seconds;

  // By the place of the component in the machine's costs.
  private final double[] dynamic;
  private final double[] operators;
  private final Optional<StreamWork.Counter> counter;
  private double macs;
  private double allMacs;
  private StreamWork streamWork = StreamWork.NONE;
  private double activitySum;
  private double zeroPicojoules;
  private double vectorElements;
  private boolean counted;

  private RunPricer(
      MachineSpec machine,
      MachineCost cost,
      RunActions actions,
      Map<String, OperandStatistics> operands) {
    this.machine = machine;
    this.cost = cost;
    this.actions = actions;
    this.execution = actions.execution();
    this.operands = new LinkedHashMap<>(operands);
    this.seconds = (double) execution.cycles() * machine.periodTicks() / 1e15;
    this.dynamic = new double[cost.components().size()];
    this.counter = machine.streamFabric().map(StreamWork.Counter::new);
    this.operators = new double[execution.program().operators().size()];
    for (int operator = 0; operator < operators.length; operator++) {
      add(operator);
    }
  }

  /**
   * {@return the energy of a run}
   *
   * @param machine the machine that ran
   * @param cost what it costs
   * @param execution what happened
   * @param graph what was computed
   * @param operands what is known of operands from their values, by operator; empty if nothing is
   * @param avoidableShare share of the DRAM traffic that a larger scratchpad would avoid
   * @param frugal the same machine with transistors that leak least
   */
  public static RunEnergy price(
      MachineSpec machine,
      MachineCost cost,
      Execution execution,
      OperatorGraph graph,
      Map<String, OperandStatistics> operands,
      double avoidableShare,
      MachineCost frugal) {
    RunActions actions = RunActions.of(execution, machine, cost.spec().dram().rowBytes());
    return new RunPricer(machine, cost, actions, operands).price(graph, avoidableShare, frugal);
  }

  /**
   * {@return the energy that a run takes in all, in pJ: that of {@link #price} without its parts}
   *
   * @param machine the machine that ran
   * @param cost what it costs; its DRAM must have the rows that were counted
   * @param actions what it did
   */
  public static double picojoules(MachineSpec machine, MachineCost cost, RunActions actions) {
    if (cost.spec().dram().rowBytes() != actions.rowBytes()) {
      throw new IllegalArgumentException(
          "rows of "
              + actions.rowBytes()
              + " B were counted, but those of the DRAM have "
              + cost.spec().dram().rowBytes());
    }
    double sum = 0;
    for (ComponentEnergy component : new RunPricer(machine, cost, actions, Map.of()).components()) {
      sum += component.picojoules();
    }
    return sum;
  }

  private List<ComponentEnergy> components() {
    List<ComponentEnergy> components = new ArrayList<>();
    for (int i = 0; i < dynamic.length; i++) {
      ComponentCost component = cost.components().get(i);
      double idle = cost.spec().clockGating() ? 0 : idlePicojoules(component);
      // A milliwatt is a billion picojoules a second.
      double leakage = component.leakageMilliwatts() * 1e9 * seconds;
      components.add(
          new ComponentEnergy(component.name(), component.level(), dynamic[i], idle, leakage));
    }
    return components;
  }

  private RunEnergy price(OperatorGraph graph, double avoidableShare, MachineCost frugal) {
    List<ComponentEnergy> components = components();
    double still = 0;
    for (ComponentEnergy component : components) {
      still += component.idlePicojoules() + component.leakagePicojoules();
    }
    List<Double> byOperator = new ArrayList<>();
    for (int i = 0; i < operators.length; i++) {
      double share = (double) execution.stacks().get(i).total() / execution.cycles();
      byOperator.add(operators[i] + still * share);
    }
    return new RunEnergy(
        cost,
        seconds,
        execution.program().macs(),
        components,
        byOperator,
        tensors(graph, components),
        dramClasses(),
        power(components),
        allMacs == 0 ? MultiplyAddCost.TYPICAL_ACTIVITY : activitySum / allMacs,
        counted,
        savings(components, avoidableShare, frugal));
  }

  /** Actions go to the tensors they were for; control, idleness and leakage to none of them. */
  private List<TensorEnergy> tensors(OperatorGraph graph, List<ComponentEnergy> components) {
    Map<TensorActions.Part, Map<Level, Double>> energies = new LinkedHashMap<>();
    Map<Level, Double> overhead = new EnumMap<>(Level.class);
    for (ComponentEnergy component : components) {
      double still = component.idlePicojoules() + component.leakagePicojoules();
      overhead.merge(component.level(), still, Double::sum);
    }
    List<Map<TensorActions.Part, ActionCount>> counts =
        TensorActions.of(execution, machine, graph, actions.rowBytes());
    for (int operator = 0; operator < counts.size(); operator++) {
      double activity = activity(operator);
      double zeros = zeroShare(operator);
      for (Map.Entry<TensorActions.Part, ActionCount> entry : counts.get(operator).entrySet()) {
        Map<Level, Double> own =
            energies.computeIfAbsent(entry.getKey(), part -> new EnumMap<>(Level.class));
        for (ComponentCost part : cost.components()) {
          double energy = energy(part, entry.getValue(), activity, zeros);
          if (energy != 0) {
            boolean isControl = part.name().equals(MachineCost.CONTROL);
            (isControl ? overhead : own).merge(part.level(), energy, Double::sum);
          }
        }
      }
    }
    List<TensorEnergy> tensors = new ArrayList<>();
    energies.forEach(
        (part, levels) -> tensors.add(new TensorEnergy(part.tensor(), part.tensorClass(), levels)));
    tensors.add(new TensorEnergy("", TensorClass.OVERHEAD, overhead));
    return tensors;
  }

  private Map<TrafficClass, Double> dramClasses() {
    Map<TrafficClass, Double> classes = new EnumMap<>(TrafficClass.class);
    ComponentCost dram = cost.component(MachineCost.DRAM);
    actions.transfers().forEach((kind, count) -> classes.put(kind, energy(dram, count, 0, 0)));
    return classes;
  }

  /** Leakage and idle clocks are spread over the run, actions over their commands. */
  private PowerTrace power(List<ComponentEnergy> components) {
    PowerTrace power = new PowerTrace(execution.cycles(), machine.periodTicks() / 1e15);
    for (ComponentEnergy component : components) {
      double still = component.idlePicojoules() + component.leakagePicojoules();
      power.spread(component.level(), 0, execution.cycles(), still);
    }
    List<Command> commands = execution.program().commands();
    for (int i = 0; i < commands.size(); i++) {
      Command command = commands.get(i);
      CommandTiming timing = execution.timings().get(i);
      ActionCount count = ActionCount.of(command, timing, machine, actions.rowBytes(), counter);
      double activity = activity(command.operator());
      double zeros = zeroShare(command.operator());
      for (ComponentCost part : cost.components()) {
        double energy = energy(part, count, activity, zeros);
        power.spread(part.level(), timing.startCycle(), timing.endCycle(), energy);
      }
    }
    return power;
  }

  private double idlePicojoules(ComponentCost component) {
    double busy =
        switch (component.name()) {
          case MachineCost.MULTIPLY_ADDERS, MachineCost.ARRAY_REGISTERS -> macs;
          case MachineCost.VECTOR_ENGINE -> vectorElements;
          default -> streamActions(component, streamWork);
        };
    double all = (double) component.units() * execution.cycles();
    return Math.max(0, all - busy) * component.picojoules(Action.IDLE_CYCLE);
  }

  private @Nullable OperandStatistics known(int operator) {
    return operands.get(execution.program().operators().get(operator).name());
  }

  private double activity(int operator) {
    @Nullable OperandStatistics known = known(operator);
    return cost.spec()
        .activityOr(known == null ? OptionalDouble.empty() : OptionalDouble.of(known.activity()));
  }

  private double zeroShare(int operator) {
    @Nullable OperandStatistics known = known(operator);
    return known == null ? 0 : known.zeroShare();
  }

  private void add(int operator) {
    ActionCount count = actions.operator(operator);
    double activity = activity(operator);
    double zeros = zeroShare(operator);
    streamWork = streamWork.plus(count.stream());
    counted |=
        known(operator) != null
            && cost.spec().activity().isEmpty()
            && (count.macs() > 0 || count.stream().multiplyAdds() > 0);
    macs += count.macs();
    allMacs += count.macs() + count.stream().multiplyAdds();
    activitySum += (count.macs() + count.stream().multiplyAdds()) * activity;
    vectorElements += count.elements() + count.functions();
    zeroPicojoules += cost.spec().zeroGating() ? 0 : gated(count, activity, zeros);
    for (int i = 0; i < dynamic.length; i++) {
      double energy = energy(cost.components().get(i), count, activity, zeros);
      dynamic[i] += energy;
      operators[operator] += energy;
    }
  }

  /** What multiply-adders that rest for zeros do not take. */
  private double gated(ActionCount count, double activity, double zeros) {
    double mac = cost.multiplyAdd().picojoules(activity);
    double resting = cost.spec().clockGating() ? 0 : cost.multiplyAdd().clockPicojoules();
    return count.macs() * zeros * Math.max(0, mac - resting);
  }

  private double energy(ComponentCost part, ActionCount count, double activity, double zeros) {
    double wordBits = 8.0 * machine.scratchpad().wordBytes();
    return switch (part.name()) {
      case MachineCost.MULTIPLY_ADDERS ->
          count.macs() * cost.multiplyAdd().picojoules(activity)
              - (cost.spec().zeroGating() ? gated(count, activity, zeros) : 0);
      case MachineCost.ARRAY_REGISTERS ->
          count.operandWrites() * cost.operandWrite().picojoules(activity);
      case MachineCost.ACCUMULATORS ->
          count.accumulatorReads() * part.picojoules(Action.READ)
              + count.accumulatorWrites() * part.picojoules(Action.WRITE);
      case MachineCost.DISTRIBUTION_NETWORK ->
          count.distributedBits() * part.picojoules(Action.BIT);
      case MachineCost.REDUCTION_NETWORK -> count.reducedSums() * part.picojoules(Action.WRITE);
      case MachineCost.VECTOR_ENGINE ->
          count.elements() * part.picojoules(Action.ELEMENT)
              + count.functions() * part.picojoules(Action.FUNCTION);
      case MachineCost.SCRATCHPAD ->
          count.scratchpadReadBits() / wordBits * part.picojoules(Action.READ)
              + count.scratchpadWriteBits() / wordBits * part.picojoules(Action.WRITE);
      case MachineCost.LINKS ->
          (count.scratchpadReadBits() + count.scratchpadWriteBits()) * part.picojoules(Action.BIT);
      case MachineCost.DRAM ->
          count.dramBits() * part.picojoules(Action.BIT)
              + count.activations() * part.picojoules(Action.ACTIVATE);
      case MachineCost.CONTROL ->
          (count.macs() + count.stream().multiplyAdds()) * part.picojoules(Action.MAC)
              + (count.elements() + count.functions()) * part.picojoules(Action.ELEMENT);
      default -> streamPicojoules(part, count.stream(), activity);
    };
  }

  /** The energy of a component of the stream fabric; 0 of any other. */
  private double streamPicojoules(ComponentCost part, StreamWork work, double activity) {
    double actions = streamActions(part, work);
    return switch (part.name()) {
      case MachineCost.STREAM_MULTIPLY_ADDERS -> actions * streamMac(part, activity);
      case MachineCost.STREAM_RESCALERS,
          MachineCost.STREAM_ADDERS,
          MachineCost.STREAM_COMPARATORS ->
          actions * part.picojoules(Action.ELEMENT);
      case MachineCost.STREAM_EXPONENTIALS, MachineCost.STREAM_DIVIDERS ->
          actions * part.picojoules(Action.FUNCTION);
      case MachineCost.STREAM_MEMORIES ->
          work.reads() * part.picojoules(Action.READ)
              + work.writes() * part.picojoules(Action.WRITE);
      default -> 0;
    };
  }

  /** How often a component of the stream fabric does something; 0 of any other. */
  private static double streamActions(ComponentCost part, StreamWork work) {
    return switch (part.name()) {
      case MachineCost.STREAM_MULTIPLY_ADDERS -> work.multiplyAdds();
      case MachineCost.STREAM_RESCALERS -> work.rescalings();
      case MachineCost.STREAM_EXPONENTIALS -> work.exponentials();
      case MachineCost.STREAM_DIVIDERS -> work.divisions();
      case MachineCost.STREAM_ADDERS -> work.additions();
      case MachineCost.STREAM_COMPARATORS -> work.comparisons();
      default -> 0;
    };
  }

  /** Linear in the activity from the clock's energy up; what a table says holds for its own. */
  private double streamMac(ComponentCost part, double activity) {
    double typical = part.picojoules(Action.MAC);
    EstimateTable.Entry given = cost.spec().table().entries().get(part.name());
    if (given != null && given.picojoules().containsKey(Action.MAC)) {
      return typical;
    }
    double clock = part.picojoules(Action.IDLE_CYCLE);
    return clock + (typical - clock) * activity / MultiplyAddCost.TYPICAL_ACTIVITY;
  }

  private List<Saving> savings(
      List<ComponentEnergy> components, double avoidableShare, MachineCost frugal) {
    List<Saving> savings = new ArrayList<>();
    double dram = 0;
    double idle = 0;
    for (ComponentEnergy component : components) {
      dram += component.name().equals(MachineCost.DRAM) ? component.dynamicPicojoules() : 0;
      idle += component.idlePicojoules();
    }
    savings.add(
        new Saving(
            "reuse",
            "a scratchpad or a schedule that reads and writes in DRAM only what must be there",
            dram * avoidableShare));
    savings.add(new Saving("clockGating", "gating the clock of what is idle", idle));
    savings.add(
        new Saving(
            "leakage",
            "transistors of low standby power (which are slower)",
            Math.max(0, cost.leakageMilliwatts() - frugal.leakageMilliwatts()) * 1e9 * seconds));
    savings.add(new Saving("zeroGating", "multiply-adders that rest for zeros", zeroPicojoules));
    DramStandard now = cost.spec().dram();
    DramStandard.all().stream()
        .filter(other -> other.name().equals("hbm2e"))
        .findFirst()
        .ifPresent(
            stack ->
                savings.add(
                    new Saving(
                        "dramStandard",
                        "HBM2E in the place of " + now.name().toUpperCase(java.util.Locale.ROOT),
                        Math.max(0, dramEnergyAs(now) - dramEnergyAs(stack)))));
    savings.removeIf(saving -> saving.picojoules() <= 0);
    savings.sort(Comparator.comparingDouble(Saving::picojoules).reversed());
    return savings;
  }

  /** {@return the energy of the run's reads and writes with another DRAM, in pJ} */
  private double dramEnergyAs(DramStandard standard) {
    RunActions theirs =
        standard.rowBytes() == actions.rowBytes()
            ? actions
            : RunActions.of(execution, machine, standard.rowBytes());
    double sum = 0;
    for (ActionCount count : theirs.transfers().values()) {
      sum +=
          count.dramBits()
                  * (standard.columnPicojoulesPerBit() + standard.interfacePicojoulesPerBit())
              + count.activations() * standard.activatePicojoules();
    }
    return sum;
  }
}
