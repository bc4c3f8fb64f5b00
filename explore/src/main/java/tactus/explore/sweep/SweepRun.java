package tactus.explore.sweep;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tactus.config.ConfigException;
import tactus.explore.pareto.Dominance;
import tactus.explore.space.Measure;
import tactus.explore.space.Method;
import tactus.explore.space.Sampling;
import tactus.explore.space.SpaceSpec;
import tactus.explore.store.PointStore;
import tactus.explore.store.StoreColumn;
import tactus.explore.store.StoreColumn.Kind;

/**
 * A sweep from start to end: choose points, evaluate those that are not in the store yet, keep each
 * outcome, say which are on the Pareto front. The order of the points and the result of each depend
 * on the sweep's file alone, so a sweep that is interrupted and goes on ends with the same store as
 * one that is not, on any number of threads.
 */
public final class SweepRun {

  /** Outcomes that are put into the store together at most. */
  private static final int BATCH = 2048;

  private static final long BATCH_MILLISECONDS = 200;

  /** Groups of points that one call evaluates elsewhere at most. */
  private static final int MOST_GROUPS = 64;

  private final SweepSpec sweep;
  private final SpaceSpec design;
  private final DesignPoints points;
  private final Evaluator evaluator;
  private final SweepProgress progress;
  private final int threads;
  private final Optional<PointCluster> cluster;
  private final String version;

  private final Map<Long, Long> rowOf = new LinkedHashMap<>();
  private final Map<Long, Outcome> known = new TreeMap<>();
  private final Map<String, Double> best = new LinkedHashMap<>();
  private final Set<Long> asked = new LinkedHashSet<>();
  private long expected;

  private SweepRun(
      SweepSpec sweep, SweepProgress progress, int threads, Optional<PointCluster> cluster) {
    this.sweep = sweep;
    this.design = sweep.design();
    this.points = new DesignPoints(sweep.run(), design, sweep.space());
    this.evaluator = new Evaluator(sweep, points, threads);
    this.progress = progress;
    this.threads = threads;
    this.cluster = cluster;
    @Nullable String packaged = SweepRun.class.getPackage().getImplementationVersion();
    this.version = packaged == null ? "unpackaged" : packaged;
  }

  /**
   * {@return the numbers of the points that a sweep takes of its space, in order; empty for a
   * method that chooses by results}
   *
   * @param sweep the sweep
   */
  public static Optional<long[]> plan(SweepSpec sweep) {
    return new SweepRun(sweep, SweepProgress.NONE, 1, Optional.empty()).plan();
  }

  /**
   * {@return a point's settings as text, for people}
   *
   * @param sweep the sweep
   * @param number the point's number in the space
   */
  public static String describe(SweepSpec sweep, long number) {
    DesignPoints points = new DesignPoints(sweep.run(), sweep.design(), sweep.space());
    return SweepReader.text(sweep.design(), points.point(number));
  }

  /**
   * {@return what came of a sweep}
   *
   * @param sweep the sweep
   * @param directory where its store is or will be
   * @param threads threads to evaluate points on, at least 1
   * @param progress told how far it has come
   * @throws ConfigException if the store cannot be used
   */
  public static SweepResult run(
      SweepSpec sweep, Path directory, int threads, SweepProgress progress) {
    return new SweepRun(sweep, progress, threads, Optional.empty()).run(directory);
  }

  /**
   * {@return what came of a sweep whose points are evaluated elsewhere; the store is here, and the
   * same as that of a sweep that is evaluated here}
   *
   * @param sweep the sweep
   * @param directory where its store is or will be
   * @param cluster evaluates points
   * @param progress told how far it has come
   * @throws ConfigException if the store or the cluster cannot be used
   */
  public static SweepResult run(
      SweepSpec sweep, Path directory, PointCluster cluster, SweepProgress progress) {
    return new SweepRun(sweep, progress, cluster.slots(), Optional.of(cluster)).run(directory);
  }

  private Optional<long[]> plan() {
    if (design.method() == Method.EVOLUTIONARY) {
      return Optional.empty();
    }
    long size = sweep.space().size();
    if (design.method() == Method.GRID && design.budget().isEmpty() && size > 100_000_000) {
      throw ConfigException.at(
          sweep.file(),
          0,
          0,
          "method",
          "must not be 'grid' for " + size + " points; a sampling method with a budget is");
    }
    long budget = design.budget().map(Integer::longValue).orElse(size);
    Sampling sampling =
        new Sampling(sweep.space(), number -> points.isAllowed(points.point(number)));
    return Optional.of(sampling.points(design.method(), budget, design.seed()));
  }

