package tactus.explore.numerics;

import java.util.Optional;
import tactus.dataflow.tiling.SparseOperands;
import tactus.hw.command.NmSparsity;
import tactus.hw.sparse.NmMask;
import tactus.workload.ElementMask;
import tactus.workload.Operator;
import tactus.workload.OperatorShape;
import tactus.workload.OperatorShape.ConvShape;
import tactus.workload.OperatorShape.MatMulShape;
import tactus.workload.Sparsity;
import tactus.workload.Sparsity.Blocks;
import tactus.workload.Tensor;
import tactus.workload.TensorKind;

/**
 * The values of an operator's product, as far as it is executed: its first rows, those of all its
 * items counted on, and its first columns.
 */
final class ProductValues {

  private final MatMulShape shape;
  private final int rows;
  private final int columns;
  private final float[] left;
  private final float[] right;
  private final Optional<NmMask> mask;
  private final Optional<ElementMask> elements;

  private ProductValues(
      MatMulShape shape,
      int rows,
      int columns,
      float[] left,
      float[] right,
      Optional<NmMask> mask,
      Optional<ElementMask> elements) {
    this.shape = shape;
    this.rows = rows;
    this.columns = columns;
    this.left = left;
    this.right = right;
    this.mask = mask;
    this.elements = elements;
  }

  /** {@return the operator's product} */
  MatMulShape shape() {
    return shape;
  }

  /** {@return rows that are executed} */
  int rows() {
    return rows;
  }

  /** {@return columns that are executed} */
  int columns() {
    return columns;
  }

  /** {@return the left operand, {@code rows x k}} */
  float[] left() {
    return left;
  }

  /** {@return the right operands of the items that are reached, each {@code k x columns}} */
  float[] right() {
    return right;
  }

  /** {@return which elements of the right operand are stored, if not all are} */
  Optional<NmMask> mask() {
    return mask;
  }

  /** {@return which elements of the right operand are stored, if that is known without values} */
  Optional<ElementMask> elements() {
    return elements;
  }

  /** {@return the product of an operator on a matrix engine} */
  static MatMulShape shape(OperatorShape shape) {
    return shape instanceof ConvShape conv ? conv.asMatMul() : (MatMulShape) shape;
  }

  /** {@return whether an operator's right operand is a weight} */
  static boolean hasWeights(Operator operator) {
    return operator.inputs().size() > 1 && right(operator).kind() == TensorKind.WEIGHT;
  }

  /** {@return an operator's right operand} */
  static Tensor right(Operator operator) {
    return operator.inputs().get(1);
  }

  /** {@return the values of an operator} */
  static ProductValues of(Operator operator, NumericsSpec spec) {
    MatMulShape shape = operator.asMatMul();
    long most = spec.mostMacs();
    long allRows = Math.multiplyExact(shape.batch(), shape.m());
    double macsOfRow = (double) shape.k() * shape.n();
    long fitting = Math.max(1, (long) (most / macsOfRow));
    int rows = Math.toIntExact(Math.min(allRows, fitting));
    int columns =
        Math.toIntExact(
            macsOfRow <= most ? shape.n() : Math.min(shape.n(), Math.max(1, most / shape.k())));
    int k = Math.toIntExact(shape.k());
    int items = Math.toIntExact((rows + shape.m() - 1) / shape.m());
    float[] left =
        operator.shape() instanceof ConvShape conv
            ? windows(operator, conv, rows, spec)
            : image(operator, drawn(spec, operator.name() + ".left", Math.multiplyExact(rows, k)));
    float[] right = right(operator, spec, items, k, columns);
    NmSparsity sparsity = SparseOperands.pattern(right(operator));
    if (sparsity.isDense()) {
      float[] stored = stored(right(operator), right, columns);
      return new ProductValues(
          shape,
          rows,
          columns,
          left,
          stored,
          Optional.empty(),
          right(operator).sparsity().flatMap(Sparsity::mask));
    }
    NmMask mask = mask(operator, spec, right, k, columns, sparsity);
    return new ProductValues(
        shape, rows, columns, left, mask.masked(right), Optional.of(mask), Optional.empty());
  }

