package tactus.explore.run;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tactus.hw.MachineSpec;
import tactus.hw.Traffic;
import tactus.workload.Operator;
import tactus.workload.OperatorGraph;
import tactus.workload.OperatorShape.MatMulShape;
import tactus.workload.OperatorShape.VectorShape;
import tactus.workload.Tensor;
import tactus.workload.TensorKind;

/**
 * The DRAM traffic of a graph that no scratchpad avoids: what lies in DRAM before the run is read
 * once, what must lie there after it is written once.
 *
 * @param bytes bytes read and written, at least 0
 */
record CompulsoryTraffic(long bytes) {

  static CompulsoryTraffic of(OperatorGraph graph) {
    Count count = new Count();
    graph.operators().forEach(count::add);
    return new CompulsoryTraffic(count.bytes);
  }

  /** The bytes of the operators so far. */
  private static final class Count {
    private final Set<String> read = new LinkedHashSet<>();
    private final Map<String, Long> cachedBefore = new LinkedHashMap<>();
    private long bytes;

    void add(Operator operator) {
      switch (operator.kind()) {
        // Of a table only the rows that are asked for.
        case EMBEDDING -> add(operator.output().bytes());
        case KV_APPEND -> append(operator);
        default -> {
          operator.inputs().forEach(input -> read(operator, input));
          if (operator.output().kind() == TensorKind.OUTPUT) {
            add(kept(operator, operator.output().bytes()));
          }
        }
      }
    }

    /** The bytes of the rows that are computed. */
    private static long kept(Operator operator, long bytes) {
      return operator.keptRows().map(rows -> bytes / rows.all() * rows.count()).orElse(bytes);
    }

    private void append(Operator operator) {
      Tensor cache = operator.output();
      // Of a fused projection only the part that the cache takes.
      VectorShape extents = (VectorShape) operator.shape();
      long elements = extents.rows() * extents.columns();
      long appended = Math.min(cache.bytes(), elements * cache.type().bits() / 8);
      add(appended);
      if (operator.inputs().size() == 1) {
        cachedBefore.put(cache.name(), cache.bytes() - appended);
      }
    }

    private void read(Operator operator, Tensor input) {
      switch (input.kind()) {
        case INPUT, WEIGHT -> {
          if (read.add(input.name())) {
            boolean rows =
                input.kind() == TensorKind.INPUT && operator.shape() instanceof MatMulShape;
            add(rows ? kept(operator, input.bytes()) : input.bytes());
          }
        }
        case KV_CACHE -> {
          @Nullable Long before = cachedBefore.remove(input.name());
          if (before != null && operator.shape() instanceof MatMulShape product) {
            // A window may leave out the oldest.
            double touched = (double) product.batch() * product.k() * product.n();
            add((long) Math.min(before, touched * input.type().bits() / 8));
          }
        }
        case ACTIVATION, OUTPUT -> {
          // Made here, so that it need not lie in DRAM.
        }
      }
    }

    private void add(long more) {
      bytes = Math.addExact(bytes, more);
    }
  }

  /** The cycles it takes at the least. */
  long cycles(MachineSpec machine) {
    double seconds = bytes / machine.dram().peakBytesPerSecond();
    return (long) (seconds * machine.clockHz());
  }

  /** The part of some traffic that is not compulsory, from 0 to 1. */
  double avoidableShare(Traffic traffic) {
    double moved = (double) traffic.dramRead() + traffic.dramWritten();
    return moved <= bytes ? 0 : 1 - bytes / moved;
  }
}
