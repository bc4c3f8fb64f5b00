package tactus.hw.stream.attention;

import java.util.SplittableRandom;

/**
 * The matrices of an attention operator: heads one after another, row by row.
 *
 * @param shape their shape
 * @param queries query rows
 * @param keys key rows
 * @param values value rows
 */
@SuppressWarnings("ArrayRecordComponent") // Large; nothing compares them.
public record AttentionOperands(
    AttentionShape shape, double[] queries, double[] keys, double[] values) {

  /** Checks the lengths. */
  public AttentionOperands {
    int dimension = shape.dimension();
    length("queries", queries, shape.heads() * shape.queries() * dimension);
    length("keys", keys, shape.keyHeads() * shape.keys() * dimension);
    length("values", values, shape.keyHeads() * shape.keys() * dimension);
  }

  private static void length(String name, double[] array, long length) {
    if (array.length != length) {
      throw new IllegalArgumentException(
          name + " (" + array.length + " values) must have " + length);
    }
  }

  /**
   * {@return random operands, uniform between -1 and 1}
   *
   * @param shape their shape
   * @param seed the same for the same operands
   */
  public static AttentionOperands random(AttentionShape shape, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int dimension = shape.dimension();
    return new AttentionOperands(
        shape,
        uniform(random, shape.heads() * shape.queries() * dimension),
        uniform(random, shape.keyHeads() * shape.keys() * dimension),
        uniform(random, shape.keyHeads() * shape.keys() * dimension));
  }

  private static double[] uniform(SplittableRandom random, long length) {
    double[] values = new double[Math.toIntExact(length)];
    for (int i = 0; i < values.length; i++) {
      values[i] = 2 * random.nextDouble() - 1;
    }
    return values;
  }

  /** {@return attention computed plainly: scores, softmax with the row's maximum off, products} */
  public double[] attention() {
    int dimension = shape.dimension();
    double[] result = new double[queries.length];
    double scale = 1 / Math.sqrt(dimension);
    int keyRows = Math.toIntExact(shape.keys());
    double[] weights = new double[keyRows];
    for (int head = 0; head < shape.heads(); head++) {
      int keyBase = head / shape.groupSize() * keyRows * dimension;
      for (int query = 0; query < shape.queries(); query++) {
        int row = (int) (head * shape.queries() + query) * dimension;
        int seen = (int) shape.keysSeen(query);
        double maximum = Double.NEGATIVE_INFINITY;
        for (int key = 0; key < seen; key++) {
          double dot = 0;
          for (int i = 0; i < dimension; i++) {
            dot += queries[row + i] * keys[keyBase + key * dimension + i];
          }
          weights[key] = dot * scale;
          maximum = Math.max(maximum, weights[key]);
        }
        double sum = 0;
        for (int key = 0; key < seen; key++) {
          weights[key] = Math.exp(weights[key] - maximum);
          sum += weights[key];
        }
        for (int key = 0; key < seen; key++) {
          for (int i = 0; i < dimension; i++) {
            result[row + i] += weights[key] / sum * values[keyBase + key * dimension + i];
          }
        }
      }
    }
    return result;
  }
}
