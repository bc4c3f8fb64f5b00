package tactus.explore.validate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

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
    return root;
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
