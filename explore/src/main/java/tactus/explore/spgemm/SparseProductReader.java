package tactus.explore.spgemm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tactus.config.ConfigDocument;
import tactus.config.ConfigException;
import tactus.config.Key;
import tactus.config.Section;
import tactus.config.SectionType;
import tactus.config.Setting;
import tactus.config.TextFile;
import tactus.config.ValueType;
import tactus.dataflow.CompileException;
import tactus.dataflow.spgemm.RowWindows;
import tactus.explore.spgemm.SparseProductSpec.Way;
import tactus.hw.Fidelity;
import tactus.hw.spgemm.HashBlockSpec;
import tactus.hw.spgemm.HashScheme;
import tactus.hw.spgemm.HashScheme.Distribution;
import tactus.hw.spgemm.HashScheme.WriteBack;
import tactus.hw.spgemm.RowProduct;
import tactus.hw.spgemm.SlotHash;
import tactus.unit.Bandwidth;
import tactus.unit.Delay;
import tactus.workload.sparse.MatrixMarketReader;
import tactus.workload.sparse.Rmat;
import tactus.workload.sparse.SparseMatrix;

/** Products of sparse matrices as they are written in YAML. */
public final class SparseProductReader {

  private static final int MOST = 65_536;
  private static final int MOST_INSTRUCTIONS = 1024;

  /** A microsecond. */
  private static final long SLOWEST_CLOCK = 1_000_000_000L;

  /** A millisecond. */
  private static final long LONGEST_LATENCY = 1_000_000_000_000L;

  private static final Key<Integer> SCALE =
      Key.integer("scale").atLeast(1).atMost(24).doc("The matrix has 2^scale rows and columns.");
  private static final Key<Integer> EDGES =
      Key.integer("edges")
          .atLeast(1)
          .atMost(1 << 27)
          .doc("Edges drawn; those drawn twice are one nonzero.");
  private static final Key<Double> UPPER_LEFT = probability("upper_left", 0.45);
  private static final Key<Double> UPPER_RIGHT = probability("upper_right", 0.15);
  private static final Key<Double> LOWER_LEFT = probability("lower_left", 0.15);
  private static final Key<Long> SEED =
      Key.count("seed").byDefault(42L).doc("Seed of the generator, SplitMix64.");

  private static final SectionType RMAT_TYPE =
      SectionType.builder(
              "rmat",
              "A square matrix drawn by R-MAT: each edge goes into a quadrant, then into a quadrant"
                  + " of that, and so on. Values are whole numbers from 1 to 8.")
          .keys(SCALE, EDGES, UPPER_LEFT, UPPER_RIGHT, LOWER_LEFT, SEED)
          .rule(
              (section, problems) -> {
                if (section.get(UPPER_LEFT) + section.get(UPPER_RIGHT) + section.get(LOWER_LEFT)
                    > Rmat.MOST_TOGETHER) {
                  problems.add(
                      section, UPPER_LEFT, "must be at most 1 together with the other quadrants'");
                }
              })
          .build();

  private static final Key<Section> RMAT =
      Key.section("rmat", RMAT_TYPE).optional().doc("A matrix that is drawn.");
  private static final Key<Path> FILE =
      Key.path("file")
          .optional()
          .doc(
              "Instead: a file in the Matrix Market format (`.mtx`, `.mtx.gz`): coordinates of real"
                  + " numbers, integers or a pattern.");

  private static final SectionType MATRIX_TYPE =
      SectionType.builder("sparse_matrix", "A sparse matrix.")
          .keys(RMAT, FILE)
          .exactlyOneOf(RMAT, FILE)
          .build();

  private static final Key<Section> LEFT = Key.section("left", MATRIX_TYPE).doc("The left matrix.");
  private static final Key<Section> RIGHT =
      Key.section("right", MATRIX_TYPE)
          .optional()
          .doc("The right matrix; the left one if not written.");

  private static final SectionType PRODUCT_TYPE =
      SectionType.of(
          "sparse_product",
          "A product of sparse matrices, row by row: each row of the result is the sum of right"
              + " rows, each times a nonzero of the left row.",
          LEFT,
          RIGHT);

