package tactus.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.jspecify.annotations.Nullable;

/** The keys a section may have and the rules between them. Immutable. */
public final class SectionType {
  private final String name;
  private final String doc;
  private final Map<String, Key<?>> keys;
  private final List<List<Key<?>>> alternatives;
  private final List<BiConsumer<Section, Problems>> rules;

  private SectionType(Builder builder) {
    this.name = builder.name;
    this.doc = builder.doc;
    this.keys = Collections.unmodifiableMap(new LinkedHashMap<>(builder.keys));
    this.alternatives = List.copyOf(builder.alternatives);
    this.rules = List.copyOf(builder.rules);
  }

  /**
   * {@return a builder of a type without keys}
   *
   * @param name name in JSON Schema and documentation, in snake_case; dots are allowed
   * @param doc what such a section describes
   */
  public static Builder builder(String name, String doc) {
    return new Builder(name, doc);
  }

  /**
   * {@return a type with keys and no rules between them}
   *
   * @param name name in JSON Schema and documentation, in snake_case; dots are allowed
   * @param doc what such a section describes
   * @param keys the keys, in the order to document them
   */
  public static SectionType of(String name, String doc, Key<?>... keys) {
    return builder(name, doc).keys(keys).build();
  }

  /** {@return the name} */
  public String name() {
    return name;
  }

  /** {@return what such a section describes} */
  public String doc() {
    return doc;
  }

  /** {@return the keys, in the order to document them} */
  public List<Key<?>> keys() {
    return List.copyOf(keys.values());
  }

  /** {@return groups of keys of which exactly one must be written} */
  List<List<Key<?>>> alternatives() {
    return alternatives;
  }

  /** The way to the nearest section within this one that has a key, through no list. */
  Optional<String> placeOf(String key) {
    Map<String, SectionType> level = sectionsBelow("");
    while (!level.isEmpty()) {
      Map<String, SectionType> below = new LinkedHashMap<>();
      for (Map.Entry<String, SectionType> inner : level.entrySet()) {
        if (inner.getValue().find(key) != null) {
          return Optional.of(inner.getKey());
        }
        below.putAll(inner.getValue().sectionsBelow(inner.getKey()));
      }
      level = below;
    }
    return Optional.empty();
  }

  private Map<String, SectionType> sectionsBelow(String path) {
    Map<String, SectionType> sections = new LinkedHashMap<>();
    for (Key<?> key : keys.values()) {
      @Nullable SectionType inner = key.type().section();
      if (inner != null && !key.type().isList()) {
        sections.put(Entry.join(path, key.name()), inner);
      }
    }
    return sections;
  }

  @Nullable Key<?> find(String key) {
    return keys.get(key);
  }

  /** The section of an entry that holds one, or null after adding a problem. */
  @Nullable Section read(Entry entry, Problems problems) {
    return read(entry, null, problems);
  }

  /**
   * The section of an entry that holds one, or null after adding a problem. What has not changed
   * since it was read for another document is not read again.
   *
   * @param known the section in the other document, if it is there
   */
  @Nullable Section read(Entry entry, @Nullable Section known, Problems problems) {
    if (known != null && known.isOf(this, entry)) {
      return known;
    }
    int before = problems.count();
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (Map.Entry<String, List<ImmutableNode>> group : Entry.groups(entry.node()).entrySet()) {
      Entry inner = new Entry(Entry.join(entry.path(), group.getKey()), group.getValue());
      if (keys.containsKey(group.getKey())) {
        entries.put(group.getKey(), inner);
      } else {
        problems.add(ConfigProblem.at(inner.origin(), inner.path(), unknown(group.getKey())));
      }
    }
    Map<String, Object> values = new LinkedHashMap<>();
    for (Key<?> key : keys.values()) {
      @Nullable Object value = value(key, entry, entries.get(key.name()), known, problems);
      if (value != null) {
        values.put(key.name(), value);
      }
    }
    checkAlternatives(entry, entries, problems);
    Section section = new Section(this, entry, entries, values);
    if (problems.count() == before) {
      rules.forEach(rule -> rule.accept(section, problems));
    }
    return problems.count() == before ? section : null;
  }

