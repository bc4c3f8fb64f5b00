package tactus.sim;

/** What a channel is like to both its ends, as a text to compare. */
final class ChannelState {

  private ChannelState() {}

  /**
   * {@return a channel's counters, the stamps of the tokens in it and the responses to which sends
   * after this may have to wait}
   *
   * @param channel the channel
   */
  static String of(Channel channel) {
    long stamps = 0;
    for (long token = channel.received(); token < channel.sent(); token++) {
      long[] ring = channel.ring();
      stamps = 31 * stamps + ring[(int) token & ring.length - 1];
    }
    StringBuilder text = new StringBuilder();
    text.append(channel).append(" sent ").append(channel.sent());
    text.append(" waits ")
        .append(channel.producerWait())
        .append(' ')
        .append(channel.consumerWait());
    text.append(" peak ").append(channel.peakOccupancy());
    text.append(" hash of stamps ").append(stamps).append(" responses");
    long capacity = channel.spec().isBounded() ? channel.capacity() : 0;
    long responses = Math.min(capacity - channel.size(), channel.received());
    for (long back = 1; back <= responses; back++) {
      text.append(' ').append(channel.responseAfter(0, back));
    }
    return text.append('\n').toString();
  }
}
