package tactus.hw.cost.sram;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an SRAM costs in a process: searches the ways to divide its banks for the one with the least
 * energy times the square of its delay.
 */
public final class SramModel {

  /** Share by which wires are slower than the fastest ones, to save energy. */
  private static final double SLOWER_WIRES = 0.3;

  private static final int MOST_PARTS = 512;
  private static final int MOST_SHARED = 256;
  private static final int MOST_WORDS_PER_ROW = 256;

  private static final int COLDEST = 300;
  private static final int HOTTEST = 400;

  private final SiliconProcess process;
  private final RepeatedWire wire;

  /**
   * Creates a model of a process.
   *
   * @param nanometers the node, in nm, within {@link #smallestNode} and {@link #largestNode};
   *     between the tables' nodes, their values are interpolated
   * @param flavor what its transistors are made for
   * @param kelvin temperature, in K, from 300 to 400
   */
  public SramModel(int nanometers, Flavor flavor, int kelvin) {
    if (nanometers < smallestNode() || nanometers > largestNode()) {
      throw new IllegalArgumentException(
          "nanometers ("
              + nanometers
              + ") must be from "
              + smallestNode()
              + " to "
              + largestNode());
    }
    if (kelvin < COLDEST || kelvin > HOTTEST) {
      throw new IllegalArgumentException(
          "kelvin (" + kelvin + ") must be from " + COLDEST + " to " + HOTTEST);
    }
    this.process = ProcessTable.process(nanometers, flavor, kelvin);
    this.wire = RepeatedWire.between(process, SLOWER_WIRES);
  }

  /** {@return the smallest node of the tables, in nm} */
  public static int smallestNode() {
    return ProcessTable.nodes().get(0);
  }

  /** {@return the largest node of the tables, in nm} */
  public static int largestNode() {
    List<Integer> nodes = ProcessTable.nodes();
    return nodes.get(nodes.size() - 1);
  }

  /** {@return the energy of a bit that changes on a repeated wire, in pJ a mm} */
  public double wirePicojoulesPerMillimeter() {
    return wire.joulesPerMicrometer() * 1e12 * 1e3;
  }

  /** {@return where the numbers of the process come from} */
  public static List<String> sources() {
    return ProcessTable.sources();
  }

