package tactus.explore.numerics;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import tactus.config.ConfigException;
import tactus.workload.ElementMask;
import tactus.workload.Sparsity.NOfM;
import tactus.workload.Tensor;
import tactus.workload.tensors.SafetensorsFile;
import tactus.workload.tensors.StoredTensor;
import tactus.workload.transformer.TensorNames;
import tactus.workload.transformer.TensorNames.StoredName;

/**
 * Weights of a safetensors file, by the names of a graph: a model's own names where it is a model
 * of the Hugging Face hub, the graph's otherwise.
 */
public final class WeightTensors {

  private final Path path;
  private final SafetensorsFile file;

  private record Found(StoredTensor tensor, boolean transposed) {}

  private WeightTensors(Path path, SafetensorsFile file) {
    this.path = path;
    this.file = file;
  }

  /**
   * {@return the weights of a file}
   *
   * @param path the file
   * @throws ConfigException if it is missing, cut short or not a safetensors file
   */
  public static WeightTensors open(Path path) {
    return new WeightTensors(path, SafetensorsFile.open(path));
  }

  /** {@return the name of the file, without its directory} */
  String fileName() {
    return String.valueOf(path.getFileName());
  }

  /**
   * Checks that a weight is there and has its shape.
   *
   * @param weight the weight in the graph
   * @param k rows of it in the product
   * @param n columns of it
   * @throws ConfigException if not
   */
  void check(Tensor weight, long k, long n) {
    find(weight, k, n);
  }

  /**
   * {@return the first columns of a weight, row by row, {@code k x columns}}
   *
   * @param weight the weight in the graph
   * @param k rows of it in the product
   * @param n columns of it
   * @param columns columns to return
   * @throws ConfigException if it is not there, has another shape or elements that are not finite
   */
  float[] values(Tensor weight, int k, int n, int columns) {
    Found found = find(weight, k, n);
    float[] stored = file.floats(found.tensor());
    if (!found.transposed() && columns == n) {
      return stored;
    }
    float[] values = new float[k * columns];
    for (int row = 0; row < k; row++) {
      for (int column = 0; column < columns; column++) {
        values[row * columns + column] =
            found.transposed() ? stored[column * k + row] : stored[row * n + column];
      }
    }
    return values;
  }

  /**
   * Checks that no group of a weight has more elements other than zero than a pattern stores.
   *
   * @param weight the weight in the graph
   * @param k rows of it in the product
   * @param n columns of it
   * @param pattern the pattern
   * @throws ConfigException if it is not there or breaks the pattern
   */
  public void checkPattern(Tensor weight, long k, long n, NOfM pattern) {
    Found found = find(weight, k, n);
    int rows = Math.toIntExact(k);
    int columns = Math.toIntExact(n);
    float[] values = values(weight, rows, columns, columns);
    if (pattern.isShared()) {
      checkShared(found.tensor().name(), values, rows, columns, pattern);
      return;
    }
    for (int column = 0; column < columns; column++) {
      for (int first = 0; first < rows; first += pattern.group()) {
        int end = Math.min(rows, first + pattern.group());
        int others = 0;
        for (int row = first; row < end; row++) {
          others += values[row * columns + column] != 0 ? 1 : 0;
          if (others > pattern.kept()) {
            throw ConfigException.at(
                path,
                0,
                0,
                found.tensor().name(),
                String.format(
                    Locale.ROOT,
                    "must be %s along the reduction, but of rows %d to %d of column %d the one in"
                        + " row %d is element %d other than zero",
                    pattern.text(),
                    first,
                    end - 1,
                    column,
                    row,
                    others));
          }
        }
      }
    }
  }

