package tactus.explore.spgemm;

import java.nio.file.Path;
import java.util.List;
import tactus.hw.Fidelity;
import tactus.hw.spgemm.HashBlockSpec;
import tactus.hw.spgemm.HashProgram;
import tactus.workload.sparse.SparseMatrix;

/**
 * A product to simulate in several ways.
 *
 * @param file where it is written
 * @param name name in reports
 * @param left the left matrix
 * @param right the right one
 * @param block what it is computed on
 * @param ways how, at least one
 * @param fidelity fast, or cycle by cycle
 */
public record SparseProductSpec(
    Path file,
    String name,
    SparseMatrix left,
    SparseMatrix right,
    HashBlockSpec block,
    List<Way> ways,
    Fidelity fidelity) {

  /**
   * A way to compute it.
   *
   * @param name its name, such as {@code v1}
   * @param program the product as it is laid out
   */
  public record Way(String name, HashProgram program) {}

  /** Copies the ways. */
  public SparseProductSpec {
    ways = List.copyOf(ways);
  }
}