  private SweepResult run(Path directory) {
    Optional<long[]> plan = plan();
    Map<String, String> facts = SweepReader.facts(sweep, version);
    try (PointStore store = PointStore.open(directory, columns(), facts)) {
      store.rows().forEach(this::know);
      boolean isComplete;
      if (plan.isPresent()) {
        expected = plan.get().length;
        isComplete = evaluate(plan.get(), store);
      } else {
        isComplete = evolve(store);
      }
      if (isComplete) {
        rank(store);
      }
      ObjectNode summary = summary(isComplete);
      return new SweepResult(
          isComplete, summary, SweepSummary.page(sweep, points, summary, known, rowOf));
    }
  }

  private boolean evolve(PointStore store) {
    long budget = design.budget().map(Integer::longValue).orElse(sweep.space().size());
    expected = Math.min(budget, sweep.space().size());
    try {
      Evolution.search(
          sweep.space(),
          design.objectives().size(),
          budget,
          design.seed(),
          number -> points.isAllowed(points.point(number)),
          numbers -> {
            if (!evaluate(numbers, store)) {
              throw new CancellationException("the sweep is interrupted");
            }
            return objectives(numbers);
          });
      expected = known.size();
      return true;
    } catch (CancellationException e) {
      return false;
    }
  }

  private Map<Long, double[]> objectives(long[] numbers) {
    Map<Long, double[]> objectives = new TreeMap<>();
    for (long number : numbers) {
      Outcome outcome = known.get(number);
      if (outcome != null && outcome.isDone() && outcome.isFeasible()) {
        objectives.put(number, points.objectives(outcome.point(), outcome.measures().array()));
      }
    }
    return objectives;
  }

  /** The columns of the store beside the point's number. */
  private List<StoreColumn> columns() {
    List<StoreColumn> columns = new ArrayList<>();
    columns.add(new StoreColumn("design", Kind.INTEGER));
    design.inputNames().forEach(name -> columns.add(new StoreColumn(name, Kind.TEXT)));
    columns.add(new StoreColumn("status", Kind.TEXT));
    columns.add(new StoreColumn("message", Kind.TEXT));
    columns.add(new StoreColumn("feasible", Kind.INTEGER));
    columns.add(new StoreColumn("front", Kind.INTEGER));
    columns.add(new StoreColumn("rank", Kind.INTEGER));
    for (Measure measure : Measure.values()) {
      columns.add(new StoreColumn(measure.column(), measure.isCount() ? Kind.INTEGER : Kind.REAL));
    }
    columns.add(new StoreColumn("config_hash", Kind.TEXT));
    columns.add(new StoreColumn("version", Kind.TEXT));
    columns.add(new StoreColumn("seed", Kind.INTEGER));
    return columns;
  }

  private List<@Nullable Object> row(Outcome outcome) {
    List<@Nullable Object> row = new ArrayList<>();
    row.add(outcome.point().number());
    row.addAll(outcome.point().labels());
    row.add(outcome.isDone() ? "done" : "failed");
    row.add(outcome.failure().orElse(null));
    row.add(outcome.isFeasible() ? 1L : 0L);
    row.add(0L);
    row.add(null);
    for (Measure measure : Measure.values()) {
      if (!outcome.isDone()) {
        row.add(null);
      } else if (measure.isCount()) {
        row.add((long) outcome.measures().get(measure));
      } else {
        row.add(outcome.measures().get(measure));
      }
    }
    row.add(outcome.configHash());
    row.add(version);
    row.add(design.seed());
    return row;
  }

  /** Takes up an outcome of an earlier part of the same sweep. */
  private void know(long number, List<@Nullable Object> row) {
    List<String> names = columns().stream().map(StoreColumn::name).toList();
    long designNumber = (Long) cell(row, names, "design");
    boolean isDone = "done".equals(cell(row, names, "status"));
    double[] measures = new double[Measure.values().length];
    for (Measure measure : Measure.values()) {
      if (isDone) {
        measures[measure.ordinal()] = ((Number) cell(row, names, measure.column())).doubleValue();
      }
    }
    Optional<String> failure =
        isDone ? Optional.empty() : Optional.of(String.valueOf(row.get(names.indexOf("message"))));
    rowOf.put(designNumber, number);
    learn(
        new Outcome(
            points.point(designNumber),
            isDone ? Measures.of(measures) : Measures.NONE,
            cell(row, names, "feasible").equals(1L),
            failure,
            String.valueOf(row.get(names.indexOf("config_hash")))));
  }

  private static Object cell(List<@Nullable Object> row, List<String> names, String name) {
    Object cell = row.get(names.indexOf(name));
    if (cell == null) {
      throw new IllegalStateException("column " + name + " must have a value");
    }
    return cell;
  }

  private void learn(Outcome outcome) {
    known.put(outcome.point().number(), outcome);
    if (outcome.isDone() && outcome.isFeasible()) {
      double[] objectives = points.objectives(outcome.point(), outcome.measures().array());
      for (int i = 0; i < objectives.length; i++) {
        best.merge(design.objectives().get(i).expression().text(), objectives[i], Math::min);
      }
    }
  }

