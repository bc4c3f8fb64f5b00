package tactus.hw.cost;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tactus.hw.arithmetic.ChainSpec;
import tactus.hw.arithmetic.FloatArithmeticSpec;
import tactus.hw.arithmetic.IntegerArithmeticSpec;
import tactus.hw.arithmetic.Normalization;
import tactus.hw.arithmetic.Rounding;

/**
 * What a floating-point multiply-add costs, from its structure. Two pipeline stages: the product
 * and its exponent; then comparison of exponents, alignment, addition, normalization.
 *
 * <p>A unit is smallest when its clock leaves it three times its smallest delay or more. Towards
 * that delay, its gates grow by {@link #sizing}, since faster cells and structures are larger:
 * close to the limit, a shorter critical path saves more area than the gates left out.
 *
 * @param blocks the combinational blocks
 * @param stageDepths logic depth of each pipeline stage
 * @param registerBits flip-flops
 */
public record MultiplyAddCost(List<Block> blocks, List<Double> stageDepths, int registerBits) {

  /** Share of the bits of an operand that change from one operation to the next, if not counted. */
  public static final double TYPICAL_ACTIVITY = 0.5;

  private static final double RELAXED = 3;
  private static final double ASYMPTOTE = 0.88;

  public MultiplyAddCost {
    blocks = List.copyOf(blocks);
    stageDepths = List.copyOf(stageDepths);
  }

  /**
   * {@return the cost of a multiply-add whose exact normalizer counts}
   *
   * @param spec the arithmetic
   */
  public static MultiplyAddCost of(FloatArithmeticSpec spec) {
    return of(spec, Normalizer.COUNTER);
  }

  /**
   * {@return the cost of a multiply-add}
   *
   * @param spec the arithmetic
   * @param normalizer how the normalizer is built if it is exact
   */
  public static MultiplyAddCost of(FloatArithmeticSpec spec, Normalizer normalizer) {
    int factorBits = spec.operands().fractionBits() + 1;
    int productBits = 2 * factorBits;
    int width = width(spec);
    // Two more bits than an operand's exponent hold every product and every shift.
    int exponentBits = Math.max(spec.operands().exponentBits(), spec.results().exponentBits()) + 2;
    if (spec.chain().isPresent()) {
      exponentBits = spec.operands().exponentBits() + 2;
    }
    List<Block> first = new ArrayList<>();
    first.add(Blocks.unpacker(2 * spec.operands().bits() - 2));
    first.add(Blocks.exponentAdder(spec.operands().exponentBits()));
    first.add(Blocks.multiplier(factorBits, factorBits));
    boolean normalized = spec.chain().map(ChainSpec::productNormalized).orElse(false);
    if (normalized) {
      first.add(Blocks.productNormalizer(productBits));
    }
    List<Block> second = new ArrayList<>();
    second.add(Blocks.exponentComparator(exponentBits));
    second.add(Blocks.aligner(width));
    second.add(Blocks.signMagnitudeAdder(width));
    second.add(normalizer(spec, normalizer, width, exponentBits));
    boolean rounds =
        spec.chain()
            .map(chain -> chain.truncation() == ChainSpec.Truncation.SUM_NEAREST)
            .orElse(spec.rounding() != Rounding.TOWARD_ZERO);
    if (rounds) {
      int rounded =
          spec.chain().map(ChainSpec::significandBits).orElse(spec.results().fractionBits() + 1);
      second.add(Blocks.rounder(rounded, exponentBits));
    }
    double firstDepth =
        Math.max(first.get(1).depth(), first.get(2).depth())
            + first.get(0).depth()
            + (normalized ? first.get(3).depth() : 0);
    double secondDepth = second.stream().mapToDouble(Block::depth).sum();
    List<Block> blocks = new ArrayList<>(first);
    blocks.addAll(second);
    // Sign, exponent and significand of the product and of the sum on its way in and out, and two
    // flags of each: zero and special.
    int sumBits = spec.chain().map(ChainSpec::significandBits).orElse(width);
    int registers = 3 * (1 + exponentBits + 2) + productBits + 2 * sumBits;
    return new MultiplyAddCost(blocks, List.of(firstDepth, secondDepth), registers);
  }

  /** {@return the bits that are aligned and added} */
  private static int width(FloatArithmeticSpec spec) {
    int productBits = 2 * (spec.operands().fractionBits() + 1);
    return spec.chain()
        .map(chain -> chain.significandBits() + chain.guardBits() + (chain.sticky() ? 1 : 0))
        // Fused: the product and, below it, the summand's fraction with guard and sticky bits.
        .orElse(productBits + spec.results().fractionBits() + 3);
  }

  private static Block normalizer(
      FloatArithmeticSpec spec, Normalizer normalizer, int width, int exponentBits) {
    Normalization rule = spec.chain().map(ChainSpec::normalization).orElse(Normalization.EXACT);
    int significandBits = spec.chain().map(ChainSpec::significandBits).orElse(width);
    if (rule.isExact(significandBits)) {
      return switch (normalizer) {
        case COUNTER -> Blocks.countingNormalizer(width, exponentBits);
        case SERIAL -> Blocks.serialNormalizer(width, exponentBits);
        case ANTICIPATION -> Blocks.anticipatingNormalizer(width, exponentBits);
        case DUAL_PATH -> Blocks.dualPathNormalizer(width, exponentBits);
      };
    }
    return switch (rule.rule()) {
      case NONE, EXACT -> Blocks.carryShift(width, exponentBits);
      case SINGLE -> Blocks.windowNormalizer(width, exponentBits, 1);
      case WINDOWS, STAGES -> Blocks.windowNormalizer(width, exponentBits, 2);
    };
  }

