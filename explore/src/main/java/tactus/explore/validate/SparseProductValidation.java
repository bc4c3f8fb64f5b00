package tactus.explore.validate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tactus.dataflow.spgemm.RowWindows;
import tactus.hw.spgemm.ProbeCount;
import tactus.hw.spgemm.RowProduct;
import tactus.hw.spgemm.SlotHash;
import tactus.workload.sparse.Rmat;
import tactus.workload.sparse.SparseMatrix;

/** What an independent program counted in squares of R-MAT matrices. */
final class SparseProductValidation implements Validation {

  static final String TABLE = "spgemm/rmat_squares.csv";

  @Override
  public String name() {
    return "sparse-products";
  }

  @Override
  public String title() {
    return "Squares of R-MAT matrices: nonzeros, multiply-adds, slots looked at";
  }

  @Override
  public String explanation() {
    return "Counts that a program independent of Tactus made of C = A * B row by row, A = B drawn by"
        + " R-MAT with seed 42, meant to be equal: nonzeros, multiply-adds, nonzeros of the result,"
        + " and the slots looked at in a hash table for each row, by three hashes. No time is"
        + " compared: nobody's cycles are known.";
  }

  @Override
  public List<Comparison> compare(GoldenFolder golden) {
    Map<String, Comparison.Builder> figures = new LinkedHashMap<>();
    for (GoldenRow row : golden.rows(TABLE)) {
      int scale = row.integer("scale");
      SparseMatrix matrix =
          new Rmat(
                  scale,
                  row.integer("edges"),
                  row.number("a"),
                  row.number("b"),
                  row.number("c"),
                  42)
              .matrix();
      RowProduct product = RowWindows.product(matrix, matrix);
      long[] ofRows = matrix.multiplyAdds(matrix);
      Map<String, Long> ours = new LinkedHashMap<>();
      ours.put("nonzeros", (long) matrix.nonzeros());
      ours.put("longestRow", (long) matrix.longestRow());
      ours.put("multiplyAdds", Arrays.stream(ofRows).sum());
      ours.put("mostOfARow", Arrays.stream(ofRows).max().orElse(0));
      ours.put("results", (long) matrix.times(matrix).nonzeros());
      ours.put("probesLow", ProbeCount.of(product, SlotHash.LOW_BITS));
      ours.put("probesHigh", ProbeCount.of(product, SlotHash.HIGH_BITS));
      ours.put("probesMultiplicative", ProbeCount.of(product, SlotHash.MULTIPLICATIVE));
      String where = "scale " + scale + ", a " + row.text("a") + ", b " + row.text("b");
      ours.forEach(
          (figure, count) ->
              figures
                  .computeIfAbsent(figure, key -> new Comparison.Builder(key, "count"))
                  .add(where, row.number(figure), count));
    }
    List<Comparison> comparisons = new ArrayList<>();
    figures.values().forEach(figure -> comparisons.add(figure.build()));
    return comparisons;
  }
}
