package tactus.hw.command;

import java.util.Optional;

/**
 * A tile product on a matrix engine: {@code O[m x n] (+)= A[m x k] * B[k x n]}. Sums are kept in
 * the engine's accumulators; {@code accumulate} adds to what an earlier command of the same engine
 * left there, {@code drain} writes the sums to the scratchpad as they leave the array.
 *
 * @param engine index of the matrix engine
 * @param operator index of the operator it belongs to
 * @param dependences commands to wait for
 * @param m rows of A and O, at least 1
 * @param k columns of A and rows of B, at least 1
 * @param n columns of B and O, at least 1
 * @param a left operand in the scratchpad
 * @param b right operand in the scratchpad
 * @param out result in the scratchpad; its address matters only when {@code drain}
 * @param accumulate whether the sums start from the accumulators instead of zero
 * @param drain whether the sums are written to the scratchpad
 * @param place where the tile lies in the operator's product; no time depends on it
 * @param sparsity what is stored of B; its element's bits include the index
 * @param gather which rows of the tile's reduction A and B have, if not all
 * @param rowsLeftOut rows of the operator's product that no command computes and that this one
 *     stands for in the account of multiply-accumulates, at least 0
 * @param nonzeros which elements are not zero, for an engine that multiplies only these
 * @param dataflow what the engine is set to, if it can be set to several
 */
public record MatMul(
    int engine,
    int operator,
    Dependences dependences,
    long m,
    long k,
    long n,
    Operand a,
    Operand b,
    Operand out,
    boolean accumulate,
    boolean drain,
    TilePlace place,
    NmSparsity sparsity,
    Optional<Gather> gather,
    long rowsLeftOut,
    Optional<TileNonzeros> nonzeros,
    Optional<Dataflow> dataflow)
    implements Command {
  public MatMul {
    if (engine < 0) {
      throw new IllegalArgumentException("engine (" + engine + ") must be at least 0");
    }
    if (m < 1 || k < 1 || n < 1) {
      throw new IllegalArgumentException(
          "m, k, n (" + m + ", " + k + ", " + n + ") must be at least 1");
    }
    if (gather.isPresent() && gather.get().rows() != k) {
      throw new IllegalArgumentException(
          "k (" + k + ") must be the rows that are gathered (" + gather.get().rows() + ")");
    }
  }

  /**
   * Creates a tile of dense operands.
   *
   * @param engine index of the matrix engine
   * @param operator index of the operator it belongs to
   * @param dependences commands to wait for
   * @param m rows of A and O, at least 1
   * @param k columns of A and rows of B, at least 1
   * @param n columns of B and O, at least 1
   * @param a left operand in the scratchpad
   * @param b right operand in the scratchpad
   * @param out result in the scratchpad
   * @param accumulate whether the sums start from the accumulators instead of zero
   * @param drain whether the sums are written to the scratchpad
   * @param place where the tile lies in the operator's product
   */
  public MatMul(
      int engine,
      int operator,
      Dependences dependences,
      long m,
      long k,
      long n,
      Operand a,
      Operand b,
      Operand out,
      boolean accumulate,
      boolean drain,
      TilePlace place) {
    this(
        engine,
        operator,
        dependences,
        m,
        k,
        n,
        a,
        b,
        out,
        accumulate,
        drain,
        place,
        NmSparsity.DENSE,
        Optional.empty(),
        0,
        Optional.empty(),
        Optional.empty());
  }

  /**
   * Creates the tile at the beginning of its operator's product, for whoever only wants its time.
   *
   * @param engine index of the matrix engine
   * @param operator index of the operator it belongs to
   * @param dependences commands to wait for
   * @param m rows of A and O, at least 1
   * @param k columns of A and rows of B, at least 1
   * @param n columns of B and O, at least 1
   * @param a left operand in the scratchpad
   * @param b right operand in the scratchpad
   * @param out result in the scratchpad
   * @param accumulate whether the sums start from the accumulators instead of zero
   * @param drain whether the sums are written to the scratchpad
   */
  public MatMul(
      int engine,
      int operator,
      Dependences dependences,
      long m,
      long k,
      long n,
      Operand a,
      Operand b,
      Operand out,
      boolean accumulate,
      boolean drain) {
    this(engine, operator, dependences, m, k, n, a, b, out, accumulate, drain, TilePlace.START);
  }

  /**
   * {@return the same tile with only its first rows and columns}
   *
   * @param rows rows of A and O
   * @param columns columns of B and O
   */
  public MatMul first(long rows, long columns) {
    return new MatMul(
        engine,
        operator,
        dependences,
        rows,
        k,
        columns,
        a,
        b,
        out,
        accumulate,
        drain,
        place,
        sparsity,
        gather,
        rowsLeftOut,
        nonzeros.map(maps -> maps.first(rows, k, columns)),
        dataflow);
  }

  /** {@return the same tile with only what a pattern stores of B} */
  public MatMul with(NmSparsity pattern) {
    return new MatMul(
        engine,
        operator,
        dependences,
        m,
        k,
        n,
        a,
        b,
        out,
        accumulate,
        drain,
        place,
        pattern,
        gather,
        rowsLeftOut,
        nonzeros,
        dataflow);
  }

  /** {@return the same tile with other zeros} */
  public MatMul with(TileNonzeros maps) {
    return new MatMul(
        engine,
        operator,
        dependences,
        m,
        k,
        n,
        a,
        b,
        out,
        accumulate,
        drain,
        place,
        sparsity,
        gather,
        rowsLeftOut,
        Optional.of(maps),
        dataflow);
  }

  /** {@return the same tile on an engine that is set to a dataflow for it} */
  public MatMul with(Dataflow setTo) {
    return new MatMul(
        engine,
        operator,
        dependences,
        m,
        k,
        n,
        a,
        b,
        out,
        accumulate,
        drain,
        place,
        sparsity,
        gather,
        rowsLeftOut,
        nonzeros,
        Optional.of(setTo));
  }

  /** {@return the multiply-accumulates of the tile, with those that are skipped} */
  public long macs() {
    long rows = Math.addExact(m, rowsLeftOut);
    if (gather.isPresent()) {
      return Math.multiplyExact(rows, gather.get().coveredElements());
    }
    return Math.multiplyExact(Math.multiplyExact(rows, k), n);
  }

  /** {@return the multiply-accumulates of the tile that are made} */
  public long executedMacs() {
    if (nonzeros.isPresent()) {
      return nonzeros.get().effectiveMacs();
    }
    if (gather.isPresent()) {
      return Math.multiplyExact(m, gather.get().storedElements());
    }
    return Math.multiplyExact(Math.multiplyExact(m, sparsity.stored(k)), n);
  }
}
