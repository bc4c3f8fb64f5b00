package tactus.hw.memory;

/**
 * When the DMA engine executed one transfer and what it used.
 *
 * @param startCycle cycle in which its first burst was issued
 * @param endCycle first cycle at or after the completion of its last burst
 * @param firstServiceTick tick at which a channel began to serve its first served burst
 * @param lastServiceTick tick at which a channel ended the service of its last served burst
 * @param busyTicks ticks of channel service, summed over its bursts
 * @param bursts number of bursts
 */
public record TransferActivity(
    long startCycle,
    long endCycle,
    long firstServiceTick,
    long lastServiceTick,
    long busyTicks,
    long bursts) {}
