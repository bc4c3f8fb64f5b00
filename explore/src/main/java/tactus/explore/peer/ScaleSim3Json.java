package tactus.explore.peer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** SCALE-Sim's numbers as they stand in a report, at {@code peer.scaleSim3.layers}. */
public final class ScaleSim3Json {

  private ScaleSim3Json() {}

  /**
   * {@return the layers as an array of objects}
   *
   * @param layers what SCALE-Sim reports, in order of the layers
   */
  public static ArrayNode layers(List<ScaleSim3Layer> layers) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode(layers.size());
    for (ScaleSim3Layer layer : layers) {
      ObjectNode node = array.addObject();
      node.put("name", layer.name());
      node.put("totalCycles", layer.totalCycles());
      node.put("stallCycles", layer.stallCycles());
      node.put("overallUtilPercent", layer.overallUtilPercent());
      node.put("mappingEfficiencyPercent", layer.mappingEfficiencyPercent());
      node.put("computeUtilPercent", layer.computeUtilPercent());
      if (layer.sramIfmapReads() == Math.rint(layer.sramIfmapReads())) {
        node.put("sramIfmapReads", (long) layer.sramIfmapReads());
      } else {
        node.put("sramIfmapReads", layer.sramIfmapReads());
      }
      node.put("sramFilterReads", layer.sramFilterReads());
      node.put("sramOfmapWrites", layer.sramOfmapWrites());
      layer
          .storage()
          .ifPresent(
              storage ->
                  node.putObject("sparse")
                      .put("representation", storage.representationText())
                      .put("originalFilterStorage", storage.originalFilterStorage())
                      .put("newStorage", storage.newStorage())
                      .put("filterMetadataStorage", storage.filterMetadataStorage())
                      .put("averageMetadataBandwidth", storage.averageMetadataBandwidth()));
    }
    return array;
  }
}
