package tactus.explore.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tactus.config.JsonSchema;
import tactus.config.SectionType;
import tactus.explore.regress.Regression;
import tactus.explore.spgemm.SparseProductReader;
import tactus.explore.stream.StreamReader;
import tactus.explore.training.TrainingReader;

/**
 * The tables of {@code docs/formats.md}. Those of keys are made from the section types; with {@code
 * -Dtactus.write-docs=true} they are written instead of compared.
 */
class FormatsDocumentTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "formats.md");
  private static final String START = "<!-- The tables from here on are made by a test. -->\n";
  private static final String END = "<!-- End of the tables. -->\n";
  private static final String SWEEPS = "<!-- The tables of sweeps are made by a test. -->\n";
  private static final String SWEEPS_END = "<!-- End of the tables of sweeps. -->\n";
  private static final String REGRESSIONS =
      "<!-- The tables of regressions are made by a test. -->\n";
  private static final String REGRESSIONS_END = "<!-- End of the tables of regressions. -->\n";
  private static final String STREAMS = "<!-- The tables of streams are made by a test. -->\n";
  private static final String STREAMS_END = "<!-- End of the tables of streams. -->\n";
  private static final String TRAININGS = "<!-- The tables of trainings are made by a test. -->\n";
  private static final String TRAININGS_END = "<!-- End of the tables of trainings. -->\n";
  private static final String PRODUCTS =
      "<!-- The tables of sparse products are made by a test. -->\n";
  private static final String PRODUCTS_END = "<!-- End of the tables of sparse products. -->\n";
  private static final String MUST = " Must be ";
  private static final String FUNCTIONS = "vector_functions";

  /** A row of the table of fields, the only table whose rows start with a field's path. */
  private static final Pattern FIELD =
      Pattern.compile("^\\| `([a-zA-Z0-9.\\[\\]]+)` \\| (?![^|]*\\|.*\\|)");

  private static final String SECTION = "a section of keys (";

  @Test
  void keys_ofTheDocument_areThoseOfTheTypes() throws IOException {
    compare(START, END, tables(definitions(RunReader.RUN), Set.of()));
  }

  @Test
  void keysOfSweeps_inTheDocument_areThoseOfTheTypes() throws IOException {
    compare(
        SWEEPS,
        SWEEPS_END,
        tables(definitions(RunReader.SWEEP), names(definitions(RunReader.RUN))));
  }

  @Test
  void keysOfStreams_inTheDocument_areThoseOfTheTypes() throws IOException {
    compare(
        STREAMS,
        STREAMS_END,
        tables(definitions(StreamReader.STREAM), names(definitions(RunReader.RUN))));
  }

  @Test
  void keysOfTrainings_inTheDocument_areThoseOfTheTypes() throws IOException {
    compare(
        TRAININGS,
        TRAININGS_END,
        tables(definitions(TrainingReader.TYPE), names(definitions(RunReader.RUN))));
  }

  @Test
  void keysOfSparseProducts_inTheDocument_areThoseOfTheTypes() throws IOException {
    compare(
        PRODUCTS,
        PRODUCTS_END,
        tables(definitions(SparseProductReader.TYPE), names(definitions(RunReader.RUN))));
  }

  @Test
  void keysOfRegressions_inTheDocument_areThoseOfTheTypes() throws IOException {
    compare(REGRESSIONS, REGRESSIONS_END, tables(definitions(Regression.REGRESSION), Set.of()));
  }

  private static JsonNode definitions(SectionType type) throws IOException {
    return new ObjectMapper().readTree(JsonSchema.of(type)).get("$defs");
  }

  private static Set<String> names(JsonNode definitions) {
    Set<String> names = new TreeSet<>();
    definitions.properties().forEach(definition -> names.add(definition.getKey()));
    return names;
  }

  private static void compare(String from, String to, String tables) throws IOException {
    String document = Files.readString(DOCUMENT);
    int start = document.indexOf(from) + from.length();
    int end = document.indexOf(to);
    assertThat(end).as("markers in %s", DOCUMENT).isGreaterThanOrEqualTo(start);
    if (Boolean.getBoolean("tactus.write-docs")) {
      Files.writeString(DOCUMENT, document.substring(0, start) + tables + document.substring(end));
      return;
    }
    assertThat(document.substring(start, end)).isEqualTo(tables);
  }

  @Test
  void fields_ofTheDocument_areThoseOfReports() throws IOException {
    Set<String> documented = new TreeSet<>();
    for (String line : Files.readAllLines(DOCUMENT)) {
      Matcher row = FIELD.matcher(line);
      if (row.find()) {
        documented.add(row.group(1));
      }
    }
    Set<String> written = new TreeSet<>();
    addPaths("", ReportJson.of(PlainRuns.result("bert.yaml")), written);
    addPaths("", ReportJson.of(PlainRuns.result("topology.yaml")), written);
    addPaths("", ReportJson.of(PlainRuns.result("values.yaml")), written);
    addPaths(
        "",
        ReportJson.of(RunStages.run(PlainRuns.spec("streaming.yaml"), RunProgress.NONE)),
        written);
    RunSpec switched = PlainRuns.spec("bert.yaml", "machine.matrix_engine.dataflow=reconfigurable");
    addPaths("", ReportJson.of(RunStages.run(switched, RunProgress.NONE)), written);

    assertThat(documented).isEqualTo(written);
  }

  /** Objects with one entry for each component, level or class: one path stands for all. */
  private static final Set<String> MAPS =
      Set.of(
          "energyPicojoules",
          "areaSquareMicrometers",
          "energy.byLevelPicojoules",
          "energy.byTensorClass",
          "energy.tensors[].byLevelPicojoules",
          "energy.dramByClassPicojoules");

  /** Adds the paths of all values; of a cycle stack, one that stands for its parts. */
  private static void addPaths(String path, JsonNode json, Set<String> paths) {
    if (path.endsWith("cycleStack")) {
      paths.add(path + ".S");
    } else if (MAPS.contains(path)) {
      paths.add(path + ".C");
    } else if (json.isObject()) {
      String prefix = path.isEmpty() ? "" : path + ".";
      json.properties()
          .forEach(field -> addPaths(prefix + field.getKey(), field.getValue(), paths));
    } else if (json.isArray()) {
      json.forEach(entry -> addPaths(path + "[]", entry, paths));
    } else {
      paths.add(path);
    }
  }

  /** The tables of all sections but those that stand elsewhere. */
  private static String tables(JsonNode definitions, Set<String> elsewhere) {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, JsonNode> definition : definitions.properties()) {
      if (elsewhere.contains(definition.getKey())) {
        continue;
      }
      String name = definition.getKey().replace(".file", "");
      if (name.equals(FUNCTIONS)) {
        text.append(functions(definition.getValue(), definitions));
      } else if (!name.endsWith(".partial") && !name.startsWith("vector_function.")) {
        text.append(section(name, definition.getValue()));
      }
    }
    return text.toString();
  }

  private static String section(String name, JsonNode type) {
    StringBuilder text = new StringBuilder();
    text.append("\n### ").append(name).append('\n').append(type.get("description").textValue());
    text.append("\n\n| key | value | if not written | meaning |\n|---|---|---|---|\n");
    for (Map.Entry<String, JsonNode> property : type.get("properties").properties()) {
      String description = property.getValue().get("description").textValue();
      int must = description.lastIndexOf(MUST);
      if (must < 0) {
        continue;
      }
      String value = description.substring(must + MUST.length(), description.length() - 1);
      text.append("| `").append(property.getKey()).append("` | ").append(linked(value));
      text.append(" | ").append(absent(property.getKey(), property.getValue(), type));
      text.append(" | ").append(description, 0, must).append(" |\n");
    }
    return text.toString();
  }

  /** What holds if a key is not written. */
  private static String absent(String key, JsonNode property, JsonNode type) {
    if (property.has("default")) {
      return "`" + property.get("default").asText() + "`";
    }
    for (JsonNode required : type.get("required")) {
      if (required.textValue().equals(key)) {
        return "required";
      }
    }
    for (JsonNode group : type.path("allOf")) {
      List<String> names = new ArrayList<>();
      for (JsonNode choice : group.get("oneOf")) {
        names.add("`" + choice.get("required").get(0).textValue() + "`");
      }
      if (names.contains("`" + key + "`")) {
        return "exactly one of " + String.join(", ", names);
      }
    }
    return "";
  }

  private static String linked(String value) {
    int start = value.indexOf(SECTION);
    if (start < 0) {
      return value;
    }
    int end = value.indexOf(')', start);
    String name = value.substring(start + SECTION.length(), end);
    return value.substring(0, start)
        + "[a section of keys](#"
        + name.replace(".", "")
        + ")"
        + value.substring(end + 1);
  }

  private static String functions(JsonNode type, JsonNode definitions) {
    StringBuilder text = new StringBuilder();
    text.append("\n### ").append(FUNCTIONS).append('\n');
    text.append(type.get("description").textValue());
    text.append(" A section for each, with these keys and defaults:\n\n");
    text.append("| function | `passes` | `reducing_passes` | `latency` | why |\n");
    text.append("|---|---|---|---|---|\n");
    for (Map.Entry<String, JsonNode> function : type.get("properties").properties()) {
      JsonNode keys = definitions.get("vector_function." + function.getKey());
      text.append("| `").append(function.getKey()).append("`");
      for (String key : List.of("passes", "reducing_passes", "latency")) {
        text.append(" | `").append(keys.get("properties").get(key).get("default").asText());
        text.append('`');
      }
      text.append(" | ").append(keys.get("description").textValue()).append(" |\n");
    }
    JsonNode any = definitions.get("vector_function.softmax");
    text.append('\n');
    for (String key : List.of("passes", "reducing_passes", "latency")) {
      String description = any.get("properties").get(key).get("description").textValue();
      text.append("- `").append(key).append("`: ").append(description).append('\n');
    }
    return text.toString();
  }
}
