package tactus.explore.sweep;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Work in families for several threads. A thread takes a family of its own and works from its front
 * on, since what is next to each other has most in common; when no family is left, it helps another
 * from the end. Thread-safe.
 *
 * @param <T> a piece of work
 */
final class FamilyQueue<T> {

  private final List<Deque<T>> families = new ArrayList<>();
  private final int[] familyOfThread;
  private int taken;

  /**
   * Creates a queue.
   *
   * @param families pieces of work that have much in common, none of them empty
   * @param threads who works
   */
  FamilyQueue(List<List<T>> families, int threads) {
    families.forEach(family -> this.families.add(new ArrayDeque<>(family)));
    familyOfThread = new int[threads];
    Arrays.fill(familyOfThread, -1);
  }

  /** {@return the next piece of work of a thread, if there is any} */
  synchronized Optional<T> next(int thread) {
    int own = familyOfThread[thread];
    if (own >= 0 && !families.get(own).isEmpty()) {
      return Optional.of(families.get(own).removeFirst());
    }
    if (taken < families.size()) {
      familyOfThread[thread] = taken++;
      return next(thread);
    }
    return families.stream()
        .max(Comparator.comparingInt(Deque::size))
        .flatMap(largest -> Optional.ofNullable(largest.pollLast()));
  }

  /**
   * {@return the next pieces of work of a thread, all of one family; none if there are none}
   *
   * @param thread who works
   * @param most how many at most, at least 1
   */
  synchronized List<T> next(int thread, int most) {
    List<T> pieces = new ArrayList<>();
    next(thread).ifPresent(pieces::add);
    int own = familyOfThread[thread];
    // What was taken of another thread's family, from its end, is followed by nothing.
    boolean isOwn = !pieces.isEmpty() && own >= 0 && !families.get(own).isEmpty();
    while (isOwn && pieces.size() < most && !families.get(own).isEmpty()) {
      pieces.add(families.get(own).removeFirst());
    }
    return pieces;
  }

  /** Leaves nothing to do. */
  synchronized void clear() {
    families.forEach(Deque::clear);
  }
}
