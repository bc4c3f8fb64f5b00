package tactus.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A list of values of one type. */
final class ListType<T> extends ValueType<List<T>> {
  private final ValueType<T> items;

  ListType(ValueType<T> items) {
    this.items = items;
  }

  @Override
  public String must() {
    return "a list, each entry " + items.must();
  }

  @Override
  String text(List<T> value) {
    return value.stream().map(items::text).collect(Collectors.joining(", ", "[", "]"));
  }

  @Override
  @Nullable List<T> read(Entry entry, String must, Problems problems) {
    if (!entry.isList()) {
      return mismatch(entry, must, "but was " + entry.found(), problems);
    }
    int before = problems.count();
    List<T> values = new ArrayList<>();
    for (Entry item : entry.items()) {
      @Nullable T value = items.read(item, problems);
      if (value != null) {
        values.add(value);
      }
    }
    return problems.count() == before ? List.copyOf(values) : null;
  }

  @Override
  Map<String, Object> schema(JsonSchema schema) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("type", "array");
    map.put("items", items.schema(schema));
    return map;
  }

  @Override
  boolean isList() {
    return true;
  }

  @Override
  ValueType<?> item() {
    return items;
  }

  @Override
  @Nullable SectionType section() {
    return items.section();
  }

  @Override
  boolean mayBeFile() {
    return items.mayBeFile();
  }
}
