package tactus.explore.validate;

import java.util.BitSet;
import java.util.List;
import tactus.hw.sparse.UnstructuredProduct;

/** STONNE's counts of what an engine with flexible trees multiplies. */
final class StonneValidation implements Validation {

  /** STONNE's reduction trees take clusters of at least so many elements. */
  private static final int LEAST_CLUSTER = 3;

  @Override
  public String name() {
    return "stonne";
  }

  @Override
  public String title() {
    return "STONNE: products of two unstructured sparse matrices";
  }

  @Override
  public String explanation() {
    return "Printed by STONNE (commit 22634b8) for a SIGMA-like engine that holds the nonzeros of"
        + " one operand and streams the other. Its masks come from C's rand() and are drawn again"
        + " here; the count of multiplies from them is exact, with clusters of at least three"
        + " elements, as its trees have them. Its cycles are not compared: our arrays have no such"
        + " trees.";
  }

  @Override
  public List<Comparison> compare(GoldenFolder golden) {
    Comparison.Builder figure = new Comparison.Builder("multiplications", "multiplies");
    for (GoldenRow row : golden.rows("stonne/stonne_sigma_sparse_gemm.csv")) {
      int m = row.integer("M");
      int k = row.integer("K");
      int n = row.integer("N");
      CRandom random = new CRandom();
      BitSet left = mask(random, m * k, row.integer("MK_sparsity"));
      BitSet right = mask(random, k * n, row.integer("KN_sparsity"));
      UnstructuredProduct product = new UnstructuredProduct(m, k, n, left, right);
      boolean leftStays = row.text("dataflow").startsWith("MK_STA");
      long ours =
          leftStays
              ? product.leftStationaryMultiplies(LEAST_CLUSTER)
              : product.rightStationaryMultiplies(LEAST_CLUSTER);
      figure.add(
          m + "x" + k + "x" + n + " " + row.text("MK_sparsity") + "/" + row.text("KN_sparsity"),
          row.number("multiplications"),
          (double) ours);
    }
    return List.of(figure.build());
  }

  /** An element is zero if its number is at most the share; others draw a value too. */
  private static BitSet mask(CRandom random, int elements, int zeroPercent) {
    BitSet mask = new BitSet(elements);
    for (int i = 0; i < elements; i++) {
      if (random.rand() % 100 > zeroPercent) {
        mask.set(i);
        random.rand();
      }
    }
    return mask;
  }
}
