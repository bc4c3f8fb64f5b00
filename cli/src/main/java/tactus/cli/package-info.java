/**
 * The {@code tactus} command: arguments in, text out, no logic.
 *
 * <p>The only package that prints to the console and ends the process.
 */
@NullMarked
package tactus.cli;

import org.jspecify.annotations.NullMarked;
