package tactus.hw.matrix;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tactus.hw.arithmetic.ColumnArithmetic;
import tactus.hw.command.MatMul;
import tactus.hw.command.Nonzeros;
import tactus.hw.command.TileNonzeros;
import tactus.hw.memory.BankPorts;
import tactus.hw.memory.ScratchpadSpec;
import tactus.hw.memory.WordQueue;

/**
 * A flexible engine register by register: multipliers that hold a value each, ports that bring one
 * value a cycle to their group of multipliers, rows of products on their way through the levels of
 * adders, and a port at which sums leave. {@code docs/models/machine-timing.md} section 3a.
 */
final class FlexibleArray implements CycleArray {

  private enum Phase {
    IDLE,
    SET,
    LOAD,
    STREAM,
    DRAIN
  }

  private final MatrixEngineSpec spec;
  private final ScratchpadSpec scratchpad;
  private final ColumnArithmetic arithmetic;
  private final FlexibleNetworksSpec networks;
  private final int multipliers;
  private final int group;
  private final BankPorts readPorts;
  private final BankPorts writePorts;
  private final WordQueue readWords = new WordQueue();
  private final WordQueue writeWords = new WordQueue();
  private final List<Run> commands = new ArrayList<>();
  private int commandsComplete;

  // Registers of the multipliers: the value that stays, and the one that came for the row.
  private final double[] held;
  private final boolean[] isHeld;
  private final double[] operands;

  /** What each port still has to bring: multipliers when they load, places of the row else. */
  private final List<ArrayDeque<Integer>> queues = new ArrayList<>();

  /** For each port, the multipliers that need a place of the reduction. */
  private final List<TreeMap<Integer, List<Integer>>> receivers = new ArrayList<>();

  private Phase phase = Phase.IDLE;
  private final List<Cluster> clusters = new ArrayList<>();
  private int nextColumn;

  /** Nonzeros of the next column that earlier rounds held. */
  private int heldOfColumn;

  private long row;
  private boolean isFirstCycleOfRow;

  /** Cycles until the sums of another row may follow those of the last one. */
  private long reserved;

  private final ArrayDeque<Wave> waves = new ArrayDeque<>();
  private @Nullable Wave leaving;
  private long sumsToLeave;
  private double[] accumulators = new double[0];

  /** The multipliers of a column, from one to before another, and where their values belong. */
  private record Cluster(
      int column, int first, List<Integer> inner, boolean begins, boolean ends) {}

  /** A command and what was counted for it so far. */
  private static final class Run {
    final MatMul command;
    final MatMulData data;
    long startCycle;
    long endCycle;
    long streamCycles;
    long weightLoadCycles;
    long fillDrainCycles;
    long bankConflictCycles;
    long aReads;
    long bReads;
    long outWrites;
    long accumulatorReads;
    long accumulatorWrites;
    long aBitmapBits;
    long bMetadataBits;

    Run(MatMul command, MatMulData data) {
      this.command = command;
      this.data = data;
    }

    MatMulActivity activity() {
      return new MatMulActivity(
          startCycle,
          endCycle,
          streamCycles,
          weightLoadCycles,
          fillDrainCycles,
          bankConflictCycles,
          aReads,
          bReads,
          outWrites,
          accumulatorReads,
          accumulatorWrites,
          aBitmapBits,
          bMetadataBits);
    }
  }

  /** The products of a row between the multipliers and the port. */
  private static final class Wave {
    final long row;
    final double[] left;
    long cyclesLeft;

    Wave(long row, double[] left, long cyclesLeft) {
      this.row = row;
      this.left = left;
      this.cyclesLeft = cyclesLeft;
    }
  }

  FlexibleArray(MatrixEngineSpec spec, ScratchpadSpec scratchpad, ColumnArithmetic arithmetic) {
    this.spec = spec;
    this.scratchpad = scratchpad;
    this.arithmetic = arithmetic;
    this.networks = spec.networks().orElseThrow();
    this.multipliers = Math.toIntExact(spec.processingElements());
    this.group = multipliers / networks.distributionBandwidth();
    this.readPorts = new BankPorts(scratchpad.banks(), scratchpad.readPorts());
    this.writePorts = new BankPorts(scratchpad.banks(), scratchpad.writePorts());
    this.held = new double[multipliers];
    this.isHeld = new boolean[multipliers];
    this.operands = new double[multipliers];
    for (int port = 0; port < networks.distributionBandwidth(); port++) {
      queues.add(new ArrayDeque<>());
      receivers.add(new TreeMap<>());
    }
  }

  @Override
  public void offer(MatMul command, MatMulData data) {
    commands.add(new Run(command, data));
  }

  @Override
  public boolean isBusy() {
    return commandsComplete < commands.size();
  }

  @Override
  public boolean isInFlight() {
    return phase != Phase.IDLE;
  }

  @Override
  public int commandsComplete() {
    return commandsComplete;
  }

