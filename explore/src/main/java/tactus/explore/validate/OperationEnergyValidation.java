package tactus.explore.validate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tactus.config.ConfigDocument;
import tactus.config.CsvTable;
import tactus.hw.MachineReader;
import tactus.hw.cost.Action;
import tactus.hw.cost.MachineCost;
import tactus.hw.cost.sram.Flavor;
import tactus.hw.cost.sram.SramModel;
import tactus.hw.cost.sram.SramSpec;

/** Energies of operations and of small memories beside published ones. */
final class OperationEnergyValidation implements Validation {

  private static final String GOLDEN = "energy/published_op_energy.csv";

  /** What a machine multiplies, and the published operations that this is worth. */
  private record Unit(String yaml, String format, int bits, int sumBits) {}

  private static final List<Unit> UNITS =
      List.of(
          new Unit("{operands: int8}", "int", 8, 32),
          new Unit("{operands: bf16}", "bf", 16, 32),
          new Unit("{operands: fp16}", "fp", 16, 32),
          new Unit("{operands: fp32}", "fp", 32, 32));

  /**
   * A publication: its name in the golden file, the process, and what ours is for it.
   *
   * @param nanometers its node, in nm
   * @param cost ours, in YAML
   * @param note what to say of that
   */
  private record Publication(String source, int nanometers, String cost, String note) {}

  private static final Publication HOROWITZ =
      new Publication("Horowitz ISSCC 2014", 45, "node: 45 nm", "");

  private static final List<Publication> PUBLICATIONS =
      List.of(
          HOROWITZ,
          new Publication(
              "Aladdin 40nm (Accelergy plug-in) at 1 ns", 40, "node: 45 nm", "ours at 45 nm, "),
          new Publication(
              "TPUv4i ISCA 2021 Table 2",
              7,
              "node: 7 nm, scaling: published-operations",
              "scaled by operations, "),
          new Publication(
              "TPUv4i ISCA 2021 Table 2",
              7,
              "node: 7 nm, scaling: stillmaker-baas",
              "scaled by polynomials, "));

  @Override
  public String name() {
    return "operation-energy";
  }

  @Override
  public String title() {
    return "Published energies of operations";
  }

  @Override
  public String explanation() {
    return "A multiply-add from its structure beside the published multiply and (wider) add: ours"
        + " has pipeline registers and a clock of 500 MHz, theirs are of unknown timing, and the two"
        + " publications are not one process' history. 64-bit SRAM reads of the SRAM model, high"
        + " performance, beside what the 45 nm publication calls caches. The publications differ by up"
        + " to eleven times at one node (an fp32 multiply-add is 4.6 pJ in one and 52 pJ in another);"
        + " these are magnitudes, not targets; a machine can use the published tables themselves (`cost.arithmetic`).";
  }

  @Override
  public List<Comparison> compare(GoldenFolder golden) {
    CsvTable table = CsvTable.read(golden.file(GOLDEN));
    List<Comparison> comparisons = new ArrayList<>();
    for (Publication publication : PUBLICATIONS) {
      Comparison.Builder figure =
          new Comparison.Builder(
              "multiply-add, " + publication.nanometers + " nm, " + publication.note + "pJ", "pJ");
      for (Unit unit : UNITS) {
        double multiply = published(table, publication, "mul", unit.format, unit.bits);
        String sum = unit.format.equals("bf") ? "fp" : unit.format;
        double add = published(table, publication, "add", sum, unit.sumBits);
        if (multiply > 0 && add > 0) {
          figure.add(unit.format + unit.bits, multiply + add, structural(unit, publication.cost));
        }
      }
      comparisons.add(figure.build());
    }
    Comparison.Builder reads = new Comparison.Builder("64-bit SRAM read, 45 nm, pJ", "pJ");
    SramModel model = new SramModel(45, Flavor.HIGH_PERFORMANCE, 340);
    for (CsvTable.Row row : table.rows()) {
      if (row.text("source").equals(HOROWITZ.source) && row.text("kind").equals("sram")) {
        reads.add(
            row.text("format"),
            row.number("energy_pj"),
            model.cost(SramSpec.singlePorted(bytes(row.text("format")), 64, 1)).readPicojoules());
      }
    }
    comparisons.add(reads.build());
    return comparisons;
  }

  private static long bytes(String size) {
    long number = Long.parseLong(size.replaceAll("[^0-9]", ""));
    return size.endsWith("MB") ? number << 20 : number << 10;
  }

  /** {@return a published energy in pJ; 0 if there is none} */
  private static double published(
      CsvTable table, Publication publication, String operation, String format, int bits) {
    for (CsvTable.Row row : table.rows()) {
      if (row.text("source").equals(publication.source)
          && row.text("op").equals(operation)
          && row.text("format").equals(format)
          && (int) row.number("bits") == bits) {
        return row.number("energy_pj");
      }
    }
    return 0;
  }

  private static double structural(Unit unit, String cost) {
    String yaml =
        """
        clock: 500 MHz
        matrix_engine: {rows: 8, columns: 8, accumulator: 16 KiB}
        vector_engine: {lanes: 8}
        scratchpad: {capacity: 64 KiB, banks: 2, width: 8 B}
        dram: {bandwidth: 6.4 GB/s}
        arithmetic: %s
        cost: {%s, transistors: high-performance}
        """
            .formatted(unit.yaml, cost);
    MachineCost machine =
        MachineReader.readCost(
            ConfigDocument.parse(yaml, Path.of("unit.yaml"), MachineReader.MACHINE).section());
    return machine.component(MachineCost.MULTIPLY_ADDERS).picojoules(Action.MAC);
  }
}
