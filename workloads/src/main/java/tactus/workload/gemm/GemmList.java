package tactus.workload.gemm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tactus.config.ConfigDocument;
import tactus.config.ConfigException;
import tactus.config.Key;
import tactus.config.Problems;
import tactus.config.Section;
import tactus.config.SectionType;
import tactus.config.ValueType;
import tactus.workload.DataType;
import tactus.workload.Operator;
import tactus.workload.OperatorGraph;
import tactus.workload.OperatorKind;
import tactus.workload.OperatorShape.MatMulShape;
import tactus.workload.Tensor;
import tactus.workload.TensorKind;

/**
 * Matrix products that do not know of each other.
 *
 * @param gemms the products, at least one, with unique names
 */
public record GemmList(List<Gemm> gemms) {

  private static final int MOST_OPERATORS = 1_000_000;

  private static final Key<String> NAME =
      Key.string("name")
          .where(name -> !name.isBlank(), "not empty")
          .doc("Name of the product, unique in its list.");
  private static final Key<Integer> M =
      Key.integer("m").atLeast(1).doc("Rows of the left operand and of the result.");
  private static final Key<Integer> K = Key.integer("k").atLeast(1).doc("Reduction extent.");
  private static final Key<Integer> N =
      Key.integer("n").atLeast(1).doc("Columns of the right operand and of the result.");
  private static final Key<Integer> BATCH =
      Key.integer("batch")
          .atLeast(1)
          .byDefault(1)
          .doc(
              "Number of independent products of one operator, each with its own operands. With"
                  + " more than one, the right operands are inputs instead of weights.");
  private static final Key<Integer> COUNT =
      Key.integer("count")
          .atLeast(1)
          .atMost(MOST_OPERATORS)
          .byDefault(1)
          .doc("How many such operators there are, one after the other.");

  private static final SectionType GEMM =
      SectionType.builder("gemm", "A matrix product `[m x k] * [k x n]`.")
          .keys(NAME, M, K, N, BATCH, COUNT)
          .rule(GemmList::checkSize)
          .build();

  /** The key of the products, wherever they are listed. */
  public static final Key<List<Section>> GEMMS =
      Key.list("gemms", ValueType.section(GEMM))
          .where(list -> !list.isEmpty(), "at least one of them")
          .doc("The products, in the order of execution.");

  /** The top section of a file that holds such a list. */
  public static final SectionType TYPE =
      SectionType.builder("gemms", "Matrix products that do not know of each other.")
          .keys(GEMMS)
          .rule((section, problems) -> check(section.get(GEMMS), problems))
          .build();

  /**
   * One or several equal operators.
   *
   * @param name name, unique in its list
   * @param shape extents of the product
   * @param count number of operators, at least 1
   */
  public record Gemm(String name, MatMulShape shape, int count) {

    /** Checks the ranges. */
    public Gemm {
      if (count < 1) {
        throw new IllegalArgumentException(name + ": count (" + count + ") must be at least 1");
      }
    }
  }

  /** Copies the products. */
  public GemmList {
    gemms = List.copyOf(gemms);
    if (gemms.isEmpty()) {
      throw new IllegalArgumentException("gemms must not be empty");
    }
  }

  /**
   * {@return the list in a file}
   *
   * @param file a YAML file whose top section is of {@link #TYPE}
   * @throws ConfigException if anything is wrong
   */
  public static GemmList read(Path file) {
    return of(ConfigDocument.read(file, TYPE).section().get(GEMMS));
  }

  /**
   * {@return the list written at a key}
   *
   * @param sections the value of {@link #GEMMS}
   */
  public static GemmList of(List<Section> sections) {
    List<Gemm> list = new ArrayList<>();
    for (Section gemm : sections) {
      list.add(new Gemm(gemm.get(NAME), shape(gemm), gemm.get(COUNT)));
    }
    return new GemmList(list);
  }

  private static MatMulShape shape(Section gemm) {
    return new MatMulShape(gemm.get(BATCH), gemm.get(M), gemm.get(K), gemm.get(N));
  }

  private static void checkSize(Section gemm, Problems problems) {
    try {
      shape(gemm).macs();
    } catch (ArithmeticException e) {
      problems.add(gemm, M, "must make less than 2^63 multiply-accumulates");
    }
  }

  /**
   * Checks the rules between the products of a list.
   *
   * @param sections the value of {@link #GEMMS}
   * @param problems where to add what is wrong
   */
  public static void check(List<Section> sections, Problems problems) {
    Set<String> names = new TreeSet<>();
    long operators = 0;
    for (Section gemm : sections) {
      operators += gemm.get(COUNT);
      if (!names.add(gemm.get(NAME))) {
        problems.add(gemm, NAME, "must be unique");
      }
      if (operators > MOST_OPERATORS) {
        problems.add(gemm, COUNT, "must make at most " + MOST_OPERATORS + " operators in all");
        return;
      }
    }
  }

  /**
   * {@return the products as operators without edges: each reads its own operands from DRAM and
   * writes its result there}
   *
   * <p>Equal operators are called {@code name.0}, {@code name.1} and so on.
   *
   * @param name name of the graph
   * @param type format of all tensors
   */
  public OperatorGraph graph(String name, DataType type) {
    OperatorGraph.Builder builder = OperatorGraph.named(name);
    for (Gemm gemm : gemms) {
      for (int i = 0; i < gemm.count(); i++) {
        String operator = gemm.count() == 1 ? gemm.name() : gemm.name() + "." + i;
        builder.add(operator(operator, gemm.shape(), type));
      }
    }
    return builder.build();
  }

  private static Operator operator(String name, MatMulShape shape, DataType type) {
    boolean batched = shape.batch() > 1;
    TensorKind rightKind = batched ? TensorKind.INPUT : TensorKind.WEIGHT;
    String right = name + (batched ? ".right" : ".weight");
    Tensor a =
        tensor(
            name + ".input", batched, type, TensorKind.INPUT, shape.batch(), shape.m(), shape.k());
    Tensor b = tensor(right, batched, type, rightKind, shape.batch(), shape.k(), shape.n());
    Tensor c = tensor(name, batched, type, TensorKind.OUTPUT, shape.batch(), shape.m(), shape.n());
    OperatorKind kind = batched ? OperatorKind.MATMUL : OperatorKind.LINEAR;
    return new Operator(name, kind, "", List.of(a, b), c, shape);
  }

  private static Tensor tensor(
      String name, boolean batched, DataType type, TensorKind kind, long batch, long m, long n) {
    return new Tensor(name, batched ? List.of(batch, m, n) : List.of(m, n), type, kind);
  }
}