  private String unknown(String key) {
    return "unknown key" + NearestMatch.hint(key, keys.keySet());
  }

  private static <T> @Nullable Object value(
      Key<T> key,
      Entry section,
      @Nullable Entry written,
      @Nullable Section known,
      Problems problems) {
    @Nullable Section inner =
        known != null && key.type() instanceof SectionValue ? known.inner(key) : null;
    if (inner != null && written != null && written.isMap()) {
      return inner.type().read(written, inner, problems);
    }
    if (inner != null && written == null && inner.isEmptyIn(section)) {
      return inner;
    }
    if (written != null) {
      return key.type().read(written, problems);
    }
    return switch (key.absence()) {
      case DEFAULT -> key.fallback();
      case EMPTY -> null;
      case EMPTY_SECTION -> key.type().read(emptySection(key, section), problems);
      case REFUSED -> {
        problems.add(
            ConfigProblem.at(
                section.origin(),
                Entry.join(section.path(), key.name()),
                "is required: " + key.type().must()));
        yield null;
      }
    };
  }

  private static Entry emptySection(Key<?> key, Entry section) {
    ImmutableNode node = Entry.node(key.name(), Entry.Kind.MAP, section.origin()).create();
    return new Entry(Entry.join(section.path(), key.name()), List.of(node));
  }

  private void checkAlternatives(Entry section, Map<String, Entry> entries, Problems problems) {
    for (List<Key<?>> group : alternatives) {
      List<Key<?>> written = group.stream().filter(key -> entries.containsKey(key.name())).toList();
      String names = group.stream().map(Key::name).collect(Collectors.joining(", "));
      if (written.isEmpty()) {
        problems.add(
            ConfigProblem.at(section.origin(), section.path(), "needs one of the keys " + names));
      }
      for (Key<?> extra : written.subList(Math.min(1, written.size()), written.size())) {
        problems.add(
            ConfigProblem.at(
                entries.getOrDefault(extra.name(), section).origin(),
                Entry.join(section.path(), extra.name()),
                "must not be written beside '"
                    + written.get(0).name()
                    + "'; only one of "
                    + names
                    + " may be"));
      }
    }
  }

  /** {@return the name} */
  @Override
  public String toString() {
    return name;
  }

  /** Collects keys and rules. */
  public static final class Builder {
    private final String name;
    private final String doc;
    private final Map<String, Key<?>> keys = new LinkedHashMap<>();
    private final List<List<Key<?>>> alternatives = new ArrayList<>();
    private final List<BiConsumer<Section, Problems>> rules = new ArrayList<>();

    private Builder(String name, String doc) {
      this.name = name;
      this.doc = doc;
    }

    /**
     * Adds keys.
     *
     * @param more the keys, in the order to document them
     * @return this builder
     */
    public Builder keys(Key<?>... more) {
      for (Key<?> key : more) {
        if (keys.putIfAbsent(key.name(), key) != null || key.name().equals(FileLoader.EXTENDS)) {
          throw new IllegalArgumentException(
              "key (" + key.name() + ") must not be declared twice nor be 'extends'");
        }
      }
      return this;
    }

    /**
     * Adds the rule that exactly one of some keys is written.
     *
     * @param group the keys, each of them optional
     * @return this builder
     */
    public Builder exactlyOneOf(Key<?>... group) {
      alternatives.add(List.of(group));
      return this;
    }

    /**
     * Adds a rule between keys; it runs once all keys of the section are legal by themselves.
     *
     * @param rule adds a problem for each key that does not fit the others
     * @return this builder
     */
    public Builder rule(BiConsumer<Section, Problems> rule) {
      rules.add(rule);
      return this;
    }

    /** {@return the type} */
    public SectionType build() {
      return new SectionType(this);
    }
  }
}
