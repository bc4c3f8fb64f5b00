package tactus.sim;

import org.jspecify.annotations.Nullable;
import tactus.sim.probe.Probe;

/**
 * A latency-carrying link from one producer to one consumer.
 *
 * <p>The timing rules, with the producer's and the consumer's own local time:
 *
 * <ol>
 *   <li>Sending does not take time. If the channel is full, the producer's time first becomes that
 *       of the oldest response it has not used: token {@code i} waits for the response to token
 *       {@code i - capacity}. The token's stamp is the one the producer asks for, but at least its
 *       time plus the send latency.
 *   <li>Receiving makes the consumer's time at least the token's stamp, and gives a response at
 *       that time plus the response latency.
 *   <li>So a slot is taken from the send, not from the stamp, to the response: results still in the
 *       producer's pipeline take slots.
 * </ol>
 *
 * <p>What both ends see follows from these rules alone, not from the order in which they are run;
 * either may be ahead of the other. Nothing is allocated once the ring is as long as needed.
 *
 * <p>A stamp and the response to it share a slot of the ring, since one replaces the other.
 */
public final class Channel {
  private static final int LEAST_RING = 16;

  private final ChannelSpec spec;
  private final int width;

  private long capacity;
  private long lookahead = Long.MAX_VALUE;

  private long[] stamps;
  private long[] sendTimes = {};
  private double[] values;
  private int mask;
  private long growAt;

  /** The first token of which nothing was lost when the ring was made longer, or by a jump. */
  private long intactFrom;

  private long sent;
  private long received;

  private boolean measured;
  private long measuredSends;
  private long peak;

  private int sender = -1;
  private int taker = -1;

  private long producerWait;
  private long consumerWait;

  private @Nullable ChannelListener producer;
  private @Nullable ChannelListener consumer;
  private @Nullable ChannelWatch watch;
  private boolean observed;
  private String producerName = "";
  private String consumerName = "";

  /**
   * Makes a channel that measures its peak occupancy.
   *
   * @param spec what it is
   */
  public Channel(ChannelSpec spec) {
    this(spec, true);
  }

  /**
   * Makes a channel.
   *
   * @param spec what it is
   * @param measured whether to measure the peak occupancy; in an unbounded channel that takes as
   *     much memory as tokens are in it
   */
  public Channel(ChannelSpec spec, boolean measured) {
    this.spec = spec;
    this.width = spec.width();
    this.capacity = spec.capacity();
    this.measured = measured;
    this.stamps = new long[LEAST_RING];
    this.values = new double[LEAST_RING * width];
    if (measured) {
      sendTimes = new long[LEAST_RING];
    }
    setRing();
  }

  private void setRing() {
    mask = stamps.length - 1;
    growAt = stamps.length >= enough() ? Long.MAX_VALUE : firstKept() + stamps.length;
  }

  /**
   * Slots that are never too few: a send is measured after the burst it is in, and until then the
   * responses before it must be there.
   */
  private long enough() {
    return measured && capacity != ChannelSpec.UNBOUNDED ? 2 * capacity : capacity;
  }

  /** {@return what the channel is} */
  public ChannelSpec spec() {
    return spec;
  }

  /** {@return the name} */
  public String name() {
    return spec.name();
  }

  /** {@return the tokens sent so far} */
  public long sent() {
    return sent;
  }

  /** {@return the tokens received so far} */
  public long received() {
    return received;
  }

  /** {@return the time the producer waited for room, in all} */
  public long producerWait() {
    return producerWait;
  }

  /** {@return the time the consumer waited for tokens, in all} */
  public long consumerWait() {
    return consumerWait;
  }

  /**
   * {@return the most slots taken at once, up to the tokens received so far; -1 if not measured}
   */
  public long peakOccupancy() {
    return sendTimes.length == 0 ? -1 : peak;
  }

  /**
   * Names the producer.
   *
   * @param name its name
   * @param listener hears of free slots; null if it looks by itself
   * @throws IllegalArgumentException if there is one already
   */
  public void bindProducer(String name, @Nullable ChannelListener listener) {
    if (!producerName.isEmpty()) {
      throw new IllegalArgumentException(
          "channel "
              + name()
              + " must have one producer, but has "
              + producerName
              + " and "
              + name);
    }
    producerName = name;
    producer = listener;
    observed |= listener != null;
  }

