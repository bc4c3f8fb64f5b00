package tactus.hw.stream;

import java.util.List;

/**
 * What a unit receives and sends, step by step, in one cycle of its behaviour. A step receives at
 * most one token of each input and sends at most one to each output.
 *
 * @param blocks run one after another
 */
record Pattern(List<Block> blocks) {

  /**
   * Equal steps in a row.
   *
   * @param steps how many in the first cycle, at least 0
   * @param growth how many more in each following cycle, at least 0
   * @param reads bit set of the inputs a step receives from
   * @param writes bit set of the outputs a step sends to
   */
  record Phase(long steps, long growth, int reads, int writes) {
    Phase {
      if (steps < 0 || growth < 0) {
        throw new IllegalArgumentException(
            "steps (" + steps + ") and growth (" + growth + ") must be at least 0");
      }
    }

    long stepsIn(long cycle) {
      return steps + growth * cycle;
    }
  }

  /**
   * Phases, repeated.
   *
   * @param times how often in the first cycle, at least 0
   * @param growth how much more often in each following cycle, at least 0
   * @param phases the phases; they do not grow if the block does or is repeated
   */
  record Block(long times, long growth, List<Phase> phases) {
    Block {
      phases = List.copyOf(phases);
      boolean phasesGrow = phases.stream().anyMatch(phase -> phase.growth() > 0);
      if (times < 0 || growth < 0 || (phasesGrow && (times != 1 || growth != 0))) {
        throw new IllegalArgumentException("times (" + times + ") must be 1 if phases grow");
      }
    }

    long timesIn(long cycle) {
      return times + growth * cycle;
    }
  }

  /**
   * A number of tokens or steps in a cycle.
   *
   * @param first in the first cycle
   * @param growth more in each following one
   */
  record Rate(long first, long growth) {
    Rate plus(Rate other) {
      return new Rate(first + other.first, growth + other.growth);
    }

    @Override
    public String toString() {
      return growth == 0 ? Long.toString(first) : first + " + " + growth + " per round";
    }
  }

  Pattern {
    blocks = List.copyOf(blocks);
  }

  static Pattern of(Phase... phases) {
    return new Pattern(List.of(new Block(1, 0, List.of(phases))));
  }

  /** Tokens received from an input in a cycle. */
  Rate reads(int input) {
    return count(1 << input, 0);
  }

  /** Tokens sent to an output in a cycle. */
  Rate writes(int output) {
    return count(0, 1 << output);
  }

  /** Steps in a cycle. */
  Rate steps() {
    return count(0, 0);
  }

  boolean grows() {
    return blocks.stream()
        .anyMatch(
            block ->
                block.growth() > 0
                    || block.phases().stream().anyMatch(phase -> phase.growth() > 0));
  }

  private Rate count(int reads, int writes) {
    Rate sum = new Rate(0, 0);
    for (Block block : blocks) {
      for (Phase phase : block.phases()) {
        if ((phase.reads() & reads) == reads && (phase.writes() & writes) == writes) {
          sum =
              sum.plus(
                  new Rate(
                      Math.multiplyExact(block.times(), phase.steps()),
                      block.times() * phase.growth() + block.growth() * phase.steps()));
        }
      }
    }
    return sum;
  }
}
