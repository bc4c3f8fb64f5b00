package tactus.hw.stream;

import java.util.List;
import tactus.hw.stream.Pattern.Phase;

/**
 * A unit of the stream fabric. Each step it waits for a token of each input the step needs, takes
 * them all, waits until each output it sends to has room, and sends.
 */
public final class Unit {

  private final String name;
  private final UnitKind kind;
  private final List<Integer> inputWidths;
  private final List<Integer> outputWidths;
  private final Pattern pattern;
  private final UnitTiming timing;
  private final int stateValues;
  private final BlockFunction function;

  Unit(
      String name,
      UnitKind kind,
      List<Integer> inputWidths,
      List<Integer> outputWidths,
      Pattern pattern,
      UnitTiming timing,
      int stateValues,
      StreamFunction function) {
    this(
        name,
        kind,
        inputWidths,
        outputWidths,
        pattern,
        timing,
        stateValues,
        BlockFunction.of(function));
  }

  private Unit(
      String name,
      UnitKind kind,
      List<Integer> inputWidths,
      List<Integer> outputWidths,
      Pattern pattern,
      UnitTiming timing,
      int stateValues,
      BlockFunction function) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a unit's name must not be empty");
    }
    this.name = name;
    this.kind = kind;
    this.inputWidths = List.copyOf(inputWidths);
    this.outputWidths = List.copyOf(outputWidths);
    this.pattern = pattern;
    this.timing = timing;
    this.stateValues = stateValues;
    this.function = function;
  }

  private static final int BOTH = 3;

  /**
   * {@return a unit that sends tokens from outside}
   *
   * @param name its name
   * @param width values a token carries, at least 1
   * @param timing its timing; the published graphs have latency 1 and interval 1
   * @param function puts a token into {@code out}
   */
  public static Unit source(String name, int width, UnitTiming timing, StreamFunction function) {
    return new Unit(
        name,
        UnitKind.SOURCE,
        List.of(),
        List.of(width),
        Pattern.of(new Phase(1, 0, 0, 1)),
        timing,
        0,
        function);
  }

  /**
   * {@return a unit that sends more tokens in each following round}
   *
   * @param name its name
   * @param width values a token carries, at least 1
   * @param group tokens in each round
   * @param timing its timing
   * @param function puts a token into {@code out}
   */
  public static Unit source(
      String name, int width, Group group, UnitTiming timing, StreamFunction function) {
    return new Unit(
        name,
        UnitKind.SOURCE,
        List.of(),
        List.of(width),
        Pattern.of(new Phase(group.first(), group.growth(), 0, 1)),
        timing,
        0,
        function);
  }

  /**
   * {@return a unit that receives tokens for the outside, as soon as they are there}
   *
   * @param name its name
   * @param width values a token carries, at least 1
   */
  public static Unit sink(String name, int width) {
    return sink(name, width, UnitTiming.of(1, 0));
  }

  /**
   * {@return a unit that receives tokens for the outside}
   *
   * @param name its name
   * @param width values a token carries, at least 1
   * @param timing its timing; only the interval, the reset and the start matter
   */
  public static Unit sink(String name, int width, UnitTiming timing) {
    return new Unit(
        name,
        UnitKind.SINK,
        List.of(width),
        List.of(),
        Pattern.of(new Phase(1, 0, 1, 0)),
        timing,
        0,
        StreamFunction.NONE);
  }

  /**
   * {@return a unit that makes a token of one token of each input}
   *
   * @param name its name
   * @param inputWidths values a token of each input carries
   * @param outputWidths values a token of each output carries
   * @param timing its timing
   * @param function what it computes
   */
  public static Unit map(
      String name,
      List<Integer> inputWidths,
      List<Integer> outputWidths,
      UnitTiming timing,
      StreamFunction function) {
    return map(name, inputWidths, outputWidths, Group.of(1), timing, function);
  }

  /**
   * {@return a unit that makes a token of one token of each input, for a group of them}
   *
   * @param name its name
   * @param inputWidths values a token of each input carries
   * @param outputWidths values a token of each output carries
   * @param group tokens between two resets
   * @param timing its timing
   * @param function what it computes
   */
  public static Unit map(
      String name,
      List<Integer> inputWidths,
      List<Integer> outputWidths,
      Group group,
      UnitTiming timing,
      StreamFunction function) {
    return new Unit(
        name,
        UnitKind.MAP,
        inputWidths,
        outputWidths,
        Pattern.of(new Phase(group.first(), group.growth(), all(inputWidths), all(outputWidths))),
        timing,
        0,
        function);
  }

  /**
   * {@return a map of two inputs, of which the second is held for a group of tokens of the first}
   *
   * @param name its name
   * @param firstWidth values a token of the first input carries
   * @param heldWidth values a token of the held input carries
   * @param outputWidth values a result carries
   * @param group tokens of the first input for each of the second
   * @param timing its timing
   * @param function what it computes
   */
  public static Unit mapHeld(
      String name,
      int firstWidth,
      int heldWidth,
      int outputWidth,
      Group group,
      UnitTiming timing,
      StreamFunction function) {
    return new Unit(
        name,
        UnitKind.MAP,
        List.of(firstWidth, heldWidth),
        List.of(outputWidth),
        Pattern.of(new Phase(1, 0, BOTH, 1), new Phase(group.first() - 1, group.growth(), 1, 1)),
        timing,
        0,
        function);
  }

  /**
   * {@return a unit that puts the tokens of two inputs together, without taking time}
   *
   * @param name its name
   * @param firstWidth values a token of the first input carries
   * @param secondWidth values a token of the second input carries
   */
  public static Unit zip(String name, int firstWidth, int secondWidth) {
    return new Unit(
        name,
        UnitKind.ZIP,
        List.of(firstWidth, secondWidth),
        List.of(firstWidth + secondWidth),
        Pattern.of(new Phase(1, 0, BOTH, 1)),
        UnitTiming.of(1, 0),
        0,
        (cycle, step, in, state, out) -> System.arraycopy(in, 0, out, 0, out.length));
  }

  /**
   * {@return a unit that makes one token of a group of tokens of each input}
   *
   * @param name its name
   * @param inputWidths values a token of each input carries
   * @param outputWidth values a result carries
   * @param group tokens in a group
   * @param timing its timing
   * @param function adds a token to {@code out}; step 0 begins a group
   */
  public static Unit reduce(
      String name,
      List<Integer> inputWidths,
      int outputWidth,
      Group group,
      UnitTiming timing,
      StreamFunction function) {
    int reads = all(inputWidths);
    return new Unit(
        name,
        UnitKind.REDUCE,
        inputWidths,
        List.of(outputWidth),
        Pattern.of(
            new Phase(group.first() - 1, group.growth(), reads, 0), new Phase(1, 0, reads, 1)),
        timing,
        0,
        function);
  }

  /**
   * {@return a unit that sends, for each token of a group, the reduction of those so far}
   *
   * @param name its name
   * @param inputWidth values a token carries
   * @param outputWidths values a token of each output carries
   * @param group tokens in a group
   * @param timing its timing
   * @param stateValues values the function remembers
   * @param function what it computes; step 0 begins a group
   */
  public static Unit scan(
      String name,
      int inputWidth,
      List<Integer> outputWidths,
      Group group,
      UnitTiming timing,
      int stateValues,
      StreamFunction function) {
    return new Unit(
        name,
        UnitKind.SCAN,
        List.of(inputWidth),
        outputWidths,
        Pattern.of(new Phase(group.first(), group.growth(), 1, all(outputWidths))),
        timing,
        stateValues,
        function);
  }

  /**
   * {@return a unit that sends each token a number of times, without taking time}
   *
   * @param name its name
   * @param width values a token carries
   * @param group copies of a token
   */
  public static Unit repeat(String name, int width, Group group) {
    return new Unit(
        name,
        UnitKind.REPEAT,
        List.of(width),
        List.of(width),
        Pattern.of(new Phase(1, 0, 1, 1), new Phase(group.first() - 1, group.growth(), 0, 1)),
        UnitTiming.of(1, 0),
        0,
        (cycle, step, in, state, out) -> System.arraycopy(in, 0, out, 0, out.length));
  }

  /**
   * {@return a unit that makes several tokens of each}
   *
   * @param name its name
   * @param inputWidth values a token carries
   * @param outputWidth values a result carries
   * @param results results of each token, at least 1
   * @param timing its timing; the interval is that between results
   * @param function makes the result of each step
   */
  public static Unit flatmap(
      String name,
      int inputWidth,
      int outputWidth,
      long results,
      UnitTiming timing,
      StreamFunction function) {
    return new Unit(
        name,
        UnitKind.FLATMAP,
        List.of(inputWidth),
        List.of(outputWidth),
        Pattern.of(new Phase(1, 0, 1, 1), new Phase(results - 1, 0, 0, 1)),
        timing,
        0,
        function);
  }

  /**
   * {@return a unit that sends each token to all channels of its output}
   *
   * @param name its name
   * @param width values a token carries
   * @param timing its timing
   */
  public static Unit broadcast(String name, int width, UnitTiming timing) {
    return new Unit(
        name,
        UnitKind.BROADCAST,
        List.of(width),
        List.of(width),
        Pattern.of(new Phase(1, 0, 1, 1)),
        timing,
        0,
        (cycle, step, in, state, out) -> System.arraycopy(in, 0, out, 0, out.length));
  }

  /**
   * {@return a unit that adds up vectors which arrive in parts, and sends the sum in such parts}
   *
   * <p>The inputs marked held give one token for each vector, the others one for each part.
   *
   * @param name its name
   * @param inputWidths values a token of each input carries
   * @param held bit set of the inputs that give a token for each vector only
   * @param outputWidth values a result carries
   * @param vectors vectors in a group
   * @param parts parts of a vector, at least 1
   * @param timing its timing
   * @param stateValues values the function remembers, such as the sum
   * @param function adds a part, and puts the sum's part into {@code out}; step 0 begins a group
   */
  public static Unit memoryReduce(
      String name,
      List<Integer> inputWidths,
      int held,
      int outputWidth,
      Group vectors,
      long parts,
      UnitTiming timing,
      int stateValues,
      StreamFunction function) {
    int first = all(inputWidths);
    int rest = first & ~held;
    Pattern pattern =
        parts == 1
            ? Pattern.of(
                new Phase(vectors.first() - 1, vectors.growth(), first, 0),
                new Phase(1, 0, first, 1))
            : new Pattern(
                List.of(
                    new Pattern.Block(
                        vectors.first() - 1,
                        vectors.growth(),
                        List.of(new Phase(1, 0, first, 0), new Phase(parts - 1, 0, rest, 0))),
                    new Pattern.Block(
                        1,
                        0,
                        List.of(new Phase(1, 0, first, 1), new Phase(parts - 1, 0, rest, 1)))));
    return new Unit(
        name,
        UnitKind.MEMORY_REDUCE,
        inputWidths,
        List.of(outputWidth),
        pattern,
        timing,
        stateValues,
        function);
  }

  /**
   * {@return a unit that multiplies a row with columns, the row being received once and kept}
   *
   * <p>Inputs: the row, the columns one after another. Each cycle is one row.
   *
   * @param name its name
   * @param width values a token of either input carries
   * @param columns columns for each row
   * @param depth tokens of a row, and of a column, at least 1
   * @param timing its timing; the interval is that between multiply-accumulates
   * @param stateValues values the function remembers, such as the row
   * @param function what it computes
   */
  public static Unit matmulBuffered(
      String name,
      int width,
      Group columns,
      long depth,
      UnitTiming timing,
      int stateValues,
      StreamFunction function) {
    Pattern pattern =
        depth == 1
            ? Pattern.of(
                new Phase(1, 0, BOTH, 1), new Phase(columns.first() - 1, columns.growth(), 2, 1))
            : new Pattern(
                List.of(
                    new Pattern.Block(
                        1, 0, List.of(new Phase(depth - 1, 0, BOTH, 0), new Phase(1, 0, BOTH, 1))),
                    new Pattern.Block(
                        columns.first() - 1,
                        columns.growth(),
                        List.of(new Phase(depth - 1, 0, 2, 0), new Phase(1, 0, 2, 1)))));
    return matmul(name, width, pattern, timing, stateValues, function);
  }

  /**
   * {@return a unit that multiplies a row with columns, the row being received for each column}
   *
   * @param name its name
   * @param width values a token of either input carries
   * @param columns columns for each row
   * @param depth tokens of a row, and of a column, at least 1
   * @param timing its timing; the interval is that between multiply-accumulates
   * @param function what it computes
   */
  public static Unit matmulRepeated(
      String name,
      int width,
      Group columns,
      long depth,
      UnitTiming timing,
      StreamFunction function) {
    Pattern pattern =
        new Pattern(
            List.of(
                new Pattern.Block(
                    columns.first(),
                    columns.growth(),
                    List.of(new Phase(depth - 1, 0, BOTH, 0), new Phase(1, 0, BOTH, 1)))));
    return matmul(name, width, pattern, timing, 0, function);
  }

  private static Unit matmul(
      String name,
      int width,
      Pattern pattern,
      UnitTiming timing,
      int stateValues,
      StreamFunction function) {
    return new Unit(
        name,
        UnitKind.MATMUL,
        List.of(width, width),
        List.of(1),
        pattern,
        timing,
        stateValues,
        function);
  }

  private static int all(List<Integer> widths) {
    return (1 << widths.size()) - 1;
  }

  /** {@return its name} */
  public String name() {
    return name;
  }

  /** {@return what it does} */
  public UnitKind kind() {
    return kind;
  }

  /** {@return the values a token of each input carries} */
  public List<Integer> inputWidths() {
    return inputWidths;
  }

  /** {@return the values a token of each output carries} */
  public List<Integer> outputWidths() {
    return outputWidths;
  }

  /** {@return its timing} */
  public UnitTiming timing() {
    return timing;
  }

  Pattern pattern() {
    return pattern;
  }

  /** {@return the values it remembers} */
  public int stateValues() {
    return stateValues;
  }

  BlockFunction function() {
    return function;
  }

  /**
   * {@return the same unit with a function that does many steps at a time}
   *
   * @param values how many values it remembers
   * @param block what it computes
   */
  public Unit computing(int values, BlockFunction block) {
    return new Unit(name, kind, inputWidths, outputWidths, pattern, timing, values, block);
  }

  @Override
  public String toString() {
    return name;
  }
}
