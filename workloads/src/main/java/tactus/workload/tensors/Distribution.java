package tactus.workload.tensors;

/**
 * What a random tensor's elements are drawn from. The same seed and name give the same elements on
 * every machine, whichever other tensors are drawn.
 */
public sealed interface Distribution {

  /**
   * The normal distribution.
   *
   * @param mean its mean
   * @param deviation its standard deviation, at least 0
   */
  record Normal(double mean, double deviation) implements Distribution {
    public Normal {
      check("deviation", deviation);
    }

    @Override
    public double draw(RandomNumbers numbers) {
      return mean + deviation * numbers.normal();
    }
  }

  /**
   * The positive part of the normal distribution around 0, as a rectifier leaves it: half zeros.
   *
   * @param deviation standard deviation of what is rectified, at least 0
   */
  record Rectified(double deviation) implements Distribution {
    public Rectified {
      check("deviation", deviation);
    }

    @Override
    public double draw(RandomNumbers numbers) {
      return Math.max(0, deviation * numbers.normal());
    }
  }

  /**
   * The uniform distribution.
   *
   * @param low the least value
   * @param high the bound that no value reaches
   */
  record Uniform(double low, double high) implements Distribution {
    public Uniform {
      if (!(low < high) || Double.isInfinite(high - low)) {
        throw new IllegalArgumentException("low (" + low + ") must be below high (" + high + ")");
      }
    }

    @Override
    public double draw(RandomNumbers numbers) {
      return low + (high - low) * numbers.uniform();
    }
  }

  /**
   * A random sign times the exponential of a normal number: magnitudes over many binades.
   *
   * @param deviation standard deviation of the logarithm, at least 0
   */
  record LogNormal(double deviation) implements Distribution {
    public LogNormal {
      check("deviation", deviation);
    }

    @Override
    public double draw(RandomNumbers numbers) {
      double magnitude = StrictMath.exp(deviation * numbers.normal());
      return numbers.uniform() < 0.5 ? -magnitude : magnitude;
    }
  }

  /**
   * The standard normal distribution, with some elements enlarged, as activations of transformers
   * have them.
   *
   * @param share probability of an element to be enlarged, from 0 to 1
   * @param factor by how much
   */
  record Outliers(double share, double factor) implements Distribution {
    public Outliers {
      if (!(share >= 0 && share <= 1)) {
        throw new IllegalArgumentException("share (" + share + ") must be from 0 to 1");
      }
      check("factor", factor);
    }

    @Override
    public double draw(RandomNumbers numbers) {
      double value = numbers.normal();
      return numbers.uniform() < share ? factor * value : value;
    }
  }

  /**
   * Another distribution, multiplied.
   *
   * @param of the other one
   * @param factor what each of its elements is multiplied with, at least 0
   */
  record Scaled(Distribution of, double factor) implements Distribution {
    public Scaled {
      check("factor", factor);
    }

    @Override
    public double draw(RandomNumbers numbers) {
      return factor * of.draw(numbers);
    }
  }

  /**
   * {@return the next element}
   *
   * @param numbers where randomness comes from
   */
  double draw(RandomNumbers numbers);

  /**
   * {@return the elements of a tensor}
   *
   * @param name name of the tensor
   * @param elements how many, at least 0
   * @param seed seed of the run
   */
  default float[] floats(String name, int elements, long seed) {
    RandomNumbers numbers = new RandomNumbers(seed, name);
    float[] values = new float[elements];
    for (int i = 0; i < elements; i++) {
      values[i] = (float) draw(numbers);
    }
    return values;
  }

  private static void check(String name, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(name + " (" + value + ") must be a number of at least 0");
    }
  }
}
