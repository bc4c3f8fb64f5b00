package tactus.sim;

/**
 * What a channel was like at an earlier moment, to find out whether what its ends have done since
 * can be repeated, and to repeat it.
 *
 * <p>Let the producer have sent n tokens since and moved by D in time. It does the same once more,
 * D later, if it waits for the same responses D later, or if it waited for none and those that it
 * then asks for are no more than D later; likewise the consumer for stamps. Tokens that are in the
 * channel, and responses that are not used yet, are looked at; those that come later repeat others
 * if the other end moves by D and n too. If it does not, or does nothing, there are no later ones.
 */
final class ChannelCut {

  /**
   * First stamps and responses to keep, which are overwritten when they are used: a guess; a period
   * of more tokens is not repeated.
   */
  private static final int MOST_KEPT = 256;

  /** The longest ring to keep the tokens of a period in: a guess. */
  private static final long LONGEST_RING = 1 << 16;

  static final long BEGIN_ANEW = -1;

  private final Channel channel;
  private long sent;
  private long received;
  private long producerWait;
  private long consumerWait;

  /** The first stamps that were not received yet. */
  private long[] stamps = {};

  private int stampsKept;

  /** The first responses that were not waited for yet. */
  private long[] responses = {};

  private int responsesKept;

  ChannelCut(Channel channel) {
    this.channel = channel;
  }

  /** Keeps what the channel is like now. */
  void save() {
    sent = channel.sent();
    received = channel.received();
    producerWait = channel.producerWait();
    consumerWait = channel.consumerWait();
    stampsKept = (int) Math.min(MOST_KEPT, sent - received);
    if (stamps.length < stampsKept) {
      stamps = new long[MOST_KEPT];
    }
    for (int i = 0; i < stampsKept; i++) {
      stamps[i] = inRing(received + i);
    }
    long first = firstUnused();
    responsesKept = (int) Math.min(MOST_KEPT, received - first);
    if (responses.length < responsesKept) {
      responses = new long[MOST_KEPT];
    }
    for (int i = 0; i < responsesKept; i++) {
      responses[i] = inRing(first + i);
    }
  }

  /** The first token whose response was not waited for; {@code received} if there is none. */
  private long firstUnused() {
    return channel.spec().isBounded() ? Math.max(0, sent - channel.capacity()) : received;
  }

  private long inRing(long token) {
    long[] ring = channel.ring();
    return ring[(int) token & ring.length - 1];
  }

  private long sentSince() {
    return channel.sent() - sent;
  }

  private long receivedSince() {
    return channel.received() - received;
  }

  /** Whether both ends do the same number of tokens in the same time. */
  private boolean isCoupled(long producerShift, long consumerShift) {
    return sentSince() == receivedSince() && producerShift == consumerShift;
  }

  /**
   * {@return how often what was done since {@link #save} can be repeated; {@link #BEGIN_ANEW} if
   * that can only be told of what is done from now on}
   *
   * @param most as often is enough
   * @param producerShift what the producer's time has moved by
   * @param consumerShift what the consumer's time has moved by
   */
  long repetitions(long most, long producerShift, long consumerShift) {
    long sends = sentSince();
    long receives = receivedSince();
    if (sends == 0 && receives == 0) {
      return most;
    }
    if (channel.spec().width() > 0
        || channel.isObserved()
        || (channel.isMeasuring() && !channel.spec().isBounded())) {
      return 0;
    }
    if (received < channel.oldestInRing()) {
      return lengthenRing(Math.max(sends, channel.size() + receives));
    }
    long limit = most;
    if (!isCoupled(producerShift, consumerShift)) {
      if (sends > 0) {
        limit = Math.min(limit, channel.room() / sends);
        // The stamps of what is sent are made from those of the last tokens sent.
        limit = channel.size() < sends ? 0 : limit;
      }
      if (receives > 0) {
        limit = Math.min(limit, channel.size() / receives);
      }
    }
    limit = Math.min(limit, repetitionsOfConsumer(limit, receives, consumerShift));
    return Math.min(limit, repetitionsOfProducer(limit, sends, producerShift));
  }

  /** Responses and times of sends of the period are not in the ring; those of the next will be. */
  private long lengthenRing(long tokens) {
    if (tokens > LONGEST_RING || tokens <= channel.ring().length) {
      return 0;
    }
    channel.keep(2 * tokens);
    return BEGIN_ANEW;
  }

