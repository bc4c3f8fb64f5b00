package tactus.hw.cost.sram;

/**
 * How a bank is divided. A bank is a grid of mats; a mat is two by two subarrays around their
 * decoders. In CACTI's words: Ndwl, Ndbl, Nspd, Ndcm, Ndsam1 and Ndsam2.
 *
 * @param wordlineParts subarrays side by side, a power of two, at least 2
 * @param bitlineParts subarrays one above the other, a power of two, at least 2
 * @param wordsPerRow words side by side in a row of the bank, a power of two
 * @param bitlinesPerAmplifier bitlines that share a sense amplifier, a power of two
 * @param firstMultiplexer sense amplifiers that share an output, a power of two
 * @param secondMultiplexer outputs that share a driver, a power of two
 */
public record SramOrganization(
    int wordlineParts,
    int bitlineParts,
    int wordsPerRow,
    int bitlinesPerAmplifier,
    int firstMultiplexer,
    int secondMultiplexer) {}
