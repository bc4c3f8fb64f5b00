package tactus.explore.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import tactus.config.ValueType;
import tactus.hw.matrix.InterconnectSpec;

/** The dataflow of a matrix engine in a report, or those it is switched between. */
public final class InterconnectJson {

  private InterconnectJson() {}

  /**
   * Puts a word, or of an engine that is switched a list, who chooses, and what a switch takes.
   *
   * @param json where to
   * @param interconnect the engine's
   */
  public static void put(ObjectNode json, InterconnectSpec interconnect) {
    if (!interconnect.isSwitched()) {
      json.put("dataflow", ValueType.word(interconnect.dataflows().get(0)));
      return;
    }
    ArrayNode list = json.putArray("dataflow");
    interconnect.dataflows().forEach(dataflow -> list.add(ValueType.word(dataflow)));
    json.put("dataflowChoice", interconnect.forced().map(ValueType::word).orElse("offline"));
    json.put("switchCycles", interconnect.switchCycles());
  }

  /**
   * {@return the dataflow in words; empty of an engine that is switched between several}
   *
   * @param engine an object with what {@link #put} puts
   */
  static Optional<String> only(JsonNode engine) {
    JsonNode dataflow = engine.path("dataflow");
    return dataflow.isArray() ? Optional.empty() : Optional.of(dataflow.asText());
  }

  /**
   * {@return the dataflows that an engine is switched between and who chooses, in words; empty if
   * it is not}
   *
   * @param engine an object with what {@link #put} puts
   */
  static Optional<String> several(JsonNode engine) {
    JsonNode dataflow = engine.path("dataflow");
    if (!dataflow.isArray()) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < dataflow.size(); i++) {
      boolean isLast = i == dataflow.size() - 1;
      String word = dataflow.path(i).asText();
      // weight- or output-stationary
      text.append(isLast ? word : word.substring(0, word.indexOf('-') + 1));
      text.append(isLast ? "" : i == dataflow.size() - 2 ? " or " : ", ");
    }
    String who = engine.path("dataflowChoice").asText();
    int switchCycles = engine.path("switchCycles").asInt();
    return Optional.of(
        text
            + ": "
            + (who.equals("offline") ? "chosen for each product" : who + " for all")
            + ", a switch takes "
            + switchCycles
            + (switchCycles == 1 ? " cycle" : " cycles"));
  }
}
