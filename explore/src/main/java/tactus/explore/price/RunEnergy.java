package tactus.explore.price;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tactus.hw.command.TrafficClass;
import tactus.hw.cost.Level;
import tactus.hw.cost.MachineCost;

/**
 * The energy of a run.
 *
 * @param cost what the machine costs
 * @param seconds duration of the run, in s
 * @param macs its multiply-accumulates
 * @param components energy of each component
 * @param operatorPicojoules energy of each operator in pJ, in the order of the program's: of its
 *     actions, and of idleness and leakage in proportion to its cycles
 * @param tensors energy of each tensor in each part it played, and of what belongs to none
 * @param dramClassPicojoules energy of the DRAM's reads and writes by what was moved, in pJ
 * @param power energy over time
 * @param activity share of operand bits that change, over all multiply-accumulates
 * @param isActivityCounted whether that was counted from values
 * @param savings what could be saved, the most first
 */
public record RunEnergy(
    MachineCost cost,
    double seconds,
    long macs,
    List<ComponentEnergy> components,
    List<Double> operatorPicojoules,
    List<TensorEnergy> tensors,
    Map<TrafficClass, Double> dramClassPicojoules,
    PowerTrace power,
    double activity,
    boolean isActivityCounted,
    List<Saving> savings) {

  /** Sums of doubles in another order differ by rounding. */
  private static final double ROUNDING = 1e-9;

  /** What saves less is not worth a sentence. */
  private static final double LEAST_SHARE = 0.005;

  /** Checks that every way to add the energy up gives the same. */
  public RunEnergy {
    components = List.copyOf(components);
    operatorPicojoules = List.copyOf(operatorPicojoules);
    dramClassPicojoules =
        dramClassPicojoules.isEmpty()
            ? Map.of()
            : Collections.unmodifiableMap(new EnumMap<>(dramClassPicojoules));
    tensors = List.copyOf(tensors);
    savings = List.copyOf(savings);
    double total = sum(components);
    mustAgree(
        "energy by operator",
        operatorPicojoules.stream().mapToDouble(Double::doubleValue).sum(),
        total);
    mustAgree("energy over time", power.total(), total);
    checkTensors(tensors, total, levels(components), dramClassPicojoules);
    if (!(power.peakWatts() * (1 + ROUNDING) >= total * 1e-12 / seconds)) {
      throw new IllegalStateException(
          "peak power ("
              + power.peakWatts()
              + " W) must be at least the average ("
              + total * 1e-12 / seconds
              + " W)");
    }
  }

  private static void checkTensors(
      List<TensorEnergy> tensors,
      double total,
      Map<Level, Double> levels,
      Map<TrafficClass, Double> dramClasses) {
    mustAgree(
        "energy by tensor", tensors.stream().mapToDouble(TensorEnergy::picojoules).sum(), total);
    levels.forEach(
        (level, energy) ->
            mustAgree(
                "energy of tensors at " + level.label(),
                tensors.stream().mapToDouble(tensor -> tensor.picojoules(level)).sum(),
                energy));
    for (TrafficClass kind : TrafficClass.values()) {
      mustAgree(
          "energy of tensors in DRAM that are of class " + kind,
          tensors.stream()
              .filter(tensor -> isOf(tensor.tensorClass(), kind))
              .mapToDouble(tensor -> tensor.picojoules(Level.DRAM))
              .sum(),
          dramClasses.getOrDefault(kind, 0.0));
    }
  }

  private static boolean isOf(TensorClass part, TrafficClass kind) {
    return switch (kind) {
      case WEIGHT -> part == TensorClass.WEIGHT || part == TensorClass.METADATA;
      case KV_CACHE -> part == TensorClass.KV_CACHE;
      case ACTIVATION -> part == TensorClass.INPUT || part == TensorClass.OUTPUT;
    };
  }

  private static double sum(List<ComponentEnergy> components) {
    double sum = 0;
    for (ComponentEnergy component : components) {
      sum += component.picojoules();
    }
    return sum;
  }

  private static void mustAgree(String what, double found, double total) {
    if (!(Math.abs(found - total) <= ROUNDING * total)) {
      throw new IllegalStateException(
          what + " (" + found + " pJ) must be that of the components (" + total + " pJ)");
    }
  }

  /** {@return all energy, in pJ} */
  public double picojoules() {
    return sum(components);
  }

  /** {@return the energy of each level, in pJ} */
  public Map<Level, Double> levels() {
    return levels(components);
  }

  private static Map<Level, Double> levels(List<ComponentEnergy> components) {
    Map<Level, Double> levels = new EnumMap<>(Level.class);
    for (Level level : Level.values()) {
      levels.put(level, 0.0);
    }
    components.forEach(part -> levels.merge(part.level(), part.picojoules(), Double::sum));
    return levels;
  }

  /** {@return the energy of each class of tensors, those without any left out} */
  public List<TensorEnergy> tensorClasses() {
    Map<TensorClass, Map<Level, Double>> classes = new EnumMap<>(TensorClass.class);
    for (TensorEnergy tensor : tensors) {
      Map<Level, Double> levels =
          classes.computeIfAbsent(tensor.tensorClass(), part -> new EnumMap<>(Level.class));
      tensor.levels().forEach((level, energy) -> levels.merge(level, energy, Double::sum));
    }
    return classes.entrySet().stream()
        .map(entry -> new TensorEnergy("", entry.getKey(), entry.getValue()))
        .filter(row -> row.picojoules() > 0)
        .toList();
  }

  /** {@return the energy of each component, in pJ} */
  public Map<String, Double> byComponent() {
    Map<String, Double> energies = new LinkedHashMap<>();
    components.forEach(component -> energies.put(component.name(), component.picojoules()));
    return energies;
  }

  /** {@return the leakage of all components, in pJ} */
  public double leakagePicojoules() {
    double sum = 0;
    for (ComponentEnergy component : components) {
      sum += component.leakagePicojoules();
    }
    return sum;
  }

  /** {@return the average power, in W} */
  public double averageWatts() {
    return picojoules() * 1e-12 / seconds;
  }

  /**
   * {@return the energy of a multiply-accumulate with everything around it, in pJ; 0 without any}
   */
  public double picojoulesPerMac() {
    return macs == 0 ? 0 : picojoules() / macs;
  }

  /** {@return the operations of a joule, two a multiply-accumulate, in 1e12: TOPS/W} */
  public double teraOperationsPerJoule() {
    return macs == 0 ? 0 : 2.0 * macs / picojoules();
  }

  /** {@return energy times duration, in J s} */
  public double energyDelay() {
    return picojoules() * 1e-12 * seconds;
  }

  /** {@return where most energy goes, and what would save most, in a sentence or two} */
  public String sentence() {
    Level largest = Level.PE;
    Map<Level, Double> levels = levels();
    for (Level level : Level.values()) {
      if (levels.getOrDefault(level, 0.0) > levels.getOrDefault(largest, 0.0)) {
        largest = level;
      }
    }
    double total = picojoules();
    String most =
        String.format(
            Locale.ROOT,
            "Most energy goes to %s (%.0f %%).",
            largest.label(),
            100 * levels.getOrDefault(largest, 0.0) / total);
    Optional<Saving> best = savings.stream().findFirst();
    if (best.isEmpty() || best.get().picojoules() < LEAST_SHARE * total) {
      return most + " No change that was tried saves more than half a per cent.";
    }
    return most
        + String.format(
            Locale.ROOT,
            " The largest saving available is %.0f %%, by %s.",
            100 * best.get().picojoules() / total,
            best.get().label());
  }
}
