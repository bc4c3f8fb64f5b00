package tactus.explore.price;

/**
 * Energy that a change would save.
 *
 * @param key short name
 * @param label the change, as a phrase that follows "by"
 * @param picojoules what it saves, in pJ, at least 0
 */
public record Saving(String key, String label, double picojoules) {}
