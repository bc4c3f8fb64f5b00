package tactus.hw.stream;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tactus.hw.stream.Pattern.Rate;
import tactus.hw.stream.StreamGraphException.Problem;

/**
 * Finds how often each unit goes through its pattern in a round, so that in each round as many
 * tokens are received from every channel as are sent into it.
 */
final class RateBalance {

  private final Map<String, Unit> units;
  private final List<Link> links;
  private final long rounds;
  private final List<Problem> problems;

  private record Ratio(BigInteger over, BigInteger under) {
    static Ratio of(BigInteger over, BigInteger under) {
      BigInteger gcd = over.gcd(under);
      return new Ratio(over.divide(gcd), under.divide(gcd));
    }

    /** As equals, which a record would first have to make, in tens of milliseconds. */
    boolean isSame(Ratio other) {
      return over.equals(other.over) && under.equals(other.under);
    }

    Ratio times(long factor, long divisor) {
      return of(
          over.multiply(BigInteger.valueOf(factor)), under.multiply(BigInteger.valueOf(divisor)));
    }
  }

  RateBalance(Map<String, Unit> units, List<Link> links, long rounds, List<Problem> problems) {
    this.units = units;
    this.links = links;
    this.rounds = rounds;
    this.problems = problems;
  }

  /** The cycles of each unit in a round; adds to the problems if there are none that fit. */
  Map<String, Long> cyclesInRound() {
    Map<String, Ratio> ratios = new LinkedHashMap<>();
    for (Unit unit : units.values()) {
      if (!ratios.containsKey(unit.name())) {
        spread(unit, ratios);
      }
    }
    Map<String, Long> cycles = new LinkedHashMap<>();
    if (!problems.isEmpty()) {
      return cycles;
    }
    BigInteger common = BigInteger.ONE;
    for (Ratio ratio : ratios.values()) {
      common = common.multiply(ratio.under()).divide(common.gcd(ratio.under()));
    }
    BigInteger gcd = BigInteger.ZERO;
    for (Ratio ratio : ratios.values()) {
      gcd = gcd.gcd(ratio.over().multiply(common).divide(ratio.under()));
    }
    for (Map.Entry<String, Ratio> entry : ratios.entrySet()) {
      Ratio ratio = entry.getValue();
      cycles.put(
          entry.getKey(),
          ratio.over().multiply(common).divide(ratio.under()).divide(gcd).longValueExact());
    }
    checkGrowth(cycles);
    return cycles;
  }

  /** Gives all units that hang together with one a ratio to it. */
  private void spread(Unit start, Map<String, Ratio> ratios) {
    ratios.put(start.name(), new Ratio(BigInteger.ONE, BigInteger.ONE));
    Deque<Unit> queue = new ArrayDeque<>(List.of(start));
    while (!queue.isEmpty()) {
      Unit unit = queue.remove();
      for (Link link : links) {
        boolean sends = link.from().equals(unit.name());
        if (!sends && !link.to().equals(unit.name())) {
          continue;
        }
        Unit other = unit(sends ? link.to() : link.from());
        long mine = (sends ? sent(link) : received(link)).first();
        long theirs = (sends ? received(link) : sent(link)).first();
        Ratio ratio = ratios.get(unit.name());
        Ratio known = ratios.get(other.name());
        if (ratio == null || mine == 0 || theirs == 0) {
          problems.add(Problem.ofChannel(link, " must carry tokens in each round"));
          return;
        }
        Ratio implied = ratio.times(mine, theirs);
        if (known == null) {
          ratios.put(other.name(), implied);
          queue.add(other);
        } else if (!known.isSame(implied)) {
          problems.add(inconsistent(link));
          return;
        }
      }
    }
  }

  /** Rounds that grow must grow alike, and a unit that grows goes through its pattern once. */
  private void checkGrowth(Map<String, Long> cycles) {
    for (Link link : links) {
      Unit from = unit(link.from());
      Unit to = unit(link.to());
      long more = sent(link).growth() * cycles.getOrDefault(from.name(), 1L);
      long taken = received(link).growth() * cycles.getOrDefault(to.name(), 1L);
      boolean once =
          (!from.pattern().grows() || cycles.getOrDefault(from.name(), 1L) == 1)
              && (!to.pattern().grows() || cycles.getOrDefault(to.name(), 1L) == 1);
      if (rounds > 1 && (more != taken || !once)) {
        problems.add(inconsistent(link));
      }
    }
  }

  private Problem inconsistent(Link link) {
    return Problem.ofChannel(
        link,
        ": rates must fit, but "
            + link.from()
            + " sends "
            + sent(link)
            + " and "
            + link.to()
            + " receives "
            + received(link)
            + " tokens in each of their cycles, which contradicts the other channels");
  }

  private Rate sent(Link link) {
    return unit(link.from()).pattern().writes(link.output());
  }

  private Rate received(Link link) {
    return unit(link.to()).pattern().reads(link.input());
  }

  private Unit unit(String name) {
    Unit unit = units.get(name);
    if (unit == null) {
      throw new IllegalArgumentException("unit (" + name + ") must exist");
    }
    return unit;
  }
}
