package tactus.explore.training;

import tactus.hw.command.NmSparsity;
import tactus.hw.sparse.SatArray;

/**
 * What a stage of a layer did.
 *
 * @param name {@code forward}, {@code backward} or {@code weightGradient}
 * @param m rows of the left operand
 * @param k extent of the reduction
 * @param n columns of the right operand
 * @param products how many such products
 * @param sparsity what is stored of the right operand
 * @param mode what stayed in the array
 * @param executedMacs multiply-accumulates that were made
 * @param bytes bytes moved
 * @param stack where its cycles went
 */
public record TrainingStage(
    String name,
    long m,
    long k,
    long n,
    long products,
    NmSparsity sparsity,
    SatArray.Mode mode,
    long executedMacs,
    long bytes,
    TrainingStack stack) {

  /** {@return multiply-accumulates, with those that were skipped} */
  public long macs() {
    return Math.multiplyExact(Math.multiplyExact(products, m), Math.multiplyExact(k, n));
  }
}
