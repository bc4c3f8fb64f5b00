package tactus.sim.probe;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Counters, levels, histograms and readings by name, such as {@code Dram[0].queue}; a name has one
 * of them. Their order is that of their names, whoever asked for them first.
 */
public final class Statistics {

  private final Map<String, Object> byName = new TreeMap<>();

  Statistics() {}

  /**
   * {@return the counter of a name, made when first asked for}
   *
   * @param name its name
   */
  public Counter counter(String name) {
    return get(name, Counter.class, Counter::new);
  }

  /**
   * {@return the level of a name, made when first asked for}
   *
   * @param name its name
   */
  public Level level(String name) {
    return get(name, Level.class, Level::new);
  }

  /**
   * {@return the histogram of a name, made when first asked for}
   *
   * @param name its name
   */
  public Histogram histogram(String name) {
    return get(name, Histogram.class, Histogram::new);
  }

  /**
   * Adds a number that is kept elsewhere and read when it is written.
   *
   * @param name its name, which no other statistic has
   * @param reading reads it
   */
  public void reading(String name, LongSupplier reading) {
    if (byName.putIfAbsent(name, reading) != null) {
      throw new IllegalArgumentException("name (" + name + ") must be unique");
    }
  }

  private <T> T get(String name, Class<T> type, Supplier<T> make) {
    Object found = byName.computeIfAbsent(name, unused -> make.get());
    if (!type.isInstance(found)) {
      throw new IllegalArgumentException(
          "name ("
              + name
              + ") must be that of a "
              + type.getSimpleName()
              + ", but is that of a "
              + found.getClass().getSimpleName());
    }
    return type.cast(found);
  }

  /**
   * Writes a line for each: its name, then what it holds.
   *
   * @param out where to
   * @param endTick the tick up to which levels are averaged, at least that of the last change
   * @throws IOException if writing fails
   */
  public void write(Appendable out, long endTick) throws IOException {
    for (Map.Entry<String, Object> entry : byName.entrySet()) {
      out.append(entry.getKey()).append(' ').append(text(entry.getValue(), endTick)).append('\n');
    }
  }

  private static String text(Object statistic, long endTick) {
    if (statistic instanceof Level level) {
      return String.format(
          Locale.ROOT, "average %.6f peak %d", level.average(endTick), level.peak());
    }
    if (statistic instanceof Histogram histogram) {
      return String.format(
          Locale.ROOT,
          "count %d mean %.3f least %d median %d greatest %d",
          histogram.count(),
          histogram.mean(),
          histogram.least(),
          histogram.quantile(0.5),
          histogram.greatest());
    }
    long value =
        statistic instanceof LongSupplier reading
            ? reading.getAsLong()
            : ((Counter) statistic).value();
    return Long.toString(value);
  }
}
