package tactus.explore.spgemm;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntConsumer;
import tactus.concurrent.Background;
import tactus.config.ConfigException;
import tactus.config.ValueType;
import tactus.explore.spgemm.SparseProductSpec.Way;
import tactus.hw.Fidelity;
import tactus.hw.spgemm.FastHashBlock;
import tactus.hw.spgemm.HashBlockSpec;
import tactus.hw.spgemm.HashRun;
import tactus.hw.spgemm.HashScheme;
import tactus.hw.spgemm.HashStack;
import tactus.hw.spgemm.ProbeCount;
import tactus.hw.spgemm.ReferenceHashBlock;
import tactus.hw.spgemm.RowProduct;
import tactus.hw.spgemm.SlotHash;
import tactus.sim.Clock;
import tactus.workload.sparse.SparseMatrix;

/** The report of a product of sparse matrices, {@code tactus/sparse-product/1}. */
public final class SparseProductReport {

  private SparseProductReport() {}

  /** What is known of a product without simulating it. */
  private record Known(
      SparseMatrix result, long multiplyAdds, long mostOfARow, Map<SlotHash, Long> probes) {

    static Known of(SparseProductSpec spec) {
      RowProduct product = spec.ways().get(0).program().product();
      long[] ofRows = spec.left().multiplyAdds(spec.right());
      Map<SlotHash, Long> probes = new EnumMap<>(SlotHash.class);
      for (SlotHash hash : SlotHash.values()) {
        probes.put(hash, ProbeCount.of(product, hash));
      }
      return new Known(
          spec.left().times(spec.right()),
          Arrays.stream(ofRows).sum(),
          Arrays.stream(ofRows).max().orElse(0),
          probes);
    }
  }

  /**
   * {@return the report of a product, after all of its ways were simulated, side by side}
   *
   * @param spec what is simulated
   */
  public static ObjectNode of(SparseProductSpec spec) {
    return of(spec, percent -> {});
  }

  /**
   * {@return the report of a product, after all of its ways were simulated, side by side}
   *
   * @param spec what is simulated
   * @param progress told some times a second how much is done, in percent
   */
  public static ObjectNode of(SparseProductSpec spec, IntConsumer progress) {
    Known known = Known.of(spec);
    LongAdder done = new LongAdder();
    List<Future<ObjectNode>> runs = new ArrayList<>();
    for (Way way : spec.ways()) {
      runs.add(Background.start("product " + way.name(), () -> version(spec, way, known, done)));
    }
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("schema", "tactus/sparse-product/1");
    json.put("name", spec.name());
    json.put("fidelity", ValueType.word(spec.fidelity()));
    json.set("left", matrix(spec.left()));
    json.set("right", matrix(spec.right()));
    json.set("result", matrix(known.result()));
    json.put("multiplyAdds", known.multiplyAdds());
    json.put("mostMultiplyAddsOfARow", known.mostOfARow());
    json.put("multiplyAddsPerResult", share(known.multiplyAdds(), known.result().nonzeros()));
    ObjectNode probes = json.putObject("probes");
    known.probes().forEach((hash, count) -> probes.put(key(hash), count));
    json.set("block", block(spec.block()));
    ArrayNode versions = json.putArray("versions");
    long all = Math.max(1, known.multiplyAdds() * runs.size());
    long first = 0;
    for (Future<ObjectNode> run : runs) {
      ObjectNode version =
          Background.result(run, () -> progress.accept((int) (100 * done.sum() / all)));
      long cycles = version.path("cycles").asLong();
      first = versions.isEmpty() ? cycles : first;
      versions.add(version.put("speedup", share(first, cycles)));
    }
    return json;
  }

  /** Simulates a way and checks it; what came out of the scratchpad is not kept. */
  private static ObjectNode version(SparseProductSpec spec, Way way, Known known, LongAdder done) {
    HashRun run;
    try {
      run =
          spec.fidelity() == Fidelity.REFERENCE
              ? ReferenceHashBlock.run(spec.block(), way.program(), done::add)
              : FastHashBlock.run(spec.block(), way.program(), done::add);
    } catch (ArithmeticException e) {
      throw ConfigException.at(
          spec.file(), 0, 0, "", way.name() + " takes more than 2.5 hours of simulated time");
    }
    check(spec, way, run, known);
    return version(spec.block(), way, run);
  }