  /**
   * {@return the cost of a multiply-add of integers: a multiplier, then an adder}
   *
   * @param spec the arithmetic
   */
  public static MultiplyAddCost of(IntegerArithmeticSpec spec) {
    Block multiplier = Blocks.multiplier(spec.operandBits(), spec.operandBits());
    Block adder = Blocks.adder(spec.sumBits());
    return new MultiplyAddCost(
        List.of(multiplier, adder),
        List.of(multiplier.depth(), adder.depth()),
        2 * spec.operandBits() + spec.sumBits());
  }

  /**
   * {@return this unit, or one of as many more stages of equal depth as a clock asks for} Each
   * further stage has registers like the first two on average.
   *
   * @param periodPicoseconds period of the clock, in ps
   * @param technology the process
   */
  public MultiplyAddCost pipelinedFor(double periodPicoseconds, Technology technology) {
    if (smallestPeriodPicoseconds(technology) <= periodPicoseconds) {
      return this;
    }
    double logic = stageDepths.stream().mapToDouble(Double::doubleValue).sum();
    int stages = (int) Math.ceil(logic * technology.depthPicoseconds() / periodPicoseconds);
    int more = Math.max(stages, stageDepths.size());
    return new MultiplyAddCost(
        blocks, Collections.nCopies(more, logic / more), registerBits * more / stageDepths.size());
  }

  /** {@return the combinational area where the clock is relaxed, in gate equivalents} */
  public double gates() {
    return blocks.stream().mapToDouble(Block::gates).sum();
  }

  /** {@return the logic depth of the slowest stage} */
  public double depth() {
    return stageDepths.stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }

  /**
   * {@return the shortest period of a clock, in ps}
   *
   * @param technology the process
   */
  public double smallestPeriodPicoseconds(Technology technology) {
    return depth() * technology.depthPicoseconds();
  }

  /**
   * {@return how much larger gates are for a clock than for a relaxed one}
   *
   * <p>A hyperbola, the usual shape of an area against its delay: 1 at three times the smallest
   * delay, the technology's own at the smallest, with its asymptote at 0.88 of it. The asymptote is
   * calibrated on whole units, exact and approximate together.
   *
   * @param periodPicoseconds period of the clock, in ps
   * @param technology the process
   * @throws IllegalArgumentException if the period is below the shortest one
   */
  public double sizing(double periodPicoseconds, Technology technology) {
    double shortest = smallestPeriodPicoseconds(technology);
    double slack = periodPicoseconds / shortest;
    if (!(slack >= 1)) {
      throw new IllegalArgumentException(
          "periodPicoseconds ("
              + periodPicoseconds
              + ") must be at least "
              + Math.ceil(shortest)
              + " in "
              + technology.name());
    }
    return slack >= RELAXED ? 1 : 1 + (technology.fastestSizing() - 1) * rise(slack) / rise(1);
  }

  private static double rise(double slack) {
    return 1 / (slack - ASYMPTOTE) - 1 / (RELAXED - ASYMPTOTE);
  }

  /**
   * {@return the combinational area for a clock, in µm²}
   *
   * @param periodPicoseconds period of the clock, in ps, at least the shortest one
   * @param technology the process
   */
  public double logicSquareMicrometers(double periodPicoseconds, Technology technology) {
    return gates() * sizing(periodPicoseconds, technology) * technology.gateSquareMicrometers();
  }

  /**
   * {@return the area of logic and registers for a clock, in µm²}
   *
   * @param periodPicoseconds period of the clock, in ps, at least the shortest one
   * @param technology the process
   */
  public double squareMicrometers(double periodPicoseconds, Technology technology) {
    return logicSquareMicrometers(periodPicoseconds, technology)
        + registerBits * technology.flipFlopGates() * technology.gateSquareMicrometers();
  }

  /**
   * {@return the energy of an operation, in fJ} Larger gates cost as much more energy, and so do
   * gates that switch more often than an adder's; a flip-flop switches its clock at every operation
   * and its data with the activity.
   *
   * @param periodPicoseconds period of the clock, in ps, at least the shortest one
   * @param technology the process
   * @param activity share of operand bits that change, from 0 to 1
   */
  public double femtojoules(double periodPicoseconds, Technology technology, double activity) {
    if (!(activity >= 0 && activity <= 1)) {
      throw new IllegalArgumentException("activity (" + activity + ") must be from 0 to 1");
    }
    double share = activity / TYPICAL_ACTIVITY;
    double switched = blocks.stream().mapToDouble(block -> block.gates() * block.switching()).sum();
    double logic = switched * sizing(periodPicoseconds, technology) * share;
    double registers = registerBits * technology.flipFlopGates() * (1 + share) / 2;
    return (logic + registers) * technology.gateFemtojoules();
  }
}
