package tactus.dataflow.lowering;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A piece of a task: what it needs from DRAM, and the commands that use it. */
abstract class Step {

  private final List<Fetch> needs;

  Step(List<Fetch> needs) {
    this.needs = List.copyOf(needs);
    for (Fetch fetch : this.needs) {
      fetch.uses++;
    }
  }

  /** {@return those of some tiles that are to be loaded} */
  static List<Fetch> present(@Nullable Fetch... tiles) {
    List<Fetch> present = new ArrayList<>(tiles.length);
    for (Fetch tile : tiles) {
      if (tile != null) {
        present.add(tile);
      }
    }
    return present;
  }

  /** {@return the tiles that must be loaded before, each once} */
  final List<Fetch> needs() {
    return needs;
  }

  /** Writes the commands; all tiles it needs have their loads written. */
  abstract void write(ProgramWriter writer);
}