  private long repetitionsOfConsumer(long most, long n, long shift) {
    boolean waited = channel.consumerWait() != consumerWait;
    long tokens = n == 0 ? 0 : Math.min(channel.size(), saturated(most, n));
    for (long i = 0; i < tokens; i++) {
      long token = channel.received() + i;
      long before = token - n;
      long stampBefore;
      if (before >= channel.received()) {
        stampBefore = inRing(before);
      } else if (before - received < stampsKept) {
        stampBefore = stamps[(int) (before - received)];
      } else {
        return i / n;
      }
      if (differs(inRing(token), stampBefore + shift, waited)) {
        return i / n;
      }
    }
    return most;
  }

  private long repetitionsOfProducer(long most, long n, long shift) {
    if (n == 0 || !channel.spec().isBounded()) {
      return most;
    }
    boolean waited = channel.producerWait() != producerWait;
    long first = channel.sent() - channel.capacity();
    long tokens = Math.min(channel.received() - first, saturated(most, n));
    for (long i = Math.max(0, -first); i < tokens; i++) {
      long token = first + i;
      long before = token - n;
      if (before < 0) {
        return i / n; // It did not have to wait for room yet.
      }
      long firstKept = Math.max(0, sent - channel.capacity());
      long responseBefore;
      if (before >= channel.oldestInRing()) {
        responseBefore = inRing(before);
      } else if (before - firstKept < responsesKept) {
        responseBefore = responses[(int) (before - firstKept)];
      } else {
        return i / n;
      }
      if (differs(inRing(token), responseBefore + shift, waited)) {
        return i / n;
      }
    }
    return most;
  }

  private static boolean differs(long time, long repeated, boolean waited) {
    return waited ? time != repeated : time > repeated;
  }

  private static long saturated(long most, long n) {
    return most > Long.MAX_VALUE / n ? Long.MAX_VALUE : most * n;
  }

  /**
   * Repeats what was done since {@link #save}.
   *
   * @param times how often, at most {@link #repetitions}
   * @param producerShift what the producer's time has moved by
   * @param consumerShift what the consumer's time has moved by
   */
  void repeat(long times, long producerShift, long consumerShift) {
    int sends = Math.toIntExact(sentSince());
    int receives = Math.toIntExact(receivedSince());
    if (sends == 0 && receives == 0) {
      return;
    }
    long forRoom = channel.producerWait() - producerWait;
    long forTokens = channel.consumerWait() - consumerWait;
    long[] lastStamps = last(channel.ring(), channel.sent(), sends);
    long[] lastSendTimes =
        channel.isMeasuring() ? last(channel.timeRing(), channel.sent(), sends) : new long[sends];
    long[] lastResponses = last(channel.ring(), channel.received(), receives);
    boolean coupled = isCoupled(producerShift, consumerShift);
    long settled = 0;
    long peak = channel.peakOccupancy();
    for (long time = 1; time <= times; time++) {
      // When all that is in the ring comes from repetitions, and the peak with it, nothing new
      // comes.
      if (coupled && settled * sends > channel.ring().length + 2L * sends) {
        long left = times - time + 1;
        channel.shiftTokens(producerShift * left, sends * left, forRoom * left, forTokens * left);
        return;
      }
      exchange(
          lastSendTimes, lastStamps, producerShift * time, lastResponses, consumerShift * time);
      channel.waited(forRoom, forTokens);
      settled = channel.peakOccupancy() == peak ? settled + 1 : 0;
      peak = channel.peakOccupancy();
    }
  }

  /** Sends and receives the tokens of a period, in turns so that there is always room. */
  private void exchange(
      long[] sendTimes,
      long[] ofStamps,
      long producerShift,
      long[] ofResponses,
      long consumerShift) {
    int sends = 0;
    int receives = 0;
    while (sends < ofStamps.length || receives < ofResponses.length) {
      if (receives < ofResponses.length && !channel.isEmpty()) {
        channel.receiveKnown(ofResponses[receives] + consumerShift);
        receives++;
      } else {
        channel.sendKnown(sendTimes[sends] + producerShift, ofStamps[sends] + producerShift);
        sends++;
      }
    }
  }

  private static long[] last(long[] ring, long end, int tokens) {
    long[] found = new long[tokens];
    for (int i = 0; i < tokens; i++) {
      found[i] = ring[(int) (end - tokens + i) & ring.length - 1];
    }
    return found;
  }
}
