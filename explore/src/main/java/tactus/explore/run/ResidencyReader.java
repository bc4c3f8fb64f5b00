package tactus.explore.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tactus.config.ConfigDocument;
import tactus.config.ConfigException;
import tactus.config.Key;
import tactus.config.NearestMatch;
import tactus.config.Problems;
import tactus.config.Section;
import tactus.config.SectionType;
import tactus.config.Setting;
import tactus.config.TextFile;
import tactus.config.ValueType;
import tactus.dataflow.scratchpad.PlannedTensor;
import tactus.dataflow.scratchpad.ResidencyException;
import tactus.dataflow.scratchpad.ResidencyPlanner;
import tactus.dataflow.scratchpad.ResidencyProblem;
import tactus.dataflow.scratchpad.ResidencyProblems;
import tactus.dataflow.scratchpad.SearchEffort;
import tactus.explore.residency.ResidencyBudget;
import tactus.explore.residency.ResidencySpec;
import tactus.hw.MachineReader;
import tactus.hw.MachineSpec;
import tactus.hw.memory.Allocator;
import tactus.hw.memory.Planned;
import tactus.unit.Dimension;
import tactus.unit.UnitException;
import tactus.workload.OperatorGraph;
import tactus.workload.network.Network;
import tactus.workload.network.Networks;

/** Problems of residency as they are written in YAML. */
public final class ResidencyReader {

  /** The word for an effort. */
  private enum Effort {
    STANDARD,
    THOROUGH
  }

  /** The order of allocators that do not choose one. */
  private enum Order {
    DEFAULT,
    LEAST_PEAK
  }

  private static final Key<String> NAME =
      Key.string("name").optional().doc("Name in reports; the file's name if not written.");
  private static final Key<String> NETWORK =
      Key.string("network")
          .optional()
          .doc(
              "A network of the catalog, a byte for each element: "
                  + String.join(", ", Networks.names().stream().map(n -> "`" + n + "`").toList())
                  + ".");
  private static final Key<Section> WORKLOAD =
      Key.section("workload", WorkloadReader.WORKLOAD)
          .optional()
          .doc("What a machine would compute, as in a run; its operators are planned unfused.");

  private static final Key<Section> MACHINE =
      Key.sectionOrFile("machine", MachineReader.MACHINE)
          .optional()
          .doc(
              "A machine on which the workload is simulated too, with each allocator and without"
                  + " one.");

  private static final Key<String> TENSOR_NAME =
      Key.string("name").where(n -> !n.isBlank(), "not empty").doc("Name of the tensor, unique.");
  private static final Key<Long> TENSOR_BYTES =
      Key.size("bytes").atLeast(1L).doc("Bytes it takes, and moves when it is loaded.");
  private static final SectionType TENSOR =
      SectionType.of("tensor", "A tensor in DRAM.", TENSOR_NAME, TENSOR_BYTES);

  private static final Key<String> OPERATOR_NAME =
      Key.string("name")
          .where(n -> !n.isBlank(), "not empty")
          .doc("Name of the operator and of the tensor it makes, unique.");
  private static final Key<Long> OPERATOR_BYTES =
      Key.size("bytes").atLeast(1L).doc("Bytes of the tensor it makes.");
  private static final Key<List<String>> OPERATOR_INPUTS =
      Key.list("inputs", ValueType.string()).byDefault(List.of()).doc("Tensors it reads.");
  private static final SectionType OPERATOR =
      SectionType.of(
          "operator",
          "An operator that makes one tensor.",
          OPERATOR_NAME,
          OPERATOR_BYTES,
          OPERATOR_INPUTS);

  private static final Key<List<Section>> OPERATORS =
      Key.list("operators", ValueType.section(OPERATOR))
          .optional()
          .where(all -> !all.isEmpty(), "at least one of them")
          .doc("Any other graph; the default order is that of the list, as far as it can be.");
  private static final Key<List<Section>> TENSORS =
      Key.list("tensors", ValueType.section(TENSOR))
          .byDefault(List.of())
          .doc("Tensors that `operators` read and none makes: they lie in DRAM from the start.");

  private static final Key<List<String>> BUDGETS =
      Key.list("budgets", ValueType.string())
          .byDefault(List.of("least", "half", "peak"))
          .where(all -> !all.isEmpty(), "at least one of them")
          .doc(
              "Sizes of the scratchpad: `least` (M_R, the largest operands), `peak` (M_P, the least"
                  + " peak of live bytes), `half` (between them), `default-peak`, or a size.");
  private static final Key<List<Allocator>> ALLOCATORS =
      Key.list("allocators", ValueType.word(Allocator.class))
          .byDefault(List.of(Allocator.values()))
          .where(all -> !all.isEmpty(), "at least one of them")
          .doc("Who plans.");
  private static final Key<Order> ORDER =
      Key.word("order", Order.class)
          .byDefault(Order.DEFAULT)
          .doc("The order of operators for allocators that do not choose one.");
  private static final Key<Boolean> WEIGHTS =
      Key.bool("weights").byDefault(false).doc("Whether weights take room too.");
  private static final Key<Boolean> CACHES =
      Key.bool("kv_caches").byDefault(false).doc("Whether caches of keys and values do.");
  private static final Key<Long> ALIGNMENT =
      Key.size("alignment")
          .atLeast(1L)
          .where(bytes -> Long.bitCount(bytes) == 1, "a power of two")
          .byDefault(1L)
          .doc("Addresses are multiples of it.");
  private static final Key<Effort> EFFORT =
      Key.word("effort", Effort.class)
          .byDefault(Effort.STANDARD)
          .doc("How many states are searched for a proof: a second's worth, or a minute's.");

