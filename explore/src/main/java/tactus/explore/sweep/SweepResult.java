package tactus.explore.sweep;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What came of a sweep.
 *
 * @param isComplete whether all points were run
 * @param summary the result for scripts and reports, schema {@code tactus/sweep/1}
 */
public record SweepResult(boolean isComplete, ObjectNode summary) {}
