package tactus.dataflow.tiling;

import java.util.ArrayList;
import java.util.List;

/** All mappings of a chain of operators over the same rows. */
public final class VectorSearch {

  private final Layouts layouts;

  /**
   * Makes a search.
   *
   * @param layouts layouts of the machine
   */
  public VectorSearch(Layouts layouts) {
    this.layouts = layouts;
  }

  /**
   * {@return the mappings of a chain that are worth anything}
   *
   * @param shape the chain
   */
  public Choices<VectorMapping> search(VectorShape shape) {
    List<VectorMapping> found = new ArrayList<>();
    for (long parts = 1; parts < 2 * shape.rows(); parts *= 2) {
      long rowTile = ArrayCycles.ceil(shape.rows(), parts);
      long loaded = 0;
      long largest = 0;
      for (long space : shape.loadedRowSpace()) {
        long bytes = layouts.align(space * rowTile);
        loaded += bytes;
        largest = Math.max(largest, bytes);
      }
      long staged = 0;
      for (long space : shape.stagedRowSpace()) {
        staged += layouts.align(space * rowTile);
      }
      // What all blocks use would be in the way of a ring through which others pass.
      long once = shape.onceSpace();
      long onceInWork = shape.loadedRowBytes().isEmpty() ? 0 : once;
      long onceInRing = once - onceInWork;
      found.add(
          new VectorMapping(
              shape, rowTile, onceInRing + 2 * loaded + largest, onceInWork + 2 * staged, true));
      long single = shape.loadedRowSpace().size() > 1 ? loaded + largest : loaded;
      found.add(new VectorMapping(shape, rowTile, onceInRing + single, onceInWork + staged, false));
    }
    return Choices.of(found);
  }
}
