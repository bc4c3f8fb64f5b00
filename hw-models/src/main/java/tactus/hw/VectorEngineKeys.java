package tactus.hw;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import tactus.config.Key;
import tactus.config.Section;
import tactus.config.SectionType;
import tactus.hw.command.VectorFunction;
import tactus.hw.vector.VectorEngineSpec;
import tactus.hw.vector.VectorEngineSpec.FunctionSpec;
import tactus.unit.Delay;

/**
 * The keys of a vector engine. The default costs of its functions are guesses from how each is
 * usually computed, not measurements; every function's documentation gives the reasoning.
 */
final class VectorEngineKeys {
  private static final Key<Integer> LANES =
      Key.integer("lanes")
          .atLeast(1)
          .atMost(65_536)
          .byDefault(128)
          .doc("Elements processed in a cycle.");
  private static final Map<VectorFunction, FunctionKeys> FUNCTIONS =
      new EnumMap<>(VectorFunction.class);
  private static final Key<Section> FUNCTION_COSTS;

  static final SectionType TYPE;

  static {
    SectionType.Builder functions =
        SectionType.builder("vector_functions", "What the functions of a vector engine cost.");
    for (VectorFunction function : VectorFunction.values()) {
      FunctionKeys keys = FunctionKeys.of(function);
      FUNCTIONS.put(function, keys);
      functions.keys(keys.section());
    }
    FUNCTION_COSTS =
        Key.section("functions", functions.build())
            .orEmptySection()
            .doc("What each function costs; the defaults are guesses.");
    TYPE =
        SectionType.of(
            "vector_engine",
            "An engine for functions of rows and of single elements.",
            LANES,
            FUNCTION_COSTS);
  }

  private VectorEngineKeys() {}

  static VectorEngineSpec read(Section section, long periodTicks) {
    Section costs = section.get(FUNCTION_COSTS);
    Map<VectorFunction, FunctionSpec> functions = new EnumMap<>(VectorFunction.class);
    FUNCTIONS.forEach(
        (function, keys) ->
            functions.put(function, keys.read(costs.get(keys.section()), periodTicks)));
    return new VectorEngineSpec(section.get(LANES), functions);
  }

  /** The keys of one function, with its own defaults. */
  private record FunctionKeys(
      Key<Section> section, Key<Integer> passes, Key<Integer> reducing, Key<Delay> latency) {

    static FunctionKeys of(VectorFunction function) {
      String name = function.name().toLowerCase(Locale.ROOT);
      Guess guess = Guess.of(function);
      Key<Integer> passes =
          Key.integer("passes")
              .atLeast(1)
              .atMost(64)
              .byDefault(guess.passes())
              .doc("Passes over the data; each reads all operands.");
      Key<Integer> reducing =
          Key.integer("reducing_passes")
              .atLeast(0)
              .atMost(63)
              .byDefault(guess.reducing())
              .doc("The passes that only read, for a maximum or a sum; the others write.");
      Key<Delay> latency =
          Key.delay("latency")
              .where(MemoryKeys::isPositiveAndShort, MemoryKeys.POSITIVE_AND_SHORT)
              .byDefault(Delay.ofCycles(guess.latency()))
              .doc("Depth of the pipeline, paid once a pass.");
      SectionType type =
          SectionType.builder("vector_function." + name, guess.reason())
              .keys(passes, reducing, latency)
              .rule(
                  (section, problems) -> {
                    if (section.get(reducing) >= section.get(passes)) {
                      problems.add(
                          section,
                          reducing,
                          "must be less than passes (" + section.get(passes) + ")");
                    }
                  })
              .build();
      Key<Section> section = Key.section(name, type).orEmptySection().doc(guess.reason());
      return new FunctionKeys(section, passes, reducing, latency);
    }

    FunctionSpec read(Section costs, long periodTicks) {
      return new FunctionSpec(
          costs.get(passes),
          costs.get(reducing),
          Math.toIntExact(costs.get(latency).cycles(periodTicks)));
    }
  }

  /** A default cost and why it is taken. */
  private record Guess(int passes, int reducing, int latency, String reason) {

    static Guess of(VectorFunction function) {
      return switch (function) {
        case SOFTMAX ->
            new Guess(
                3,
                2,
                16,
                "Softmax of a row. By default a pass for the maximum, one for the sum of"
                    + " exponentials, one that computes them again and writes them divided;"
                    + " the latency is an exponential and a reduction over the lanes.");
        case LAYER_NORM ->
            new Guess(
                2,
                1,
                16,
                "Layer norm of a row. By default a pass for sum and sum of squares together,"
                    + " one that writes; the latency is a reduction and a reciprocal root.");
        case RMS_NORM ->
            new Guess(
                2,
                1,
                16,
                "RMS norm of a row. By default a pass for the sum of squares, one that writes;"
                    + " the latency is a reduction and a reciprocal root.");
        case GELU -> elementwise("GELU", 8, "a table look-up with interpolation");
        case SILU -> elementwise("SiLU", 8, "a table look-up with interpolation");
        case TANH -> elementwise("Tanh", 8, "a table look-up with interpolation");
        case RELU -> elementwise("ReLU", 2, "read and write");
        case ADD -> elementwise("Sum of two tensors", 4, "a floating-point adder");
        case MULTIPLY -> elementwise("Product of two tensors", 4, "a floating-point multiplier");
        case ROTARY -> elementwise("Rotary embedding", 6, "a multiplier, an adder and a swap");
        case QUANTIZE -> elementwise("Quantization", 4, "a multiplier and rounding");
        case DEQUANTIZE -> elementwise("Dequantization", 4, "a multiplier");
        case TOP_K ->
            new Guess(
                2,
                1,
                16,
                "The k largest of a row. By default a pass that keeps the k largest so far in"
                    + " sorted registers, one that writes; the latency is a reduction.");
        case COPY -> elementwise("Copy with a new layout", 2, "read and write");
      };
    }

    private static Guess elementwise(String what, int latency, String why) {
      return new Guess(
          1, 0, latency, what + ", element by element: one pass; the latency is " + why + ".");
    }
  }
}
