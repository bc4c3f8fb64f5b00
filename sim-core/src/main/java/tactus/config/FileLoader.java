package tactus.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.jspecify.annotations.Nullable;

/** Files with all they are built on: {@code extends}, and files named in place of a section. */
final class FileLoader {
  static final String EXTENDS = "extends";

  private final Map<Path, ImmutableNode> read = new LinkedHashMap<>();

  /** The top section of a file, its {@code extends} resolved. */
  ImmutableNode load(Path file) {
    return load(file, List.of(file));
  }

  /** The top section of a text that stands for a file. */
  ImmutableNode load(Path file, String text) {
    return resolve(YamlReader.file(file, text), "", List.of(file));
  }

  private ImmutableNode load(Path file, List<Path> chain) {
    @Nullable ImmutableNode known = read.get(file);
    if (known == null) {
      known = resolve(YamlReader.file(file, TextFile.read(file)), "", chain);
      read.put(file, known);
    }
    return known;
  }

  /** A section over the file it extends, if it does. */
  private ImmutableNode resolve(ImmutableNode section, String path, List<Path> chain) {
    List<ImmutableNode> nodes = section.getChildren(EXTENDS);
    if (nodes.isEmpty()) {
      return section;
    }
    Entry entry = new Entry(Entry.join(path, EXTENDS), nodes);
    Path file = path(entry);
    if (chain.stream().anyMatch(earlier -> same(earlier, file))) {
      List<Path> cycle = new ArrayList<>(chain);
      cycle.add(file);
      throw failed(
          entry,
          "must not lead back to itself: "
              + cycle.stream().map(Path::toString).collect(Collectors.joining(" -> ")));
    }
    List<Path> longer = new ArrayList<>(chain);
    longer.add(file);
    return Tree.merge(load(file, longer), Tree.without(section, EXTENDS));
  }

  /**
   * Every section of a tree in place: files named instead of sections are read, sections that
   * extend a file are put over it.
   */
  ImmutableNode expand(ImmutableNode section, SectionType type, String path, Problems problems) {
    ImmutableNode expanded = section;
    for (Map.Entry<String, List<ImmutableNode>> group : Entry.groups(section).entrySet()) {
      @Nullable Key<?> key = type.find(group.getKey());
      @Nullable SectionType inner = key == null ? null : key.type().section();
      if (key != null && inner != null) {
        List<ImmutableNode> nodes =
            expand(group.getValue(), key.type(), inner, Entry.join(path, key.name()), problems);
        // The same node where nothing was expanded: what was read from it need not be read again.
        if (!isSame(nodes, group.getValue())) {
          expanded = Tree.with(expanded, key.name(), nodes);
        }
      }
    }
    return expanded;
  }

  private static boolean isSame(List<ImmutableNode> nodes, List<ImmutableNode> others) {
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i) != others.get(i)) {
        return false;
      }
    }
    return true;
  }

  private List<ImmutableNode> expand(
      List<ImmutableNode> nodes,
      ValueType<?> type,
      SectionType inner,
      String path,
      Problems problems) {
    List<ImmutableNode> expanded = new ArrayList<>();
    for (ImmutableNode node : nodes) {
      String nodePath = Entry.isListed(node) ? path + "[" + expanded.size() + "]" : path;
      try {
        ImmutableNode section = type.mayBeFile() ? inline(node, nodePath) : node;
        boolean isSection = Entry.kind(section) == Entry.Kind.MAP;
        expanded.add(isSection ? expand(section, inner, nodePath, problems) : section);
      } catch (ConfigException e) {
        problems.add(e);
        expanded.add(node);
      }
    }
    return expanded;
  }

  /** The section a node stands for, where it may be a file's name or extend a file. */
  ImmutableNode inline(ImmutableNode node, String path) {
    Entry entry = Entry.item(path, node);
    return switch (entry.kind()) {
      case PLAIN, QUOTED -> {
        ImmutableNode root = load(path(entry));
        yield node.setValue(null)
            .replaceChildren(root.getChildren())
            .setAttributes(rootAttributes(node, root));
      }
      case MAP -> resolve(node, path, List.of());
      case NULL, EMPTY_LIST -> node;
    };
  }

  /** The kind and origin of the file's top; that the node is part of a list stays. */
  private static Map<String, Object> rootAttributes(ImmutableNode node, ImmutableNode root) {
    Map<String, Object> attributes = new LinkedHashMap<>(node.getAttributes());
    attributes.putAll(root.getAttributes());
    return attributes;
  }

  /** The file an entry names, which must exist. */
  static Path path(Entry entry) {
    if (entry.isScalar()) {
      try {
        Path file = entry.origin().directory().resolve(entry.text()).normalize();
        Optional<String> problem = TextFile.problem(file);
        if (problem.isPresent()) {
          throw failed(entry, "'" + file + "': " + problem.get());
        }
        return file;
      } catch (InvalidPathException e) {
        throw failed(entry, "must be the path of a file, but was " + entry.found());
      }
    }
    throw failed(entry, "must be the path of a file, but was " + entry.found());
  }

  private static ConfigException failed(Entry entry, String message) {
    return new ConfigException(ConfigProblem.at(entry.origin(), entry.path(), message));
  }

  private static boolean same(Path a, Path b) {
    return a.toAbsolutePath().normalize().equals(b.toAbsolutePath().normalize());
  }
}
