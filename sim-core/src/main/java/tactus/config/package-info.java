/**
 * YAML files into typed sections, with the file, line and column of each key.
 *
 * <p>A {@link tactus.config.SectionType} declares its {@link tactus.config.Key keys} once; the same
 * declaration reads, checks, defaults, documents and becomes JSON Schema. Start reading at {@link
 * tactus.config.ConfigDocument}. The only package that touches Commons Configuration and SnakeYAML.
 */
@NullMarked
package tactus.config;

import org.jspecify.annotations.NullMarked;
