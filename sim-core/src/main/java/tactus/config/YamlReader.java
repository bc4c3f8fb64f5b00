package tactus.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * One YAML text into Commons Configuration nodes that remember where each key was written. The text
 * is parsed once, into SnakeYAML's nodes, and nothing is ever constructed from them: tags cannot
 * name classes, and a value stays the text the user wrote until a key's type reads it.
 */
final class YamlReader {
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]+");
  private static final int LARGEST_TEXT = 64 << 20;
  private static final int MOST_NODES = 4_000_000;

  private final Origin whole;
  private final boolean isFile;
  private final Problems problems = new Problems();
  private int nodes;

  private YamlReader(Origin whole, boolean isFile) {
    this.whole = whole;
    this.isFile = isFile;
  }

  /** The top section of a file. */
  static ImmutableNode file(Path file, String text) {
    YamlReader reader = new YamlReader(Origin.of(file, 0, 0), true);
    @Nullable Node root = reader.compose(text);
    if (root == null || isNull(root)) {
      throw reader.failed(reader.whole, "is empty, but must hold keys and values");
    }
    if (!(root instanceof MappingNode)) {
      String found = root instanceof SequenceNode ? "a list" : "a single value";
      throw reader.failed(
          reader.at(root), "must hold keys and values at its top, but holds " + found);
    }
    List<ImmutableNode> top = reader.convert("", root, reader.whole, "", 0);
    reader.problems.throwIfAny();
    return top.get(0);
  }

  /** The nodes of a value that is not in a file, all of them written at one place. */
  static List<ImmutableNode> value(String name, String text, Origin origin, String path) {
    YamlReader reader = new YamlReader(origin, false);
    @Nullable Node root = reader.compose(text);
    if (root == null) {
      return List.of(Entry.node(name, Entry.Kind.NULL, origin).create());
    }
    List<ImmutableNode> value = reader.convert(name, root, origin, path, 0);
    reader.problems.throwIfAny();
    return value;
  }

  private @Nullable Node compose(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(LARGEST_TEXT);
    try {
      // What Yaml.compose does; a Yaml makes all that objects are constructed and written with,
      // too.
      return new Composer(new ParserImpl(new StreamReader(text), options), new Resolver(), options)
          .getSingleNode();
    } catch (MarkedYAMLException e) {
      @Nullable Mark mark = e.getProblemMark();
      String context = e.getContext() == null ? "" : e.getContext() + ": ";
      throw failed(mark == null ? whole : at(mark), "is not YAML: " + context + e.getProblem());
    } catch (YAMLException e) {
      throw failed(whole, "is not YAML: " + e.getMessage());
    }
  }

  private ConfigException failed(Origin origin, String message) {
    return new ConfigException(ConfigProblem.at(origin, "", message));
  }

  private Origin at(Node node) {
    return at(node.getStartMark());
  }

  private Origin at(Mark mark) {
    if (!isFile) {
      return whole;
    }
    return new Origin(whole.file(), mark.getLine() + 1, mark.getColumn() + 1, whole.directory());
  }

  private static boolean isNull(Node node) {
    return node instanceof ScalarNode scalar && scalar.isPlain() && Tag.NULL.equals(node.getTag());
  }

  /** The nodes of what is written at a key: one, or as many as a list has entries. */
  private List<ImmutableNode> convert(
      String name, Node node, Origin origin, String path, int depth) {
    // Aliases let a short text stand for a huge or endless tree.
    nodes++;
    if (nodes > MOST_NODES || depth > 100) {
      throw failed(at(node), "repeats itself through aliases without end");
    }
    if (!Tag.standardTags.contains(node.getTag())) {
      problems.add(
          ConfigProblem.at(origin, path, "tags such as '" + node.getTag() + "' are not allowed"));
      return List.of(Entry.node(name, Entry.Kind.NULL, origin).create());
    }
    if (node instanceof MappingNode map) {
      return List.of(map(name, map, origin, path, depth));
    }
    if (node instanceof SequenceNode list) {
      return list(name, list, origin, path, depth);
    }
    if (isNull(node)) {
      return List.of(Entry.node(name, Entry.Kind.NULL, origin).create());
    }
    ScalarNode scalar = (ScalarNode) node;
    Entry.Kind kind = scalar.isPlain() ? Entry.Kind.PLAIN : Entry.Kind.QUOTED;
    return List.of(Entry.node(name, kind, origin).value(scalar.getValue()).create());
  }

  private ImmutableNode map(String name, MappingNode map, Origin origin, String path, int depth) {
    ImmutableNode.Builder builder = Entry.node(name, Entry.Kind.MAP, origin);
    Map<String, Origin> seen = new LinkedHashMap<>();
    for (NodeTuple tuple : map.getValue()) {
      Origin place = at(tuple.getKeyNode());
      if (!(tuple.getKeyNode() instanceof ScalarNode scalar)) {
        problems.add(
            ConfigProblem.at(place, path, "a key must be a word, but was a list or section"));
        continue;
      }
      String key = scalar.getValue();
      String keyPath = Entry.join(path, key);
      if (!KEY.matcher(key).matches()) {
        problems.add(ConfigProblem.at(place, keyPath, oddKey(key)));
        continue;
      }
      @Nullable Origin first = seen.putIfAbsent(key, place);
      if (first != null) {
        problems.add(ConfigProblem.at(place, keyPath, "is written twice; first at " + first));
        continue;
      }
      builder.addChildren(convert(key, tuple.getValueNode(), place, keyPath, depth + 1));
    }
    return builder.create();
  }

  private static String oddKey(String key) {
    if (key.equals("<<")) {
      return "merge keys are not supported; use 'extends' to build on another file";
    }
    if (key.contains(".")) {
      return "a key must not hold dots; write a section with keys inside";
    }
    return "a key must be made of letters, digits, '_' and '-'";
  }

  private List<ImmutableNode> list(
      String name, SequenceNode list, Origin origin, String path, int depth) {
    if (list.getValue().isEmpty()) {
      return List.of(Entry.node(name, Entry.Kind.EMPTY_LIST, origin).create());
    }
    List<ImmutableNode> items = new ArrayList<>();
    for (Node item : list.getValue()) {
      String itemPath = path + "[" + items.size() + "]";
      Origin place = at(item);
      if (item instanceof SequenceNode) {
        problems.add(ConfigProblem.at(place, itemPath, "a list must not hold lists"));
        return List.of(Entry.node(name, Entry.Kind.EMPTY_LIST, origin).create());
      }
      ImmutableNode node = convert(name, item, place, itemPath, depth + 1).get(0);
      items.add(Entry.listed(node, origin));
    }
    return items;
  }
}