  /**
   * Names the consumer.
   *
   * @param name its name
   * @param listener hears of tokens; null if it looks by itself
   * @throws IllegalArgumentException if there is one already
   */
  public void bindConsumer(String name, @Nullable ChannelListener listener) {
    if (!consumerName.isEmpty()) {
      throw new IllegalArgumentException(
          "channel "
              + name()
              + " must have one consumer, but has "
              + consumerName
              + " and "
              + name);
    }
    consumerName = name;
    consumer = listener;
    observed |= listener != null;
  }

  /** {@return the producer's name, empty if there is none} */
  public String producerName() {
    return producerName;
  }

  /** {@return the consumer's name, empty if there is none} */
  public String consumerName() {
    return consumerName;
  }

  /**
   * Lets a probe see the channel, whose ends are named by now; a second one sees nothing. Rounds
   * that a network skips because they would repeat count in the totals, not one by one.
   *
   * @param probe the probe
   * @param clock turns the channel's times into ticks
   */
  public void attach(Probe probe, Clock clock) {
    if (watch == null) {
      watch = new ChannelWatch(this, probe, clock);
      observed = true;
    }
  }

  void listen(@Nullable ChannelListener forRoom, @Nullable ChannelListener forTokens) {
    if (forRoom != null) {
      producer = forRoom;
    }
    if (forTokens != null) {
      consumer = forTokens;
    }
    observed |= forRoom != null || forTokens != null;
  }

  // The consumer's side.

  /** {@return the tokens sent and not received; some may have a stamp in the consumer's future} */
  public long size() {
    return sent - received;
  }

  /** {@return whether no token is there, not even one with a stamp in the future} */
  public boolean isEmpty() {
    return sent == received;
  }

  /**
   * {@return whether a token can be received without waiting}
   *
   * @param time the consumer's time
   */
  public boolean hasToken(long time) {
    return sent != received && headStamp() <= time;
  }

  /** {@return the stamp of the first token; there must be one} */
  public long headStamp() {
    return stamps[(int) received & mask];
  }

  /**
   * {@return the consumer's time when the first token is there} Waiting for it is counted. There
   * must be a token.
   *
   * @param time the consumer's time
   */
  public long awaitToken(long time) {
    long stamp = stamps[(int) received & mask];
    if (stamp <= time) {
      return time;
    }
    consumerWaited(time, stamp);
    return stamp;
  }

  /** {@return the array {@link #head()} is an index of; valid until the next send} */
  public double[] values() {
    return values;
  }

  /** {@return the index of the first token's first value in {@link #values()}} */
  public int head() {
    return ((int) received & mask) * width;
  }

  /**
   * {@return the index of a later token's first value in {@link #values()}}
   *
   * @param later how many tokens are before it
   */
  public int head(long later) {
    return ((int) (received + later) & mask) * width;
  }

  /** {@return the first value of the first token} */
  public double headValue() {
    return values[((int) received & mask) * width];
  }

  /** {@return the first token's value as {@link #sendBits} was given it} */
  public long headBits() {
    return Double.doubleToRawLongBits(headValue());
  }

  /**
   * Receives the first token; there must be one.
   *
   * @param time the consumer's time
   * @return the consumer's time afterwards
   */
  public long receive(long time) {
    int at = (int) received & mask;
    long now = time;
    long stamp = stamps[at];
    if (stamp > now) {
      consumerWaited(now, stamp);
      now = stamp;
    }
    long response = now + spec.responseLatency();
    stamps[at] = response;
    received++;
    if (measured) {
      measure();
    }
    if (producer != null) {
      producer.changed(this, response);
    }
    return now;
  }

  private void consumerWaited(long from, long to) {
    consumerWait += to - from;
    if (watch != null) {
      watch.consumerWaited(from, to);
    }
  }

  // The producer's side.

  /** {@return how many tokens may be sent before the consumer must have run again} */
  public long room() {
    return Math.min(capacity, lookahead) - (sent - received);
  }

  /** {@return whether a token may be sent, if need be after waiting} */
  public boolean hasRoom() {
    return sent - received < Math.min(capacity, lookahead);
  }