  @Override
  public MatMulActivity activity(int command) {
    return commands.get(command).activity();
  }

  @Override
  public double accumulator(long index) {
    return index < accumulators.length ? accumulators[(int) index] : 0;
  }

  private Run run() {
    return commands.get(commandsComplete);
  }

  @Override
  public void step(long cycle) {
    if (!isBusy()) {
      return;
    }
    readPorts.release();
    writePorts.release();
    if (phase == Phase.IDLE) {
      run().startCycle = cycle;
      nextColumn = 0;
      heldOfColumn = 0;
      phase = Phase.SET;
    }
    // Sums move before the row enters that comes after them.
    moveWaves();
    reserved = Math.max(0, reserved - 1);
    switch (phase) {
      case SET -> set();
      case LOAD -> load();
      case STREAM -> stream();
      case DRAIN -> run().fillDrainCycles++;
      case IDLE -> throw new IllegalStateException("an idle engine must not step");
    }
    if (phase == Phase.DRAIN && waves.isEmpty() && leaving == null) {
      boolean isLast = nextColumn == run().command.n();
      phase = isLast ? Phase.IDLE : Phase.SET;
      if (isLast) {
        run().endCycle = cycle + 1;
        commandsComplete++;
      }
    }
  }

  /** Nonzeros of columns are taken until the next column does not fit. */
  private void set() {
    final Run run = run();
    run.weightLoadCycles++;
    clusters.clear();
    Arrays.fill(isHeld, false);
    int used = 0;
    while (nextColumn < run.command.n()) {
      List<Integer> all = nonzeros(nextColumn);
      List<Integer> rest = all.subList(heldOfColumn, all.size());
      if (all.size() > multipliers) {
        if (!clusters.isEmpty()) {
          break;
        }
        List<Integer> part = rest.subList(0, Math.min(multipliers, rest.size()));
        boolean ends = part.size() == rest.size();
        clusters.add(new Cluster(nextColumn, 0, List.copyOf(part), heldOfColumn == 0, ends));
        used = part.size();
        heldOfColumn = ends ? 0 : heldOfColumn + used;
        nextColumn += ends ? 1 : 0;
        break;
      }
      if (used + rest.size() > multipliers) {
        break;
      }
      clusters.add(new Cluster(nextColumn, used, rest, true, true));
      used += rest.size();
      nextColumn++;
    }
    for (int slot = 0; slot < used; slot++) {
      queues.get(slot / group).add(slot);
    }
    receivers.forEach(Map::clear);
    for (Cluster cluster : clusters) {
      for (int i = 0; i < cluster.inner.size(); i++) {
        int slot = cluster.first + i;
        receivers
            .get(slot / group)
            .computeIfAbsent(cluster.inner.get(i), place -> new ArrayList<>())
            .add(slot);
      }
    }
    long bitmap = right().isPresent() ? clusters.size() * run.command.k() : 0;
    run.bMetadataBits += bitmap;
    addWords(words(used, run.command.b().elementBits()) + words(bitmap, 1));
    if (used == 0 && readWords.isEmpty()) {
      beginStream();
    } else {
      phase = Phase.LOAD;
    }
  }

  private Optional<Nonzeros> right() {
    return run().command.nonzeros().flatMap(TileNonzeros::right);
  }

  private Optional<Nonzeros> left() {
    return run().command.nonzeros().flatMap(TileNonzeros::left);
  }

  private List<Integer> nonzeros(int column) {
    List<Integer> places = new ArrayList<>();
    for (int place = 0; place < run().command.k(); place++) {
      if (right().isEmpty() || right().get().contains(column, place)) {
        places.add(place);
      }
    }
    return places;
  }

  private void addWords(long words) {
    readWords.add(readPorts, 0, words);
  }

  private long words(long elements, int bits) {
    return elements == 0 ? 0 : scratchpad.words(elements, bits);
  }

  private void load() {
    final Run run = run();
    boolean entered = false;
    for (ArrayDeque<Integer> queue : queues) {
      Integer slot = queue.poll();
      if (slot != null) {
        if (isHeld[slot]) {
          throw new IllegalStateException("multiplier " + slot + " is loaded twice");
        }
        Cluster cluster = clusterOf(slot);
        held[slot] = run.data.b(cluster.inner.get(slot - cluster.first), cluster.column);
        isHeld[slot] = true;
        run.bReads++;
        entered = true;
      }
    }
    readWords.move(readPorts);
    if (entered) {
      run.weightLoadCycles++;
    } else {
      run.bankConflictCycles++;
    }
    if (arePortsIdle() && readWords.isEmpty()) {
      beginStream();
    }
  }

  private boolean arePortsIdle() {
    return queues.stream().allMatch(ArrayDeque::isEmpty);
  }

  private Cluster clusterOf(int slot) {
    for (Cluster cluster : clusters) {
      if (slot >= cluster.first && slot < cluster.first + cluster.inner.size()) {
        return cluster;
      }
    }
    throw new IllegalStateException("multiplier " + slot + " belongs to no column");
  }

