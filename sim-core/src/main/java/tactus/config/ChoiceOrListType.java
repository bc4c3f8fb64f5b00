package tactus.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One of some words, each of which means a list, or the list itself. */
final class ChoiceOrListType<T> extends ValueType<List<T>> {
  private final ChoiceType<List<T>> words;
  private final Map<String, List<T>> meanings;
  private final ListType<T> lists;

  ChoiceOrListType(Map<String, List<T>> meanings, ValueType<T> items) {
    this.meanings = new LinkedHashMap<>(meanings);
    this.words = new ChoiceType<>(meanings);
    this.lists = new ListType<>(items);
  }

  @Override
  public String must() {
    return words.must() + ", or a list";
  }

  @Override
  String text(List<T> value) {
    return meanings.containsValue(value) ? words.text(value) : lists.text(value);
  }

  @Override
  @Nullable List<T> read(Entry entry, String must, Problems problems) {
    if (!entry.isList()) {
      return words.read(entry, must, problems);
    }
    return entry.items().isEmpty()
        ? mismatch(entry, must, "but was " + entry.found(), problems)
        : lists.read(entry, must, problems);
  }

  @Override
  Map<String, Object> schema(JsonSchema schema) {
    Map<String, Object> list = lists.schema(schema);
    list.put("minItems", 1);
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("anyOf", List.of(words.schema(schema), list));
    return map;
  }
}
