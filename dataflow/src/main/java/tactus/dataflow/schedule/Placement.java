package tactus.dataflow.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import tactus.dataflow.tiling.Layouts;

/**
 * Addresses of the tensors that stay in the scratchpad between tasks, from 0 up to a limit. Those
 * are placed first whose stay saves most transfers for the time they take room; each gets the
 * lowest address that is free during its whole life.
 */
final class Placement {

  private final boolean[] resident;
  private final long[] addresses;
  private final long[] sizes;
  private final long top;

  Placement(boolean[] resident, long[] addresses, long[] sizes, long top) {
    this.resident = resident;
    this.addresses = addresses;
    this.sizes = sizes;
    this.top = top;
  }

  /** {@return for each tensor, whether it stays} */
  boolean[] resident() {
    return resident;
  }

  /** {@return for each tensor, its first byte} */
  long[] addresses() {
    return addresses;
  }

  /** {@return for each tensor, its bytes in the scratchpad} */
  long[] sizes() {
    return sizes;
  }

  /** {@return the byte after the highest one used} */
  long top() {
    return top;
  }

  static Placement of(TaskList tasks, Layouts layouts, long limit) {
    List<PlacedTensor> tensors = tasks.tensors();
    boolean[] resident = new boolean[tensors.size()];
    long[] addresses = new long[tensors.size()];
    long[] sizes = new long[tensors.size()];
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < sizes.length; i++) {
      PlacedTensor tensor = tensors.get(i);
      if (tensor.mayStay()) {
        sizes[i] = layouts.align(layouts.resident(tensor.rows(), tensor.columns(), tensor.bits()));
        if (sizes[i] <= limit) {
          order.add(i);
        }
      }
    }
    order.sort(
        Comparator.comparingDouble((Integer i) -> -density(tensors.get(i)))
            .thenComparing(Comparator.naturalOrder()));
    List<List<Integer>> alive = new ArrayList<>();
    for (int i = 0; i < tasks.tasks().size(); i++) {
      alive.add(new ArrayList<>());
    }
    long top = 0;
    for (int tensor : order) {
      long address = lowestFree(tensors.get(tensor), sizes[tensor], alive, addresses, sizes);
      if (address + sizes[tensor] <= limit) {
        resident[tensor] = true;
        addresses[tensor] = address;
        top = Math.max(top, address + sizes[tensor]);
        for (int t = tensors.get(tensor).producer(); t <= tensors.get(tensor).lastConsumer(); t++) {
          alive.get(t).add(tensor);
        }
      }
    }
    return new Placement(resident, addresses, sizes, top);
  }

  /** Transfers saved for each task in which it takes room. */
  private static double density(PlacedTensor tensor) {
    return (1.0 + tensor.consumers()) / (1 + tensor.lastConsumer() - tensor.producer());
  }

  private static long lowestFree(
      PlacedTensor tensor, long size, List<List<Integer>> alive, long[] addresses, long[] sizes) {
    int count = 0;
    for (int t = tensor.producer(); t <= tensor.lastConsumer(); t++) {
      count += alive.get(t).size();
    }
    long[][] taken = new long[count][];
    int next = 0;
    for (int t = tensor.producer(); t <= tensor.lastConsumer(); t++) {
      for (int other : alive.get(t)) {
        taken[next++] = new long[] {addresses[other], addresses[other] + sizes[other]};
      }
    }
    Arrays.sort(taken, Comparator.comparingLong(span -> span[0]));
    long address = 0;
    for (long[] span : taken) {
      if (span[0] - address >= size) {
        return address;
      }
      address = Math.max(address, span[1]);
    }
    return address;
  }
}
