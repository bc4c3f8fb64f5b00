package tactus.explore.run;

import java.util.List;
import java.util.Locale;
import tactus.hw.stream.attention.StreamFabricSpec;

/**
 * What a machine's stream fabric gained: the run beside those of machines without it.
 *
 * @param fabric the fabric
 * @param areaSquareMicrometers area of the machine, in µm²
 * @param fabricSquareMicrometers that of the fabric's units, channels and buffers, in µm²
 * @param run what the run took
 * @param alternatives machines that compute attention as products and a softmax; empty if the graph
 *     has none that the fabric could take, or does not fit them
 */
record StreamingGain(
    StreamFabricSpec fabric,
    double areaSquareMicrometers,
    double fabricSquareMicrometers,
    Taken run,
    List<Alternative> alternatives) {

  /**
   * What a run took.
   *
   * @param cycles cycles of the run
   * @param attentionCycles those of its attention: scores, softmax and context
   * @param dramBytes bytes read from and written to DRAM
   */
  record Taken(long cycles, long attentionCycles, long dramBytes) {}

  /**
   * A machine without the fabric.
   *
   * @param label what it is, in words
   * @param processingElements of all its matrix engines
   * @param vectorLanes of its vector engine
   * @param scratchpadBytes bytes of its scratchpad
   * @param areaSquareMicrometers its area, in µm²
   * @param taken what the run takes there
   */
  record Alternative(
      String label,
      long processingElements,
      int vectorLanes,
      long scratchpadBytes,
      double areaSquareMicrometers,
      Taken taken) {}

  StreamingGain {
    alternatives = List.copyOf(alternatives);
  }

  /** How many times the alternative's cycles are the run's. */
  double speedup(Alternative alternative) {
    return (double) alternative.taken().cycles() / run.cycles();
  }

  /** The gain in a sentence; empty if there is nothing to compare with. */
  String sentence() {
    StringBuilder sentence = new StringBuilder();
    for (Alternative alternative : alternatives) {
      double speedup = speedup(alternative);
      sentence
          .append(sentence.isEmpty() ? "Attention on the stream fabric makes the run " : ", and ")
          .append(
              String.format(
                  Locale.ROOT, "%.2fx as fast as %s", speedup, "on " + alternative.label()));
    }
    return sentence.isEmpty() ? "" : sentence.append('.').toString();
  }
}
