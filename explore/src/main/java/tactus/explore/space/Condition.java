package tactus.explore.space;

import tactus.config.Origin;

/**
 * A constraint or an objective.
 *
 * @param expression what must hold, or what is to be small
 * @param origin where it is written
 */
public record Condition(Expression expression, Origin origin) {}
