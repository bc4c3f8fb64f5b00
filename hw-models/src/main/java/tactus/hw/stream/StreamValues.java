package tactus.hw.stream;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The values of a graph without its times. A process network's values depend neither on when its
 * units run nor on how much its channels hold, as long as they do not deadlock; so units run in
 * long blocks of steps, and outputs hold a block of tokens, more only where units wait for each
 * other.
 */
final class StreamValues {

  /** Tokens an output holds at first: a guess, no result. */
  private static final int BLOCK = 1024;

  /** Values an output holds at first at most, if its tokens are wide. */
  private static final int BLOCK_VALUES = 8192;

  private final List<Runner> runners = new ArrayList<>();

  /** Whether somebody else has found that the values are of no use. */
  private volatile boolean stopped;

  /** Prepares the values of a graph, which must not deadlock. */
  StreamValues(StreamGraph graph) {
    Map<String, List<Output>> outputs = new LinkedHashMap<>();
    for (Unit unit : graph.units()) {
      outputs.put(unit.name(), unit.outputWidths().stream().map(Output::new).toList());
    }
    for (Unit unit : graph.units()) {
      Output[] from = new Output[unit.inputWidths().size()];
      int[] readers = new int[from.length];
      for (Link link : graph.links()) {
        if (link.to().equals(unit.name())) {
          from[link.input()] = outputs.getOrDefault(link.from(), List.of()).get(link.output());
          readers[link.input()] = from[link.input()].addReader();
        }
      }
      runners.add(
          new Runner(
              unit,
              new PatternCursor(unit.pattern(), graph.cyclesInRound(unit), graph.rounds()),
              from,
              readers,
              outputs.getOrDefault(unit.name(), List.of()).toArray(new Output[0])));
    }
  }

  /** Makes a run on another thread end soon, whatever it gives then. */
  void stop() {
    stopped = true;
  }

  /** What each sink receives, by its name. */
  Map<String, double[]> run() {
    boolean going = true;
    while (going && !stopped) {
      going = false;
      boolean any = false;
      for (Runner runner : runners) {
        any |= runner.advance();
        going |= !runner.ended;
      }
      if (going && !any && !grow()) {
        throw new IllegalStateException("units of a graph without cycles must not wait forever");
      }
    }
    Map<String, double[]> values = new LinkedHashMap<>();
    for (Runner runner : runners) {
      if (runner.unit.kind() == UnitKind.SINK) {
        values.put(runner.unit.name(), Arrays.copyOf(runner.collected, runner.collectedValues));
      }
    }
    return values;
  }

  /** Lets full outputs hold more; false if there are none. */
  private boolean grow() {
    boolean any = false;
    for (Runner runner : runners) {
      for (Output output : runner.to) {
        any |= output.growIfFull();
      }
    }
    return any;
  }

  /** The tokens of an output that some of its readers have not received. */
  private static final class Output {

    private final int width;
    private double[] values;
    private int mask;
    private long sent;
    private long[] received = {};

    Output(int width) {
      this.width = width;
      int tokens = BLOCK;
      while (tokens > 16 && (long) tokens * width > BLOCK_VALUES) {
        tokens /= 2;
      }
      values = new double[tokens * width];
      mask = tokens - 1;
    }

    int addReader() {
      received = Arrays.copyOf(received, received.length + 1);
      return received.length - 1;
    }

    private long first() {
      long first = sent;
      for (long of : received) {
        first = Math.min(first, of);
      }
      return first;
    }

    /** Tokens that can be sent and lie one after another. */
    long room() {
      int at = (int) sent & mask;
      return Math.min(mask + 1 - (sent - first()), mask + 1 - at);
    }

    /** Tokens that can be received and lie one after another. */
    long size(int reader) {
      int at = (int) received[reader] & mask;
      return Math.min(sent - received[reader], mask + 1 - at);
    }

    int head(int reader) {
      return ((int) received[reader] & mask) * width;
    }

    int tail() {
      return ((int) sent & mask) * width;
    }

    boolean growIfFull() {
      long first = first();
      if (sent - first <= mask) {
        return false;
      }
      int length = Math.multiplyExact(mask + 1, 2);
      double[] longer = new double[Math.multiplyExact(length, width)];
      for (long token = first; token < sent; token++) {
        int from = ((int) token & mask) * width;
        System.arraycopy(values, from, longer, ((int) token & length - 1) * width, width);
      }
      values = longer;
      mask = length - 1;
      return true;
    }
  }

  /** A unit that runs as far as it can. */
  private static final class Runner {

    private final Unit unit;
    private final PatternCursor cursor;
    private final Output[] from;
    private final int[] readers;
    private final Output[] to;
    private final Tokens tokens;
    private boolean ended;
    private double[] collected = {};
    private int collectedValues;

    Runner(Unit unit, PatternCursor cursor, Output[] from, int[] readers, Output[] to) {
      this.unit = unit;
      this.cursor = cursor;
      this.from = from;
      this.readers = readers;
      this.to = to;
      this.tokens = new Tokens(unit);
    }

    /** Whether anything could be done. */
    boolean advance() {
      boolean any = false;
      while (!ended) {
        while (cursor.left() == 0) {
          if (!cursor.next(() -> true)) {
            ended = true;
            return true;
          }
        }
        int steps = steps();
        if (steps == 0) {
          return any;
        }
        run(steps);
        any = true;
      }
      return any;
    }

    private int steps() {
      Pattern.Phase phase = cursor.phase(cursor.phase());
      long steps = Math.min(cursor.left(), BLOCK);
      for (int i = 0; i < from.length; i++) {
        if ((phase.reads() >> i & 1) != 0) {
          steps = Math.min(steps, from[i].size(readers[i]));
        }
      }
      for (int i = 0; i < to.length; i++) {
        if ((phase.writes() >> i & 1) != 0) {
          steps = Math.min(steps, to[i].room());
        }
      }
      return (int) steps;
    }

    private void run(int steps) {
      Pattern.Phase phase = cursor.phase(cursor.phase());
      for (int i = 0; i < from.length; i++) {
        if ((phase.reads() >> i & 1) != 0) {
          tokens.receive(i, from[i].values, from[i].head(readers[i]));
        } else {
          tokens.holdIn(i);
        }
      }
      for (int i = 0; i < to.length; i++) {
        if ((phase.writes() >> i & 1) != 0) {
          tokens.send(i, to[i].values, to[i].tail());
        } else {
          tokens.holdOut(i);
        }
      }
      unit.function().run(cursor.cycle(), cursor.step(), steps, tokens);
      if (unit.kind() == UnitKind.SINK) {
        collect(steps);
      }
      for (int i = 0; i < from.length; i++) {
        if ((phase.reads() >> i & 1) != 0) {
          tokens.keepIn(i, steps - 1);
          from[i].received[readers[i]] += steps;
        }
      }
      for (int i = 0; i < to.length; i++) {
        if ((phase.writes() >> i & 1) != 0) {
          to[i].sent += steps;
        }
      }
      cursor.did(steps);
    }

    private void collect(int steps) {
      int count = steps * tokens.inStride(0);
      if (collected.length < collectedValues + count) {
        collected = Arrays.copyOf(collected, Math.max(16, collected.length * 2 + count));
      }
      System.arraycopy(tokens.in(0), tokens.inAt(0), collected, collectedValues, count);
      collectedValues += count;
    }
  }
}