  /**
   * Evaluates points that are not known yet and stores their outcomes.
   *
   * @param numbers points in the order of their rows
   * @return whether all are known at the end
   */
  private boolean evaluate(long[] numbers, PointStore store) {
    for (long number : numbers) {
      if (asked.add(number)) {
        rowOf.putIfAbsent(number, asked.size() - 1L);
      }
    }
    long[] missing = Arrays.stream(numbers).filter(n -> !known.containsKey(n)).toArray();
    progress.at(known.size(), expected, best);
    List<List<Evaluator.Group>> families = evaluator.families(missing);
    int groups = families.stream().mapToInt(List::size).sum();
    FamilyQueue<Evaluator.Group> queue = new FamilyQueue<>(families, threads);
    BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    AtomicInteger running = new AtomicInteger();
    List<Throwable> faults = Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < Math.min(threads, groups); i++) {
      int number = i;
      running.incrementAndGet();
      Thread worker =
          new Thread(
              () -> {
                try {
                  if (cluster.isPresent()) {
                    work(queue, number, groups, cluster.get(), outcomes);
                  } else {
                    work(queue, number, outcomes);
                  }
                } finally {
                  running.decrementAndGet();
                }
              },
              "sweep-" + i);
      worker.setDaemon(true);
      worker.setUncaughtExceptionHandler((thread, fault) -> faults.add(fault));
      worker.start();
    }
    try {
      Map<Long, List<@Nullable Object>> batch = new TreeMap<>();
      long lastMilliseconds = 0;
      while (true) {
        boolean isOver = running.get() == 0;
        Outcome outcome = outcomes.poll(isOver ? 0 : 20, TimeUnit.MILLISECONDS);
        if (outcome != null) {
          learn(outcome);
          batch.put(row(outcome.point().number()), row(outcome));
        }
        long now = System.nanoTime() / 1_000_000;
        boolean isDue = now - lastMilliseconds >= BATCH_MILLISECONDS || batch.size() >= BATCH;
        boolean isLast = isOver && outcome == null;
        if (!batch.isEmpty() && (isDue || isLast)) {
          store.add(batch);
          batch.clear();
          lastMilliseconds = now;
          progress.at(known.size(), expected, best);
        }
        if (isLast) {
          break;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      queue.clear();
      return false;
    } finally {
      queue.clear();
    }
    if (!faults.isEmpty()) {
      if (faults.get(0) instanceof ConfigException wrong) {
        throw wrong;
      }
      throw new IllegalStateException("a thread of the sweep ended early", faults.get(0));
    }
    return Arrays.stream(numbers).allMatch(known::containsKey);
  }

  private void work(
      FamilyQueue<Evaluator.Group> queue, int thread, BlockingQueue<Outcome> outcomes) {
    Optional<Evaluator.Group> next = queue.next(thread);
    while (next.isPresent() && !progress.isCancelled()) {
      evaluator.evaluate(next.get(), outcomes::add);
      next = queue.next(thread);
    }
  }

  /** The same elsewhere; what a call costs is shared by many groups, but all shall have some. */
  private void work(
      FamilyQueue<Evaluator.Group> queue,
      int thread,
      int groups,
      PointCluster elsewhere,
      BlockingQueue<Outcome> outcomes) {
    int most = Math.max(1, Math.min(MOST_GROUPS, groups / (4 * threads)));
    List<Evaluator.Group> next = queue.next(thread, most);
    while (!next.isEmpty() && !progress.isCancelled()) {
      try {
        evaluator.evaluate(next, elsewhere, outcomes::add);
      } catch (ConfigException e) {
        // Who interrupts the program may have ended what works elsewhere too.
        if (progress.isCancelled()) {
          return;
        }
        queue.clear();
        throw e;
      }
      next = queue.next(thread, most);
    }
  }

  private long row(long number) {
    Long row = rowOf.get(number);
    if (row == null) {
      throw new IllegalStateException("point " + number + " must have a row");
    }
    return row;
  }

  /** Writes the non-dominated rank of each feasible point; those of rank 0 are the front. */
  private void rank(PointStore store) {
    List<Outcome> feasible =
        known.values().stream().filter(one -> one.isDone() && one.isFeasible()).toList();
    int[] ranks =
        Dominance.ranks(
            feasible.stream()
                .map(one -> points.objectives(one.point(), one.measures().array()))
                .toList());
    Map<Long, Long> byRow = new TreeMap<>();
    Map<Long, Long> front = new TreeMap<>();
    for (int i = 0; i < ranks.length; i++) {
      long row = row(feasible.get(i).point().number());
      byRow.put(row, (long) ranks[i]);
      front.put(row, ranks[i] == 0 ? 1L : 0L);
    }
    store.set("rank", byRow);
    store.set("front", front);
  }

  private ObjectNode summary(boolean isComplete) {
    return SweepSummary.of(sweep, points, known, rowOf, isComplete, expected);
  }
}
