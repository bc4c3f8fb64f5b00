package tactus.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON Schema (draft 2020-12) of a section type, for editors that check and complete YAML. A
 * file that extends another may leave out required keys, so each type has a complete and a partial
 * form.
 */
public final class JsonSchema {
  private final Map<String, Object> definitions = new LinkedHashMap<>();
  private final Map<String, SectionType> types = new LinkedHashMap<>();
  private boolean partial;

  private JsonSchema() {}

  /**
   * {@return the schema of files whose top section is of a type, as JSON text}
   *
   * @param type the type
   */
  public static String of(SectionType type) {
    JsonSchema schema = new JsonSchema();
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    root.put("title", "Tactus " + type.name());
    root.putAll(schema.reference(type, true));
    root.put("$defs", schema.definitions);
    StringBuilder json = new StringBuilder();
    write(root, "", json);
    return json.append('\n').toString();
  }

  /**
   * The schema of a section.
   *
   * @param type type of the section
   * @param mayExtend whether it may hold {@code extends}
   */
  Map<String, Object> reference(SectionType type, boolean mayExtend) {
    Map<String, Object> reference = new LinkedHashMap<>();
    if (partial || !mayExtend) {
      reference.put("$ref", define(type, partial, mayExtend));
      return reference;
    }
    reference.put("if", Map.of("required", List.of(FileLoader.EXTENDS)));
    reference.put("then", Map.of("$ref", define(type, true, true)));
    reference.put("else", Map.of("$ref", define(type, false, true)));
    return reference;
  }

  private String define(SectionType type, boolean asPartial, boolean mayExtend) {
    @Nullable SectionType other = types.putIfAbsent(type.name(), type);
    if (other != null && other != type) {
      throw new IllegalStateException("two section types are named " + type.name());
    }
    String name = type.name() + (mayExtend ? ".file" : "") + (asPartial ? ".partial" : "");
    if (!definitions.containsKey(name)) {
      definitions.put(name, Map.of());
      boolean before = partial;
      partial = asPartial;
      definitions.put(name, section(type, mayExtend));
      partial = before;
    }
    return "#/$defs/" + name;
  }

  private Map<String, Object> section(SectionType type, boolean mayExtend) {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<Object> required = new ArrayList<>();
    if (mayExtend) {
      Map<String, Object> base = new LinkedHashMap<>();
      base.put("type", "string");
      base.put("description", "YAML file that this one is put over, relative to this one.");
      properties.put(FileLoader.EXTENDS, base);
    }
    for (Key<?> key : type.keys()) {
      properties.put(key.name(), property(key));
      if (key.isRequired()) {
        required.add(key.name());
      }
    }
    Map<String, Object> section = new LinkedHashMap<>();
    section.put("type", "object");
    section.put("description", type.doc());
    section.put("properties", properties);
    section.put("additionalProperties", false);
    if (!partial) {
      section.put("required", required);
      List<Object> groups = new ArrayList<>();
      for (List<Key<?>> group : type.alternatives()) {
        groups.add(
            Map.of(
                "oneOf",
                group.stream().map(key -> Map.of("required", List.of(key.name()))).toList()));
      }
      if (!groups.isEmpty()) {
        section.put("allOf", groups);
      }
    }
    return section;
  }

  private Map<String, Object> property(Key<?> key) {
    Map<String, Object> value = key.type().schema(this);
    Map<String, Object> property = new LinkedHashMap<>();
    property.put("description", key.doc() + " Must be " + key.type().must() + ".");
    property.putAll(value);
    @Nullable Object fallback = key.fallback();
    if (fallback instanceof Number && isJsonNumber(value) || fallback instanceof Boolean) {
      property.put("default", fallback);
    } else if (fallback != null) {
      property.put("default", String.valueOf(key.fallbackText()));
    }
    if (partial) {
      // An empty value removes the key of the file below.
      Map<String, Object> removable = new LinkedHashMap<>();
      removable.put("description", property.remove("description"));
      removable.put("anyOf", List.of(property, Map.of("type", "null")));
      return removable;
    }
    return property;
  }

  private static boolean isJsonNumber(Map<String, Object> schema) {
    Object type = schema.getOrDefault("type", "");
    return type.equals("integer") || type.equals("number");
  }

  private static void write(Object value, String indent, StringBuilder json) {
    if (value instanceof Map<?, ?> map) {
      String inner = indent + "  ";
      String separator = "{";
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        json.append(separator).append('\n').append(inner);
        quote(String.valueOf(entry.getKey()), json);
        json.append(": ");
        write(entry.getValue(), inner, json);
        separator = ",";
      }
      json.append(map.isEmpty() ? "{}" : "\n" + indent + "}");
    } else if (value instanceof List<?> list) {
      String separator = "[";
      for (Object item : list) {
        json.append(separator);
        write(item, indent, json);
        separator = ", ";
      }
      json.append(list.isEmpty() ? "[]" : "]");
    } else if (value instanceof String text) {
      quote(text, json);
    } else {
      json.append(value);
    }
  }

  private static void quote(String text, StringBuilder json) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append(String.format(java.util.Locale.ROOT, "\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }
}
