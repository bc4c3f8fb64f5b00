package tactus.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.jspecify.annotations.Nullable;

/** One setting put over a tree. Files named on the way to its key are read; no others are. */
final class Overlay {
  private final Setting setting;
  private final String[] words;
  private final FileLoader loader;

  private Overlay(Setting setting, FileLoader loader) {
    this.setting = setting;
    this.words = setting.key().split("\\.", -1);
    this.loader = loader;
  }

  static ImmutableNode apply(
      ImmutableNode root, SectionType type, Setting setting, FileLoader loader) {
    return new Overlay(setting, loader).section(root, type, "", 0);
  }

  private ImmutableNode section(
      ImmutableNode section, @Nullable SectionType type, String path, int depth) {
    String word = words[depth];
    int bracket = word.indexOf('[');
    String name = bracket < 0 ? word : word.substring(0, bracket);
    List<ImmutableNode> nodes = Entry.groups(section).getOrDefault(name, List.of());
    String namePath = Entry.join(path, name);
    @Nullable Key<?> key = type == null ? null : type.find(name);
    if (type != null && key == null) {
      checkPlace(type, name, path, depth);
    }
    if (bracket < 0) {
      return whole(section, nodes, key, namePath, depth);
    }
    int index = Integer.parseInt(word.substring(bracket + 1, word.length() - 1));
    boolean list = !nodes.isEmpty() && Entry.isListed(nodes.get(0));
    if (!list) {
      String what = nodes.isEmpty() ? "is not written" : "is not a list";
      throw failed("'" + namePath + "' " + what + ", so it has no entry [" + index + "]");
    }
    int size = new Entry(namePath, nodes).items().size();
    if (index >= size) {
      String entries = size == 1 ? " entry" : " entries";
      throw failed("'" + namePath + "' has " + size + entries + ", so there is no [" + index + "]");
    }
    return item(section, nodes, key, namePath, index, depth);
  }

  /** Refuses a key that another section has, or that has a section too many before it. */
  private void checkPlace(SectionType type, String name, String path, int depth) {
    List<String> known = type.keys().stream().map(Key::name).toList();
    if (NearestMatch.of(name, known).isPresent() || name.equals(FileLoader.EXTENDS)) {
      return;
    }
    String rest = rest(depth);
    Optional<String> meant = type.placeOf(name).map(way -> Entry.join(way, rest));
    if (meant.isEmpty() && depth + 1 < words.length) {
      String next = rest(depth + 1);
      meant = Optional.of(next).filter(way -> type.find(next.split("[.\\[]", 2)[0]) != null);
    }
    if (meant.isPresent()) {
      throw failed("unknown key; did you mean '" + Entry.join(path, meant.get()) + "'?");
    }
  }

  /** The words of the key from one on. */
  private String rest(int depth) {
    return String.join(".", List.of(words).subList(depth, words.length));
  }

  /** The section with the key, not in a list, changed or followed. */
  private ImmutableNode whole(
      ImmutableNode section,
      List<ImmutableNode> nodes,
      @Nullable Key<?> key,
      String path,
      int depth) {
    String name = key == null ? words[depth] : key.name();
    if (depth == words.length - 1) {
      List<ImmutableNode> value =
          YamlReader.value(name, setting.value(), setting.origin(), setting.key());
      boolean removes = new Entry(path, value).kind() == Entry.Kind.NULL;
      return removes ? Tree.without(section, name) : Tree.with(section, name, value);
    }
    ImmutableNode inner =
        nodes.isEmpty()
            ? Entry.node(name, Entry.Kind.MAP, setting.origin()).create()
            : nodes.get(0);
    if (Entry.isListed(inner) || (key != null && key.type().isList())) {
      throw failed("'" + path + "' is a list; did you mean '" + entry(path, depth) + "'?");
    }
    return Tree.with(section, name, List.of(follow(inner, key, path, depth)));
  }

  /** The key with an entry chosen: the one whose number was written as a key, else the first. */
  private String entry(String path, int depth) {
    boolean numbered = words[depth + 1].matches("[0-9]{1,9}");
    String chosen = path + "[" + (numbered ? words[depth + 1] : "0") + "]";
    int next = numbered ? depth + 2 : depth + 1;
    return next < words.length ? chosen + "." + rest(next) : chosen;
  }

  /** The section with one entry of a list changed or followed. */
  private ImmutableNode item(
      ImmutableNode section,
      List<ImmutableNode> nodes,
      @Nullable Key<?> key,
      String path,
      int index,
      int depth) {
    ImmutableNode old = nodes.get(index);
    String name = String.valueOf(old.getNodeName());
    Entry list = new Entry(name, nodes);
    List<ImmutableNode> changed = new ArrayList<>(nodes);
    if (depth == words.length - 1) {
      List<ImmutableNode> value =
          YamlReader.value(name, setting.value(), setting.origin(), setting.key());
      if (new Entry(name, value).isList()) {
        throw failed("must not be a list, as it is an entry of one");
      }
      changed.set(index, Entry.listed(value.get(0), list.origin()));
    } else {
      ImmutableNode followed = follow(old, key, path + "[" + index + "]", depth);
      changed.set(index, Entry.listed(followed, list.origin()));
    }
    return Tree.with(section, name, changed);
  }

  private ImmutableNode follow(ImmutableNode node, @Nullable Key<?> key, String path, int depth) {
    boolean mayBeFile = key != null && key.type().mayBeFile();
    ImmutableNode inner = mayBeFile ? loader.inline(node, path) : node;
    boolean isSwitch =
        key != null && key.type().mayBeSwitch() && Entry.kind(inner) == Entry.Kind.PLAIN;
    if (isSwitch || Entry.kind(inner) == Entry.Kind.NULL) {
      inner = Entry.node(node.getNodeName(), Entry.Kind.MAP, setting.origin()).create();
    }
    if (Entry.kind(inner) != Entry.Kind.MAP) {
      throw failed("'" + path + "' is a single value, so it has no key '" + words[depth + 1] + "'");
    }
    return section(inner, key == null ? null : key.type().section(), path, depth + 1);
  }

  private ConfigException failed(String message) {
    return new ConfigException(ConfigProblem.at(setting.origin(), setting.key(), message));
  }
}