  /**
   * {@return whether a token can be sent without waiting}
   *
   * @param time the producer's time
   */
  public boolean hasRoom(long time) {
    return hasRoom() && (sent < capacity || stamps[(int) (sent - capacity) & mask] <= time);
  }

  /**
   * {@return the producer's time when a slot is free} Waiting for it is counted; asking twice makes
   * no difference. {@link #hasRoom()} must hold.
   *
   * @param time the producer's time
   */
  public long awaitRoom(long time) {
    if (sent < capacity) {
      return time;
    }
    long response = stamps[(int) (sent - capacity) & mask];
    if (response <= time) {
      return time;
    }
    producerWait += response - time;
    if (watch != null) {
      watch.producerWaited(time, response);
    }
    return response;
  }

  /** {@return the index in {@link #values()} at which to put the values of the next token} */
  public int tail() {
    if (sent >= growAt) {
      grow();
    }
    return ((int) sent & mask) * width;
  }

  /**
   * Makes the ring long enough for tokens, so that values of all can be put before any is sent.
   *
   * @param tokens how many; there must be room for all
   */
  public void reserve(long tokens) {
    while (sent + tokens > growAt) {
      long first = firstKept();
      if (sent + tokens - first <= stamps.length) {
        growAt = first + stamps.length;
      } else {
        resize(first);
      }
    }
  }

  /**
   * {@return the index in {@link #values()} at which to put the values of a later token}
   *
   * @param later how many tokens are sent before it; {@link #reserve} must have been told of it
   */
  public int tail(long later) {
    return ((int) (sent + later) & mask) * width;
  }

  /**
   * Sends a token whose values are at {@link #tail()}. {@link #hasRoom()} must hold.
   *
   * @param time the producer's time
   * @param stamp when the consumer may have it at the earliest
   * @return the producer's time afterwards
   */
  public long send(long time, long stamp) {
    if (sent >= growAt) {
      grow();
    }
    long now = awaitRoom(time);
    int at = (int) sent & mask;
    long actual = Math.max(stamp, now + spec.sendLatency());
    stamps[at] = actual;
    sent++;
    if (measured) {
      sendTimes[at] = now;
      measure();
    }
    if (consumer != null) {
      consumer.changed(this, actual);
    }
    return now;
  }

  /**
   * Sends a token of one value.
   *
   * @param time the producer's time
   * @param stamp when the consumer may have it at the earliest
   * @param value its value
   * @return the producer's time afterwards
   */
  public long send(long time, long stamp, double value) {
    int tail = tail();
    values[tail] = value;
    return send(time, stamp);
  }

  /**
   * Sends a token of one whole number.
   *
   * @param time the producer's time
   * @param stamp when the consumer may have it at the earliest
   * @param value its value
   * @return the producer's time afterwards
   */
  public long sendBits(long time, long stamp, long value) {
    return send(time, stamp, Double.longBitsToDouble(value));
  }

  // What a burst of steps does with its channels.

  /** Whether somebody must hear of each token. */
  boolean isObserved() {
    return observed;
  }

  /** Stamps and responses; the index is a token's number, as far as the length allows. */
  long[] ring() {
    return stamps;
  }

  /** Whether the times of sends are wanted; their ring is as long as the other. */
  boolean recordsTimes() {
    return measured;
  }

  long[] timeRing() {
    return sendTimes;
  }

  /** Whether the next send waits for a response. */
  boolean waitsForResponses() {
    return sent >= capacity;
  }

  /**
   * Whether anybody looks at responses. If not, what stands in the ring for a token that was
   * received has no meaning.
   */
  boolean needsResponses() {
    return measured || capacity != ChannelSpec.UNBOUNDED;
  }

  /** {@return how many sends all wait for responses, or all do not} */
  long sendsOfOneKind() {
    return sent >= capacity ? Long.MAX_VALUE : capacity - sent;
  }

  /**
   * {@return how many sends may be done before they are measured}
   *
   * @param wanted how many are worth a longer ring
   */
  long sendsToMeasure(long wanted) {
    if (!measured || capacity == ChannelSpec.UNBOUNDED) {
      return Long.MAX_VALUE;
    }
    while (stamps.length >= enough() && stamps.length < capacity + wanted) {
      resize(firstKept());
    }
    return Math.max(capacity, stamps.length - capacity);
  }

  /** Whether a producer would have to wait until the consumer has run. */
  boolean isFull() {
    return sent - received >= capacity;
  }

