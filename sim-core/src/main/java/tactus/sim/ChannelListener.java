package tactus.sim;

/** Is told when the other end of a channel has done something. */
@FunctionalInterface
public interface ChannelListener {

  /**
   * Hears of a token or of a free slot. Called inside the other end's operation: it schedules an
   * event, nothing else.
   *
   * @param channel the channel
   * @param time when the token can be received or the slot used, in the channel's unit
   */
  void changed(Channel channel, long time);
}
