package tactus.explore.sweep;

import io.jenetics.Chromosome;
import io.jenetics.Genotype;
import io.jenetics.IntegerChromosome;
import io.jenetics.IntegerGene;
import io.jenetics.Mutator;
import io.jenetics.Phenotype;
import io.jenetics.Recombinator;
import io.jenetics.engine.Engine;
import io.jenetics.engine.EvolutionResult;
import io.jenetics.ext.moea.NSGA2Selector;
import io.jenetics.ext.moea.UFTournamentSelector;
import io.jenetics.ext.moea.Vec;
import io.jenetics.util.ISeq;
import io.jenetics.util.MSeq;
import io.jenetics.util.RandomRegistry;
import io.jenetics.util.Seq;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.random.RandomGenerator;
import tactus.explore.space.Space;

/**
 * The search for a Pareto front by NSGA-II, with the selectors of Jenetics: half of the population
 * are the best of parents and offspring by rank and crowding, the other half are their offspring. A
 * gene is the number of an axis's value. Same space, same seed: same points in the same order.
 */
final class Evolution {

  /** Finds the objectives of points that were not asked for before. */
  interface Batch {
    /**
     * {@return the objectives of each point; none for one that failed or is not feasible}
     *
     * @param numbers points
     */
    Map<Long, double[]> evaluate(long[] numbers);
  }

  /** Points a generation adds, and as many survive. */
  private static final int OFFSPRING = 50;

  /** Generations without a new point after which the search gives up. */
  private static final int MOST_IDLE_GENERATIONS = 100;

  private static final double CROSSOVER = 0.9;

  /** Share of mutations that go to the next or the last value of an axis, where ranges pay. */
  private static final double STEPS = 0.5;

  private final Space space;
  private final int objectives;
  private final long budget;
  private final LongPredicate allowed;
  private final Batch batch;
  private final Map<Long, Vec<double[]>> known = new LinkedHashMap<>();
  private final Set<Long> asked = new LinkedHashSet<>();

  private Evolution(Space space, int objectives, long budget, LongPredicate allowed, Batch batch) {
    this.space = space;
    this.objectives = objectives;
    this.budget = budget;
    this.allowed = allowed;
    this.batch = batch;
  }

  /**
   * Searches.
   *
   * @param space the points there are
   * @param objectives how many objectives a point has
   * @param budget the most points to ask for
   * @param seed decides chance
   * @param allowed which points may be asked for
   * @param batch answers
   */
  static void search(
      Space space, int objectives, long budget, long seed, LongPredicate allowed, Batch batch) {
    Evolution evolution =
        new Evolution(space, objectives, Math.min(budget, space.size()), allowed, batch);
    RandomRegistry.using(new Random(seed), random -> evolution.run());
  }

  private void run() {
    Engine<IntegerGene, Vec<double[]>> engine =
        new Engine.Builder<>(this::evaluated, this::anyGenotype)
            .executor(Runnable::run)
            .populationSize(2 * OFFSPRING)
            .offspringFraction(0.5)
            .survivorsSelector(NSGA2Selector.ofVec())
            .offspringSelector(UFTournamentSelector.ofVec())
            .alterers(new AxisCrossover(), new StepMutator(1.0 / Math.max(2, space.axes().size())))
            .minimizing()
            .build();
    Iterator<EvolutionResult<IntegerGene, Vec<double[]>>> generations = engine.stream().iterator();
    int idle = 0;
    while (asked.size() < budget && idle < MOST_IDLE_GENERATIONS) {
      int before = asked.size();
      generations.next();
      idle = asked.size() == before ? idle + 1 : 0;
    }
  }

  private Genotype<IntegerGene> anyGenotype() {
    RandomGenerator random = RandomRegistry.random();
    List<Chromosome<IntegerGene>> axes = new ArrayList<>();
    for (int axis = 0; axis < space.axes().size(); axis++) {
      int value = random.nextInt(values(axis));
      axes.add(IntegerChromosome.of(IntegerGene.of(value, 0, values(axis))));
    }
    return Genotype.of(axes);
  }

  private int values(int axis) {
    return space.axes().get(axis).values().size();
  }

  private long number(Genotype<IntegerGene> genotype) {
    int[] choices = new int[space.axes().size()];
    for (int axis = 0; axis < choices.length; axis++) {
      choices[axis] = genotype.get(axis).gene().allele();
    }
    return space.number(choices);
  }

  /** Asks for the points of a generation that were never asked for, all at once. */
  private ISeq<Phenotype<IntegerGene, Vec<double[]>>> evaluated(
      Seq<Phenotype<IntegerGene, Vec<double[]>>> population) {
    List<Long> missing = new ArrayList<>();
    for (Phenotype<IntegerGene, Vec<double[]>> one : population) {
      long number = number(one.genotype());
      if (asked.size() < budget && !asked.contains(number) && allowed.test(number)) {
        asked.add(number);
        missing.add(number);
      }
    }
    if (!missing.isEmpty()) {
      batch
          .evaluate(missing.stream().mapToLong(Long::longValue).toArray())
          .forEach((number, goals) -> known.put(number, Vec.of(goals)));
    }
    double[] worst = new double[objectives];
    Arrays.fill(worst, Double.MAX_VALUE);
    return population
        .map(one -> one.withFitness(known.getOrDefault(number(one.genotype()), Vec.of(worst))))
        .asISeq();
  }

  /** Two parents exchange each axis or not. */
  private static final class AxisCrossover extends Recombinator<IntegerGene, Vec<double[]>> {

    AxisCrossover() {
      super(CROSSOVER, 2);
    }

    @Override
    protected int recombine(
        MSeq<Phenotype<IntegerGene, Vec<double[]>>> population,
        int[] individuals,
        long generation) {
      RandomGenerator random = RandomRegistry.random();
      List<Chromosome<IntegerGene>> one = new ArrayList<>();
      List<Chromosome<IntegerGene>> other = new ArrayList<>();
      Genotype<IntegerGene> first = population.get(individuals[0]).genotype();
      Genotype<IntegerGene> second = population.get(individuals[1]).genotype();
      for (int axis = 0; axis < first.length(); axis++) {
        boolean swap = random.nextBoolean();
        one.add(swap ? second.get(axis) : first.get(axis));
        other.add(swap ? first.get(axis) : second.get(axis));
      }
      population.set(individuals[0], Phenotype.of(Genotype.of(one), generation));
      population.set(individuals[1], Phenotype.of(Genotype.of(other), generation));
      return individuals.length;
    }
  }

  /** Mutation to a neighbour or to any value of an axis. */
  private static final class StepMutator extends Mutator<IntegerGene, Vec<double[]>> {

    StepMutator(double probability) {
      super(probability);
    }

    @Override
    protected IntegerGene mutate(IntegerGene gene, RandomGenerator random) {
      int values = gene.max();
      if (random.nextDouble() < STEPS) {
        int step = random.nextBoolean() ? 1 : -1;
        return gene.newInstance(Math.max(0, Math.min(values - 1, gene.allele() + step)));
      }
      return gene.newInstance(random.nextInt(values));
    }
  }
}
