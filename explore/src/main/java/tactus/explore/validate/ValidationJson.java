package tactus.explore.validate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** Validations as JSON, {@code tactus/validation/1}. */
public final class ValidationJson {

  private static final double MEDIAN = 0.5;
  private static final double NINE_TENTHS = 0.9;

  private ValidationJson() {}

  /**
   * {@return what comes out of a validation}
   *
   * @param validation the validation
   * @param golden the golden files
   * @throws tactus.config.ConfigException if a file is missing or malformed
   */
  public static ObjectNode of(Validation validation, GoldenFolder golden) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("schema", "tactus/validation/1");
    root.put("name", validation.name());
    root.put("title", validation.title());
    root.put("explanation", validation.explanation());
    ArrayNode figures = root.putArray("figures");
    List<Comparison> comparisons = validation.compare(golden);
    for (Comparison comparison : comparisons) {
      ObjectNode node = figures.addObject();
      node.put("figure", comparison.figure());
      node.put("unit", comparison.unit());
      node.put("rows", comparison.points().size());
      node.put("equalRows", comparison.equalPoints());
      putError(node, "medianError", comparison.errorQuantile(MEDIAN));
      putError(node, "ninetiethPercentileError", comparison.errorQuantile(NINE_TENTHS));
      Comparison.Point worst = comparison.worst();
      ObjectNode row = node.putObject("worst");
      row.put("where", worst.where());
      row.put("theirs", worst.theirs());
      row.put("ours", worst.ours());
      putError(row, "relativeError", worst.relativeError());
    }
    List<Spread> spreads = validation.spreads(golden);
    if (!spreads.isEmpty()) {
      ArrayNode nodes = root.putArray("spreads");
      spreads.forEach(spread -> put(nodes.addObject(), spread));
    }
    return root;
  }

  private static void put(ObjectNode node, Spread spread) {
    node.put("title", spread.title());
    node.put("unit", spread.unit());
    node.put("rowsOfSeveral", spread.ofSeveral());
    node.put("rowsInside", spread.inside());
    ArrayNode sources = node.putArray("sources");
    spread.sources().forEach(sources::add);
    ArrayNode rows = node.putArray("rows");
    for (Spread.Row row : spread.rows()) {
      ObjectNode json = rows.addObject().put("where", row.where());
      ArrayNode theirs = json.putArray("theirs");
      for (Optional<Spread.Value> value : row.theirs()) {
        if (value.isPresent()) {
          theirs.add(value.get().number());
        } else {
          theirs.addNull();
        }
      }
      json.put("least", row.least()).put("most", row.most());
      json.put("ours", row.ours()).put("inside", row.isInside());
    }
  }

  /** An error relative to zero is no number of JSON's. */
  private static void putError(ObjectNode node, String key, double error) {
    if (Double.isInfinite(error)) {
      node.putNull(key);
    } else {
      node.put(key, error);
    }
  }
}
