package tactus.config;

import java.util.ArrayList;
import java.util.List;
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
    if (bracket < 0) {
      return whole(section, nodes, key, namePath, depth);
    }
    int index = Integer.parseInt(word.substring(bracket + 1, word.length() - 1));
    boolean list = !nodes.isEmpty() && Entry.isListed(nodes.get(0));
    if (!list) {
      throw failed(namePath, "is not a list, so it has no entry [" + index + "]");
    }
    int size = new Entry(namePath, nodes).items().size();
    if (index >= size) {
      throw failed(namePath, "has " + size + " entries, so there is no [" + index + "]");
    }
    return item(section, nodes, key, index, depth);
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
    if (Entry.isListed(inner)) {
      throw failed(path, "is a list; choose an entry, such as '" + path + "[0]'");
    }
    return Tree.with(section, name, List.of(follow(inner, key, path, depth)));
  }

  /** The section with one entry of a list changed or followed. */
  private ImmutableNode item(
      ImmutableNode section,
      List<ImmutableNode> nodes,
      @Nullable Key<?> key,
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
        throw failed(setting.key(), "must not be a list, as it is an entry of one");
      }
      changed.set(index, Entry.listed(value.get(0), list.origin()));
    } else {
      ImmutableNode followed = follow(old, key, setting.key(), depth);
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
      throw failed(path, "is a single value, so it has no key '" + words[depth + 1] + "'");
    }
    return section(inner, key == null ? null : key.type().section(), path, depth + 1);
  }

  private ConfigException failed(String path, String message) {
    return new ConfigException(ConfigProblem.at(setting.origin(), path, message));
  }
}
