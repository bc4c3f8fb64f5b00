package tactus.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One of some words. */
final class ChoiceType<T> extends ValueType<T> {
  private final Map<String, T> words;

  ChoiceType(Map<String, T> words) {
    this.words = new LinkedHashMap<>(words);
  }

  @Override
  public String must() {
    return "one of " + String.join(", ", words.keySet());
  }

  @Override
  String text(T value) {
    for (Map.Entry<String, T> word : words.entrySet()) {
      if (word.getValue().equals(value)) {
        return word.getKey();
      }
    }
    throw new IllegalArgumentException("value (" + value + ") must be one of " + words.values());
  }

  @Override
  @Nullable T read(Entry entry, String must, Problems problems) {
    if (!entry.isScalar()) {
      return mismatch(entry, must, "but was " + entry.found(), problems);
    }
    @Nullable T value = words.get(entry.text());
    if (value == null) {
      String hint =
          NearestMatch.of(entry.text(), words.keySet())
              .map(match -> "; did you mean '" + match + "'?")
              .orElse("");
      return mismatch(entry, must, "but was " + entry.found() + hint, problems);
    }
    return value;
  }

  @Override
  Map<String, Object> schema(JsonSchema schema) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("enum", List.copyOf(words.keySet()));
    return map;
  }
}
