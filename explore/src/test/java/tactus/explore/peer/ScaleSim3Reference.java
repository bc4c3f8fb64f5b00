package tactus.explore.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tactus.workload.OperatorShape.ConvShape;
import tactus.workload.OperatorShape.MatMulShape;
import tactus.workload.scalesim.ScaleSimConfig.Stationary;
import tactus.workload.scalesim.ScaleSimLayer;

/**
 * SCALE-Sim 3 in CALC mode, plainly: the requests of every port in every cycle of every fold, and
 * its buffer for outputs, element by element.
 */
final class ScaleSim3Reference {

  private final int rows;
  private final int columns;
  private final Stationary stationary;
  private final WriteBuffer writeBuffer;
  private final long m;
  private final long n;
  private final long k;

  private long lines;
  private long stalls;
  private long ifmapReads;
  private long filterReads;
  private long ofmapWrites;
  private long macs;
  private final List<Double> mapping = new ArrayList<>();
  private final List<Double> utilization = new ArrayList<>();

  private ScaleSim3Reference(
      int rows, int columns, Stationary stationary, int ofmapSramKib, long m, long n, long k) {
    this.rows = rows;
    this.columns = columns;
    this.stationary = stationary;
    this.writeBuffer = new WriteBuffer(ofmapSramKib * 1024L, columns);
    this.m = m;
    this.n = n;
    this.k = k;
  }

  static ScaleSim3Layer run(
      int rows, int columns, Stationary stationary, int ofmapSramKib, ScaleSimLayer layer) {
    long m;
    long n;
    long k;
    if (layer.shape() instanceof ConvShape conv) {
      m = windows(conv.inputHeight(), conv.filterHeight(), conv.stride());
      m *= windows(conv.inputWidth(), conv.filterWidth(), conv.stride());
      n = conv.filters();
      k = conv.filterHeight() * conv.filterWidth() * conv.channels();
    } else {
      MatMulShape product = layer.asMatMul();
      m = product.m();
      n = product.n();
      k = product.k();
    }
    ScaleSim3Reference reference =
        new ScaleSim3Reference(rows, columns, stationary, ofmapSramKib, m, n, k);
    switch (stationary) {
      case OS -> reference.folds(m, n);
      case WS -> reference.folds(k, n);
      case IS -> reference.folds(k, m);
    }
    return reference.report(layer.name());
  }

  /** First rows (or columns) of the windows, up to the first that reaches the edge. */
  private static long windows(long extent, long filter, long stride) {
    long count = 1;
    for (long end = filter; end < extent; end += stride) {
      count++;
    }
    return count;
  }

  private void folds(long spatialRows, long spatialColumns) {
    for (long column = 0; column < spatialColumns; column += columns) {
      for (long row = 0; row < spatialRows; row += rows) {
        int rowsUsed = (int) Math.min(rows, spatialRows - row);
        int columnsUsed = (int) Math.min(columns, spatialColumns - column);
        if (stationary == Stationary.OS) {
          sumsStay(rowsUsed, columnsUsed);
        } else {
          operandStays(rowsUsed, columnsUsed, stationary == Stationary.WS ? m : n);
        }
      }
    }
  }

  private void sumsStay(int rowsUsed, int columnsUsed) {
    int length = (int) (k + rows + columns - 2);
    for (int x = 0; x < length; x++) {
      for (int r = 0; r < rowsUsed; r++) {
        ifmapReads += inRange(x - r, k) ? 1 : 0;
      }
      for (int c = 0; c < columnsUsed; c++) {
        filterReads += inRange(x - c, k) ? 1 : 0;
      }
      int results = 0;
      for (int c = 0; c < columnsUsed; c++) {
        long row = rows - 1 - (x - c - (k - 1));
        results += inRange(row, rowsUsed) ? 1 : 0;
      }
      line(results);
    }
    ofmapWrites += rows + columns;
    account(rowsUsed, columnsUsed, k, length);
  }

  private void operandStays(int rowsUsed, int columnsUsed, long time) {
    int length = (int) (2L * rows + columns + time - 2);
    long loaded = 0;
    long streamed = 0;
    for (int x = 0; x < length; x++) {
      for (int c = 0; c < columnsUsed; c++) {
        loaded += x < rows && inRange(rows - 1 - x, rowsUsed) ? 1 : 0;
      }
      for (int r = 0; r < rowsUsed; r++) {
        streamed += inRange(x - r - rows, time) ? 1 : 0;
      }
      int results = 0;
      for (int c = 0; c < columnsUsed; c++) {
        results += inRange(x - c - (2L * rows - 1), time) ? 1 : 0;
      }
      line(results);
    }
    boolean weightsStay = stationary == Stationary.WS;
    filterReads += weightsStay ? loaded : streamed;
    ifmapReads += weightsStay ? streamed : loaded;
    account(rowsUsed, columnsUsed, time, length + columns - 1);
  }

  private static boolean inRange(long index, long end) {
    return index >= 0 && index < end;
  }

  private void line(int results) {
    ofmapWrites += results;
    stalls += writeBuffer.store(lines + stalls, results);
    lines++;
  }

  private void account(int rowsUsed, int columnsUsed, long time, int length) {
    double elements = (double) rows * columns;
    long used = (long) rowsUsed * columnsUsed;
    macs += used * time;
    mapping.add(used / elements);
    utilization.add(used * time / (elements * length));
  }

  private ScaleSim3Layer report(String name) {
    if (macs != m * n * k) {
      throw new IllegalStateException(macs + " multiply-accumulates of " + m * n * k);
    }
    long total = lines - 1 + stalls;
    return new ScaleSim3Layer(
        name,
        total,
        stalls,
        100.0 * macs / ((double) total * rows * columns),
        100.0 * mean(mapping),
        100.0 * mean(utilization),
        ifmapReads,
        filterReads,
        ofmapWrites,
        Optional.empty());
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  /** The buffer for outputs: rows of one element a column, of which half are drained at once. */
  private static final class WriteBuffer {
    private final long capacity;
    private final long drainPart;
    private final int width;
    private final List<Integer> waiting = new ArrayList<>();
    private int open;
    private long free;
    private long drainEnd = -1;

    WriteBuffer(long capacity, int width) {
      this.capacity = capacity;
      this.drainPart = capacity - (capacity + 1) / 2;
      this.width = width;
      this.free = capacity;
    }

    /** Returns the cycles the elements of a cycle wait for room. */
    long store(long cycle, int elements) {
      long stall = 0;
      for (int i = 0; i < elements; i++) {
        open++;
        free--;
        if (open == width) {
          closeRow();
        }
        if (cycle + stall < drainEnd) {
          if (free <= 0) {
            stall = drainEnd - cycle;
          }
        } else if (free < capacity - drainPart) {
          drain(cycle + stall);
        }
      }
      return stall;
    }

    private void closeRow() {
      waiting.add(open);
      open = 0;
    }

    private void drain(long cycle) {
      if (open > 0) {
        closeRow();
      }
      int rows = (int) Math.min((drainPart + width - 1) / width, waiting.size());
      int last = waiting.get(rows - 1);
      waiting.subList(0, rows).clear();
      free += (long) rows * width - (width - last);
      drainEnd = cycle + rows - 1;
    }
  }
}
