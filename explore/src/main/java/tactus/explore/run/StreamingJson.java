package tactus.explore.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import tactus.explore.run.StreamingGain.Alternative;
import tactus.explore.run.StreamingGain.Taken;

/** What a stream fabric gained, as reports have it. */
final class StreamingJson {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private StreamingJson() {}

  /** What a fabric gained. */
  static ObjectNode of(StreamingGain gain) {
    ObjectNode json = JSON.objectNode();
    json.put("sentence", gain.sentence());
    json.put("areaSquareMicrometers", gain.areaSquareMicrometers())
        .put("fabricSquareMicrometers", gain.fabricSquareMicrometers());
    put(json, gain.run());
    for (Alternative alternative : gain.alternatives()) {
      ObjectNode other = json.withArray("alternatives").addObject();
      other
          .put("label", alternative.label())
          .put("processingElements", alternative.processingElements())
          .put("vectorLanes", alternative.vectorLanes())
          .put("scratchpadBytes", alternative.scratchpadBytes())
          .put("areaSquareMicrometers", alternative.areaSquareMicrometers());
      put(other, alternative.taken());
      other.put("speedup", gain.speedup(alternative));
    }
    return json;
  }

  private static void put(ObjectNode json, Taken taken) {
    json.put("cycles", taken.cycles())
        .put("attentionCycles", taken.attentionCycles())
        .put("dramBytes", taken.dramBytes());
  }
}