  /** The top section of such a file. */
  public static final SectionType RESIDENCY =
      SectionType.builder("residency", "What is in the scratchpad when, and where.")
          .keys(NAME, NETWORK, WORKLOAD, OPERATORS, TENSORS, MACHINE)
          .keys(BUDGETS, ALLOCATORS, ORDER, WEIGHTS, CACHES, ALIGNMENT, EFFORT)
          .exactlyOneOf(NETWORK, WORKLOAD, OPERATORS)
          .rule(ResidencyReader::check)
          .build();

  private static final Set<ConfigKind> OTHERS =
      Set.of(ConfigKind.MACHINE, ConfigKind.STREAM, ConfigKind.TRAINING, ConfigKind.SPARSE_PRODUCT);

  private ResidencyReader() {}

  /**
   * {@return the problem of a file}
   *
   * @param file a YAML file
   * @param settings what to put over it
   * @throws ConfigException if anything in it is wrong
   */
  public static ResidencySpec read(Path file, List<Setting> settings) {
    if (Files.isReadable(file)) {
      ConfigKind kind = ConfigKind.of(file);
      // A problem may have no other keys than a run; those of these are its alone.
      if (OTHERS.contains(kind)) {
        throw ConfigException.at(
            file, 0, 0, "", "must hold a residency problem, but is " + kind.words());
      }
    }
    return read(file, ConfigDocument.read(file, RESIDENCY, settings).section());
  }

  /**
   * A machine with an allocator, or without one.
   *
   * @param allocator word for the allocator
   * @param section where the machine is written
   * @param machine the machine
   * @param graph what it computes
   */
  record Simulated(String allocator, Section section, MachineSpec machine, OperatorGraph graph) {}

  /** {@return the machine with each allocator and without one; nothing if none is written} */
  static List<Simulated> machines(Path file, List<Setting> settings) {
    Section top = ConfigDocument.read(file, RESIDENCY, settings).section();
    if (top.find(MACHINE).isEmpty()) {
      return List.of();
    }
    MachineSpec read = MachineReader.read(top.get(MACHINE));
    MachineSpec machine = read.withScratchpad(read.scratchpad().withPlans(plans(top, read)));
    OperatorGraph graph = WorkloadReader.read(top.get(WORKLOAD)).graph();
    SparsityReader.checkMachine(top.get(WORKLOAD), WorkloadReader.SPARSITY, graph, machine);
    List<Optional<Allocator>> choices = new ArrayList<>();
    top.get(ALLOCATORS).forEach(allocator -> choices.add(Optional.of(allocator)));
    choices.add(Optional.empty());
    List<Simulated> machines = new ArrayList<>();
    for (Optional<Allocator> choice : choices) {
      machines.add(
          new Simulated(
              choice.map(ValueType::word).orElse("none"),
              top.get(MACHINE),
              machine.withScratchpad(machine.scratchpad().withAllocator(choice)),
              graph));
    }
    return machines;
  }

  /** What is planned on a machine: what it says itself, and what the file plans besides. */
  private static List<Planned> plans(Section top, MachineSpec machine) {
    List<Planned> plans = new ArrayList<>(machine.scratchpad().plans());
    if (top.get(WEIGHTS)) {
      plans.add(Planned.WEIGHTS);
    }
    if (top.get(CACHES)) {
      plans.add(Planned.KV_CACHES);
    }
    return plans;
  }

  private static ResidencySpec read(Path file, Section top) {
    List<ResidencyBudget> budgets = new ArrayList<>();
    top.get(BUDGETS).forEach(text -> budgets.add(budget(top, text)));
    ResidencyProblem problem = problem(top);
    for (ResidencyBudget budget : budgets) {
      if (budget.kind() == ResidencyBudget.Kind.GIVEN) {
        checkFit(top, problem, budget.bytes());
      }
    }
    return new ResidencySpec(
        top.find(NAME).orElseGet(() -> TextFile.stem(file)),
        problem,
        budgets,
        top.get(ALLOCATORS),
        top.get(ORDER) == Order.LEAST_PEAK,
        top.get(EFFORT) == Effort.STANDARD ? SearchEffort.STANDARD : SearchEffort.THOROUGH);
  }

