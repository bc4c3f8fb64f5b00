/**
 * Runs of the stream fabric alone: from a file to a report. Start reading at {@link
 * tactus.explore.stream.StreamExperiment}.
 */
@NullMarked
package tactus.explore.stream;

import org.jspecify.annotations.NullMarked;
