package tactus.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.jspecify.annotations.Nullable;

/** A section with any keys and values of one type. */
final class MapType<T> extends ValueType<Map<String, T>> {
  private final ValueType<T> values;

  MapType(ValueType<T> values) {
    this.values = values;
  }

  @Override
  public String must() {
    return "a section of keys; each value " + values.must();
  }

  @Override
  String text(Map<String, T> value) {
    return value.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + values.text(entry.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  @Override
  @Nullable Map<String, T> read(Entry entry, String must, Problems problems) {
    if (!entry.isMap()) {
      return mismatch(entry, must, "but was " + entry.found(), problems);
    }
    int before = problems.count();
    Map<String, T> read = new LinkedHashMap<>();
    for (Map.Entry<String, List<ImmutableNode>> group : Entry.groups(entry.node()).entrySet()) {
      Entry inner = new Entry(Entry.join(entry.path(), group.getKey()), group.getValue());
      @Nullable T value = values.read(inner, problems);
      if (value != null) {
        read.put(group.getKey(), value);
      }
    }
    return problems.count() == before ? Collections.unmodifiableMap(read) : null;
  }

  @Override
  Map<String, Object> schema(JsonSchema schema) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("type", "object");
    map.put("additionalProperties", values.schema(schema));
    return map;
  }
}
