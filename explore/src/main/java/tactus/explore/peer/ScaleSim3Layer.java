package tactus.explore.peer;

import java.util.Optional;

/**
 * What SCALE-Sim 3 reports about a layer, in its own definitions.
 *
 * @param name name of the layer
 * @param totalCycles "Total Cycles": the index of the last cycle, stalls included, so one less than
 *     there are
 * @param stallCycles "Stall Cycles"
 * @param overallUtilPercent "Overall Util %": multiply-accumulates over {@code totalCycles} and all
 *     elements, in percent; may exceed 100
 * @param mappingEfficiencyPercent "Mapping Efficiency %": elements used, mean of the folds, in
 *     percent
 * @param computeUtilPercent "Compute Util %": multiply-accumulates of a fold over what SCALE-Sim
 *     takes for its length, mean of the folds, in percent
 * @param sramIfmapReads elements read from the input buffer; of layer-wise sparse weights,
 *     SCALE-Sim's number need not be whole
 * @param sramFilterReads elements read from the filter buffer
 * @param sramOfmapWrites elements written to the output buffer
 * @param storage the SPARSE_REPORT, if SCALE-Sim writes one
 */
public record ScaleSim3Layer(
    String name,
    long totalCycles,
    long stallCycles,
    double overallUtilPercent,
    double mappingEfficiencyPercent,
    double computeUtilPercent,
    double sramIfmapReads,
    long sramFilterReads,
    long sramOfmapWrites,
    Optional<ScaleSim3Storage> storage) {}
