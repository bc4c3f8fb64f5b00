package tactus.explore.sweep;

import java.nio.file.Path;
import tactus.config.ConfigDocument;
import tactus.explore.space.Space;
import tactus.explore.space.SpaceSpec;

/**
 * A sweep as it is written, read and checked.
 *
 * @param file its file
 * @param name name in reports
 * @param run the run that it varies
 * @param design what varies, and how
 * @param space the points of the axes
 * @param hash content of all of it, as a short text
 */
public record SweepSpec(
    Path file, String name, ConfigDocument run, SpaceSpec design, Space space, String hash) {}
