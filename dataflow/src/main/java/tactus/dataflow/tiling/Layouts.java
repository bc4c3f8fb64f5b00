package tactus.dataflow.tiling;

import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import tactus.hw.MachineSpec;
import tactus.hw.command.Dataflow;
import tactus.hw.command.NmSparsity;
import tactus.hw.matrix.MatrixEngineSpec;
import tactus.hw.matrix.Slices;
import tactus.hw.memory.ScratchpadSpec;
import tactus.workload.ElementMask;
import tactus.workload.Operator;
import tactus.workload.OperatorShape.ConvShape;
import tactus.workload.Sparsity;
import tactus.workload.Sparsity.Unstructured;
import tactus.workload.Tensor;

/**
 * Bytes that matrices take in the scratchpad, in the layouts of {@code
 * docs/models/machine-timing.md}: vectors of an engine start on word borders, and a vector that is
 * not full takes as much room as a full one. Where engines are switched between dataflows, those of
 * a product are {@link #of} its own. All sizes are in bytes, all extents in elements.
 */
public final class Layouts {

  private final ScratchpadSpec scratchpad;
  private final MatrixEngineSpec engine;

  /** Those of each dataflow that the engines are switched between; empty if they are not. */
  private final Map<Dataflow, Layouts> settings = new EnumMap<>(Dataflow.class);

  private final int rows;
  private final int columns;

  /**
   * Elements along the reduction that a processing element multiplies at once, if all are stored.
   */
  private final int multipliers;

  private final int lanes;
  private final List<NmSparsity> patterns;
  private final Map<Optional<Sparsity>, Optional<Stripes>> stripes = new LinkedHashMap<>();
  private final Map<List<Object>, MaskedOperand> masked = new LinkedHashMap<>();

  /** Elements of a token of the stream fabric; 0 if there is none. */
  private final int tokenWidth;

  /**
   * Makes the layouts of a machine. With unequal matrix engines, those of the largest.
   *
   * @param machine the machine
   */
  public Layouts(MachineSpec machine) {
    this(machine, List.of());
  }

  /**
   * Makes the layouts of a machine for some patterns of sparse right operands.
   *
   * @param machine the machine
   * @param patterns the patterns
   */
  public Layouts(MachineSpec machine, Collection<NmSparsity> patterns) {
    this.patterns = List.copyOf(patterns);
    int mostRows = 1;
    int mostColumns = 1;
    for (MatrixEngineSpec engine : machine.matrixEngines()) {
      mostRows = Math.max(mostRows, engine.rows());
      mostColumns = Math.max(mostColumns, engine.columns());
    }
    scratchpad = machine.scratchpad();
    engine = machine.matrixEngines().get(0);
    if (engine.interconnect().isSwitched()) {
      for (Dataflow dataflow : engine.interconnect().choices()) {
        settings.put(dataflow, new Layouts(machine.setTo(dataflow), patterns));
      }
    }
    multipliers = engine.multipliers();
    rows = mostRows;
    columns = mostColumns;
    lanes = machine.vectorEngine().lanes();
    tokenWidth = machine.streamFabric().map(fabric -> fabric.design().vectorWidth()).orElse(0);
  }

  /**
   * {@return the layouts of products that take a dataflow}
   *
   * @param dataflow one that the engines can be set to
   */
  public Layouts of(Dataflow dataflow) {
    return settings.getOrDefault(dataflow, this);
  }

  private Dataflow dataflow() {
    return engine.dataflow();
  }

  /**
   * {@return the stripes in which a right operand is multiplied, if it is}
   *
   * @param right the operand
   * @param k its rows
   * @param n its columns
   */
  public Optional<Stripes> stripes(Tensor right, long k, long n) {
    // A mask knows its extents.
    return stripes.computeIfAbsent(right.sparsity(), stored -> Stripes.of(stored, k, n, engine));
  }

  /**
   * {@return the zeros of an operator's left operand, if the engine leaves them out}
   *
   * @param operator the operator
   */
  public Optional<MaskedOperand> maskedLeft(Operator operator) {
    Optional<Sparsity> stored = operator.inputs().get(0).sparsity();
    if (!engine.isFlexible() || stored.isEmpty()) {
      return Optional.empty();
    }
    List<Object> key = List.of("left", operator.shape(), operator.keptRows(), stored);
    return Optional.of(
        masked.computeIfAbsent(
            key,
            of -> {
              ElementMask mask = mask(stored.get());
              return operator.shape() instanceof ConvShape conv
                  ? MaskedOperand.left(mask, conv, operator.keptRows())
                  : MaskedOperand.left(mask);
            }));
  }