  /** The place of the producer among the steps of a burst, -1 if it is not there. */
  int sender() {
    return sender;
  }

  void setSender(int place) {
    sender = place;
  }

  /** The place of the consumer among the steps of a burst, -1 if it is not there. */
  int taker() {
    return taker;
  }

  void setTaker(int place) {
    taker = place;
  }

  void receivedInBurst(long tokens, long waited) {
    received += tokens;
    consumerWait += waited;
    if (measured) {
      measure();
    }
  }

  void sentInBurst(long tokens, long waited) {
    sent += tokens;
    producerWait += waited;
    if (measured) {
      measure();
    }
  }

  // What a network of processes does with its channels.

  long capacity() {
    return capacity;
  }

  /** Lets the producer be at most so many tokens ahead; only its order of running changes. */
  void setLookahead(long tokens) {
    lookahead = tokens;
  }

  /**
   * Whether it is worth the while to let a producer that waits for room go on: one that is only
   * held back goes on when half of its lead is used up, so that it does many steps at a time.
   */
  boolean invitesProducer() {
    long waiting = sent - received;
    return lookahead < capacity ? waiting <= lookahead / 2 : waiting < capacity;
  }

  boolean isHeldByLookahead() {
    return sent - received < capacity && sent - received >= lookahead;
  }

  void doubleLookahead() {
    lookahead *= 2;
  }

  /** Adds a slot, to find out what a deadlock needs; times have no meaning from here on. */
  void deepen() {
    measured = false;
    capacity++;
    setRing();
  }

  boolean isMeasured() {
    return sendTimes.length > 0;
  }

  /** {@return how many of the last responses can matter for what comes after more tokens} */
  long responsesThatMatter(long more) {
    if (capacity != ChannelSpec.UNBOUNDED) {
      return Math.min(capacity, received + more);
    }
    return measured ? Math.min(peak, received) : 0;
  }

  /**
   * {@return how far in a time's future the response to one of the last tokens lies; 0 if there was
   * none}
   *
   * @param time the producer's time
   * @param back 1 for the last token received
   */
  long responseAfter(long time, long back) {
    return back > received ? 0 : Math.max(0, stamps[(int) (received - back) & mask] - time);
  }

  /**
   * Goes on, when empty, as if tokens had been sent and received as before.
   *
   * @param time moves the responses
   */
  void shift(long time, long tokens, long waitedForRoom, long waitedForTokens) {
    long[] responses = new long[Math.toIntExact(responsesThatMatter(tokens))];
    for (int i = 0; i < responses.length; i++) {
      long back = i + 1L;
      responses[i] = back > received ? 0 : stamps[(int) (received - back) & mask] + time;
    }
    sent += tokens;
    received += tokens;
    measuredSends += tokens;
    producerWait += waitedForRoom;
    consumerWait += waitedForTokens;
    while (stamps.length < responses.length) {
      resize(received);
    }
    for (int i = 0; i < responses.length; i++) {
      stamps[(int) (received - i - 1) & mask] = responses[i];
    }
    intactFrom = sent;
    setRing();
  }

  /** First token whose stamp or response may still be looked at. */
  private long firstKept() {
    if (capacity != ChannelSpec.UNBOUNDED) {
      return Math.max(0, sent - enough());
    }
    return measured ? Math.min(received, Math.max(0, measuredSends - peak)) : received;
  }

  /** Whether the peak can still rise, so that sends are measured. */
  boolean isMeasuring() {
    return measured;
  }

  /** The oldest token whose response and time of sending are still there. */
  long oldestInRing() {
    return Math.max(intactFrom, sent - stamps.length);
  }

  /** Makes the ring longer, so that so many tokens stay in it; counters do not change. */
  void keep(long tokens) {
    while (stamps.length < tokens) {
      resize(oldestInRing());
    }
  }

