package tactus.explore.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import tactus.config.ConfigException;
import tactus.config.ConfigProblem;
import tactus.config.TextFile;
import tactus.config.ValueType;

/** What an answer of a store can be written as. */
public enum TableFormat {
  /** RFC 4180. */
  CSV,
  /** A list of objects, one a line. */
  JSON,
  /** Apache Parquet; needs an optional part. */
  PARQUET;

  /** How the optional part comes into being. */
  private static final String HOW =
      "mvn -B -ntp -q -Pparquet -Dquick -DskipTests -pl parquet -am package";

  /**
   * Checks that tables can be written in the format.
   *
   * @throws ConfigException if an optional part is missing; it says how to get it
   */
  public void check() {
    if (this == PARQUET) {
      writer();
    }
  }

  private TableWriter writer() {
    for (TableWriter writer : ServiceLoader.load(TableWriter.class)) {
      if (writer.format() == this) {
        return writer;
      }
    }
    throw new ConfigException(
        new ConfigProblem(
            ValueType.word(this),
            0,
            0,
            "",
            "needs an optional part, which is built once by: " + HOW));
  }

  /**
   * {@return a table as text, if the format is one of text}
   *
   * @param table the table
   */
  public Optional<String> text(StoreQuery table) {
    return switch (this) {
      case CSV -> Optional.of(table.csv());
      case JSON -> Optional.of(json(table));
      case PARQUET -> Optional.empty();
    };
  }

  /**
   * Writes a table; a file that is there is replaced.
   *
   * @param table the table
   * @param file the file
   * @throws ConfigException if it cannot be written, or an optional part is missing
   */
  public void write(StoreQuery table, Path file) {
    Optional<String> text = text(table);
    if (text.isPresent()) {
      TextFile.write(file, text.get(), true);
    } else {
      writer().write(table, file);
    }
  }

  private static String json(StoreQuery table) {
    ObjectMapper mapper = new ObjectMapper();
    StringBuilder text = new StringBuilder("[");
    for (List<@Nullable Object> row : table.rows()) {
      ObjectNode object = mapper.createObjectNode();
      for (int i = 0; i < row.size(); i++) {
        Object cell = row.get(i);
        // JSON has no infinity.
        boolean isMissing = cell instanceof Double number && !Double.isFinite(number);
        object.putPOJO(table.columns().get(i), isMissing ? null : cell);
      }
      try {
        text.append(text.length() == 1 ? "\n" : ",\n").append(mapper.writeValueAsString(object));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("a row of plain values must be JSON", e);
      }
    }
    return text.append("\n]\n").toString();
  }
}