  /** Columns that share their rows choose them together, also those that are not executed. */
  private static NmMask mask(
      Operator operator,
      NumericsSpec spec,
      float[] right,
      int k,
      int columns,
      NmSparsity sparsity) {
    int n = Math.toIntExact(shape(operator.shape()).n());
    if (!sparsity.isShared() || columns == n || spec.weights().isEmpty()) {
      return NmMask.largest(right, k, columns, sparsity);
    }
    float[] whole = spec.weights().get().values(right(operator), k, n, n);
    return NmMask.largest(whole, k, n, sparsity).columns(columns);
  }

  /** The same with zeros where nothing is stored; the masks of N:M come from the values. */
  private static float[] stored(Tensor weight, float[] right, int columns) {
    Sparsity how = weight.sparsity().orElse(null);
    if (how == null || (how.mask().isEmpty() && !(how instanceof Blocks))) {
      return right;
    }
    float[] stored = right.clone();
    for (int i = 0; i < stored.length; i++) {
      boolean holds =
          how instanceof Blocks blocks
              ? blocks.stored(i / columns, i % columns)
              : how.mask().get().stored(i / columns, i % columns);
      stored[i] = holds ? stored[i] : 0;
    }
    return stored;
  }

  /** A left operand, or the first rows of it, or an image, with its zeros. */
  private static float[] image(Operator operator, float[] drawn) {
    Tensor left = operator.inputs().get(0);
    int columns = Math.toIntExact(left.shape().get(left.shape().size() - 1));
    return stored(left, drawn, columns);
  }

  private static float[] right(
      Operator operator, NumericsSpec spec, int items, int k, int columns) {
    if (!hasWeights(operator)) {
      int elements = Math.multiplyExact(items, Math.multiplyExact(k, columns));
      return drawn(spec, operator.name() + ".right", elements);
    }
    Tensor weight = right(operator);
    int n = Math.toIntExact(shape(operator.shape()).n());
    return spec.weights()
        .map(file -> file.values(weight, k, n, columns))
        .orElseGet(() -> drawn(spec, weight.name(), Math.multiplyExact(k, columns)));
  }

  /** {@return the elements of an operand that is drawn, by its name} */
  static float[] drawn(NumericsSpec spec, String name, int elements) {
    return spec.distribution().floats(name, elements, spec.seed());
  }

  /** The windows of an image, row by row; what hangs over its edge is zero. */
  private static float[] windows(Operator operator, ConvShape conv, int rows, NumericsSpec spec) {
    int height = Math.toIntExact(conv.inputHeight());
    int width = Math.toIntExact(conv.inputWidth());
    int channels = Math.toIntExact(conv.channels());
    int elements = Math.multiplyExact(Math.multiplyExact(height, width), channels);
    float[] image = image(operator, drawn(spec, operator.name() + ".left", elements));
    int across = Math.toIntExact(conv.outputWidth());
    int filterWidth = Math.toIntExact(conv.filterWidth());
    int k = Math.toIntExact(conv.asMatMul().k());
    float[] windows = new float[Math.multiplyExact(rows, k)];
    for (int row = 0; row < rows; row++) {
      long pixel = operator.keptRows().isPresent() ? operator.keptRows().get().row(row) : row;
      long top = pixel / across * conv.stride();
      long side = pixel % across * conv.stride();
      for (int l = 0; l < k; l++) {
        long y = top + l / channels / filterWidth;
        long x = side + l / channels % filterWidth;
        if (y < height && x < width) {
          windows[row * k + l] = image[(int) ((y * width + x) * channels) + l % channels];
        }
      }
    }
    return windows;
  }

  /** {@return the sums in double precision} */
  double[] sums() {
    int k = (int) shape.k();
    int m = (int) Math.min(rows, shape.m());
    double[] sums = new double[rows * columns];
    for (int row = 0; row < rows; row++) {
      int first = row / m * k * columns;
      for (int l = 0; l < k; l++) {
        double factor = left[row * k + l];
        for (int column = 0; column < columns; column++) {
          sums[row * columns + column] += factor * right[first + l * columns + column];
        }
      }
    }
    return sums;
  }
}
