package tactus.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.jspecify.annotations.Nullable;

/**
 * What is written at one key. A list is kept the way Commons Configuration keeps it: as siblings of
 * the same name, so an entry holds one node for a value and one for each entry of a list.
 *
 * @param path dotted path of the key, empty for a whole file
 * @param nodes the nodes, at least one
 */
record Entry(String path, List<ImmutableNode> nodes) {
  private static final String KIND = "kind";
  private static final String ORIGIN = "origin";
  private static final String LIST = "list";

  /** What a node holds. */
  enum Kind {
    MAP("a section of keys"),
    PLAIN("a value"),
    QUOTED("a value"),
    NULL("empty"),
    EMPTY_LIST("an empty list");

    private final String noun;

    Kind(String noun) {
      this.noun = noun;
    }

    String noun() {
      return noun;
    }
  }

  static ImmutableNode.Builder node(String name, Kind kind, Origin origin) {
    return new ImmutableNode.Builder()
        .name(name)
        .addAttribute(KIND, kind)
        .addAttribute(ORIGIN, origin);
  }

  /** A section with nothing written in it, in this entry's place. */
  Entry emptySection() {
    String name = String.valueOf(node().getNodeName());
    return new Entry(path, List.of(node(name, Kind.MAP, origin()).create()));
  }

  /** A node of a list that was written at the given place. */
  static ImmutableNode listed(ImmutableNode node, Origin list) {
    return node.setAttribute(LIST, list);
  }

  static Kind kind(ImmutableNode node) {
    return (Kind) attribute(node, KIND);
  }

  static Origin origin(ImmutableNode node) {
    return (Origin) attribute(node, ORIGIN);
  }

  static boolean isListed(ImmutableNode node) {
    return node.getAttributes().containsKey(LIST) || kind(node) == Kind.EMPTY_LIST;
  }

  private static Object attribute(ImmutableNode node, String name) {
    Object value = node.getAttributes().get(name);
    if (value == null) {
      throw new IllegalStateException("node " + node.getNodeName() + " has no " + name);
    }
    return value;
  }

  /** The children of a section by key, in the order written. */
  static Map<String, List<ImmutableNode>> groups(ImmutableNode section) {
    Map<String, List<ImmutableNode>> groups = new LinkedHashMap<>();
    for (ImmutableNode child : section.getChildren()) {
      groups.computeIfAbsent(child.getNodeName(), name -> new ArrayList<>()).add(child);
    }
    return groups;
  }

  static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  ImmutableNode node() {
    return nodes.get(0);
  }

  Kind kind() {
    return kind(node());
  }

  boolean isList() {
    return isListed(node());
  }

  boolean isMap() {
    return !isList() && kind() == Kind.MAP;
  }

  boolean isScalar() {
    return !isList() && (kind() == Kind.PLAIN || kind() == Kind.QUOTED);
  }

  /** Where the key was written; for a list, where the list was. */
  Origin origin() {
    @Nullable Object list = node().getAttributes().get(LIST);
    return list == null ? origin(node()) : (Origin) list;
  }

  /** A node by itself, even if it is one of a list. */
  static Entry item(String path, ImmutableNode node) {
    return new Entry(path, List.of(node.removeAttribute(LIST)));
  }

  /** The values below, by path, in the order written. */
  void flatten(Map<String, String> values) {
    if (isList()) {
      items().forEach(item -> item.flatten(values));
    } else if (isMap()) {
      groups(node()).forEach((name, group) -> new Entry(join(path, name), group).flatten(values));
    } else if (isScalar()) {
      values.put(path, text());
    }
  }

  /** The entries of a list. */
  List<Entry> items() {
    List<Entry> items = new ArrayList<>();
    if (kind() != Kind.EMPTY_LIST) {
      for (ImmutableNode node : nodes) {
        items.add(item(path + "[" + items.size() + "]", node));
      }
    }
    return items;
  }

  /** What was written, for messages: the text of a value, else what kind of thing it is. */
  String found() {
    if (isList() && kind() != Kind.EMPTY_LIST) {
      return "a list";
    }
    return switch (kind()) {
      case PLAIN -> "'" + text() + "'";
      case QUOTED -> "the text \"" + text() + "\"";
      case NULL, MAP, EMPTY_LIST -> kind().noun();
    };
  }

  /** The text of a value. */
  String text() {
    return String.valueOf(node().getValue());
  }
}
