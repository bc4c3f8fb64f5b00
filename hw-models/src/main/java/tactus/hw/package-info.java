/**
 * What a machine is made of and how it runs a program. Start reading at {@link
 * tactus.hw.MachineSpec}.
 */
@NullMarked
package tactus.hw;

import org.jspecify.annotations.NullMarked;
