package tactus.dataflow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import tactus.dataflow.schedule.Planner;
import tactus.dataflow.schedule.TaskList;
import tactus.hw.MachineSpec;
import tactus.hw.command.Dataflow;
import tactus.hw.command.NmSparsity;
import tactus.hw.command.VectorFunction;
import tactus.hw.matrix.AccumulationSpec;
import tactus.hw.matrix.FlexibleNetworksSpec;
import tactus.hw.matrix.InterconnectSpec;
import tactus.hw.matrix.MatrixEngineSpec;
import tactus.hw.matrix.MatrixEngineSpec.PartialFolds;
import tactus.hw.matrix.MatrixEngineSpec.PipelineStyle;
import tactus.hw.memory.DmaSpec;
import tactus.hw.memory.DramSpec;
import tactus.hw.memory.ScratchpadSpec;
import tactus.hw.stream.attention.AttentionDesign;
import tactus.hw.stream.attention.AttentionTiming;
import tactus.hw.stream.attention.AttentionVariant;
import tactus.hw.stream.attention.StreamFabricSpec;
import tactus.hw.vector.VectorEngineSpec;
import tactus.hw.vector.VectorEngineSpec.FunctionSpec;
import tactus.workload.DataType;
import tactus.workload.ElementMask;
import tactus.workload.KeptRows;
import tactus.workload.Operator;
import tactus.workload.OperatorGraph;
import tactus.workload.OperatorShape.MatMulShape;
import tactus.workload.SparseWeights;
import tactus.workload.Sparsity.Blocks;
import tactus.workload.Sparsity.NOfM;
import tactus.workload.Sparsity.UnevenGroups;
import tactus.workload.Sparsity.Unstructured;
import tactus.workload.Sparsity.Unstructured.Encoding;
import tactus.workload.Tensor;
import tactus.workload.gemm.GemmList;
import tactus.workload.gemm.GemmList.Gemm;
import tactus.workload.transformer.HuggingFaceConfig;
import tactus.workload.transformer.Phase;
import tactus.workload.transformer.TransformerGraph;
import tactus.workload.transformer.TransformerOptions;
import tactus.workload.transformer.TransformerSpec;

/** Small machines and workloads, drawn from a seed. */
final class SmallCases {

  private SmallCases() {}

  static MachineSpec machine(Random random, long capacityBytes) {
    int engines = 1 + random.nextInt(3);
    MatrixEngineSpec engine =
        new MatrixEngineSpec(
            1 + random.nextInt(8),
            1 + random.nextInt(8),
            Dataflow.values()[random.nextInt(3)],
            1 + random.nextInt(3),
            PipelineStyle.values()[random.nextInt(2)],
            random.nextBoolean(),
            PartialFolds.values()[random.nextInt(2)],
            512L << random.nextInt(4),
            32);
    if (random.nextInt(3) == 0) {
      engine = engine.with(interconnect(random));
    }
    if (engine.interconnect().has(Dataflow.OUTPUT_STATIONARY) && random.nextBoolean()) {
      int latency = 1 + random.nextInt(engine.pipelineDepth());
      engine = engine.with(new AccumulationSpec(latency, 1 + random.nextInt(4)));
    }
    if (random.nextInt(3) == 0) {
      engine = engine.withMultipliers(2 + random.nextInt(4));
    }
    Map<VectorFunction, FunctionSpec> functions = new EnumMap<>(VectorFunction.class);
    for (VectorFunction function : VectorFunction.values()) {
      int passes = 1 + random.nextInt(3);
      functions.put(
          function, new FunctionSpec(passes, random.nextInt(passes), 1 + random.nextInt(9)));
    }
    int burst = 16 << random.nextInt(3);
    return new MachineSpec(
        "small",
        1_000_000,
        java.util.Collections.nCopies(engines, engine),
        new VectorEngineSpec(1 + random.nextInt(8), functions),
        new ScratchpadSpec(
            capacityBytes,
            1 << random.nextInt(4),
            4 << random.nextInt(3),
            1 + random.nextInt(2),
            1 + random.nextInt(2)),
        new DmaSpec(1 + random.nextInt(16), random.nextInt(8)),
        new DramSpec(
            1 + random.nextInt(3),
            burst,
            burst,
            300_000L + random.nextInt(20_000_000),
            1 + random.nextInt(50_000_000),
            1 + random.nextInt(8)),
        Optional.empty(),
        random.nextBoolean() ? Optional.of(fabric(random)) : Optional.empty());
  }

