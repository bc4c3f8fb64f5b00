package tactus.hw.stream.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static tactus.hw.arithmetic.FloatFormat.BF16;
import static tactus.hw.arithmetic.FloatFormat.FP32;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import tactus.hw.arithmetic.FloatArithmeticSpec;
import tactus.hw.arithmetic.Rounder;
import tactus.hw.command.Dependences;
import tactus.hw.command.Operand;
import tactus.hw.command.StreamOp;
import tactus.hw.command.TilePlace;
import tactus.hw.memory.ScratchpadSpec;

/** Both fidelities give the bits of plain loops in the order of the fabric's operations. */
class FunctionalStreamFabricTest {

  private static final ScratchpadSpec SCRATCHPAD = new ScratchpadSpec(1 << 16, 4, 8, 1, 1);
  private static final FloatArithmeticSpec SINGLE = FloatArithmeticSpec.fused(FP32, FP32);
  private static final FloatArithmeticSpec NARROW = FloatArithmeticSpec.fused(BF16, FP32);

  /** Random operands of some groups; the results of commands on them. */
  private static final class Case {
    private final int groups;
    private final int rows;
    private final int keys;
    private final int width;
    private final double[] query;
    private final double[] key;
    private final double[] value;

    Case(Random random, int groups, int rows, int keys, int width, Rounder rounder) {
      this.groups = groups;
      this.rows = rows;
      this.keys = keys;
      this.width = width;
      query = random.doubles(groups * rows * width, -1, 1).map(rounder::quantize).toArray();
      key = random.doubles(groups * keys * width, -1, 1).map(rounder::quantize).toArray();
      value = random.doubles(groups * keys * width, -1, 1).map(rounder::quantize).toArray();
    }

    AttentionData data(StreamOp command, double[] results) {
      long first = command.place().n();
      return new AttentionData() {
        @Override
        public long rows(int group) {
          return rows;
        }

        @Override
        public double query(int group, long row, int column) {
          return query[(int) ((group * rows + row) * width + column)];
        }

        @Override
        public double key(int group, long row, int column) {
          return key[(int) ((group * keys + first + row) * width + column)];
        }

        @Override
        public double value(int group, long row, int column) {
          return value[(int) ((group * keys + first + row) * width + column)];
        }

        @Override
        public double scale() {
          return 1 / Math.sqrt(width);
        }

        @Override
        public void result(int group, long row, int column, double result) {
          results[(int) ((group * rows + row) * width + column)] = result;
        }
      };
    }

    /** Commands for all keys, each for at most so many. */
    List<StreamOp> commands(int most) {
      List<StreamOp> commands = new ArrayList<>();
      Operand operand = new Operand(0, 16);
      for (int first = 0; first < keys; first += most) {
        int count = Math.min(most, keys - first);
        commands.add(
            new StreamOp(
                0,
                Dependences.NONE,
                groups,
                rows,
                count,
                width,
                operand,
                operand,
                operand,
                operand,
                first > 0,
                first + count == keys,
                new TilePlace(0, 0, 0, first)));
      }
      return commands;
    }

    double[] fast(StreamFabricSpec fabric, FloatArithmeticSpec arithmetic, int mostKeys) {
      double[] results = new double[query.length];
      FunctionalStreamFabric functional = new FunctionalStreamFabric(fabric, arithmetic);
      for (StreamOp command : commands(mostKeys)) {
        functional.execute(command, data(command, results));
      }
      return results;
    }

    double[] reference(StreamFabricSpec fabric, FloatArithmeticSpec arithmetic, int mostKeys) {
      double[] results = new double[query.length];
      ReferenceStreamFabric reference =
          new ReferenceStreamFabric(fabric, SCRATCHPAD, Optional.of(arithmetic));
      for (StreamOp command : commands(mostKeys)) {
        reference.offer(command, Optional.of(data(command, results)));
      }
      long cycle = 0;
      while (reference.step(cycle)) {
        cycle++;
      }
      return results;
    }

    /** The recurrence of memory-free attention, key by key and token by token. */
    double[] plain(AttentionArithmetic arithmetic, int tokenWidth) {
      double[] results = new double[query.length];
      for (int row = 0; row < groups * rows; row++) {
        int group = row / rows;
        double maximum = -Double.MAX_VALUE;
        double sum = 0;
        double[] products = new double[width];
        for (int j = 0; j < keys; j++) {
          int at = (group * keys + j) * width;
          double dot = 0;
          for (int first = 0; first < width; first += tokenWidth) {
            // What lies beyond the row's end in its last token is zero.
            double[] a = Arrays.copyOfRange(query, row * width + first, row * width + width);
            double[] b = Arrays.copyOfRange(key, at + first, at + width);
            dot =
                arithmetic.dot(
                    dot,
                    Arrays.copyOf(a, tokenWidth),
                    0,
                    Arrays.copyOf(b, tokenWidth),
                    0,
                    tokenWidth);
          }
          double score = arithmetic.result(dot * (1 / Math.sqrt(width)));
          double before = maximum;
          maximum = Math.max(before, score);
          double e = arithmetic.result(Math.exp(arithmetic.result(score - maximum)));
          double f = arithmetic.result(Math.exp(arithmetic.result(before - maximum)));
          sum = arithmetic.result(arithmetic.result(sum * f) + e);
          for (int i = 0; i < width; i++) {
            products[i] = arithmetic.weighted(arithmetic.result(products[i] * f), e, value[at + i]);
          }
        }
        for (int i = 0; i < width; i++) {
          results[row * width + i] = arithmetic.result(products[i] / sum);
        }
      }
      return results;
    }
  }

  private static StreamFabricSpec fabric(AttentionVariant variant, int width, int rowLanes) {
    AttentionDesign design =
        new AttentionDesign(
            variant, true, width, 3, rowLanes, false, AttentionTiming.published(variant), Map.of());
    return new StreamFabricSpec(design, 64, 64);
  }

  @Property(tries = 200)
  void execute_anyCommands_givesTheBitsOfReferenceFidelity(
      @ForAll AttentionVariant variant,
      @ForAll @IntRange(min = 1, max = 3) int groups,
      @ForAll @IntRange(min = 1, max = 7) int rows,
      @ForAll @IntRange(min = 1, max = 12) int keys,
      @ForAll @IntRange(min = 1, max = 7) int width,
      @ForAll @IntRange(min = 1, max = 4) int tokenWidth,
      @ForAll @IntRange(min = 1, max = 12) int mostKeys,
      @ForAll boolean narrow,
      @ForAll long seed) {
    FloatArithmeticSpec arithmetic = narrow ? NARROW : SINGLE;
    boolean parts = variant == AttentionVariant.MEMORY_FREE || variant == AttentionVariant.DEFERRED;
    // Rows stay in the lanes between commands only if there is a lane for each.
    StreamFabricSpec fabric = fabric(variant, tokenWidth, parts ? 7 : 2);
    int most = parts ? mostKeys : keys;
    Case of = new Case(new Random(seed), groups, rows, keys, width, arithmetic.operandRounder());

    double[] fast = of.fast(fabric, arithmetic, most);

    assertThat(fast).containsExactly(of.reference(fabric, arithmetic, most));
    if (variant == AttentionVariant.MEMORY_FREE) {
      assertThat(fast).containsExactly(of.plain(AttentionArithmetic.of(arithmetic), tokenWidth));
    }
    if (!narrow) {
      assertThat(fast)
          .containsExactly(of.plain(AttentionArithmetic.doubles(), tokenWidth), within(1e-5));
    }
  }
}