  private static final Key<Integer> CORES =
      Key.integer("cores").atLeast(1).atMost(1024).byDefault(4).doc("Cores of the block.");
  private static final Key<Integer> THREADS =
      Key.integer("threads_per_core")
          .atLeast(1)
          .atMost(1024)
          .byDefault(16)
          .doc(
              "Threads of a core, which issues an instruction each cycle, of its threads in turn; a"
                  + " thread has one instruction in flight.");
  private static final Key<Long> CLOCK =
      Key.clock("clock")
          .where(period -> period <= SLOWEST_CLOCK, "at least 1 MHz")
          .doc("The clock.");
  private static final Key<Long> SCRATCHPAD =
      Key.size("scratchpad")
          .atLeast(64L)
          .atMost(1L << 30)
          .byDefault(4L << 20)
          .doc("Bytes of the scratchpad, for tables and results.");
  private static final Key<Integer> BANKS =
      Key.integer("banks")
          .atLeast(1)
          .atMost(1024)
          .byDefault(16)
          .doc(
              "Banks of the scratchpad, interleaved by words of 8 bytes; each does an operation a"
                  + " cycle. The default is a guess.");
  private static final Key<Integer> SCRATCHPAD_LATENCY =
      Key.integer("scratchpad_latency")
          .atLeast(1)
          .atMost(MOST)
          .byDefault(4)
          .doc(
              "Cycles from an operation's turn at its bank to its result. The default is a guess.");
  private static final Key<Bandwidth> BANDWIDTH =
      Key.bandwidth("bandwidth")
          .where(rate -> rate.bytesPerSecond().doubleValue() >= 1e6, "at least 1 MB/s")
          .doc("Bandwidth of the memory, which serves accesses in the order they come.");
  private static final Key<Delay> LATENCY =
      Key.delay("latency").doc("From the end of an access to its data at the thread.");
  private static final Key<Integer> DMA_WIDTH =
      Key.integer("dma_width")
          .atLeast(1)
          .atMost(MOST)
          .byDefault(64)
          .doc("Bytes the DMA engine moves or empties in a cycle. The default is a guess.");
  private static final Key<Integer> COMPUTE =
      Key.integer("compute_instructions")
          .atLeast(1)
          .atMost(MOST_INSTRUCTIONS)
          .byDefault(3)
          .doc(
              "Instructions between a right nonzero and its slot: multiply, hash, find the address."
                  + " The default is a guess.");
  private static final Key<Integer> SORT =
      Key.integer("sort_instructions")
          .atLeast(0)
          .atMost(MOST_INSTRUCTIONS)
          .byDefault(2)
          .doc(
              "Instructions with which threads put a result in order among its neighbours, where"
                  + " tables are nearly in order (`high-bits`). The default is a guess.");

  private static final SectionType BLOCK_TYPE =
      SectionType.of(
          "hash_block",
          "A block of multithreaded cores with a scratchpad, as of PIUMA.",
          CORES,
          THREADS,
          CLOCK,
          SCRATCHPAD,
          BANKS,
          SCRATCHPAD_LATENCY,
          BANDWIDTH,
          LATENCY,
          DMA_WIDTH,
          COMPUTE,
          SORT);

  private static final Key<String> NAME =
      Key.string("name").optional().doc("Name in reports; the file's name if not written.");
  private static final Key<Section> PRODUCT =
      Key.section("sparse_product", PRODUCT_TYPE).doc("What is computed.");
  private static final Key<Section> BLOCK =
      Key.sectionOrFile("hash_block", BLOCK_TYPE).doc("What it is computed on, or a file with it.");
  private static final Key<List<SmashVersion>> VERSIONS =
      Key.list("versions", ValueType.word(SmashVersion.class))
          .where(list -> !list.isEmpty(), "at least one of them")
          .where(list -> new HashSet<>(list).size() == list.size(), "each once")
          .byDefault(List.of(SmashVersion.values()))
          .doc(
              "How, one after another: `v1` deals out rows beforehand, hashes by the highest bits"
                  + " and lets threads write back; `v2` lets threads take the next row and hashes by"
                  + " the lowest bits; `v3` also has the DMA engine write back.");
  private static final Key<Distribution> DISTRIBUTION =
      Key.word("distribution", Distribution.class)
          .optional()
          .doc("Who takes which row, in place of the versions' own: see there.");
  private static final Key<SlotHash> HASH =
      Key.word("hash", SlotHash.class)
          .optional()
          .doc(
              "Where a column is looked for first, in place of the versions' own; `multiplicative`"
                  + " by the highest bits of the column times 2^32 over the golden ratio.");
  private static final Key<WriteBack> WRITE_BACK =
      Key.word("write_back", WriteBack.class)
          .optional()
          .doc(
              "Who writes results to memory, in place of the versions' own: all `threads` when a"
                  + " window is done, or the `dma` engine row by row while threads go on.");
  private static final Key<Fidelity> FIDELITY =
      Key.word("fidelity", Fidelity.class)
          .byDefault(Fidelity.FAST)
          .doc("`reference` goes from cycle to cycle; the answer is the same.");