  private static InterconnectSpec interconnect(Random random) {
    List<Dataflow> dataflows =
        new java.util.ArrayList<>(
            List.of(
                Dataflow.WEIGHT_STATIONARY, Dataflow.OUTPUT_STATIONARY, Dataflow.INPUT_STATIONARY));
    if (random.nextInt(3) > 0) {
      dataflows.remove(random.nextInt(3));
    }
    Optional<Dataflow> forced =
        random.nextInt(4) == 0
            ? Optional.of(dataflows.get(random.nextInt(dataflows.size())))
            : Optional.empty();
    return new InterconnectSpec(dataflows, forced, random.nextBoolean() ? 0 : random.nextInt(20));
  }

  /**
   * A machine, or if its scratchpad is too small for a graph, one with the least capacity that the
   * planner says would do.
   */
  static MachineSpec fitting(MachineSpec machine, OperatorGraph graph) {
    Planner planner = new Planner(TaskList.of(graph), machine);
    if (!planner.plans().isEmpty()) {
      return machine;
    }
    ScratchpadSpec pad = machine.scratchpad();
    return machine.withScratchpad(
        new ScratchpadSpec(
            planner.leastCapacityBytes(pad.capacityBytes()).orElseThrow(),
            pad.banks(),
            pad.wordBytes(),
            pad.readPorts(),
            pad.writePorts()));
  }

  /** The same with flexible engines. */
  static MachineSpec flexible(Random random, MachineSpec machine) {
    int ports = 1 + random.nextInt(6);
    MatrixEngineSpec engine =
        MatrixEngineSpec.flexible(
            1 + random.nextInt(6),
            ports,
            1 + random.nextInt(3),
            512L << random.nextInt(4),
            32,
            new FlexibleNetworksSpec(ports, 1 + random.nextInt(6)));
    return machine.withMatrixEngines(
        java.util.Collections.nCopies(machine.matrixEngines().size(), engine));
  }

  /** The same graph with zeros in some weights, and in left operands if asked for. */
  static OperatorGraph zeros(Random random, OperatorGraph graph, boolean inLeft) {
    OperatorGraph weights =
        SparseWeights.of(
            graph,
            operator ->
                random.nextInt(3) == 0
                    ? Optional.empty()
                    : Optional.of(
                        unstructured(
                            mask(
                                random,
                                operator.asMatMul(),
                                Math.max(0, 1.2 * random.nextDouble() - 0.2)))));
    OperatorGraph.Builder builder = OperatorGraph.named(graph.name());
    for (Operator operator : weights.operators()) {
      List<Tensor> inputs = new java.util.ArrayList<>(operator.inputs());
      if (inLeft && SparseWeights.hasWeights(operator) && random.nextInt(3) > 0) {
        MatMulShape shape = (MatMulShape) operator.shape();
        ElementMask mask =
            ElementMask.random(shape.m(), shape.k(), random.nextDouble(), random.nextLong());
        inputs.set(0, inputs.get(0).with(unstructured(mask)));
      }
      builder.add(
          new Operator(
              operator.name(),
              operator.kind(),
              operator.layer(),
              inputs,
              operator.output(),
              operator.shape(),
              operator.keptRows()));
    }
    return builder.build();
  }

  private static Unstructured unstructured(ElementMask mask) {
    return new Unstructured(0.5, Encoding.BITMAP, Optional.of(mask));
  }

  private static StreamFabricSpec fabric(Random random) {
    AttentionVariant[] variants = AttentionVariant.values();
    AttentionVariant variant = variants[random.nextInt(variants.length)];
    return new StreamFabricSpec(
        new AttentionDesign(
            variant,
            random.nextBoolean(),
            1 + random.nextInt(4),
            1 + random.nextInt(3),
            1 + random.nextInt(4),
            false,
            AttentionTiming.published(variant),
            Map.of(AttentionDesign.Role.OUTPUT, 1L + random.nextInt(20))),
        16,
        64);
  }

