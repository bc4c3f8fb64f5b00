/**
 * YAML files into typed sections, with the file, line and column of each key.
 *
 * <p>The only package that touches Commons Configuration and SnakeYAML; unknown keys are errors.
 */
@NullMarked
package tactus.config;

import org.jspecify.annotations.NullMarked;
