package tactus.workload.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SparseMatrixTest {

  private static double[][] dense(SparseMatrix matrix) {
    double[][] dense = new double[matrix.rows()][matrix.columns()];
    for (int row = 0; row < matrix.rows(); row++) {
      for (int at = matrix.rowStarts()[row]; at < matrix.rowStarts()[row + 1]; at++) {
        dense[row][matrix.columnIndices()[at]] = matrix.values()[at];
      }
    }
    return dense;
  }

  /** A matrix of whole numbers other than zero. */
  static SparseMatrix random(Random random, int rows, int columns) {
    int[] starts = new int[rows + 1];
    int[] indices = new int[rows * columns];
    double[] values = new double[rows * columns];
    int count = 0;
    double density = random.nextDouble();
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        if (random.nextDouble() < density) {
          indices[count] = column;
          values[count++] = 1 + random.nextInt(9);
        }
      }
      starts[row + 1] = count;
    }
    return new SparseMatrix(
        rows, columns, starts, Arrays.copyOf(indices, count), Arrays.copyOf(values, count));
  }

  @Property(tries = 300)
  void times_ofRandomMatrices_isTheDenseProduct(@ForAll long seed) {
    Random random = new Random(seed);
    int inner = 1 + random.nextInt(12);
    SparseMatrix left = random(random, 1 + random.nextInt(12), inner);
    SparseMatrix right = random(random, inner, 1 + random.nextInt(12));
    double[][] expected = new double[left.rows()][right.columns()];
    double[][] leftDense = dense(left);
    double[][] rightDense = dense(right);
    long multiplyAdds = 0;
    for (int i = 0; i < left.rows(); i++) {
      for (int j = 0; j < right.columns(); j++) {
        for (int k = 0; k < inner; k++) {
          expected[i][j] += leftDense[i][k] * rightDense[k][j];
          multiplyAdds += leftDense[i][k] != 0 && rightDense[k][j] != 0 ? 1 : 0;
        }
      }
    }
    assertThat(dense(left.times(right))).isDeepEqualTo(expected);
    assertThat(Arrays.stream(left.multiplyAdds(right)).sum()).isEqualTo(multiplyAdds);
  }

  @Test
  void times_ofMatricesThatDoNotFit_isRefused() {
    SparseMatrix matrix = random(new Random(1), 3, 4);
    assertThatThrownBy(() -> matrix.times(matrix))
        .hasMessage("rows of the right matrix (3) must be columns of the left: 4");
  }

  @Test
  void new_withColumnsThatDoNotAscend_isRefused() {
    assertThatThrownBy(
            () -> new SparseMatrix(1, 3, new int[] {0, 2}, new int[] {2, 1}, new double[] {1, 1}))
        .hasMessage("columns of row 0 must ascend and be from 0 to 2");
  }
}