  /** The top section of a file with a product. */
  public static final SectionType TYPE =
      SectionType.of(
          "sparse_product_run",
          "A product of sparse matrices on a block with a hashed scratchpad.",
          NAME,
          PRODUCT,
          BLOCK,
          VERSIONS,
          DISTRIBUTION,
          HASH,
          WRITE_BACK,
          FIDELITY);

  private SparseProductReader() {}

  private static Key<Double> probability(String name, double usual) {
    return Key.number(name)
        .atLeast(0.0)
        .atMost(1.0)
        .byDefault(usual)
        .doc("Probability of the quadrant; the lower right one has what is left.");
  }

  /**
   * {@return the product of a file}
   *
   * @param file a YAML file
   * @param settings what to put over it
   * @throws ConfigException if anything in it is wrong, or a row does not fit into the scratchpad
   */
  public static SparseProductSpec read(Path file, List<Setting> settings) {
    Section top = ConfigDocument.read(file, TYPE, settings).section();
    Section product = top.get(PRODUCT);
    SparseMatrix left = matrix(product.get(LEFT));
    SparseMatrix right = product.find(RIGHT).map(SparseProductReader::matrix).orElse(left);
    Section blockSection = top.get(BLOCK);
    HashBlockSpec block = block(blockSection);
    RowProduct operands;
    try {
      operands = RowWindows.product(left, right);
    } catch (IllegalArgumentException e) {
      Key<Section> key = product.isWritten(RIGHT) ? RIGHT : LEFT;
      throw product.failure(key, String.valueOf(e.getMessage()));
    }
    List<Way> ways = new ArrayList<>();
    Set<HashScheme> seen = new HashSet<>();
    Optional<String> tooSmall = Optional.empty();
    for (SmashVersion version : top.get(VERSIONS)) {
      HashScheme scheme = scheme(top, version);
      if (!seen.add(scheme)) {
        continue;
      }
      try {
        ways.add(new Way(ValueType.word(version), RowWindows.pack(operands, block, scheme)));
      } catch (CompileException e) {
        // Halves need most, so what they need is what is told.
        if (tooSmall.isEmpty() || scheme.writeBack() == WriteBack.DMA) {
          tooSmall = Optional.of(String.valueOf(e.getMessage()));
        }
      }
    }
    if (tooSmall.isPresent()) {
      throw blockSection.failure(SCRATCHPAD, tooSmall.get());
    }
    String name = top.find(NAME).orElseGet(() -> TextFile.stem(file));
    return new SparseProductSpec(file, name, left, right, block, ways, top.get(FIDELITY));
  }

  private static HashScheme scheme(Section top, SmashVersion version) {
    HashScheme own = version.scheme();
    return new HashScheme(
        top.find(DISTRIBUTION).orElse(own.distribution()),
        top.find(HASH).orElse(own.hash()),
        top.find(WRITE_BACK).orElse(own.writeBack()));
  }

  private static SparseMatrix matrix(Section section) {
    Optional<Section> drawn = section.find(RMAT);
    if (drawn.isEmpty()) {
      return MatrixMarketReader.read(section.find(FILE).orElseThrow());
    }
    Section rmat = drawn.get();
    return new Rmat(
            rmat.get(SCALE),
            rmat.get(EDGES),
            rmat.get(UPPER_LEFT),
            rmat.get(UPPER_RIGHT),
            rmat.get(LOWER_LEFT),
            rmat.get(SEED))
        .matrix();
  }

  private static HashBlockSpec block(Section section) {
    long clockTicks = section.get(CLOCK);
    if (section.get(LATENCY).ticks(clockTicks) > LONGEST_LATENCY) {
      throw section.failure(LATENCY, "must be at most 1 ms");
    }
    return new HashBlockSpec(
        section.get(CORES),
        section.get(THREADS),
        clockTicks,
        section.get(SCRATCHPAD),
        section.get(BANKS),
        section.get(SCRATCHPAD_LATENCY),
        section.get(BANDWIDTH).bytesPerSecond().doubleValue(),
        section.get(LATENCY).ticks(clockTicks),
        section.get(DMA_WIDTH),
        section.get(COMPUTE),
        section.get(SORT));
  }
}
