package tactus.config;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.jspecify.annotations.Nullable;

/**
 * A YAML file as the user means it: with the files it extends or names, with settings put over it,
 * read and checked. Immutable; what is wrong with it is told at once, all problems together.
 *
 * <p>Order of precedence, from the lowest: defaults of the keys, the file a file {@code extends},
 * the file, settings in their order. Sections merge key by key, lists and values replace; an empty
 * value ({@code key:} or {@code null}) removes the key of the file below.
 */
public final class ConfigDocument {
  private final Path file;
  private final NodeStore store;
  private final Section section;

  private ConfigDocument(Path file, ImmutableNode root, Section section) {
    this.file = file;
    this.store = new NodeStore(root);
    this.section = section;
  }

  /**
   * {@return a file, read and checked}
   *
   * @param file the file
   * @param type what its top section must be
   * @param settings what to put over it, in this order
   * @throws ConfigException if anything is wrong
   */
  public static ConfigDocument read(Path file, SectionType type, List<Setting> settings) {
    FileLoader loader = new FileLoader();
    return of(file, loader.load(file), type, settings, loader, null);
  }

  /**
   * {@return a file, read and checked}
   *
   * @param file the file
   * @param type what its top section must be
   * @throws ConfigException if anything is wrong
   */
  public static ConfigDocument read(Path file, SectionType type) {
    return read(file, type, List.of());
  }

  /**
   * {@return a text as if it were the content of a file, read and checked}
   *
   * @param yaml the text
   * @param file the file it stands for; it need not exist
   * @param type what its top section must be
   * @throws ConfigException if anything is wrong
   */
  public static ConfigDocument parse(String yaml, Path file, SectionType type) {
    FileLoader loader = new FileLoader();
    return of(file, loader.load(file, yaml), type, List.of(), loader, null);
  }

  /**
   * {@return the keys at the top of a file and the files it extends, to tell what kind of file it
   * is}
   *
   * @param file the file
   * @throws ConfigException if it is no YAML file with keys
   */
  public static List<String> topKeys(Path file) {
    return List.copyOf(Entry.groups(new FileLoader().load(file)).keySet());
  }

  private static ConfigDocument of(
      Path file,
      ImmutableNode written,
      SectionType type,
      List<Setting> settings,
      FileLoader loader,
      @Nullable Section known) {
    Problems problems = new Problems();
    ImmutableNode root = written;
    for (Setting setting : settings) {
      try {
        root = Overlay.apply(root, type, setting, loader);
      } catch (ConfigException e) {
        problems.add(e);
      }
    }
    root = loader.expand(root, type, "", problems);
    problems.throwIfAny();
    @Nullable Section section = type.read(new Entry("", List.of(root)), known, problems);
    problems.throwIfAny();
    if (section == null) {
      throw new IllegalStateException("section " + type.name() + " failed without a problem");
    }
    return new ConfigDocument(file, root, section);
  }

  /**
   * {@return this document with more settings put over it; no file is read again}
   *
   * @param settings what to put over it, in this order
   * @throws ConfigException if anything is wrong
   */
  public ConfigDocument with(List<Setting> settings) {
    return of(file, store.root(), section.type(), settings, new FileLoader(), section);
  }

  /**
   * {@return this document without the keys that another type of top section has not}
   *
   * @param type the other type; all its keys are keys of this document's type
   * @throws ConfigException if a rule of the other type does not hold
   */
  public ConfigDocument only(SectionType type) {
    ImmutableNode root = store.root();
    for (Key<?> key : section.type().keys()) {
      if (type.find(key.name()) == null) {
        root = Tree.without(root, key.name());
      }
    }
    return of(file, root, type, List.of(), new FileLoader(), section);
  }

  /**
   * {@return what is wrong with the path of a key that cannot be written, with the nearest known
   * one; empty if it can}
   *
   * @param key dotted path, as in {@code --set}
   */
  public Optional<String> unknownPart(String key) {
    if (!Setting.PATH.matcher(key).matches()) {
      return Optional.of("must name a key such as 'machine.matrix_engine.rows'");
    }
    @Nullable SectionType type = section.type();
    String path = "";
    for (String word : key.split("\\.", -1)) {
      if (type == null) {
        return Optional.of("'" + path + "' is a single value, so it has no key '" + word + "'");
      }
      int bracket = word.indexOf('[');
      String name = bracket < 0 ? word : word.substring(0, bracket);
      @Nullable Key<?> next = type.find(name);
      if (next == null) {
        List<String> known = type.keys().stream().map(Key::name).toList();
        return Optional.of(
            "unknown key '" + Entry.join(path, name) + "'" + NearestMatch.hint(name, known));
      }
      path = Entry.join(path, word);
      type = next.type().section();
    }
    return Optional.empty();
  }

  /**
   * {@return whether {@code on} and {@code off} may be written at a key}
   *
   * @param key dotted path, as in {@code --set}
   */
  public boolean isSwitch(String key) {
    return typeOf(key).filter(ValueType::mayBeSwitch).isPresent();
  }

  /**
   * {@return what is wrong with a value for its key alone, whatever stands at other keys; empty if
   * nothing is}
   *
   * @param setting the value and its key
   */
  public Optional<String> wrongPart(Setting setting) {
    Problems problems = new Problems();
    Optional<ValueType<?>> type = typeOf(setting.key());
    try {
      if (type.isPresent() && (type.get().section() == null || type.get().mayBeSwitch())) {
        List<ImmutableNode> nodes =
            YamlReader.value("value", setting.value(), setting.origin(), setting.key());
        type.get().read(new Entry(setting.key(), nodes), problems);
      } else {
        with(List.of(setting));
      }
    } catch (ConfigException e) {
      e.problems().stream()
          .filter(one -> one.file().equals(setting.origin().file()))
          .filter(one -> one.line() == setting.origin().line())
          .filter(one -> one.column() == setting.origin().column())
          .forEach(problems::add);
    }
    return problems.list().stream().findFirst().map(ConfigProblem::message);
  }

  /** The type of a key, of an entry of its list if one is chosen; none if it is unknown. */
  private Optional<ValueType<?>> typeOf(String key) {
    @Nullable SectionType type = section.type();
    @Nullable ValueType<?> found = null;
    for (String word : key.split("\\.", -1)) {
      int bracket = word.indexOf('[');
      @Nullable Key<?> next =
          type == null ? null : type.find(bracket < 0 ? word : word.substring(0, bracket));
      if (next == null) {
        return Optional.empty();
      }
      found = bracket < 0 ? next.type() : next.type().item();
      type = next.type().section();
    }
    return Optional.ofNullable(found);
  }

  /** {@return the file} */
  public Path file() {
    return file;
  }

  /** {@return the top section} */
  public Section section() {
    return section;
  }

  /**
   * {@return the text written at a key, if a single value is}
   *
   * @param key dotted path, as in {@code --set}
   */
  public Optional<String> text(String key) {
    return store.find(key).filter(Entry::isScalar).map(Entry::text);
  }

  /**
   * {@return where a key is written, if it is}
   *
   * @param key dotted path, as in {@code --set}
   */
  public Optional<Origin> origin(String key) {
    return store.find(key).map(Entry::origin);
  }

  /** {@return every value written, by path, without defaults} */
  public Map<String, String> written() {
    Map<String, String> values = new LinkedHashMap<>();
    new Entry("", List.of(store.root())).flatten(values);
    return Collections.unmodifiableMap(values);
  }
}
