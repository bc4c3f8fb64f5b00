package tactus.explore.space;

import tactus.config.Origin;

/**
 * A key whose value follows from the axes.
 *
 * @param key dotted path of the key in the run
 * @param name short name, for columns and expressions
 * @param expression what is written there
 * @param origin where it is written
 */
public record DerivedKey(String key, String name, Expression expression, Origin origin) {}
