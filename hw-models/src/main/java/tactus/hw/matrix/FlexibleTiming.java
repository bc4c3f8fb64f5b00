package tactus.hw.matrix;

import java.util.Arrays;
import java.util.Optional;
import tactus.hw.command.MatMul;
import tactus.hw.command.Nonzeros;
import tactus.hw.command.TileNonzeros;
import tactus.hw.memory.BankConflicts;
import tactus.hw.memory.ScratchpadSpec;

/**
 * The time of a product on a flexible engine that is idle, and what it reads and writes: {@code
 * docs/models/machine-timing.md} section 3a, round by round.
 */
final class FlexibleTiming implements FlexibleRound.Visitor {

  private final MatMul command;
  private final ScratchpadSpec scratchpad;
  private final int group;
  private final int reductionBandwidth;
  private final long latencyCycles;
  private final Optional<Nonzeros> left;
  private final boolean hasRightBitmap;

  /** The round in which each place of the reduction was met last, by a running number. */
  private final int[] seen;

  private int seenMark;

  /** Places of the reduction that some multiplier of a group needs, group after group. */
  private int[] needs = new int[64];

  private int[] groupEnds = new int[64];
  private int groups;

  /** Rows in words of 64, and a word of them for each place of the reduction. */
  private final int blocks;

  private final long[] rowsOfPlace;
  private final long[] countPlanes;
  private final long[] mostPlanes;

  private long streamCycles;
  private long weightLoadCycles;
  private long fillDrainCycles;
  private long bankConflictCycles;
  private long aReads;
  private long bReads;
  private long accumulatorReads;
  private long accumulatorWrites;
  private long aBitmapBits;
  private long bMetadataBits;

  FlexibleTiming(MatrixEngineSpec spec, ScratchpadSpec scratchpad, MatMul command) {
    this.command = command;
    this.scratchpad = scratchpad;
    FlexibleNetworksSpec networks = spec.networks().orElseThrow();
    long multipliers = spec.processingElements();
    this.group = (int) (multipliers / networks.distributionBandwidth());
    this.reductionBandwidth = networks.reductionBandwidth();
    this.latencyCycles = spec.latencyCycles();
    this.left = command.nonzeros().flatMap(TileNonzeros::left);
    this.hasRightBitmap = command.nonzeros().flatMap(TileNonzeros::right).isPresent();
    this.seen = new int[Math.toIntExact(command.k())];
    this.blocks = (int) ((command.m() + Long.SIZE - 1) / Long.SIZE);
    this.rowsOfPlace =
        left.isPresent() && group > 1 ? rowsOfPlaces(left.get(), blocks) : new long[0];
    this.countPlanes = new long[Integer.SIZE - Integer.numberOfLeadingZeros(group)];
    this.mostPlanes = new long[countPlanes.length];
    FlexibleRound.visit(command, multipliers, this);
  }

  /** {@return the command's activity if it starts in a cycle} */
  MatMulActivity activity(long startCycle) {
    return new MatMulActivity(
        startCycle,
        startCycle + streamCycles + weightLoadCycles + fillDrainCycles + bankConflictCycles,
        streamCycles,
        weightLoadCycles,
        fillDrainCycles,
        bankConflictCycles,
        aReads,
        bReads,
        command.drain() ? Math.multiplyExact(command.m(), command.n()) : 0,
        accumulatorReads,
        accumulatorWrites,
        aBitmapBits,
        bMetadataBits);
  }

  @Override
  public void visit(FlexibleRound round, long times) {
    final long m = command.m();
    final long k = command.k();
    // One cycle sets the networks.
    long loads = Math.min(group, round.slots());
    long rightBits = hasRightBitmap ? Math.multiplyExact(k, round.clusters()) : 0;
    long loadCycles =
        memoryCycles(words(round.slots(), command.b().elementBits()) + words(rightBits, 1));
    weightLoadCycles += times * (1 + loads);
    bankConflictCycles += times * Math.max(0, loadCycles - loads);
    bReads += times * round.slots();
    bMetadataBits += times * rightBits;

    long out = outCycles(round);
    findNeeds(round);
    if (left.isPresent()) {
      aBitmapBits += times * m * k;
      rowsWithZeros(left.get(), out, times);
    } else {
      long most = 1;
      for (int i = 0; i < groups; i++) {
        most = Math.max(most, groupEnds[i] - (i == 0 ? 0 : groupEnds[i - 1]));
      }
      long values = distinct();
      long memory = memoryCycles(words(values, command.a().elementBits()));
      row(most, memory, 0, times);
      row(most, memory, out, times * (m - 1));
      aReads += times * m * values;
    }
    fillDrainCycles += times * (latencyCycles + out - 1);
    long adding = command.accumulate() ? round.clusters() : round.clusters() - round.begun();
    long keeping = command.drain() ? round.clusters() - round.finished() : round.clusters();
    accumulatorReads += times * m * adding;
    accumulatorWrites += times * m * keeping;
  }

