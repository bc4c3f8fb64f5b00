package tactus.hw.matrix;

import java.util.Arrays;
import java.util.Optional;
import tactus.hw.command.MatMul;
import tactus.hw.command.Nonzeros;
import tactus.hw.command.TileNonzeros;

/**
 * What the multipliers of a flexible engine hold at a time. Columns of the right operand lie side
 * by side, each as a cluster of its nonzeros; a column that does not fit behind the others begins
 * the next round, and one that does not fit at all is cut into rounds of its own.
 */
final class FlexibleRound {

  /** Takes rounds that are alike but for the columns they belong to; the next call changes them. */
  interface Visitor {

    /** Takes a round that comes {@code times} times. */
    void visit(FlexibleRound round, long times);
  }

  /** Where in the reduction the value of each multiplier belongs. */
  private int[] inner = new int[64];

  private int slots;
  private int clusters;
  private int begun;
  private int finished;

  private FlexibleRound() {}

  /** {@return the multipliers that hold a value} */
  int slots() {
    return slots;
  }

  /** {@return where in the reduction the value of a multiplier belongs} */
  int inner(int slot) {
    return inner[slot];
  }

  /** {@return the sums of each row, those of columns without a nonzero too} */
  int clusters() {
    return clusters;
  }

  /** {@return the sums that begin in this round; the others go on with what is accumulated} */
  int begun() {
    return begun;
  }

  /** {@return the sums that are complete after this round} */
  int finished() {
    return finished;
  }

  /** Visits the rounds of a product, in any order. */
  static void visit(MatMul command, long multipliers, Visitor visitor) {
    Optional<Nonzeros> right = command.nonzeros().flatMap(TileNonzeros::right);
    if (right.isPresent()) {
      new FlexibleRound().packed(right.get(), multipliers, visitor);
    } else {
      new FlexibleRound().full(command.k(), command.n(), multipliers, visitor);
    }
  }

  private void packed(Nonzeros right, long multipliers, Visitor visitor) {
    for (int column = 0; column < right.vectors(); column++) {
      int count = right.count(column);
      if (slots + (long) count > multipliers && clusters > 0) {
        visitor.visit(this, 1);
        clear();
      }
      if (count > multipliers) {
        cut(right, column, count, (int) multipliers, visitor);
      } else {
        add(right, column);
        clusters++;
        begun++;
        finished++;
      }
    }
    if (clusters > 0) {
      visitor.visit(this, 1);
    }
  }

  private void add(Nonzeros right, int column) {
    for (int word = 0; word < right.wordsOfVector(); word++) {
      for (long left = right.word(column, word); left != 0; left &= left - 1) {
        add(word * Long.SIZE + Long.numberOfTrailingZeros(left));
      }
    }
  }

  private void add(int place) {
    if (slots == inner.length) {
      inner = Arrays.copyOf(inner, 2 * slots);
    }
    inner[slots++] = place;
  }

  private void cut(Nonzeros right, int column, int count, int multipliers, Visitor visitor) {
    add(right, column);
    int[] all = Arrays.copyOf(inner, slots);
    for (int from = 0; from < count; from += multipliers) {
      clear();
      for (int i = from; i < Math.min(count, from + multipliers); i++) {
        add(all[i]);
      }
      part(from == 0, from + multipliers >= count);
      visitor.visit(this, 1);
    }
    clear();
  }

  private void part(boolean isFirst, boolean isLast) {
    clusters = 1;
    begun = isFirst ? 1 : 0;
    finished = isLast ? 1 : 0;
  }

  /** All columns are alike, so there are only a few kinds of rounds. */
  private void full(long k, long n, long multipliers, Visitor visitor) {
    if (k > multipliers) {
      for (long from = 0; from < k; from += multipliers) {
        clear();
        fill(from, Math.min(k, from + multipliers), 1);
        part(from == 0, from + multipliers >= k);
        visitor.visit(this, n);
      }
      return;
    }
    long together = multipliers / k;
    for (int rest = 0; rest < 2; rest++) {
      long columns = rest == 0 ? Math.min(n, together) : n % together;
      long times = rest == 0 ? n / together : (columns == 0 ? 0 : 1);
      if (times > 0) {
        clear();
        fill(0, k, columns);
        clusters = Math.toIntExact(columns);
        begun = clusters;
        finished = clusters;
        visitor.visit(this, times);
      }
    }
  }

  private void fill(long from, long to, long times) {
    for (long column = 0; column < times; column++) {
      for (long place = from; place < to; place++) {
        add(Math.toIntExact(place));
      }
    }
  }

  private void clear() {
    slots = 0;
    clusters = 0;
    begun = 0;
    finished = 0;
  }
}