  /** What came out of the scratchpad must be the product, and each count what it takes. */
  private static void check(SparseProductSpec spec, Way way, HashRun run, Known known) {
    SparseMatrix result = known.result();
    boolean equal =
        run.results()
            .isEqualTo(result.rows(), result.rowStarts(), result.columnIndices(), result.values());
    if (!equal) {
      throw new IllegalStateException(way.name() + ": results must be those of the product");
    }
    law(way, "multiply-adds", run.multiplyAdds(), known.multiplyAdds());
    SlotHash hash = way.program().scheme().hash();
    law(way, "probes", run.probes(), known.probes().getOrDefault(hash, 0L));
    // Each row's pointers twice, its count and its result's pointer; each left nonzero and the
    // right row's pointers twice; each right nonzero that is used; each result.
    long words =
        4L * spec.left().rows()
            + 4L * spec.left().nonzeros()
            + known.multiplyAdds()
            + result.nonzeros();
    law(way, "memory bytes", run.memoryBytes(), words * HashBlockSpec.WORD_BYTES);
  }

  private static void law(Way way, String what, long found, long expected) {
    if (found != expected) {
      throw new IllegalStateException(
          way.name() + ": " + what + " (" + found + ") must be " + expected);
    }
  }

  private static String key(SlotHash hash) {
    return switch (hash) {
      case HIGH_BITS -> "highBits";
      case LOW_BITS -> "lowBits";
      case MULTIPLICATIVE -> "multiplicative";
    };
  }

  private static double share(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  private static ObjectNode matrix(SparseMatrix matrix) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("rows", matrix.rows())
        .put("columns", matrix.columns())
        .put("nonzeros", matrix.nonzeros())
        .put("longestRow", matrix.longestRow());
  }

  private static ObjectNode block(HashBlockSpec block) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("cores", block.cores())
        .put("threads", block.allThreads())
        .put("clockHz", new Clock(block.clockTicks()).hertz())
        .put("scratchpadBytes", block.scratchpadBytes())
        .put("memoryBytesPerSecond", block.memoryBytesPerSecond());
  }

  private static ObjectNode version(HashBlockSpec block, Way way, HashRun run) {
    HashScheme scheme = way.program().scheme();
    Clock clock = new Clock(block.clockTicks());
    double ticks = (double) run.cycles() * block.clockTicks();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", way.name());
    json.put("distribution", ValueType.word(scheme.distribution()));
    json.put("hash", ValueType.word(scheme.hash()));
    json.put("writeBack", ValueType.word(scheme.writeBack()));
    json.put("windows", way.program().windows());
    json.put("cycles", run.cycles());
    json.put("seconds", run.cycles() / clock.hertz());
    json.put("instructions", run.instructions());
    json.put("instructionsPerCoreCycle", share(run.instructions(), run.cycles() * block.cores()));
    json.put("scratchpadOperations", run.scratchpadOperations());
    json.put("probesPerMultiplyAdd", share(run.probes(), run.multiplyAdds()));
    json.set("threadCycleStack", stack(run.stack()));
    json.putObject("memory")
        .put("leftBytes", run.leftBytes())
        .put("rightBytes", run.rightBytes())
        .put("pointerBytes", run.pointerBytes())
        .put("resultBytes", run.resultBytes())
        .put("totalBytes", run.memoryBytes())
        .put("utilization", run.memoryBusyTicks() / ticks)
        .put("operationsPerByte", share(2 * run.multiplyAdds(), run.memoryBytes()));
    json.put("dmaUtilization", share(run.dmaBusyCycles(), run.cycles()));
    return json;
  }

  private static ObjectNode stack(HashStack stack) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("issue", stack.issue())
        .put("core", stack.core())
        .put("memory", stack.memory())
        .put("scratchpad", stack.scratchpad())
        .put("barrier", stack.barrier())
        .put("window", stack.window())
        .put("idle", stack.idle());
  }
}
