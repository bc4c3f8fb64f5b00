package tactus.hw.matrix;

import tactus.hw.memory.BankConflicts;

/**
 * How long stationary vectors take while another fold streams. In each cycle they get the read
 * ports that the streamed vector leaves over. That depends on where a vector begins: in which cycle
 * of a streamed vector's service, and at which distance in banks from that vector; each such
 * beginning, with that of the vector after it, is worked out once.
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
  private final int loadPitch;

  /** Cycles after which the stream's use of the banks repeats. */
  private final long period;

  /** Cycles by beginning; 0 if not worked out. */
  private final int[] cycles;

  /** Beginning of the next vector by that of one that is worked out. */
  private final int[] next;

  private final long[] left;

  /**
   * A stream and a load that share the read ports.
   *
   * @param streamWords words of a streamed vector
   * @param streamPitch words from one streamed vector to the next, modulo the banks
   * @param serviceCycles cycles of a streamed vector's service
   * @param loadWords words of a stationary vector
   * @param loadPitch words from a stationary vector back to the one served after it, modulo the
   *     banks
   */
  LoadInterference(
      int banks,
      int readPorts,
      long streamWords,
      int streamPitch,
      int serviceCycles,
      long loadWords,
      int loadPitch) {
    this.banks = banks;
    this.readPorts = readPorts;
    this.streamLaps = streamWords / banks;
    this.streamArc = (int) (streamWords % banks);
    this.streamPitch = streamPitch;
    this.serviceCycles = serviceCycles;
    this.loadWords = loadWords;
    this.loadPitch = loadPitch;
    this.period = (long) BankConflicts.period(banks, streamPitch) * serviceCycles;
    this.cycles = new int[Math.multiplyExact(banks, serviceCycles)];
    this.next = new int[cycles.length];
    this.left = new long[banks];
  }

  /**
   * {@return a beginning}
   *
   * @param distance the vector's first bank less the streamed vector's
   * @param phase cycle of the streamed vector's service in which the vector begins
   */
  int beginning(long distance, int phase) {
    return Math.floorMod(distance, banks) * serviceCycles + phase;
  }

  /**
   * {@return the cycles of the vector's service, or {@link #STARVED}}
   *
   * @param beginning where it begins
   */
  int cycles(int beginning) {
    if (cycles[beginning] == 0) {
      int distance = beginning / serviceCycles;
      int phase = beginning % serviceCycles;
      int taken = serve(distance, phase, Long.MAX_VALUE);
      if (taken != STARVED) {
        long until = (long) phase + taken;
        next[beginning] =
            beginning(
                distance - loadPitch - until / serviceCycles % banks * streamPitch,
                (int) (until % serviceCycles));
      }
      cycles[beginning] = taken;
    }
    return cycles[beginning];
  }

  /**
   * {@return where the next vector begins}
   *
   * @param beginning where this one begins, whose {@link #cycles} are known
   */
  int next(int beginning) {
    return next[beginning];
  }

  /**
   * {@return the words left in the fullest bank when the stream ends before the vector}
   *
   * @param beginning where the vector begins
   * @param limit cycles until the stream ends
   */
  long wordsLeft(int beginning, long limit) {
    serve(beginning / serviceCycles, beginning % serviceCycles, limit);
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
