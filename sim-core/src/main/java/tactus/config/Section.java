package tactus.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a user wrote in a section, read and checked: every key it has is legal, every required one
 * is there. Immutable.
 */
public final class Section {
  private final SectionType type;
  private final Entry entry;
  private final Map<String, Entry> entries;
  private final Map<String, Object> values;

  Section(SectionType type, Entry entry, Map<String, Entry> entries, Map<String, Object> values) {
    this.type = type;
    this.entry = entry;
    this.entries = entries;
    this.values = values;
  }

  /** Whether it was read as a type from the very nodes of an entry. */
  boolean isOf(SectionType other, Entry same) {
    return type == other
        && entry.path().equals(same.path())
        && entry.nodes().size() == 1
        && same.nodes().size() == 1
        && entry.node() == same.node();
  }

  /** The section in the place of a key, if there is one. */
  @Nullable Section inner(Key<?> key) {
    return values.get(key.name()) instanceof Section section ? section : null;
  }

  /** Whether it stands for a key that is not written in a section, and is written nowhere. */
  boolean isEmptyIn(Entry section) {
    return entries.isEmpty()
        && origin().equals(section.origin())
        && entry
            .path()
            .equals(Entry.join(section.path(), String.valueOf(entry.node().getNodeName())));
  }

  /** {@return the type} */
  public SectionType type() {
    return type;
  }

  /** {@return the dotted path, empty for a whole file} */
  public String path() {
    return entry.path();
  }

  /**
   * {@return the value of a key, or its default}
   *
   * @param key a key of the section's type that is required or has a default
   * @param <T> what it is read into
   */
  public <T> T get(Key<T> key) {
    return find(key)
        .orElseThrow(
            () -> new IllegalStateException(type.name() + "." + key.name() + " has no value"));
  }

  /**
   * {@return the value of a key or its default, if it has either}
   *
   * @param key a key of the section's type
   * @param <T> what it is read into
   */
  @SuppressWarnings("unchecked") // SectionType.read put the key's own value there.
  public <T> Optional<T> find(Key<T> key) {
    if (type.find(key.name()) != key) {
      throw new IllegalArgumentException(
          "key (" + key.name() + ") must be one of " + type.name() + "'s");
    }
    return Optional.ofNullable((T) values.get(key.name()));
  }

  /**
   * {@return whether a key is written, by whatever file or setting}
   *
   * @param key a key of the section's type
   */
  public boolean isWritten(Key<?> key) {
    return entries.containsKey(key.name());
  }

  /** {@return where the section is written} */
  public Origin origin() {
    return entry.origin();
  }

  /**
   * {@return where a key is written, or where its section is}
   *
   * @param key a key of the section's type
   */
  public Origin origin(Key<?> key) {
    @Nullable Entry written = entries.get(key.name());
    return written == null ? origin() : written.origin();
  }

  /**
   * {@return a problem with a key}
   *
   * @param key a key of the section's type
   * @param message what is wrong, such as {@code must be a multiple of width (32 B)}; what it was
   *     is added
   */
  public ConfigProblem problem(Key<?> key, String message) {
    @Nullable Entry written = entries.get(key.name());
    @Nullable String fallback = key.fallbackText();
    String found = "";
    if (written != null && written.isScalar()) {
      found = ", but was " + written.found();
    } else if (written == null && fallback != null) {
      found = ", but is by default '" + fallback + "'";
    }
    return ConfigProblem.at(origin(key), Entry.join(path(), key.name()), message + found);
  }

  /**
   * {@return the exception for a problem with a key}
   *
   * @param key a key of the section's type
   * @param message what is wrong; what the value was is added
   */
  public ConfigException failure(Key<?> key, String message) {
    return new ConfigException(problem(key, message));
  }

  /**
   * {@return every value that holds here, as it would be written, by path: those written, and the
   * defaults of the others}
   */
  public Map<String, String> values() {
    Map<String, String> texts = new LinkedHashMap<>();
    collect(texts);
    return Collections.unmodifiableMap(texts);
  }

  private void collect(Map<String, String> texts) {
    for (Key<?> key : type.keys()) {
      @Nullable Entry written = entries.get(key.name());
      @Nullable String fallback = key.fallbackText();
      if (values.get(key.name()) instanceof Section section) {
        section.collect(texts);
      } else if (values.get(key.name()) instanceof Iterable<?> list
          && key.type().section() != null) {
        list.forEach(item -> ((Section) item).collect(texts));
      } else if (written != null) {
        written.flatten(texts);
      } else if (fallback != null) {
        texts.put(Entry.join(path(), key.name()), fallback);
      }
    }
  }
}
