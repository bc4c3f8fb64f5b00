package tactus.hw.cost.sram;

/**
 * An array of six-transistor cells.
 *
 * @param rows rows
 * @param columns columns
 * @param cellWidth width of a cell with its ports' bitlines, in µm
 * @param cellHeight height of a cell with its ports' wordlines, in µm
 * @param width width with the stitches of the wordlines, in µm
 * @param wordlineFarads capacitance of a wordline, in F
 * @param bitlineFarads capacitance of a bitline, in F
 */
record Subarray(
    int rows,
    int columns,
    double cellWidth,
    double cellHeight,
    double width,
    double wordlineFarads,
    double bitlineFarads) {

  private static final int CELLS_PER_STITCH = 16;
  private static final double STITCH = 7.5;

  static Subarray of(SiliconProcess process, SramSpec spec, int rows, int columns) {
    double extra = 2 * process.local().pitch() * (spec.ports() - 1);
    double cellWidth = process.cellWidth() + extra;
    double cellHeight = process.cellHeight() + extra;
    Transistor cell = process.cell();
    double wire = process.local().farads();
    // Two access transistors hang on a wordline; two neighbours share a contact to the bitline.
    double wordline = (2 * cell.gate(process.accessWidth()) + cellWidth * wire) * columns;
    double drain = process.drainFolded(cell, process.accessWidth(), 1, cellWidth) / 2;
    int stitches = columns / CELLS_PER_STITCH;
    return new Subarray(
        rows,
        columns,
        cellWidth,
        cellHeight,
        cellWidth * columns + stitches * STITCH * process.feature(),
        wordline,
        rows * (drain + cellHeight * wire));
  }

  double height() {
    return cellHeight * rows;
  }

  double cellArea() {
    return cellWidth * cellHeight * rows * columns;
  }
}
