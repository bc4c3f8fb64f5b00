package tactus.hw.cost.sram;

/**
 * What an SRAM costs.
 *
 * @param areaSquareMicrometers area of all banks and the wires between them, in µm²
 * @param readPicojoules energy of a read of one word, in pJ
 * @param writePicojoules energy of a write of one word, in pJ
 * @param leakageMilliwatts leakage of all banks, in mW
 * @param accessNanoseconds from address to data, in ns
 * @param cycleNanoseconds between two accesses of a bank, in ns
 * @param cellShare share of the area that is cells, from 0 to 1
 * @param organization how a bank is divided
 */
public record SramCost(
    double areaSquareMicrometers,
    double readPicojoules,
    double writePicojoules,
    double leakageMilliwatts,
    double accessNanoseconds,
    double cycleNanoseconds,
    double cellShare,
    SramOrganization organization) {}
