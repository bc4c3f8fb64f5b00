package tactus.hw.matrix;

import tactus.hw.memory.BankConflicts;

/**
 * How long a stationary vector takes while another fold streams. In each cycle it gets the read
 * ports that the streamed vector leaves over. That depends on where it begins: in which cycle of a
 * streamed vector's service, and at which distance in banks from that vector; each such beginning
 * is worked out once.
 */
final class LoadInterference {

  /** The vector never gets through while the stream lasts. */
  static final int STARVED = -1;

  private final int banks;
  private final int readPorts;
  private final long streamLaps;
  private final int streamArc;
  private final int streamPitch;
  private final int serviceCycles;
  private final long loadWords;

  /** Cycles after which the stream's use of the banks repeats. */
  private final long period;

  /** Cycles by beginning; 0 if not worked out. */
  private final int[] cycles;

  private final long[] left;

  /**
   * A stream and a load that share the read ports.
   *
   * @param streamWords words of a streamed vector
   * @param streamPitch words from one streamed vector to the next, modulo the banks
   * @param serviceCycles cycles of a streamed vector's service
   * @param loadWords words of a stationary vector
   */
  LoadInterference(
      int banks,
      int readPorts,
      long streamWords,
      int streamPitch,
      int serviceCycles,
      long loadWords) {
    this.banks = banks;
    this.readPorts = readPorts;
    this.streamLaps = streamWords / banks;
    this.streamArc = (int) (streamWords % banks);
    this.streamPitch = streamPitch;
    this.serviceCycles = serviceCycles;
    this.loadWords = loadWords;
    this.period = (long) BankConflicts.period(banks, streamPitch) * serviceCycles;
    this.cycles = new int[Math.multiplyExact(banks, serviceCycles)];
    this.left = new long[banks];
  }

  /**
   * {@return the cycles of the vector's service, or {@link #STARVED}}
   *
   * @param distance its first bank less the streamed vector's, modulo the banks
   * @param phase cycle of the streamed vector's service in which it begins
   */
  int cycles(int distance, int phase) {
    int beginning = distance * serviceCycles + phase;
    if (cycles[beginning] == 0) {
      cycles[beginning] = serve(distance, phase, Long.MAX_VALUE);
    }
    return cycles[beginning];
  }

  /**
   * {@return the words left in the fullest bank when the stream ends before the vector}
   *
   * @param distance its first bank less the streamed vector's, modulo the banks
   * @param phase cycle of the streamed vector's service in which it begins
   * @param limit cycles until the stream ends
   */
  long wordsLeft(int distance, int phase, long limit) {
    serve(distance, phase, limit);
    long most = 0;
    for (long words : left) {
      most = Math.max(most, words);
    }
    return most;
  }

  private int serve(int distance, int phase, long limit) {
    int arc = (int) (loadWords % banks);
    for (int offset = 0; offset < banks; offset++) {
      left[(distance + offset) % banks] = loadWords / banks + (offset < arc ? 1 : 0);
    }
    long waiting = loadWords;
    int streamBank = 0;
    int service = phase;
    long idle = 0;
    int taken = 0;
    while (waiting > 0 && taken < limit && idle < period) {
      long moved = serveCycle(streamBank, service);
      waiting -= moved;
      idle = moved == 0 ? idle + 1 : 0;
      taken = Math.addExact(taken, 1);
      service++;
      if (service == serviceCycles) {
        service = 0;
        streamBank = (streamBank + streamPitch) % banks;
      }
    }
    return waiting == 0 ? taken : STARVED;
  }

  private long serveCycle(int streamBank, int service) {
    long moved = 0;
    for (int bank = 0; bank < banks; bank++) {
      if (left[bank] > 0) {
        int offset = bank - streamBank;
        boolean inArc = (offset < 0 ? offset + banks : offset) < streamArc;
        long load = streamLaps + (inArc ? 1 : 0) - (long) service * readPorts;
        long free = readPorts - Math.max(0, Math.min(load, readPorts));
        long words = Math.min(free, left[bank]);
        left[bank] -= words;
        moved += words;
      }
    }
    return moved;
  }
}
