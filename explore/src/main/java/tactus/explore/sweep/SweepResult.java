package tactus.explore.sweep;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What came of a sweep.
 *
 * @param isComplete whether all points were run
 * @param summary the result for scripts and reports, schema {@code tactus/sweep/1}
 * @param page the same with all points, for the page
 */
public record SweepResult(boolean isComplete, ObjectNode summary, ObjectNode page) {}
