package tactus.hw.cost.sram;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Finds the organization of an SRAM with the least energy of a read times the square of its access
 * time, among those that are not much worse than the fastest in time and much worse than the
 * leanest in energy as well. Thousands are possible; a bound of what each costs at least, from its
 * rows and the least length of its wires, spares pricing most of them.
 */
final class SramSearch {

  /** Candidates this much worse than the best in both time and energy are never chosen. */
  static final double MUCH_WORSE = 1.5;

  /** Bounds are sums in another order than what they bound: rounding must not turn them over. */
  private static final double ROUNDING = 1e-9;

  private static final Comparator<Candidate> BETTER_FIRST =
      Comparator.comparingDouble(Candidate::merit).thenComparingInt(c -> c.place);

  private final SramModel model;
  private final SramSpec spec;
  private final double muchWorse;
  private final Map<Size, MatRows> known = new LinkedHashMap<>();
  private final List<Candidate> candidates = new ArrayList<>();

  SramSearch(SramModel model, SramSpec spec, double muchWorse) {
    this.model = model;
    this.spec = spec;
    this.muchWorse = muchWorse;
    for (Division division : SramModel.divisions(spec)) {
      candidates.add(new Candidate(candidates.size(), division));
    }
  }

  /** Rows and columns of a subarray. */
  private record Size(int rows, int columns) {}

  /**
   * A way to divide the banks. What it costs at least is known from its rows; then, if it is worth
   * it, from its mat; and what it costs, in the end, from the wires between mats and banks too.
   */
  private final class Candidate {
    private final int place;
    private final Division division;
    private final MatRows rows;
    private double leastNanoseconds;
    private double leastPicojoules;
    private @Nullable Mat mat;
    private @Nullable SramCost cost;

    Candidate(int place, Division division) {
      this.place = place;
      this.division = division;
      this.rows =
          known.computeIfAbsent(
              new Size(division.rows(), division.columns()), size -> model.rows(spec, division));
      double output = rows.subarray().width();
      bound(
          Division.SIDE * rows.subarray().width(),
          Division.SIDE * rows.subarray().height(),
          rows.leastDelay() + output * model.wire().secondsPerMicrometer(),
          rows.leastReadEnergy()
              + output * division.matOutputs() * model.wire().joulesPerMicrometer());
    }

    /** What a mat takes, and the wires at their least length. */
    private void bound(double matWidth, double matHeight, double matSeconds, double matJoules) {
      double width = matWidth * division.matColumns();
      double height = matHeight * division.matRows();
      double way =
          Tree.leastMicrometers(width, height, division.matColumns(), division.matRows())
              + Math.min(wayToBank(width, height, true), wayToBank(width, height, false));
      int lines = SramModel.addressBits(spec, division) + spec.wordBits() * spec.reading();
      leastNanoseconds =
          (matSeconds + 2 * way * model.wire().secondsPerMicrometer()) * 1e9 * (1 - ROUNDING);
      leastPicojoules =
          (matJoules * division.activeMats() + way * lines * model.wire().joulesPerMicrometer())
              * 1e12
              * (1 - ROUNDING);
    }

    private Mat mat() {
      if (mat == null) {
        mat = model.mat(spec, division, rows);
        bound(mat.width(), mat.height(), mat.rowDelay() + mat.outputDelay(), mat.readEnergy());
      }
      return mat;
    }

    SramCost cost() {
      if (cost == null) {
        cost = model.cost(spec, division, mat());
      }
      return cost;
    }

    /** {@return what it costs is worth, at least; exactly once it is priced} */
    double merit() {
      double nanoseconds = cost == null ? leastNanoseconds : cost.accessNanoseconds();
      double picojoules = cost == null ? leastPicojoules : cost.readPicojoules();
      return nanoseconds * nanoseconds * picojoules;
    }

    boolean isPriced() {
      return cost != null;
    }

    /** Makes the next better known of its mat and its cost. */
    void refine() {
      if (mat == null) {
        mat();
      } else {
        cost();
      }
    }
  }

  private double wayToBank(double width, double height, boolean isTall) {
    int up = SramModel.banksUp(spec, isTall);
    int across = spec.banks() / up;
    return Tree.leastMicrometers(width * across, height * up, across, up);
  }

  /** {@return the best organization; none if the SRAM is too small to be divided} */
  Optional<SramCost> best() {
    Optional<Candidate> best = leastMerit();
    return best.isPresent() && isMuchWorse(best.get().cost())
        ? amongAll()
        : best.map(Candidate::cost);
  }

  /**
   * The one of least merit, the first of those that are equal. Always the one that may be best is
   * made better known, so that few are priced.
   */
  private Optional<Candidate> leastMerit() {
    PriorityQueue<Candidate> queue = new PriorityQueue<>(BETTER_FIRST);
    queue.addAll(candidates);
    Candidate first = queue.poll();
    while (first != null && !first.isPriced()) {
      first.refine();
      queue.add(first);
      first = queue.poll();
    }
    return Optional.ofNullable(first);
  }

  private boolean isMuchWorse(SramCost cost) {
    // Energies first: those of the leanest differ more, so fewer candidates have to be priced.
    return hasLess(
            cost.readPicojoules() / muchWorse, c -> c.leastPicojoules, SramCost::readPicojoules)
        && hasLess(
            cost.accessNanoseconds() / muchWorse,
            c -> c.leastNanoseconds,
            SramCost::accessNanoseconds);
  }

  /** Whether any candidate has less of a figure than a limit. */
  private boolean hasLess(
      double limit, ToDoubleFunction<Candidate> least, ToDoubleFunction<SramCost> figure) {
    Predicate<Candidate> may = c -> least.applyAsDouble(c) < limit;
    return candidates.stream()
        .filter(may)
        .sorted(Comparator.comparingDouble(least))
        .anyMatch(c -> figure.applyAsDouble(c.cost()) < limit);
  }

  /** The best when all are priced: where the one of least merit is much worse than others. */
  private Optional<SramCost> amongAll() {
    double fastest = Double.POSITIVE_INFINITY;
    double leanest = Double.POSITIVE_INFINITY;
    for (Candidate candidate : candidates) {
      fastest = Math.min(fastest, candidate.cost().accessNanoseconds());
      leanest = Math.min(leanest, candidate.cost().readPicojoules());
    }
    double time = muchWorse * fastest;
    double energy = muchWorse * leanest;
    return candidates.stream()
        .filter(c -> c.cost().accessNanoseconds() <= time || c.cost().readPicojoules() <= energy)
        .min(BETTER_FIRST)
        .map(Candidate::cost);
  }
}