  /**
   * Goes on as if tokens had been sent and received as before, as many of each; the last ones are
   * then those that were last, but for their times.
   *
   * @param time moves the stamps, responses and times of sends
   */
  void shiftTokens(long time, long tokens, long waitedForRoom, long waitedForTokens) {
    long first = oldestInRing();
    int kept = (int) (sent - first);
    long[] ofStamps = new long[kept];
    long[] ofTimes = new long[sendTimes.length == 0 ? 0 : kept];
    for (int i = 0; i < kept; i++) {
      int at = (int) (first + i) & mask;
      ofStamps[i] = stamps[at] + time;
      if (ofTimes.length > 0) {
        ofTimes[i] = sendTimes[at] + time;
      }
    }
    sent += tokens;
    received += tokens;
    measuredSends += tokens;
    producerWait += waitedForRoom;
    consumerWait += waitedForTokens;
    for (int i = 0; i < kept; i++) {
      int at = (int) (first + tokens + i) & mask;
      stamps[at] = ofStamps[i];
      if (ofTimes.length > 0) {
        sendTimes[at] = ofTimes[i];
      }
    }
    intactFrom = first + tokens;
    setRing();
  }

  /** Sends a token whose times are known already. */
  void sendKnown(long time, long stamp) {
    if (sent >= growAt) {
      grow();
    }
    int at = (int) sent & mask;
    stamps[at] = stamp;
    sent++;
    if (measured) {
      sendTimes[at] = time;
      measure();
    }
  }

  /** Receives a token whose response is known already. */
  void receiveKnown(long response) {
    stamps[(int) received & mask] = response;
    received++;
    if (measured) {
      measure();
    }
  }

  /** Counts waiting that is known already. */
  void waited(long forRoom, long forTokens) {
    producerWait += forRoom;
    consumerWait += forTokens;
  }

  private void grow() {
    long first = firstKept();
    if (sent - first < stamps.length) {
      growAt = first + stamps.length;
    } else {
      resize(first);
    }
  }

  private void resize(long first) {
    int length = Math.multiplyExact(stamps.length, 2);
    long[] newStamps = new long[length];
    long[] newTimes = sendTimes.length == 0 ? sendTimes : new long[length];
    double[] newValues = new double[Math.multiplyExact(length, width)];
    for (long token = first; token < sent; token++) {
      int from = (int) token & mask;
      int to = (int) token & (length - 1);
      newStamps[to] = stamps[from];
      if (newTimes.length > 0) {
        newTimes[to] = sendTimes[from];
      }
      System.arraycopy(values, from * width, newValues, to * width, width);
    }
    intactFrom = Math.max(intactFrom, first);
    stamps = newStamps;
    sendTimes = newTimes;
    values = newValues;
    setRing();
  }

  /**
   * Raises the peak p by one if a token was sent before the response to the one p before it. A send
   * is looked at as soon as that response is known, so in the order of sends; from one send to the
   * next no more than one slot more can be taken.
   */
  private void measure() {
    while (measuredSends < sent) {
      long before = measuredSends - peak;
      if (peak > 0) {
        if (before >= received) {
          return;
        }
        long known = Math.min(Math.min(sent, received + peak) - measuredSends, Integer.MAX_VALUE);
        // The first sends have no response to look at.
        long alike =
            before < 0
                ? Math.min(known, -before)
                : sendsAfterResponses(
                    stamps, (int) before, sendTimes, (int) measuredSends, (int) known);
        measuredSends += alike;
        if (before < 0 || alike == known) {
          continue;
        }
      }
      peak++;
      if (peak == capacity) {
        measured = false;
        return;
      }
      measuredSends++;
    }
  }

  /** {@return how many sends in a row were not before their responses} */
  private static int sendsAfterResponses(
      long[] responses, int response, long[] sends, int send, int most) {
    int mask = responses.length - 1;
    int done = 0;
    while (done < most) {
      // A stretch in which neither wraps around, in a loop with as little in it as can be.
      int at = response + done & mask;
      int sendAt = send + done & mask;
      int some = Math.min(most - done, responses.length - Math.max(at, sendAt));
      int early = firstEarly(responses, at, at + some, sends, sendAt - at);
      done += early - at;
      if (early < at + some) {
        break;
      }
    }
    return done;
  }

  private static int firstEarly(long[] responses, int from, int to, long[] sends, int ahead) {
    for (int at = from; at < to; at++) {
      if (responses[at] > sends[at + ahead]) {
        return at;
      }
    }
    return to;
  }

  @Override
  public String toString() {
    String depth = capacity == ChannelSpec.UNBOUNDED ? "unbounded" : "of " + capacity;
    return name() + " (" + size() + " " + depth + ")";
  }
}