  private void beginStream() {
    row = 0;
    phase = Phase.STREAM;
    beginRow();
  }

  /** Values of the row that are not zero go to the ports of the multipliers that need them. */
  private void beginRow() {
    final Run run = run();
    isFirstCycleOfRow = true;
    Arrays.fill(operands, 0);
    TreeSet<Integer> read = new TreeSet<>();
    for (int port = 0; port < queues.size(); port++) {
      for (int place : receivers.get(port).keySet()) {
        if (left().isEmpty() || left().get().contains((int) row, place)) {
          read.add(place);
          queues.get(port).add(place);
        }
      }
    }
    long bitmap = left().isPresent() ? run.command.k() : 0;
    run.aReads += read.size();
    run.aBitmapBits += bitmap;
    addWords(words(read.size(), run.command.a().elementBits()) + words(bitmap, 1));
  }

  private void stream() {
    final Run run = run();
    boolean isReading = !readWords.isEmpty();
    boolean entered = isFirstCycleOfRow;
    isFirstCycleOfRow = false;
    for (int port = 0; port < queues.size(); port++) {
      Integer place = queues.get(port).poll();
      if (place != null) {
        deliver(port, place);
        entered = true;
      }
    }
    readWords.move(readPorts);
    if (entered) {
      run.streamCycles++;
    } else if (isReading) {
      run.bankConflictCycles++;
    } else {
      run.fillDrainCycles++;
    }
    if (arePortsIdle() && readWords.isEmpty() && reserved == 0) {
      enter();
    }
  }

  private void deliver(int port, int place) {
    double value = run().data.a(row, place);
    for (int slot : receivers.get(port).getOrDefault(place, List.of())) {
      operands[slot] = value;
    }
  }

  private void enter() {
    double[] left = new double[clusters.size()];
    for (int i = 0; i < left.length; i++) {
      Cluster cluster = clusters.get(i);
      long sum = arithmetic.empty();
      for (int slot = cluster.first; slot < cluster.first + cluster.inner.size(); slot++) {
        if (!isHeld[slot]) {
          throw new IllegalStateException("multiplier " + slot + " is used before it is loaded");
        }
        sum = arithmetic.add(sum, arithmetic.product(operands[slot], held[slot]));
      }
      left[i] = arithmetic.leave(sum);
    }
    // A register for the operand, the multiplier, the levels of adders, a register for the sum.
    int levels = 0;
    while (1L << levels < multipliers) {
      levels++;
    }
    waves.add(new Wave(row, left, 1 + spec.pipelineDepth() * (1L + levels) + 1));
    reserved = outCycles();
    row++;
    if (row < run().command.m()) {
      beginRow();
    } else {
      phase = Phase.DRAIN;
    }
  }

  private long outCycles() {
    long port = (clusters.size() + networks.reductionBandwidth() - 1L);
    port /= networks.reductionBandwidth();
    long words = words(written(), run().command.out().elementBits());
    long cycles = 0;
    while (cycles * scratchpad.writePorts() * scratchpad.banks() < words) {
      cycles++;
    }
    return Math.max(port, cycles);
  }

  private long written() {
    boolean drains = run().command.drain();
    return clusters.stream().filter(cluster -> drains && cluster.ends).count();
  }

  private void moveWaves() {
    if (leaving == null && waves.isEmpty()) {
      return;
    }
    waves.forEach(wave -> wave.cyclesLeft--);
    Wave first = waves.peek();
    if (first != null && first.cyclesLeft == 0) {
      if (leaving != null) {
        throw new IllegalStateException("sums of two rows meet at the port");
      }
      leaving = waves.remove();
      sumsToLeave = clusters.size();
      writeWords.add(writePorts, 0, words(written(), run().command.out().elementBits()));
    }
    Wave wave = leaving;
    if (wave != null) {
      sumsToLeave -= networks.reductionBandwidth();
      writeWords.move(writePorts);
      if (sumsToLeave <= 0 && writeWords.isEmpty()) {
        retire(wave);
        leaving = null;
      }
    }
  }

  private void retire(Wave wave) {
    Run run = run();
    MatMul command = run.command;
    for (int i = 0; i < clusters.size(); i++) {
      Cluster cluster = clusters.get(i);
      int index = Math.toIntExact(wave.row * command.n() + cluster.column);
      double sum = wave.left[i];
      if (command.accumulate() || !cluster.begins) {
        sum = arithmetic.accumulate(accumulator(index), sum);
        run.accumulatorReads++;
      }
      if (command.drain() && cluster.ends) {
        run.data.drained(wave.row, cluster.column, sum);
        run.outWrites++;
      } else {
        if (index >= accumulators.length) {
          accumulators = Arrays.copyOf(accumulators, Math.max(index + 1, 2 * accumulators.length));
        }
        accumulators[index] = sum;
        run.accumulatorWrites++;
      }
    }
  }
}