  /**
   * {@return the cost of the best organization}
   *
   * @param spec the SRAM
   * @throws IllegalArgumentException if it is too small to be divided: below 32 words a bank
   */
  public SramCost cost(SramSpec spec) {
    return new SramSearch(this, spec, SramSearch.MUCH_WORSE)
        .best()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "bytes ("
                        + spec.bytes()
                        + ") must be at least "
                        + 32L * spec.banks() * spec.wordBits() / 8
                        + ", 32 words for each of "
                        + spec.banks()
                        + " banks"));
  }

  MatRows rows(SramSpec spec, Division division) {
    return new MatRows(spec, division.rows(), division.columns(), process);
  }

  Mat mat(SramSpec spec, Division division, MatRows rows) {
    return new Mat(spec, division, rows, process, wire);
  }

  RepeatedWire wire() {
    return wire;
  }

  /** {@return all ways to divide a bank} */
  static List<Division> divisions(SramSpec spec) {
    List<Division> list = new ArrayList<>();
    for (int words = 1; words <= MOST_WORDS_PER_ROW; words *= 2) {
      for (int wordline = 2; wordline <= MOST_PARTS; wordline *= 2) {
        for (int bitline = 2; bitline <= MOST_PARTS; bitline *= 2) {
          addShared(spec, new SramOrganization(wordline, bitline, words, 1, 1, 1), list);
        }
      }
    }
    return list;
  }

  /** Adds the organizations that share amplifiers and drivers in the ways that are possible. */
  private static void addShared(SramSpec spec, SramOrganization base, List<Division> list) {
    if (!Division.hasPossibleSize(spec, base)) {
      return;
    }
    double columns = (double) spec.wordBits() * base.wordsPerRow() / base.wordlineParts();
    // A mat delivers at most a word, and all mats of a row together at least one.
    double least = Division.SUBARRAYS * columns / spec.wordBits() / 2;
    double most = least * base.wordlineParts() * 2;
    for (int shared = 1; shared <= MOST_SHARED; shared *= 2) {
      for (int first = 1; first <= MOST_SHARED; first *= 2) {
        for (int second = 1; second <= MOST_SHARED; second *= 2) {
          double all = (double) shared * first * second;
          if (all >= least && all <= most) {
            SramOrganization organization =
                new SramOrganization(
                    base.wordlineParts(),
                    base.bitlineParts(),
                    base.wordsPerRow(),
                    shared,
                    first,
                    second);
            Division.of(spec, organization).ifPresent(list::add);
          }
        }
      }
    }
  }

  /**
   * {@return the cost of an organization, if it is possible}
   *
   * @param spec the SRAM
   * @param organization how a bank is divided
   */
  public Optional<SramCost> cost(SramSpec spec, SramOrganization organization) {
    return Division.of(spec, organization)
        .map(division -> cost(spec, division, mat(spec, division, rows(spec, division))));
  }

  SramCost cost(SramSpec spec, Division division, Mat mat) {
    int addressBits = addressBits(spec, division);
    // One more data wire in than out for each port: the write enable.
    int dataIn = (spec.wordBits() + 1) * spec.writing();
    int dataOut = spec.wordBits() * spec.reading();
    Tree.Grid mats =
        new Tree.Grid(
            mat.width(),
            mat.height(),
            division.matColumns(),
            division.matRows(),
            addressBits,
            dataIn + dataOut,
            false);
    Tree bankIn = Tree.over(mats, process, wire, Tree.Direction.IN, addressBits);
    Tree bankOut = Tree.over(mats, process, wire, Tree.Direction.OUT, dataOut);
    int banksUp = banksUp(spec, bankIn.height() > bankIn.width());
    Tree.Grid banks =
        new Tree.Grid(
            bankIn.width(),
            bankIn.height(),
            spec.banks() / banksUp,
            banksUp,
            addressBits,
            dataIn + dataOut,
            true);
    Tree in = Tree.over(banks, process, wire, Tree.Direction.IN, addressBits);
    Tree data = Tree.over(banks, process, wire, Tree.Direction.IN, dataIn);
    Tree out = Tree.over(banks, process, wire, Tree.Direction.OUT, dataOut);
    double toMat = in.delay() + bankIn.delay();
    double rowPath = toMat + mat.rowDelay();
    double access =
        Math.max(Math.max(rowPath, toMat + mat.columnDelay()), toMat + mat.multiplexerDelay())
            + mat.outputDelay()
            + bankOut.delay()
            + out.delay();
    double read =
        mat.readEnergy() * division.activeMats()
            + bankIn.joulesPerBit() * addressBits
            + bankOut.joulesPerBit() * dataOut
            + in.joulesPerBit() * addressBits
            + out.joulesPerBit() * dataOut;
    double write = read + mat.writeExtraEnergy() * division.activeMats();
    double leakage =
        mat.leakage() * division.mats() + in.leakage() + data.leakage() + out.leakage();
    double area = in.width() * in.height();
    double cells = mat.subarray().cellArea() * Division.SUBARRAYS * division.mats() * spec.banks();
    return new SramCost(
        area,
        read * 1e12,
        write * 1e12,
        leakage * spec.banks() * 1e3,
        access * 1e9,
        mat.cycle() * 1e9,
        cells / area,
        division.organization());
  }

  /** {@return the address wires of all ports} */
  static int addressBits(SramSpec spec, Division division) {
    return (division.matAddressBits() + division.bankAddressBits()) * spec.ports();
  }

  /** {@return how many banks are one above the other, so that the whole is near a square} */
  static int banksUp(SramSpec spec, boolean isTall) {
    int levels = Decoder.bits(spec.banks());
    return 1 << (isTall ? levels / 2 : levels - levels / 2);
  }
}
