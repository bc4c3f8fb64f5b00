package tactus.dataflow.tiling;

import tactus.hw.MachineSpec;

/** How several matrix engines share a tile product: by columns of the result, or else by rows. */
public final class EngineSplit {

  private final int engines;
  private final int rows;
  private final int columns;

  /**
   * Makes the split of a machine; the first engine stands for all.
   *
   * @param machine the machine
   */
  public EngineSplit(MachineSpec machine) {
    engines = machine.matrixEngines().size();
    rows = machine.matrixEngines().get(0).rows();
    columns = machine.matrixEngines().get(0).columns();
  }

  /**
   * {@return whether the engines share a tile by columns} They do if each gets a whole fold of
   * them, or if there are so few rows that loading an array takes longer than using it.
   *
   * @param mTile rows of a full tile
   * @param nTile columns of a full tile
   */
  public boolean byColumns(long mTile, long nTile) {
    return engines == 1 || nTile >= (long) engines * columns || mTile < (long) engines * rows;
  }

  /**
   * {@return the rows or columns that each engine gets but the last, which gets the rest; some may
   * get nothing}
   *
   * @param extent rows or columns of the tile
   * @param byColumns whether these are columns
   */
  public long share(long extent, boolean byColumns) {
    long even = ArrayCycles.ceil(extent, engines);
    return byColumns ? ArrayCycles.ceil(even, columns) * columns : even;
  }
}
