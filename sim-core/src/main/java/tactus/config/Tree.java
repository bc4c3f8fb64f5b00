package tactus.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.jspecify.annotations.Nullable;

/** How trees of nodes are put over each other. Nodes are never changed. */
final class Tree {
  private Tree() {}

  /**
   * The base with everything the upper tree says put over it: sections merge, whatever else there
   * is replaces, and an empty value removes the base's key.
   */
  static ImmutableNode merge(ImmutableNode base, ImmutableNode upper) {
    Map<String, List<ImmutableNode>> merged = new LinkedHashMap<>(Entry.groups(base));
    for (Map.Entry<String, List<ImmutableNode>> group : Entry.groups(upper).entrySet()) {
      Entry above = new Entry(group.getKey(), group.getValue());
      @Nullable List<ImmutableNode> below = merged.get(group.getKey());
      if (below == null) {
        merged.put(group.getKey(), group.getValue());
      } else if (above.kind() == Entry.Kind.NULL && !above.isList()) {
        merged.remove(group.getKey());
      } else if (above.isMap() && new Entry(group.getKey(), below).isMap()) {
        merged.put(group.getKey(), List.of(merge(below.get(0), above.node())));
      } else {
        merged.put(group.getKey(), group.getValue());
      }
    }
    return withChildren(upper, merged);
  }

  /** The section without a key. */
  static ImmutableNode without(ImmutableNode section, String key) {
    Map<String, List<ImmutableNode>> groups = Entry.groups(section);
    groups.remove(key);
    return withChildren(section, groups);
  }

  /** The section with other nodes at a key. */
  static ImmutableNode with(ImmutableNode section, String key, List<ImmutableNode> nodes) {
    Map<String, List<ImmutableNode>> groups = Entry.groups(section);
    groups.put(key, nodes);
    return withChildren(section, groups);
  }

  private static ImmutableNode withChildren(
      ImmutableNode section, Map<String, List<ImmutableNode>> groups) {
    List<ImmutableNode> children = new ArrayList<>();
    groups.values().forEach(children::addAll);
    return section.replaceChildren(children);
  }
}
