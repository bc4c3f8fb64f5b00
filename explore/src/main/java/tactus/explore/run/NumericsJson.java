package tactus.explore.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.IntToLongFunction;
import tactus.explore.numerics.NumericsResult;
import tactus.explore.numerics.OperatorNumerics;
import tactus.hw.arithmetic.ShiftHistogram;

/** What a machine's arithmetic made of a run's values, as JSON. */
final class NumericsJson {

  private static final int CARRY = -1;
  private static final int MOST_PLACES = 62;

  private NumericsJson() {}

  static ObjectNode of(NumericsResult numerics) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("arithmetic", numerics.arithmetic());
    json.put("values", numerics.values());
    ArrayNode operators = json.putArray("operators");
    for (OperatorNumerics operator : numerics.operators()) {
      ObjectNode row = operators.addObject();
      row.put("name", operator.operator());
      row.put("sums", operator.sums());
      row.put("allSums", operator.allSums());
      row.put("maxError", operator.maxError());
      row.put("rmsError", operator.rmsError());
      // JSON has no infinity: no difference at all is null.
      if (Double.isFinite(operator.signalToNoiseDecibels())) {
        row.put("signalToNoiseDecibels", operator.signalToNoiseDecibels());
      } else {
        row.putNull("signalToNoiseDecibels");
      }
      row.put("differingSums", operator.differingSums());
      row.put("differingBits", operator.differingBits());
      row.put("saturations", operator.saturations());
      row.put("underflows", operator.underflows());
    }
    numerics.histogram().ifPresent(histogram -> add(histogram, json));
    return json;
  }

  private static void add(ShiftHistogram histogram, ObjectNode json) {
    json.put("additions", histogram.additions());
    json.put("zeroSums", histogram.zeros());
    addCounts(json.putArray("leadingZeros"), histogram::leadingZeros);
    addCounts(json.putArray("shifts"), histogram::shifted);
  }

  private static void addCounts(ArrayNode list, IntToLongFunction sums) {
    for (int places = CARRY; places <= MOST_PLACES; places++) {
      long count = sums.applyAsLong(places);
      if (count > 0) {
        list.addObject().put("places", places).put("sums", count);
      }
    }
  }
}
