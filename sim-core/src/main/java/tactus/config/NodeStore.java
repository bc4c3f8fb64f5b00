package tactus.config;

import java.util.List;
import java.util.Optional;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.tree.DefaultExpressionEngine;
import org.apache.commons.configuration2.tree.DefaultExpressionEngineSymbols;
import org.apache.commons.configuration2.tree.ExpressionEngine;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.commons.configuration2.tree.InMemoryNodeModel;
import org.apache.commons.configuration2.tree.QueryResult;
import org.jspecify.annotations.Nullable;

/**
 * The hierarchical configuration behind a document, asked with our key syntax: {@code
 * matrix_engines[0].rows}. Values are never interpolated, so {@code ${file:...}} and {@code
 * ${env:...}} are plain text and a file cannot read another one or the environment.
 */
final class NodeStore {
  private final ImmutableNode root;

  /** Made for the first question: most documents are never asked any. */
  private volatile @Nullable Store store;

  NodeStore(ImmutableNode root) {
    this.root = root;
  }

  ImmutableNode root() {
    return root;
  }

  /** What is written at a key. */
  Optional<Entry> find(String key) {
    if (!Setting.PATH.matcher(key).matches()) {
      return Optional.empty();
    }
    List<ImmutableNode> nodes =
        Store.ENGINE.query(root, key, store().getNodeModel().getNodeHandler()).stream()
            .filter(result -> !result.isAttributeResult())
            .map(QueryResult::getNode)
            .toList();
    if (nodes.isEmpty()) {
      return Optional.empty();
    }
    boolean item = key.endsWith("]");
    return Optional.of(item ? Entry.item(key, nodes.get(0)) : new Entry(key, nodes));
  }

  private Store store() {
    @Nullable Store made = store;
    if (made == null) {
      made = new Store(new InMemoryNodeModel(root));
      made.setExpressionEngine(Store.ENGINE);
      made.setInterpolator(null);
      store = made;
    }
    return made;
  }

  private static final class Store extends BaseHierarchicalConfiguration {
    private static final ExpressionEngine ENGINE =
        new DefaultExpressionEngine(
            new DefaultExpressionEngineSymbols.Builder(
                    DefaultExpressionEngineSymbols.DEFAULT_SYMBOLS)
                .setIndexStart("[")
                .setIndexEnd("]")
                .create());

    Store(InMemoryNodeModel model) {
      super(model);
    }
  }
}
