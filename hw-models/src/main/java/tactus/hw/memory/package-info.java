/** Scratchpad, DMA and DRAM: capacities, ports, bursts and their timing. */
@NullMarked
package tactus.hw.memory;

import org.jspecify.annotations.NullMarked;