  /** Checks that all columns have what is not zero in the same rows of a group. */
  private void checkShared(String name, float[] values, int rows, int columns, NOfM pattern) {
    for (int first = 0; first < rows; first += pattern.group()) {
      int end = Math.min(rows, first + pattern.group());
      Set<Integer> used = new TreeSet<>();
      for (int column = 0; column < columns; column++) {
        for (int row = first; row < end; row++) {
          boolean isNew = values[row * columns + column] != 0 && !used.contains(row);
          if (isNew && used.size() == pattern.kept()) {
            throw ConfigException.at(
                path,
                0,
                0,
                name,
                String.format(
                    Locale.ROOT,
                    "must be %s along the reduction, but of rows %d to %d the element in row %d of"
                        + " column %d is other than zero too, beside some in row%s %s",
                    pattern.text(),
                    first,
                    end - 1,
                    row,
                    column,
                    used.size() == 1 ? "" : "s",
                    String.join(", ", used.stream().map(String::valueOf).toList())));
          }
          if (isNew) {
            used.add(row);
          }
        }
      }
    }
  }

  /**
   * {@return which blocks of a weight have an element other than zero; blocks of one element are
   * elements}
   *
   * @param weight the weight in the graph
   * @param k rows of it in the product
   * @param n columns of it
   * @param blockRows rows of a block, along the reduction
   * @param blockColumns columns of a block
   * @param most the most of its blocks that may have one, a share from 0 to 1
   * @throws ConfigException if it is not there or more have one
   */
  public ElementMask mask(
      Tensor weight, long k, long n, int blockRows, int blockColumns, double most) {
    Found found = find(weight, k, n);
    int rows = Math.toIntExact(k);
    int columns = Math.toIntExact(n);
    float[] values = values(weight, rows, columns, columns);
    ElementMask elements = ElementMask.ofNonzeros(values, rows, columns);
    ElementMask mask = elements.blocks(blockRows, blockColumns);
    long all = (long) mask.rows() * mask.columns();
    long allowed = (long) Math.ceil(most * all);
    if (mask.count() > allowed) {
      throw ConfigException.at(
          path,
          0,
          0,
          found.tensor().name(),
          beyond(elements, mask, blockRows, blockColumns, allowed));
    }
    return mask;
  }

  /** What is wrong with a mask that has more than it may, with the first that is too much. */
  private static String beyond(
      ElementMask elements, ElementMask mask, int blockRows, int blockColumns, long allowed) {
    long seen = 0;
    int row = 0;
    int column = 0;
    while (seen <= allowed) {
      seen += mask.stored(row, column) ? 1 : 0;
      if (seen <= allowed) {
        column++;
        row += column / mask.columns();
        column %= mask.columns();
      }
    }
    int y = row * blockRows;
    int x = column * blockColumns;
    int right = Math.min(elements.columns(), x + blockColumns);
    while (!elements.stored(y, x)) {
      x++;
      if (x == right) {
        x = column * blockColumns;
        y++;
      }
    }
    boolean blocks = blockRows * blockColumns > 1;
    return String.format(
        Locale.ROOT,
        "must have at most %d of %d %s other than zero, but the element in row %d of column %d is"
            + " %s %d of %d",
        allowed,
        (long) mask.rows() * mask.columns(),
        blocks ? "blocks of " + blockRows + "x" + blockColumns : "elements",
        y,
        x,
        blocks ? "in block" : "number",
        allowed + 1,
        mask.count());
  }

  private Found find(Tensor weight, long k, long n) {
    List<StoredName> names = new ArrayList<>(TensorNames.of(weight.name()));
    names.add(new StoredName(weight.name(), false));
    for (StoredName name : names) {
      if (file.has(name.name())) {
        StoredTensor tensor = file.tensor(name.name());
        List<Long> shape = name.transposed() ? List.of(n, k) : List.of(k, n);
        checkShape(tensor, shape, name.transposed());
        return new Found(tensor, name.transposed());
      }
    }
    throw ConfigException.at(
        path,
        0,
        0,
        names.get(0).name(),
        "no such tensor, which is needed for " + weight.name() + " of the graph");
  }

  /** A filter of patches has its inner extents apart. */
  private void checkShape(StoredTensor tensor, List<Long> shape, boolean transposed) {
    List<Long> found = tensor.shape();
    boolean filter = transposed && found.size() > 2 && found.get(0).equals(shape.get(0));
    if (!found.equals(shape) && !(filter && tensor.elements() == shape.get(0) * shape.get(1))) {
      throw ConfigException.at(
          path, 0, 0, tensor.name(), "must have shape " + shape + ", but has " + found);
    }
  }
}