  /**
   * {@return the zeros of a right operand, if the engine leaves them out}
   *
   * @param right the operand
   */
  public Optional<MaskedOperand> maskedRight(Tensor right) {
    Optional<Sparsity> stored = right.sparsity();
    if (!engine.isFlexible() || stored.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        masked.computeIfAbsent(
            List.of("right", stored), of -> MaskedOperand.right(mask(stored.get()))));
  }

  private static ElementMask mask(Sparsity stored) {
    return stored
        .mask()
        .filter(mask -> stored instanceof Unstructured)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "a flexible engine takes operands with a bitmap, not " + stored.text()));
  }

  /**
   * {@return the bytes of so many vectors of a right operand, as wide as the array}
   *
   * @param rows number of vectors
   * @param bits bits of an element
   */
  public long rightVectors(long rows, int bits) {
    return vectors(rows, columns, columns, bits);
  }

  /**
   * {@return the bytes of a left operand {@code m x k}}
   *
   * @param m its rows
   * @param k its columns
   * @param bits bits of an element
   */
  public long left(long m, long k, int bits) {
    return switch (dataflow()) {
      case WEIGHT_STATIONARY, FLEXIBLE -> vectors(m, k, rows * multipliers, bits);
      case INPUT_STATIONARY -> vectors(slices(k), m, columns, bits * multipliers);
      case OUTPUT_STATIONARY -> vectors(slices(k), m, rows, bits * multipliers);
    };
  }

  /**
   * {@return the bytes of a left operand {@code m x k} that meets a sparse right one: vectors hold
   * the whole groups from which the array's rows pick}
   *
   * @param m its rows
   * @param k its columns
   * @param bits bits of an element
   * @param sparsity what is stored of the right operand
   */
  public long left(long m, long k, int bits, NmSparsity sparsity) {
    if (entersDense(sparsity)) {
      return left(m, k, bits);
    }
    Slices slices = engine.slices(sparsity);
    long vectors = slices.vectors(slices.count(k));
    if (dataflow() == Dataflow.OUTPUT_STATIONARY) {
      return vectors(vectors, m, rows, bits * slices.covered());
    }
    return vectors(m, vectors * slices.covered(), foldExtent(vectors, slices), bits);
  }

  /**
   * {@return the bytes from the beginning of a left operand to a row of it}
   *
   * @param row the row
   * @param k columns of the operand
   * @param bits bits of an element
   * @param sparsity what is stored of the right operand
   */
  public long leftOffset(long row, long k, int bits, NmSparsity sparsity) {
    if (entersDense(sparsity)) {
      return left(row, 1, bits);
    }
    Slices slices = engine.slices(sparsity);
    int width =
        dataflow() == Dataflow.OUTPUT_STATIONARY
            ? rows * slices.covered()
            : foldExtent(slices.vectors(slices.count(k)), slices);
    long vectors = dataflow() == Dataflow.OUTPUT_STATIONARY ? (row + rows - 1) / rows : row;
    return vectors * scratchpad.words(width, bits) * scratchpad.wordBytes();
  }

  /**
   * {@return whether a left operand lies as for a dense right one} Output stationary, a vector
   * holds one place of the reduction, so that those of a pattern of all columns are read by
   * themselves.
   */
  private boolean entersDense(NmSparsity sparsity) {
    return sparsity.isDense() || (sparsity.isShared() && dataflow() == Dataflow.OUTPUT_STATIONARY);
  }

  /** {@return the elements of the left operand that enter for one fold of the array} */
  private int foldExtent(long vectors, Slices slices) {
    long ofFold = slices.vectors(slices.wholeRows(rows));
    return (int) Math.min(ofFold, Math.max(1, vectors)) * slices.covered();
  }

  private long slices(long k) {
    return ArrayCycles.ceil(k, multipliers);
  }

  /**
   * {@return the bytes of a right operand {@code k x n}}
   *
   * @param k its rows
   * @param n its columns
   * @param bits bits of an element
   */
  public long right(long k, long n, int bits) {
    return switch (dataflow()) {
      case WEIGHT_STATIONARY, OUTPUT_STATIONARY, FLEXIBLE ->
          vectors(slices(k), n, columns, bits * multipliers);
      case INPUT_STATIONARY -> vectors(n, k, rows * multipliers, bits);
    };
  }

  /**
   * {@return the bytes of a right operand {@code k x n} of which only a part is stored}
   *
   * @param k its rows, with those that are not stored
   * @param n its columns
   * @param bits bits of an element, with its index if it has one
   * @param sparsity what is stored
   */
  public long right(long k, long n, int bits, NmSparsity sparsity) {
    if (sparsity.isDense()) {
      return right(k, n, bits);
    }
    // Behind the elements of each row of a vector lies the index that they share, if they do.
    Slices slices = engine.slices(sparsity);
    long vectors = Math.multiplyExact(slices.count(k), sharedIndices(n));
    long rowBits = (long) columns * bits + sparsity.sharedIndexBits();
    long words = scratchpad.words(slices.width() * rowBits, 1);
    return Math.multiplyExact(vectors, words * scratchpad.wordBytes());
  }

  /**
   * {@return how often the scratchpad holds an index that a row of a right operand's columns share:
   * once for as many columns as the array has}
   *
   * @param n its columns
   */
  public long sharedIndices(long n) {
    return (n + columns - 1) / columns;
  }

  /**
   * {@return the bytes of a matrix that is made by a matrix engine and may be read by the vector
   * engine}
   *
   * @param m its rows
   * @param n its columns
   * @param bits bits of an element
   */
  public long result(long m, long n, int bits) {
    long made =
        dataflow() == Dataflow.INPUT_STATIONARY
            ? vectors(n, m, columns, bits)
            : vectors(m, n, columns, bits);
    return Math.max(made, rows(m, n, bits));
  }

  /**
   * {@return the bytes of a matrix for the vector engine}
   *
   * @param m its rows
   * @param n its columns
   * @param bits bits of an element
   */
  public long rows(long m, long n, int bits) {
    // A row that is shorter than the lanes is one vector and takes no more than it has.
    return vectors(m, n, (int) Math.max(1, Math.min(lanes, n)), bits);
  }

  /**
   * {@return the bytes of rows of queries, keys, values or results for the stream fabric}
   *
   * @param m number of rows
   * @param n elements of a row
   * @param bits bits of an element
   */
  public long tokens(long m, long n, int bits) {
    return vectors(m, n, tokenWidth, bits);
  }

  /**
   * {@return the bytes of a matrix that stays in the scratchpad for whichever engine uses it}
   *
   * @param m its rows
   * @param n its columns
   * @param bits bits of an element
   */
  public long resident(long m, long n, int bits) {
    if (!settings.isEmpty()) {
      return most(layouts -> layouts.resident(m, n, bits));
    }
    long most = Math.max(Math.max(left(m, n, bits), right(m, n, bits)), result(m, n, bits));
    for (NmSparsity pattern : patterns) {
      most = Math.max(most, left(m, n, bits, pattern));
    }
    return tokenWidth == 0 ? most : Math.max(most, tokens(m, n, bits));
  }

  /**
   * {@return the bytes of a right operand that stays in the scratchpad for whichever product uses
   * it}
   *
   * @param k its rows, with those that are not stored
   * @param n its columns
   * @param bits bits of an element
   * @param sparsity what is stored of it
   */
  public long residentRight(long k, long n, int bits, NmSparsity sparsity) {
    return settings.isEmpty()
        ? right(k, n, bits, sparsity)
        : most(layouts -> layouts.right(k, n, bits, sparsity));
  }

  private long most(ToLongFunction<Layouts> bytes) {
    return settings.values().stream().mapToLong(bytes).max().orElseThrow();
  }

  /**
   * {@return a size rounded up to whole words}
   *
   * @param bytes the size
   */
  public long align(long bytes) {
    long word = scratchpad.wordBytes();
    return (bytes + word - 1) / word * word;
  }

  /**
   * {@return a size rounded down to whole words}
   *
   * @param bytes the size
   */
  public long alignDown(long bytes) {
    return bytes / scratchpad.wordBytes() * scratchpad.wordBytes();
  }

  /**
   * {@return the bytes that elements take in DRAM, packed}
   *
   * @param elements number of elements
   * @param bits bits of an element
   */
  public static long packed(long elements, int bits) {
    return (Math.multiplyExact(elements, bits) + 7) / 8;
  }

  private long vectors(long count, long length, int width, int bits) {
    long folds = (length + width - 1) / width;
    return Math.multiplyExact(
        Math.multiplyExact(count, folds), scratchpad.words(width, bits) * scratchpad.wordBytes());
  }
}
