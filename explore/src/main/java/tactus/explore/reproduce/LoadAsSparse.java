package tactus.explore.reproduce;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import tactus.workload.Sparsity.Unstructured;
import tactus.workload.Sparsity.Unstructured.Encoding;

/** Flash-LLM: weights loaded compressed and multiplied as dense ones. */
final class LoadAsSparse implements Paper {

  private static final long SIZE = 4096;
  private static final int BITS = 16;

  @Override
  public String name() {
    return "load-as-sparse";
  }

  @Override
  public String title() {
    return "Flash-LLM: Enabling Cost-Effective and Highly-Efficient Large Generative Model Inference"
        + " with Unstructured Sparsity";
  }

  @Override
  public Reproduction reproduce(Path traces) {
    List<ReproductionRow> rows = new ArrayList<>();
    for (Encoding encoding : List.of(Encoding.COORDINATE, Encoding.BITMAP)) {
      String with = encoding == Encoding.COORDINATE ? "a place of 16 bits each" : "a bitmap";
      for (int zeros : new int[] {60, 70, 80, 90}) {
        rows.add(
            new ReproductionRow(
                String.format(Locale.ROOT, "less weight traffic, %d %% zeros, %s", zeros, with),
                // Of 2 bytes for each element, 4 for each nonzero.
                encoding == Encoding.COORDINATE
                    ? OptionalDouble.of(50.0 / (100 - zeros))
                    : OptionalDouble.empty(),
                less(1 - zeros / 100.0, encoding),
                "x",
                encoding == Encoding.COORDINATE
                    ? "theirs is arithmetic on its format of 4 bytes for each nonzero, recalled"
                    : "another format, for comparison"));
      }
      rows.add(
          new ReproductionRow(
              "share of zeros with as much traffic as dense, " + with,
              encoding == Encoding.COORDINATE ? OptionalDouble.of(50) : OptionalDouble.empty(),
              breakEven(encoding),
              "%",
              "fp16 weights, searched in steps of 0.01 %"));
    }
    return new Reproduction(name(), title(), rows);
  }

  private static double less(double density, Encoding encoding) {
    double dense = SIZE * SIZE * BITS / 8.0;
    return dense / new Unstructured(density, encoding).storedBytes(SIZE, SIZE, BITS);
  }

  private static double breakEven(Encoding encoding) {
    for (int basisPoints = 0; basisPoints < 10_000; basisPoints++) {
      if (less(1 - basisPoints / 10_000.0, encoding) >= 1) {
        return basisPoints / 100.0;
      }
    }
    return 100;
  }
}
