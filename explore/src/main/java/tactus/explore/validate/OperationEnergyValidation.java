package tactus.explore.validate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tactus.config.ConfigDocument;
import tactus.config.CsvTable;
import tactus.hw.MachineReader;
import tactus.hw.cost.Action;
import tactus.hw.cost.MachineCost;
import tactus.hw.cost.OperationEnergy;
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
    return "Operations from their structure beside published ones, and a multiply-add beside the"
        + " published multiply and (wider) add: ours has pipeline registers and a clock of 500 MHz,"
        + " theirs are of unknown timing, and the publications are not one process' history. The 45 nm"
        + " table's integer adders are where our energy of a gate comes from, so that their rows are no"
        + " check; all others are. Only the 32-bit rows of Aladdin's table were measured, the others"
        + " follow from its rules for the width. A multiply-adder normalizes once, a multiplication and"
        + " an addition twice, so that ours may well take less. 64-bit SRAM reads of the SRAM model,"
        + " high performance, beside what the 45 nm publication calls caches; wires beside S. Keckler"
        + " et al., IEEE Micro 2011, whose 10 nm are a projection. The publications differ by up to"
        + " 24 times at one node; a machine can use the published tables themselves"
        + " (`cost.arithmetic`).";
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
    for (CsvTable.Row row : caches(table)) {
      reads.add(row.text("format"), row.number("energy_pj"), readPicojoules(row));
    }
    comparisons.add(reads.build());
    comparisons.add(wires(table));
    return comparisons;
  }

  /** {@return the rows of what the 45 nm publication calls caches} */
  private static List<CsvTable.Row> caches(CsvTable table) {
    return table.rows().stream()
        .filter(row -> row.text("source").equals(HOROWITZ.source))
        .filter(row -> row.text("kind").equals("sram"))
        .toList();
  }

  private static double readPicojoules(CsvTable.Row cache) {
    return new SramModel(HOROWITZ.nanometers, Flavor.HIGH_PERFORMANCE, 340)
        .cost(SramSpec.singlePorted(bytes(cache.text("format")), 64, 1))
        .readPicojoules();
  }

  /** Reads of as large memories of one bank as CACTI 7 prints them; ours are 40 K warmer. */
  private static Spread reads(GoldenFolder golden) {
    List<CsvTable.Row> memories =
        CsvTable.read(golden.file("energy/cacti7_sram.csv")).rows().stream()
            .filter(row -> row.text("profile").equals("hp300"))
            .filter(row -> (int) row.number("tech_nm") == HOROWITZ.nanometers)
            .filter(row -> (int) row.number("width_bits") == 64 && (int) row.number("banks") == 1)
            .toList();
    List<Spread.Row> rows = new ArrayList<>();
    for (CsvTable.Row cache : caches(CsvTable.read(golden.file(GOLDEN)))) {
      Optional<Spread.Value> simulated =
          memories.stream()
              .filter(row -> (long) row.number("size_bytes") == bytes(cache.text("format")))
              .map(row -> new Spread.Value(row.number("read_pj"), row.halfDigit("read_pj")))
              .findFirst();
      Optional<Spread.Value> published =
          Optional.of(new Spread.Value(cache.number("energy_pj"), cache.halfDigit("energy_pj")));
      rows.add(
          new Spread.Row(
              cache.text("format"), List.of(published, simulated), readPicojoules(cache)));
    }
    return new Spread(
        "64-bit reads of memories at 45 nm", "pJ", List.of("horowitz-45nm", "cacti-7"), rows);
  }

  /** An operation that at least one table has. */
  private record Single(String operation, String format, int bits) {
    String text() {
      return (operation.equals("mul") ? "multiply " : "add ") + format + bits;
    }
  }

  private static final List<Single> SINGLES =
      List.of(
          new Single("add", "int", 8),
          new Single("add", "int", 16),
          new Single("add", "int", 32),
          new Single("mul", "int", 8),
          new Single("mul", "int", 32),
          new Single("add", "bf", 16),
          new Single("add", "fp", 16),
          new Single("add", "fp", 32),
          new Single("mul", "bf", 16),
          new Single("mul", "fp", 16),
          new Single("mul", "fp", 32));

  private static final List<String> SETS = List.of("horowitz-45nm", "aladdin-40nm", "tpu-v4i-7nm");

  private static final double PERIOD_PICOSECONDS = 2000;

  @Override
  public List<Spread> spreads(GoldenFolder golden) {
    List<Spread> spreads = new ArrayList<>();
    for (Scaling scaling : SCALINGS) {
      spreads.add(
          new Spread("Single operations " + scaling.text, "pJ", scaling.sets, singles(scaling)));
      spreads.add(
          new Spread(
              "Multiply-adders beside a multiplication and an addition " + scaling.text,
              "pJ",
              scaling.sets,
              multiplyAdders(scaling)));
    }
    spreads.add(reads(golden));
    return spreads;
  }

  /**
   * A node to which the tables are scaled.
   *
   * @param text where that is, and how
   * @param cost the node in YAML
   * @param sets the tables
   */
  private record Scaling(String text, String cost, List<String> sets) {
    OperationEnergy energies() {
      return new OperationEnergy(machine(UNITS.get(0), cost).spec());
    }
  }

  private static final List<Scaling> SCALINGS =
      List.of(
          new Scaling(
              "at 45 nm, the others' tables scaled there by polynomials",
              "node: 45 nm",
              SETS.subList(0, 2)),
          new Scaling(
              "at 7 nm, scaled by operations", "node: 7 nm, scaling: published-operations", SETS),
          new Scaling(
              "at 7 nm, scaled by polynomials", "node: 7 nm, scaling: stillmaker-baas", SETS));

  private static List<Spread.Row> singles(Scaling scaling) {
    List<Spread.Row> rows = new ArrayList<>();
    OperationEnergy energies = scaling.energies();
    for (Single single : SINGLES) {
      List<Optional<Spread.Value>> theirs =
          scaling.sets.stream().map(set -> published(energies, set, single)).toList();
      if (theirs.stream().anyMatch(Optional::isPresent)) {
        double ours =
            energies.structural(single.operation, single.format, single.bits, PERIOD_PICOSECONDS);
        rows.add(new Spread.Row(single.text(), theirs, ours));
      }
    }
    return rows;
  }

  private static List<Spread.Row> multiplyAdders(Scaling scaling) {
    List<Spread.Row> rows = new ArrayList<>();
    OperationEnergy energies = scaling.energies();
    for (Unit unit : UNITS) {
      String sum = unit.format.equals("bf") ? "fp" : unit.format;
      Single multiply = new Single("mul", unit.format, unit.bits);
      Single add = new Single("add", sum, unit.sumBits);
      List<Optional<Spread.Value>> theirs =
          scaling.sets.stream()
              .map(
                  set ->
                      published(energies, set, multiply)
                          .flatMap(
                              product ->
                                  published(energies, set, add)
                                      .map(
                                          more ->
                                              new Spread.Value(
                                                  product.number() + more.number(),
                                                  product.rounding() + more.rounding()))))
              .toList();
      if (theirs.stream().anyMatch(Optional::isPresent)) {
        rows.add(
            new Spread.Row(
                "multiply-add " + unit.format + unit.bits + ", sum of " + unit.sumBits + " bits",
                theirs,
                structural(unit, scaling.cost)));
      }
    }
    return rows;
  }

  /** A table for numbers of 16 bits says nothing of how their bits are divided. */
  private static Optional<Spread.Value> published(
      OperationEnergy energies, String set, Single single) {
    return single.format.equals("bf") && set.equals("aladdin-40nm")
        ? Optional.empty()
        : energies
            .published(set, single.operation, single.format, single.bits)
            .map(value -> new Spread.Value(value.picojoules(), value.roundingPicojoules()));
  }

  /** A range stands for its middle; of a node that we do not have, ours is the nearest. */
  private static Comparison wires(CsvTable table) {
    Comparison.Builder wires = new Comparison.Builder("a transition of 1 mm of wire, pJ", "pJ");
    for (CsvTable.Row row : table.rows()) {
      if (row.text("kind").equals("wire")) {
        int node = (int) row.number("node_nm");
        int ours = node == 40 ? 45 : node == 10 ? 7 : node;
        double middle =
            Arrays.stream(row.text("energy_pj").split("-", -1))
                .mapToDouble(Double::parseDouble)
                .average()
                .orElseThrow();
        MachineCost cost = machine(UNITS.get(0), "node: " + ours + " nm, link_length: 1 mm");
        // Half of the bits change.
        double energy = 2 * cost.component(MachineCost.LINKS).picojoules(Action.BIT);
        wires.add(node + " nm, ours at " + ours + " nm", middle, energy);
      }
    }
    return wires.build();
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
    return machine(unit, cost).component(MachineCost.MULTIPLY_ADDERS).picojoules(Action.MAC);
  }

  private static MachineCost machine(Unit unit, String cost) {
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
    return MachineReader.readCost(
        ConfigDocument.parse(yaml, Path.of("unit.yaml"), MachineReader.MACHINE).section());
  }
}
