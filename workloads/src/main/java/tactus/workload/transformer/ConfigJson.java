package tactus.workload.transformer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tactus.config.ConfigException;
import tactus.config.ConfigProblem;
import tactus.config.NearestMatch;
import tactus.config.Problems;
import tactus.config.TextFile;

/**
 * A JSON object in a file, read key by key. What is wrong is collected, and told at once by {@link
 * #finish}; until then a stand-in takes the place of a wrong value.
 */
final class ConfigJson {

  private static final int LARGEST = Integer.MAX_VALUE;

  private final Path file;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Set<String> asked = new TreeSet<>();
  private final List<String> missing = new ArrayList<>();
  private final Set<String> wrong = new TreeSet<>();
  private final Problems problems = new Problems();

  private record Entry(JsonNode value, int line, int column) {}

  private ConfigJson(Path file) {
    this.file = file;
  }

  /** {@return the object in a file} */
  static ConfigJson read(Path file) {
    ConfigJson object = new ConfigJson(file);
    object.parse(TextFile.read(file));
    return object;
  }

  private void parse(String text) {
    ObjectMapper mapper = new ObjectMapper(new JsonFactory());
    try (JsonParser parser = mapper.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw ConfigException.at(file, 1, 1, "", "must hold a JSON object");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String key = parser.currentName();
        JsonLocation place = parser.currentTokenLocation();
        parser.nextToken();
        JsonNode value = parser.readValueAsTree();
        entries.put(key, new Entry(value, place.getLineNr(), place.getColumnNr()));
      }
      if (parser.nextToken() != null) {
        JsonLocation place = parser.currentTokenLocation();
        throw ConfigException.at(
            file, place.getLineNr(), place.getColumnNr(), "", "must end after the JSON object");
      }
    } catch (JsonProcessingException e) {
      throw notJson(e);
    } catch (IOException e) {
      throw new UncheckedIOException("reading a text in memory", e);
    }
  }

  private ConfigException notJson(JsonProcessingException e) {
    @Nullable JsonLocation place = e.getLocation();
    String message =
        e.getOriginalMessage().startsWith("Unexpected end-of-input")
            ? "is not complete JSON: the text ends inside an object, a list or a value"
            : "is not JSON: " + e.getOriginalMessage();
    return place == null
        ? ConfigException.at(file, 0, 0, "", message)
        : ConfigException.at(file, place.getLineNr(), place.getColumnNr(), "", message);
  }

  Path file() {
    return file;
  }

  /** {@return whether a key has a value other than null} */
  boolean has(String key) {
    asked.add(key);
    @Nullable Entry entry = entries.get(key);
    return entry != null && !entry.value().isNull();
  }

  /** {@return whether keys have values, and nothing was wrong with them so far} */
  boolean areSound(String... keys) {
    for (String key : keys) {
      if (!has(key) || wrong.contains(key)) {
        return false;
      }
    }
    return true;
  }

  /** {@return whether a key is written, if only with null} */
  boolean isWritten(String key) {
    asked.add(key);
    return entries.containsKey(key);
  }

  /** {@return a number of at least 1 that must be there} */
  int size(String key) {
    if (!has(key)) {
      missing.add(key);
      return 1;
    }
    return size(key, 1);
  }

  /** {@return a number of at least 1, or the default} */
  int size(String key, int byDefault) {
    return integer(key, 1, byDefault);
  }

  /** {@return a number of at least {@code least}, or the default} */
  int integer(String key, int least, int byDefault) {
    if (!has(key)) {
      return byDefault;
    }
    JsonNode value = entry(key).value();
    boolean fits = value.isIntegralNumber() && value.canConvertToInt();
    if (fits && value.intValue() >= least) {
      return value.intValue();
    }
    String allowed =
        value.isIntegralNumber() && value.doubleValue() > LARGEST
            ? "at most " + LARGEST
            : "at least " + least;
    problem(key, "must be an integer of " + allowed + ", but was " + value);
    return Math.max(1, byDefault);
  }

  /** {@return a truth value, or the default} */
  boolean flag(String key, boolean byDefault) {
    if (!has(key)) {
      return byDefault;
    }
    JsonNode value = entry(key).value();
    if (!value.isBoolean()) {
      problem(key, "must be true or false, but was " + value);
    }
    return value.asBoolean(byDefault);
  }

  /** {@return a text that must be there; empty if it is not} */
  String text(String key) {
    if (!has(key)) {
      missing.add(key);
      return "";
    }
    return text(key, "");
  }

  /** {@return a text, or the default} */
  String text(String key, String byDefault) {
    if (!has(key)) {
      return byDefault;
    }
    JsonNode value = entry(key).value();
    if (!value.isTextual()) {
      problem(key, "must be a text, but was " + value);
      return byDefault;
    }
    return value.textValue();
  }

  /** {@return the number of keys of an object, 0 if it is not there} */
  int entriesOf(String key) {
    if (!has(key)) {
      return 0;
    }
    JsonNode value = entry(key).value();
    if (!value.isObject()) {
      problem(key, "must be an object, but was " + value);
      return 0;
    }
    return value.size();
  }

  /** Notes that something is wrong with a key, at its place if it is written. */
  void problem(String key, String message) {
    wrong.add(key);
    @Nullable Entry entry = entries.get(key);
    int line = entry == null ? 0 : entry.line();
    int column = entry == null ? 0 : entry.column();
    problems.add(ConfigProblem.at(file, line, column, key, message));
  }

  /**
   * Throws what is wrong so far, if anything is.
   *
   * @param kind what the file describes, for the message about missing keys
   */
  void finish(String kind) {
    for (String key : missing) {
      Set<String> unknown = new TreeSet<>(entries.keySet());
      unknown.removeAll(asked);
      unknown.removeIf(other -> other.isEmpty() || other.charAt(0) != key.charAt(0));
      String hint =
          NearestMatch.of(key, unknown)
              .map(near -> "; did you mean '" + near + "' (line " + entry(near).line() + ") by it?")
              .orElse("");
      problem(key, "must be given for " + kind + ", but is missing" + hint);
    }
    problems.throwIfAny();
  }

  private Entry entry(String key) {
    @Nullable Entry entry = entries.get(key);
    if (entry == null) {
      throw new IllegalStateException(file + ": key (" + key + ") must be written");
    }
    return entry;
  }
}
