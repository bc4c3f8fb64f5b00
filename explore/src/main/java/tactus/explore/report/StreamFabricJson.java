package tactus.explore.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import tactus.config.ValueType;
import tactus.hw.stream.attention.AttentionDesign;
import tactus.hw.stream.attention.StreamFabricSpec;

/** What a stream fabric is made of, as reports have it. */
public final class StreamFabricJson {

  private StreamFabricJson() {}

  /**
   * {@return what a fabric is made of}
   *
   * @param fabric the fabric
   */
  public static ObjectNode of(StreamFabricSpec fabric) {
    AttentionDesign design = fabric.design();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
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
}