  private static void check(Section top, Problems problems) {
    if (top.isWritten(TENSORS) && !top.isWritten(OPERATORS)) {
      problems.add(top, TENSORS, "must only be written with operators");
    }
    if (top.isWritten(WEIGHTS) && top.isWritten(OPERATORS)) {
      problems.add(top, WEIGHTS, "must not be written with operators, which list all tensors");
    }
    if (top.isWritten(MACHINE) && !top.isWritten(WORKLOAD)) {
      problems.add(top, MACHINE, "must only be written with workload");
    }
    if (top.isWritten(CACHES) && !top.isWritten(WORKLOAD)) {
      problems.add(top, CACHES, "must only be written with workload");
    }
    top.find(NETWORK)
        .filter(name -> Networks.find(name).isEmpty())
        .ifPresent(
            name ->
                problems.add(
                    top,
                    NETWORK,
                    "must be a network of the catalog"
                        + NearestMatch.hint(name, Networks.names())));
  }

  private static void checkFit(Section top, ResidencyProblem problem, long budgetBytes) {
    try {
      ResidencyPlanner.requireFit(problem, budgetBytes);
    } catch (ResidencyException e) {
      throw top.failure(BUDGETS, String.valueOf(e.getMessage()));
    }
  }

  private static ResidencyBudget budget(Section top, String text) {
    for (ResidencyBudget.Kind kind : ResidencyBudget.Kind.values()) {
      if (kind != ResidencyBudget.Kind.GIVEN && ValueType.word(kind).equals(text)) {
        return new ResidencyBudget(kind, 0);
      }
    }
    try {
      long bytes = Dimension.SIZE.parseWhole(text);
      if (bytes >= 1) {
        return new ResidencyBudget(ResidencyBudget.Kind.GIVEN, bytes);
      }
    } catch (UnitException e) {
      // It is neither a word nor a size: told of below.
    }
    throw top.failure(
        BUDGETS,
        "'"
            + text
            + "' must be least, half, peak, default-peak or a size of at least 1 B, such as "
            + Dimension.SIZE.example());
  }

  private static ResidencyProblem problem(Section top) {
    long alignment = top.get(ALIGNMENT);
    Optional<String> network = top.find(NETWORK);
    if (network.isPresent()) {
      Network found = Networks.find(network.get()).orElseThrow();
      return ResidencyProblems.of(found, top.get(WEIGHTS), alignment);
    }
    if (top.isWritten(WORKLOAD)) {
      Workload workload = WorkloadReader.read(top.get(WORKLOAD));
      return ResidencyProblems.of(workload.graph(), top.get(WEIGHTS), top.get(CACHES), alignment);
    }
    return listed(top, alignment);
  }

  /** Operators in the order of the list, except that those that read a result come after it. */
  private static ResidencyProblem listed(Section top, long alignment) {
    Map<String, Section> operators = new LinkedHashMap<>();
    Set<String> known = new LinkedHashSet<>();
    ResidencyProblem.Builder builder = ResidencyProblem.named("operators").alignment(alignment);
    for (Section tensor : top.get(TENSORS)) {
      if (!known.add(tensor.get(TENSOR_NAME))) {
        throw tensor.failure(TENSOR_NAME, "must be unique");
      }
      builder.tensor(PlannedTensor.of(tensor.get(TENSOR_NAME), tensor.get(TENSOR_BYTES)));
    }
    for (Section operator : top.get(OPERATORS)) {
      if (!known.add(operator.get(OPERATOR_NAME))) {
        throw operator.failure(OPERATOR_NAME, "must be unique");
      }
      operators.put(operator.get(OPERATOR_NAME), operator);
    }
    for (Section operator : operators.values()) {
      for (String input : operator.get(OPERATOR_INPUTS)) {
        if (!known.contains(input)) {
          throw operator.failure(
              OPERATOR_INPUTS,
              "'" + input + "' must be an operator or a tensor" + NearestMatch.hint(input, known));
        }
      }
    }
    Set<String> done = new LinkedHashSet<>();
    List<String> path = new ArrayList<>();
    for (String name : operators.keySet()) {
      add(name, operators, done, path, builder);
    }
    return builder.build();
  }

  private static void add(
      String name,
      Map<String, Section> operators,
      Set<String> done,
      List<String> path,
      ResidencyProblem.Builder builder) {
    Section operator = operators.get(name);
    if (operator == null || done.contains(name)) {
      return;
    }
    if (path.contains(name)) {
      List<String> cycle = new ArrayList<>(path.subList(path.indexOf(name), path.size()));
      cycle.add(name);
      throw operator.failure(
          OPERATOR_INPUTS,
          "must not lead back to the operator, but " + String.join(" needs ", cycle));
    }
    path.add(name);
    for (String input : operator.get(OPERATOR_INPUTS)) {
      add(input, operators, done, path, builder);
    }
    path.remove(path.size() - 1);
    done.add(name);
    builder.operator(name, operator.get(OPERATOR_BYTES), operator.get(OPERATOR_INPUTS));
  }
}
