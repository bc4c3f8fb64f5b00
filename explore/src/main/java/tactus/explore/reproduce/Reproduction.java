package tactus.explore.reproduce;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A paper's results beside ours.
 *
 * @param name name of the reproduction
 * @param paper the paper, as one would cite it
 * @param rows its results
 */
public record Reproduction(String name, String paper, List<ReproductionRow> rows) {
  public Reproduction {
    rows = List.copyOf(rows);
  }

  /** {@return the reproduction as JSON, {@code tactus/reproduction/1}} */
  public ObjectNode json() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("schema", "tactus/reproduction/1");
    root.put("name", name);
    root.put("paper", paper);
    ArrayNode list = root.putArray("rows");
    for (ReproductionRow row : rows) {
      ObjectNode node = list.addObject();
      node.put("what", row.what());
      put(node, "theirs", row.theirs());
      node.put("ours", row.ours());
      node.put("unit", row.unit());
      put(node, "relativeError", row.relativeError());
      node.put("assumption", row.assumption());
    }
    return root;
  }

  private static void put(ObjectNode node, String key, OptionalDouble value) {
    if (value.isPresent()) {
      node.put(key, value.getAsDouble());
    } else {
      node.putNull(key);
    }
  }
}
