package tactus.sim.probe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What happened when, in the order in which it was recorded: spans, instants and values on tracks,
 * one track a component. A record is three longs in an array; nothing else is allocated for it.
 */
public final class Trace {

  /** What a record tells. */
  public enum Kind {
    /** Something took a time. */
    SPAN,
    /** Something happened. */
    INSTANT,
    /** A value changed. */
    VALUE
  }

  private static final Kind[] KINDS = Kind.values();

  /** Word of a record: {@code track << 32 | label << 2 | kind}. */
  private static final int WHAT = 0;

  /** Word of a record: the tick. */
  private static final int TICK = 1;

  /** Word of a record: the end of a span, the argument of an instant, the value. */
  private static final int VALUE = 2;

  private static final int WORDS = 3;
  private static final int KIND_BITS = 2;

  private final Names tracks = new Names();
  private final Names labels = new Names();
  private long[] words = new long[64 * WORDS];
  private int size;

  Trace() {}

  /** Names by number, in the order in which they were first used. */
  private static final class Names {
    private final Map<String, Integer> numbers = new LinkedHashMap<>();
    private final List<String> names = new ArrayList<>();

    int number(String name) {
      return numbers.computeIfAbsent(
          name,
          unused -> {
            names.add(name);
            return names.size() - 1;
          });
    }
  }

  /**
   * {@return the number of a track}
   *
   * @param name its name: that of the component
   */
  public int track(String name) {
    return tracks.number(name);
  }

  /**
   * {@return the number of a label}
   *
   * @param text what records with that label tell of
   */
  public int label(String text) {
    return labels.number(text);
  }

  /**
   * Records that something took a time.
   *
   * @param track the number of its track
   * @param label the number of its label
   * @param startTick when it began
   * @param endTick when it ended, at least startTick
   */
  public void span(int track, int label, long startTick, long endTick) {
    if (endTick < startTick) {
      throw new IllegalArgumentException("endTick (" + endTick + ") must be at least " + startTick);
    }
    add(track, label, Kind.SPAN, startTick, endTick);
  }

  /**
   * Records that something happened.
   *
   * @param track the number of its track
   * @param label the number of its label
   * @param tick when
   * @param argument a number that goes with it
   */
  public void instant(int track, int label, long tick, long argument) {
    add(track, label, Kind.INSTANT, tick, argument);
  }

  /**
   * Records that a value changed.
   *
   * @param track the number of its track
   * @param label the number of its label
   * @param tick when
   * @param value what it is from then on
   */
  public void value(int track, int label, long tick, long value) {
    add(track, label, Kind.VALUE, tick, value);
  }

  private void add(int track, int label, Kind kind, long tick, long value) {
    int at = size * WORDS;
    if (at == words.length) {
      words = Arrays.copyOf(words, Math.multiplyExact(words.length, 2));
    }
    words[at + WHAT] = (long) track << Integer.SIZE | (long) label << KIND_BITS | kind.ordinal();
    words[at + TICK] = tick;
    words[at + VALUE] = value;
    size++;
  }

  /** {@return the number of records} */
  public int size() {
    return size;
  }

  /**
   * {@return what a record tells}
   *
   * @param record the record, from 0
   */
  public Kind kind(int record) {
    return KINDS[(int) word(record, WHAT) & ((1 << KIND_BITS) - 1)];
  }

  /**
   * {@return the name of a record's track}
   *
   * @param record the record, from 0
   */
  public String trackOf(int record) {
    return tracks.names.get((int) (word(record, WHAT) >>> Integer.SIZE));
  }

  /**
   * {@return the text of a record's label}
   *
   * @param record the record, from 0
   */
  public String labelOf(int record) {
    return labels.names.get((int) word(record, WHAT) >>> KIND_BITS);
  }

  /**
   * {@return when a record happened, or began}
   *
   * @param record the record, from 0
   */
  public long tick(int record) {
    return word(record, TICK);
  }

  /**
   * {@return the tick at which a span ended, the argument of an instant, a value}
   *
   * @param record the record, from 0
   */
  public long value(int record) {
    return word(record, VALUE);
  }

  private long word(int record, int word) {
    if (record < 0 || record >= size) {
      throw new IndexOutOfBoundsException("record (" + record + ") must be below " + size);
    }
    return words[record * WORDS + word];
  }

  /**
   * Writes a line for each record, columns parted by tabs: kind, track, label, tick, value. Sorted
   * by tick and then by the other columns, so that the order within a tick, which decides no
   * result, does not decide the file either.
   *
   * @param out where to
   * @throws IOException if writing fails
   */
  public void write(Appendable out) throws IOException {
    Integer[] order = new Integer[size];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, this::compare);
    out.append("kind\ttrack\tlabel\ttick\tvalue\n");
    for (int record : order) {
      out.append(kind(record).name().toLowerCase(Locale.ROOT))
          .append('\t')
          .append(trackOf(record))
          .append('\t')
          .append(labelOf(record))
          .append('\t')
          .append(Long.toString(tick(record)))
          .append('\t')
          .append(Long.toString(value(record)))
          .append('\n');
    }
  }

  private int compare(int a, int b) {
    int order = Long.compare(tick(a), tick(b));
    if (order == 0) {
      order = trackOf(a).compareTo(trackOf(b));
    }
    if (order == 0) {
      order = labelOf(a).compareTo(labelOf(b));
    }
    if (order == 0) {
      order = kind(a).compareTo(kind(b));
    }
    return order != 0 ? order : Long.compare(value(a), value(b));
  }
}
