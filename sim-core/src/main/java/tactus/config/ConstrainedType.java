package tactus.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A type with some of its values left out. */
final class ConstrainedType<T> extends ValueType<T> {
  private final ValueType<T> type;
  private final @Nullable T least;
  private final @Nullable T most;
  private final List<Predicate<T>> conditions;
  private final String words;

  ConstrainedType(ValueType<T> type) {
    this(type, null, null, List.of(), "");
  }

  private ConstrainedType(
      ValueType<T> type,
      @Nullable T least,
      @Nullable T most,
      List<Predicate<T>> conditions,
      String words) {
    this.type = type;
    this.least = least;
    this.most = most;
    this.conditions = conditions;
    this.words = words;
  }

  ConstrainedType<T> from(T smallest) {
    return new ConstrainedType<>(type, comparable(smallest), most, conditions, words);
  }

  ConstrainedType<T> upTo(T largest) {
    return new ConstrainedType<>(type, least, comparable(largest), conditions, words);
  }

  ConstrainedType<T> with(Predicate<T> condition, String must) {
    List<Predicate<T>> more = new ArrayList<>(conditions);
    more.add(condition);
    return new ConstrainedType<>(type, least, most, List.copyOf(more), words + ", " + must);
  }

  @Override
  public ValueType<T> atLeast(T smallest) {
    return from(smallest);
  }

  @Override
  public ValueType<T> atMost(T largest) {
    return upTo(largest);
  }

  @Override
  public ValueType<T> where(Predicate<T> condition, String must) {
    return with(condition, must);
  }

  private static <T> T comparable(T bound) {
    if (!(bound instanceof Comparable)) {
      throw new IllegalArgumentException("bound (" + bound + ") must be comparable");
    }
    return bound;
  }

  @Override
  public String must() {
    String range = "";
    if (least != null && most != null) {
      range = " from " + type.text(least) + " to " + type.text(most);
    } else if (least != null) {
      range = " of at least " + type.text(least);
    } else if (most != null) {
      range = " of at most " + type.text(most);
    }
    return type.mustWithin(least, most) + range + words;
  }

  @Override
  String text(T value) {
    return type.text(value);
  }

  @Override
  @Nullable T read(Entry entry, String must, Problems problems) {
    @Nullable T value = type.read(entry, must, problems);
    if (value == null) {
      return null;
    }
    if ((least != null && compare(value, least) < 0)
        || (most != null && compare(value, most) > 0)
        || !conditions.stream().allMatch(condition -> condition.test(value))) {
      return mismatch(entry, must, "but was " + entry.found(), problems);
    }
    return value;
  }

  @SuppressWarnings(
      "unchecked") // comparable() has checked both bounds, and a value is of their type.
  static <T> int compare(T value, T bound) {
    return ((Comparable<T>) value).compareTo(bound);
  }

  @Override
  Map<String, Object> schema(JsonSchema schema) {
    Map<String, Object> map = type.schemaWithin(least, most, schema);
    Object name = map.getOrDefault("type", "");
    if (name.equals("integer") || name.equals("number")) {
      if (least != null) {
        map.put("minimum", least);
      }
      if (most != null) {
        map.put("maximum", most);
      }
    }
    return map;
  }

  @Override
  boolean isList() {
    return type.isList();
  }

  @Override
  ValueType<?> item() {
    return type.item();
  }

  @Override
  @Nullable SectionType section() {
    return type.section();
  }

  @Override
  boolean mayBeFile() {
    return type.mayBeFile();
  }

  @Override
  boolean mayBeSwitch() {
    return type.mayBeSwitch();
  }
}
