package tactus.explore.validate;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import tactus.hw.command.Dependences;
import tactus.hw.command.MatMul;
import tactus.hw.command.Nonzeros;
import tactus.hw.command.Operand;
import tactus.hw.command.TileNonzeros;
import tactus.hw.matrix.FastMatrixEngine;
import tactus.hw.matrix.FlexibleNetworksSpec;
import tactus.hw.matrix.MatMulActivity;
import tactus.hw.matrix.MatrixEngineSpec;
import tactus.hw.memory.ScratchpadSpec;
import tactus.hw.sparse.UnstructuredProduct;

/** STONNE's counts of what an engine with flexible trees multiplies. */
final class StonneValidation implements Validation {

  /** STONNE's reduction trees take clusters of at least so many elements. */
  private static final int LEAST_CLUSTER = 3;

  /** Enough banks that no vector waits. */
  private static final ScratchpadSpec AMPLE = new ScratchpadSpec(1 << 20, 256, 64, 4, 4);

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
        + " one operand and streams the other, beside ours with `dataflow: flexible`. Its masks"
        + " come from C's rand() and are drawn again here; the count of multiplies from them is"
        + " exact, with clusters of at least three elements, as its trees have them. Cycles are of"
        + " our engine with as many multipliers, and no bank conflicts; like its engine, it is sent"
        + " the zeros of the streamed operand for these. Three things differ: its adders put sums on"
        + " fixed lines of a bus, on which two columns may meet in every row even if lines are free"
        + " (our port has no such lines, so ours takes up to half of its cycles then); sums of"
        + " columns that are cut come back through a multiplier (ours stay in accumulators); and"
        + " small clusters leave its tree early. Reads are of the shared buffer: it reads every"
        + " nonzero of a streamed vector, ours only those that some multiplier needs.";
  }

  @Override
  public List<Comparison> compare(GoldenFolder golden) {
    Comparison.Builder multiplies = new Comparison.Builder("multiplications", "multiplies");
    Comparison.Builder cycles = new Comparison.Builder("cycles", "cycles");
    Comparison.Builder reads = new Comparison.Builder("values read from the buffer", "values");
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
      String name =
          m + "x" + k + "x" + n + " " + row.text("MK_sparsity") + "/" + row.text("KN_sparsity");
      multiplies.add(name, row.number("multiplications"), (double) ours);
      Nonzeros rows = nonzeros(m, k, (vector, place) -> left.get(vector * k + place));
      Nonzeros columns = nonzeros(n, k, (vector, place) -> right.get(place * n + vector));
      Nonzeros streamed = leftStays ? columns : rows;
      Nonzeros stationary = leftStays ? rows : columns;
      String engine = name + ", " + row.text("num_ms") + "/" + row.text("dn_bw");
      cycles.add(
          engine,
          row.number("cycles"),
          (double) run(row, streamed, Optional.empty(), stationary).endCycle());
      MatMulActivity all = run(row, streamed, Optional.of(streamed), stationary);
      reads.add(engine, row.number("gb_reads"), (double) (all.aReads() + all.bReads()));
    }
    return List.of(multiplies.build(), cycles.build(), reads.build());
  }

  /** Our engine holds its right operand: the stationary one, its vectors as columns. */
  private static MatMulActivity run(
      GoldenRow row, Nonzeros streamed, Optional<Nonzeros> left, Nonzeros stationary) {
    MatrixEngineSpec spec =
        MatrixEngineSpec.flexible(
            1,
            row.integer("num_ms"),
            1,
            1 << 20,
            32,
            new FlexibleNetworksSpec(row.integer("dn_bw"), row.integer("rn_bw")));
    FastMatrixEngine engine = new FastMatrixEngine(spec, AMPLE);
    Operand operand = new Operand(0, Integer.SIZE);
    int m = streamed.vectors();
    int k = streamed.extent();
    int n = stationary.vectors();
    engine.execute(
        new MatMul(0, 0, Dependences.NONE, m, k, n, operand, operand, operand, false, true)
            .with(new TileNonzeros(m, k, n, left, Optional.of(stationary))),
        0);
    return engine.finish().get(0);
  }

  private interface Places {
    boolean contains(int vector, int place);
  }

  private static Nonzeros nonzeros(int vectors, int extent, Places places) {
    int pitch = (extent + Long.SIZE - 1) / Long.SIZE;
    return Nonzeros.of(
        vectors,
        extent,
        index -> {
          long word = 0;
          int first = (int) (index % pitch) * Long.SIZE;
          for (int bit = 0; bit < Math.min(Long.SIZE, extent - first); bit++) {
            boolean isSet = places.contains((int) (index / pitch), first + bit);
            word |= isSet ? 1L << bit : 0;
          }
          return word;
        });
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
