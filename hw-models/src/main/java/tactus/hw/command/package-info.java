/**
 * The commands a machine executes and the program that orders them. Depends on no other package of
 * the project.
 */
@NullMarked
package tactus.hw.command;

import org.jspecify.annotations.NullMarked;
