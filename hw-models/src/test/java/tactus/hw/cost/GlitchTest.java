package tactus.hw.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * How often gates of adders and multipliers switch: NAND gates of unit delay, random operands one
 * after the other, every transition counted, also those that are taken back in the same operation.
 */
class GlitchTest {

  private static final int OPERATIONS = 60;

  /** A circuit of NAND gates; what has no inputs is an input of the circuit. */
  private static final class Circuit {
    private final List<int[]> gates = new ArrayList<>();
    private final List<Integer> inputs = new ArrayList<>();

    List<Integer> operand(int bits) {
      List<Integer> operand = new ArrayList<>();
      for (int i = 0; i < bits; i++) {
        gates.add(new int[0]);
        operand.add(gates.size() - 1);
      }
      inputs.addAll(operand);
      return operand;
    }

    int nand(int a, int b) {
      gates.add(new int[] {a, b});
      return gates.size() - 1;
    }

    int and(int a, int b) {
      int nand = nand(a, b);
      return nand(nand, nand);
    }

    /** {@return sum and carry} */
    int[] fullAdder(int a, int b, int c) {
      int first = nand(a, b);
      int half = nand(nand(a, first), nand(b, first));
      int second = nand(half, c);
      return new int[] {nand(nand(half, second), nand(c, second)), nand(first, second)};
    }

    int[] halfAdder(int a, int b) {
      int nand = nand(a, b);
      return new int[] {nand(nand(a, nand), nand(b, nand)), nand(nand, nand)};
    }

    void rippleAdder(int bits) {
      List<Integer> a = operand(bits);
      List<Integer> b = operand(bits);
      int[] sum = halfAdder(a.get(0), b.get(0));
      for (int i = 1; i < bits; i++) {
        sum = fullAdder(a.get(i), b.get(i), sum[1]);
      }
    }

    /** Wallace's tree, then a ripple adder: one that looks ahead switches less, but is small. */
    void multiplier(int bits) {
      List<Integer> a = operand(bits);
      List<Integer> b = operand(bits);
      List<List<Integer>> columns = columns(2 * bits);
      for (int i = 0; i < bits; i++) {
        for (int j = 0; j < bits; j++) {
          columns.get(i + j).add(and(a.get(i), b.get(j)));
        }
      }
      while (columns.stream().mapToInt(List::size).max().orElse(0) > 2) {
        columns = reduced(columns);
      }
      int carry = -1;
      for (List<Integer> column : columns) {
        List<Integer> all = new ArrayList<>(column);
        if (carry >= 0) {
          all.add(carry);
        }
        carry = -1;
        if (all.size() == 2) {
          carry = halfAdder(all.get(0), all.get(1))[1];
        } else if (all.size() == 3) {
          carry = fullAdder(all.get(0), all.get(1), all.get(2))[1];
        }
      }
    }

    private static List<List<Integer>> columns(int count) {
      List<List<Integer>> columns = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        columns.add(new ArrayList<>());
      }
      return columns;
    }

    private List<List<Integer>> reduced(List<List<Integer>> columns) {
      List<List<Integer>> next = columns(columns.size() + 1);
      for (int i = 0; i < columns.size(); i++) {
        List<Integer> column = columns.get(i);
        int at = 0;
        for (; column.size() - at >= 3; at += 3) {
          int[] sum = fullAdder(column.get(at), column.get(at + 1), column.get(at + 2));
          next.get(i).add(sum[0]);
          next.get(i + 1).add(sum[1]);
        }
        next.get(i).addAll(column.subList(at, column.size()));
      }
      return next.subList(0, columns.size());
    }

    /** {@return the transitions of a gate in an operation, on average} */
    double switching() {
      Random random = new Random(7);
      int count = gates.size();
      List<List<Integer>> readers = columns(count);
      for (int i = 0; i < count; i++) {
        for (int from : Arrays.stream(gates.get(i)).distinct().toArray()) {
          readers.get(from).add(i);
        }
      }
      boolean[] values = new boolean[count];
      for (int i = 0; i < count; i++) {
        int[] gate = gates.get(i);
        values[i] = gate.length > 0 && !(values[gate[0]] && values[gate[1]]);
      }
      long transitions = 0;
      for (int operation = 0; operation < OPERATIONS; operation++) {
        boolean[] waits = new boolean[count];
        List<Integer> now = new ArrayList<>();
        for (int input : inputs) {
          boolean value = random.nextBoolean();
          if (value != values[input]) {
            values[input] = value;
            add(readers.get(input), waits, now);
          }
        }
        while (!now.isEmpty()) {
          List<Integer> changed = new ArrayList<>();
          for (int gate : now) {
            waits[gate] = false;
            int[] from = gates.get(gate);
            if (values[gate] == (values[from[0]] && values[from[1]])) {
              changed.add(gate);
            }
          }
          now = new ArrayList<>();
          for (int gate : changed) {
            values[gate] = !values[gate];
            add(readers.get(gate), waits, now);
          }
          transitions += changed.size();
        }
      }
      return (double) transitions / OPERATIONS / (count - inputs.size());
    }

    private static void add(List<Integer> readers, boolean[] waits, List<Integer> next) {
      for (int reader : readers) {
        if (!waits[reader]) {
          waits[reader] = true;
          next.add(reader);
        }
      }
    }
  }

  @Test
  void treeSwitching_ofMultipliers_isThatOfASimulation() {
    for (int bits : new int[] {8, 11, 16, 24, 32}) {
      Circuit adder = new Circuit();
      adder.rippleAdder(bits);
      Circuit multiplier = new Circuit();
      multiplier.multiplier(bits);
      double simulated = multiplier.switching() / adder.switching();
      assertThat(Blocks.treeSwitching(bits))
          .as("%s bits", bits)
          .isCloseTo(simulated, within(0.2 * simulated));
    }
  }

  @Test
  void treeSwitching_fewRows_isThatOfAnAdder() {
    assertThat(Blocks.treeSwitching(1)).isEqualTo(1);
    assertThat(Blocks.treeSwitching(4)).isEqualTo(1);
  }
}