  /** Cycles in which the sums of a row leave. */
  private long outCycles(FlexibleRound round) {
    long port = (round.clusters() + reductionBandwidth - 1L) / reductionBandwidth;
    long written = command.drain() ? round.finished() : 0;
    long words = words(written, command.out().elementBits());
    return Math.max(
        port,
        BankConflicts.cycles(
            BankConflicts.maxLoad(scratchpad.banks(), words), scratchpad.writePorts()));
  }

  private void row(long network, long memory, long out, long times) {
    streamCycles += times * network;
    bankConflictCycles += times * Math.max(0, memory - network);
    fillDrainCycles += times * Math.max(0, out - Math.max(network, memory));
  }

  /** A value that several multipliers of a group need enters once. */
  private void findNeeds(FlexibleRound round) {
    if (needs.length < round.slots()) {
      needs = new int[Math.max(2 * needs.length, round.slots())];
    }
    groups = (round.slots() + group - 1) / group;
    if (groupEnds.length < groups) {
      groupEnds = new int[Math.max(2 * groupEnds.length, groups)];
    }
    int end = 0;
    for (int i = 0; i < groups; i++) {
      seenMark++;
      for (int slot = i * group; slot < Math.min(round.slots(), (i + 1) * group); slot++) {
        int place = round.inner(slot);
        if (seen[place] != seenMark) {
          seen[place] = seenMark;
          needs[end++] = place;
        }
      }
      groupEnds[i] = end;
    }
  }

  /** {@return the values of a full row that the round needs, each read once} */
  private long distinct() {
    seenMark++;
    long values = 0;
    for (int i = 0; i < (groups == 0 ? 0 : groupEnds[groups - 1]); i++) {
      if (seen[needs[i]] != seenMark) {
        seen[needs[i]] = seenMark;
        values++;
      }
    }
    return values;
  }

  private void rowsWithZeros(Nonzeros rows, long out, long times) {
    long[] union = new long[rows.wordsOfVector()];
    for (int i = 0; i < (groups == 0 ? 0 : groupEnds[groups - 1]); i++) {
      union[needs[i] / Long.SIZE] |= 1L << needs[i] % Long.SIZE;
    }
    long bitmapWords = words(command.k(), 1);
    for (int first = 0; first < rows.vectors(); first += Long.SIZE) {
      if (group > 1) {
        findMost(first / Long.SIZE);
      }
      for (int row = first; row < Math.min(rows.vectors(), first + Long.SIZE); row++) {
        long values = 0;
        for (int word = 0; word < union.length; word++) {
          values += Long.bitCount(union[word] & rows.word(row, word));
        }
        long network = Math.max(1, group == 1 ? 1 : most(row - first));
        long memory = memoryCycles(words(values, command.a().elementBits()) + bitmapWords);
        row(network, memory, row == 0 ? 0 : out, times);
        aReads += times * values;
      }
    }
  }

  /**
   * Finds for 64 rows at once how many values the group takes that takes the most. Counts lie in
   * planes, a bit of each row in a word.
   */
  private void findMost(int block) {
    Arrays.fill(mostPlanes, 0);
    int next = 0;
    for (int i = 0; i < groups; i++) {
      Arrays.fill(countPlanes, 0);
      for (; next < groupEnds[i]; next++) {
        long carry = rowsOfPlace[needs[next] * blocks + block];
        for (int plane = 0; carry != 0; plane++) {
          long sum = countPlanes[plane] ^ carry;
          carry &= countPlanes[plane];
          countPlanes[plane] = sum;
        }
      }
      long greater = 0;
      long equal = -1;
      for (int plane = countPlanes.length - 1; plane >= 0; plane--) {
        greater |= equal & countPlanes[plane] & ~mostPlanes[plane];
        equal &= ~(countPlanes[plane] ^ mostPlanes[plane]);
      }
      for (int plane = 0; plane < countPlanes.length; plane++) {
        mostPlanes[plane] = (countPlanes[plane] & greater) | (mostPlanes[plane] & ~greater);
      }
    }
  }

  private long most(int rowOfBlock) {
    long most = 0;
    for (int plane = 0; plane < mostPlanes.length; plane++) {
      most |= (mostPlanes[plane] >>> rowOfBlock & 1) << plane;
    }
    return most;
  }

  /** For each place of the reduction, the rows in which it is not zero. */
  private static long[] rowsOfPlaces(Nonzeros rows, int blocks) {
    long[] found = new long[Math.multiplyExact(rows.extent(), blocks)];
    for (int row = 0; row < rows.vectors(); row++) {
      for (int word = 0; word < rows.wordsOfVector(); word++) {
        for (long left = rows.word(row, word); left != 0; left &= left - 1) {
          int place = word * Long.SIZE + Long.numberOfTrailingZeros(left);
          found[place * blocks + row / Long.SIZE] |= 1L << row % Long.SIZE;
        }
      }
    }
    return found;
  }

  private long words(long elements, int bits) {
    return elements == 0 ? 0 : scratchpad.words(elements, bits);
  }

  private long memoryCycles(long words) {
    return BankConflicts.cycles(
        BankConflicts.maxLoad(scratchpad.banks(), words), scratchpad.readPorts());
  }
}
