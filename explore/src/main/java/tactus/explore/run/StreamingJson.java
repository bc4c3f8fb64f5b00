package tactus.explore.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import tactus.config.ValueType;
import tactus.explore.run.StreamingGain.Alternative;
import tactus.explore.run.StreamingGain.Taken;
import tactus.hw.stream.attention.AttentionDesign;
import tactus.hw.stream.attention.StreamFabricSpec;

/** A stream fabric, and what it gained, as reports have them. */
public final class StreamingJson {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private StreamingJson() {}

  /**
   * {@return what a fabric is made of}
   *
   * @param fabric the fabric
   */
  public static ObjectNode of(StreamFabricSpec fabric) {
    AttentionDesign design = fabric.design();
    ObjectNode json = JSON.objectNode();
    json.put("variant", ValueType.word(design.variant()))
        .put("vectorWidth", design.vectorWidth())
        .put("headLanes", design.headLanes())
        .put("rowLanes", design.rowLanes())
        .put("largestDimension", fabric.largestDimension());
    if (fabric.holdsRow()) {
      json.put("longestRow", fabric.longestRow());
    }
    return json.put("peakMacsPerCycle", fabric.macsPerCycle())
        .put("multipliers", fabric.multipliers())
        .put("exponentials", fabric.exponentials())
        .put("dividers", fabric.dividers())
        .put("storedValues", fabric.storedValues());
  }

  /** What a fabric gained. */
  static ObjectNode of(StreamingGain gain) {
    ObjectNode json = JSON.objectNode();
    json.put("sentence", gain.sentence());
    json.put("storedBytes", gain.storedBytes());
    put(json, gain.run());
    for (Alternative alternative : gain.alternatives()) {
      ObjectNode other = json.withArray("alternatives").addObject();
      other
          .put("label", alternative.label())
          .put("processingElements", alternative.processingElements())
          .put("vectorLanes", alternative.vectorLanes())
          .put("scratchpadBytes", alternative.scratchpadBytes());
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