  /** The same graph with some weights N:M sparse or stored anywhere, as the machine can have it. */
  static OperatorGraph sparse(Random random, MachineSpec machine, OperatorGraph graph) {
    MatrixEngineSpec engine = machine.matrixEngines().get(0);
    return SparseWeights.of(
        graph,
        operator -> {
          int group = 2 << random.nextInt(4);
          int kept = 1 + random.nextInt(group - 1);
          MatMulShape shape = (MatMulShape) operator.shape();
          double density = random.nextDouble();
          boolean stays = engine.interconnect().has(Dataflow.INPUT_STATIONARY);
          boolean gathers = !stays && engine.multipliers() == 1;
          NmSparsity pattern = new NmSparsity(kept, group);
          return switch (random.nextInt(6)) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(new Unstructured(0.1 + 0.8 * density, Encoding.COORDINATE));
            case 2 -> {
              ElementMask mask = mask(random, shape, density);
              Encoding encoding = random.nextBoolean() ? Encoding.BITMAP : Encoding.COORDINATE;
              yield Optional.of(new Unstructured(0.5, encoding, Optional.of(mask)));
            }
            case 3 -> gathers ? Optional.of(blocks(random, shape, density)) : Optional.empty();
            case 4 ->
                !gathers || group > engine.rows()
                    ? Optional.empty()
                    : Optional.of(new UnevenGroups(group, mask(random, shape, density * density)));
            default ->
                stays || engine.slices(pattern).parts() > engine.rows()
                    ? Optional.of(new Unstructured(0.3, Encoding.BITMAP))
                    : Optional.of(new NOfM(kept, group, random.nextBoolean()));
          };
        });
  }

  private static ElementMask mask(Random random, MatMulShape shape, double density) {
    return ElementMask.random(shape.k(), shape.n(), density, random.nextLong());
  }

  private static Blocks blocks(Random random, MatMulShape shape, double density) {
    int rows = 1 + random.nextInt(12);
    int columns = 1 + random.nextInt(12);
    ElementMask blocks =
        ElementMask.random(
            (shape.k() + rows - 1) / rows,
            (shape.n() + columns - 1) / columns,
            density,
            random.nextLong());
    return new Blocks(rows, columns, shape.k(), shape.n(), blocks);
  }

  /** The same graph, of independent products, some of which leave rows out. */
  static OperatorGraph keepingRows(Random random, OperatorGraph graph) {
    OperatorGraph.Builder builder = OperatorGraph.named(graph.name());
    for (Operator operator : graph.operators()) {
      boolean keeps = SparseWeights.hasWeights(operator) && random.nextInt(3) > 0;
      builder.add(
          keeps
              ? operator.with(
                  KeptRows.random(
                      operator.asMatMul().m(), 1 - random.nextDouble(), random.nextLong()))
              : operator);
    }
    return builder.build();
  }

  static OperatorGraph gemms(Random random) {
    List<Gemm> list = new java.util.ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      list.add(
          new Gemm(
              "gemm" + i,
              new MatMulShape(
                  1 + random.nextInt(2),
                  1 + random.nextInt(40),
                  1 + random.nextInt(40),
                  1 + random.nextInt(40)),
              1 + random.nextInt(2)));
    }
    return new GemmList(list).graph("gemms", random.nextBoolean() ? DataType.BF16 : DataType.INT8);
  }

  static OperatorGraph transformer(Random random) {
    int heads = 1 + random.nextInt(3);
    int hidden = heads * 2 * (1 + random.nextInt(4));
    int keyHeads = random.nextBoolean() ? heads : 1;
    String json =
        switch (random.nextInt(3)) {
          case 0 ->
              """
              {"model_type": "bert", "hidden_size": %d, "num_attention_heads": %d,
               "num_hidden_layers": 1, "intermediate_size": %d, "vocab_size": 50,
               "max_position_embeddings": 64, "type_vocab_size": 2, "hidden_act": "gelu"}
              """
                  .formatted(hidden, heads, 2 * hidden);
          case 1 ->
              """
              {"model_type": "gpt2", "n_embd": %d, "n_head": %d, "n_layer": 1, "n_inner": %d,
               "vocab_size": 50, "n_positions": 64, "activation_function": "gelu_new"}
              """
                  .formatted(hidden, heads, 2 * hidden);
          default ->
              """
              {"model_type": "mixtral", "hidden_size": %d, "num_attention_heads": %d,
               "num_key_value_heads": %d, "num_hidden_layers": 1, "intermediate_size": %d,
               "vocab_size": 50, "max_position_embeddings": 64, "hidden_act": "silu",
               "num_local_experts": 3, "num_experts_per_tok": 2, "sliding_window": %s}
              """
                  .formatted(hidden, heads, keyHeads, hidden, random.nextBoolean() ? "null" : "7");
        };
    TransformerSpec spec = read(json);
    long batch = 1 + random.nextInt(2);
    long tokens = 1 + random.nextInt(12);
    boolean causal = spec.architecture().causal();
    Phase phase =
        switch (causal ? random.nextInt(3) : 0) {
          case 0 -> new Phase.Prefill(batch, tokens);
          case 1 -> new Phase.Decode(batch, tokens);
          default -> new Phase.Generate(batch, tokens, 2);
        };
    return TransformerGraph.of(spec, phase, TransformerOptions.defaults());
  }

  private static TransformerSpec read(String json) {
    try {
      Path file = Files.createTempFile("config", ".json");
      Files.writeString(file, json);
      TransformerSpec spec = HuggingFaceConfig.read(file);
      Files.delete(file);
      return spec;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
