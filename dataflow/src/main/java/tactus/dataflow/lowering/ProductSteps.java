package tactus.dataflow.lowering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tactus.dataflow.schedule.Functions;
import tactus.dataflow.schedule.PlacedTensor;
import tactus.dataflow.schedule.Task;
import tactus.dataflow.scratchpad.Buffer;
import tactus.dataflow.scratchpad.CommandSet;
import tactus.dataflow.tiling.Layouts;
import tactus.dataflow.tiling.ProductMapping;
import tactus.dataflow.tiling.ProductShape;
import tactus.dataflow.tiling.Stripes;
import tactus.hw.command.Gather;
import tactus.hw.command.NmSparsity;
import tactus.hw.command.Operand;
import tactus.hw.command.TileNonzeros;
import tactus.hw.command.TilePlace;
import tactus.workload.Operator;
import tactus.workload.TensorKind;

/** Steps of a product: one for each tile of the reduction of each tile of the result. */
final class ProductSteps {

  private final Context context;
  private final Task.Product task;
  private final ProductMapping mapping;
  private final ProductShape shape;
  private final Layouts layouts;
  private final int operator;
  private final long leftBytes;
  private final long rightBytes;
  private final long outBytes;
  private final Fetch[] keptLeft;
  private final Fetch[] keptRight;
  private final long rightSlots;
  private final long stagingStart;
  private long leftFetches;
  private long rightFetches;
  private long stagedTiles;

  private ProductSteps(Context context, Task.Product task, ProductMapping mapping) {
    this.context = context;
    this.task = task;
    this.mapping = mapping;
    this.shape = mapping.shape();
    this.operator = context.operator(task.operators().get(0));
    this.layouts = context.layouts.of(mapping.dataflow());
    leftBytes = layouts.align(shape.leftTileBytes(layouts, mapping.mTile(), mapping.kTile()));
    rightBytes =
        layouts.align(shape.rightTileBytes(layouts, mapping.kTile(), mapping.nTile()))
            + (shape.biasBits() > 0
                ? layouts.align(Layouts.packed(mapping.nTile(), shape.biasBits()))
                : 0);
    outBytes = layouts.align(layouts.result(mapping.mTile(), mapping.nTile(), shape.outBits()));
    boolean rows = mapping.rowsOutside();
    keptLeft = new Fetch[Math.toIntExact(mapping.kTiles() * (rows ? 1 : mapping.mTiles()))];
    keptRight = new Fetch[Math.toIntExact(mapping.kTiles() * (rows ? mapping.nTiles() : 1))];
    long leftSlots = mapping.keepLeft() ? (long) mapping.panels() * keptLeft.length : 0;
    rightSlots = mapping.keepRight() ? (long) mapping.panels() * keptRight.length : 0;
    stagingStart = context.workStart() + leftSlots * leftBytes + rightSlots * rightBytes;
  }

  static void add(Context context, Task.Product task, ProductMapping mapping, List<Step> steps) {
    new ProductSteps(context, task, mapping).add(steps);
  }

  private void add(List<Step> steps) {
    long outer = mapping.rowsOutside() ? mapping.mTiles() : mapping.nTiles();
    long inner = mapping.rowsOutside() ? mapping.nTiles() : mapping.mTiles();
    for (long item = 0; item < shape.batch(); item++) {
      Arrays.fill(keptLeft, null);
      Arrays.fill(keptRight, null);
      for (long i = 0; i < outer; i++) {
        if (mapping.rowsOutside()) {
          Arrays.fill(keptLeft, null);
        } else {
          Arrays.fill(keptRight, null);
        }
        for (long j = 0; j < inner; j++) {
          long mIndex = mapping.rowsOutside() ? i : j;
          long nIndex = mapping.rowsOutside() ? j : i;
          addTile(item, mIndex, nIndex, steps);
        }
      }
    }
  }

  private void addTile(long item, long mIndex, long nIndex, List<Step> steps) {
    Tile tile = new Tile(item, mIndex * mapping.mTile(), nIndex * mapping.nTile());
    for (long kIndex = 0; kIndex < mapping.kTiles(); kIndex++) {
      boolean last = kIndex == mapping.kTiles() - 1;
      Fetch left = shape.leftInDram() ? left(tile, mIndex, kIndex) : null;
      Fetch right = shape.rightInDram() ? right(tile, nIndex, kIndex, last) : null;
      List<Fetch> needs = new ArrayList<>();
      if (left != null) {
        needs.add(left);
      }
      if (right != null) {
        needs.add(right);
      }
      if (last) {
        tile.addAddends(needs);
      }
      long from = kIndex * mapping.kTile();
      steps.add(new TileStep(needs, tile, left, right, from, last));
    }
  }

  private Fetch left(Tile tile, long mIndex, long kIndex) {
    int kept = Math.toIntExact(mapping.rowsOutside() ? kIndex : mIndex * mapping.kTiles() + kIndex);
    if (mapping.keepLeft() && keptLeft[kept] != null) {
      return keptLeft[kept];
    }
    Values from = context.values(task.left());
    long address = Fetch.RING;
    if (mapping.keepLeft() && mapping.panels() > 0) {
      long slots = (long) mapping.panels() * keptLeft.length;
      address = context.workStart() + leftFetches++ % slots * leftBytes;
    }
    Fetch fetch = new Fetch(from.tensor.tensor().name(), operator, leftBytes, address);
    long k0 = kIndex * mapping.kTile();
    long kExtent = Math.min(mapping.kTile(), shape.k() - k0);
    if (shape.conv() == null && shape.maskedLeft().isEmpty()) {
      context.addLoad(
          fetch, task.left(), tile.item * shape.m() + tile.m0, tile.mExtent, k0, kExtent);
    } else {
      long bytes = shape.leftLoadBytes(tile.m0, tile.m0 + tile.mExtent, k0, kExtent);
      long whole = from.tensor.tensor().bytes();
      long offset = Math.min(whole - 1, whole / shape.m() * tile.m0);
      fetch.loads.add(
          new Fetch.Load(
              Context.trafficClass(from.tensor.tensor().kind()),
              from.dramAddress + offset,
              1,
              bytes,
              bytes));
      context.addSource(fetch, task.left(), Rectangle.ALL);
    }
    if (mapping.keepLeft()) {
      keptLeft[kept] = fetch;
    }
    return fetch;
  }

  private Fetch right(Tile tile, long nIndex, long kIndex, boolean last) {
    int kept = Math.toIntExact(mapping.rowsOutside() ? nIndex * mapping.kTiles() + kIndex : kIndex);
    if (mapping.keepRight() && keptRight[kept] != null) {
      return keptRight[kept];
    }
    Values from = context.values(task.right());
    long address = Fetch.RING;
    if (mapping.keepRight() && mapping.panels() > 0) {
      long start = stagingStart - rightSlots * rightBytes;
      address = start + rightFetches++ % rightSlots * rightBytes;
    }
    Fetch fetch = new Fetch(from.tensor.tensor().name(), operator, rightBytes, address);
    long k0 = kIndex * mapping.kTile();
    long kExtent = Math.min(mapping.kTile(), shape.k() - k0);
    if (from.tensor.tensor().kind() == TensorKind.WEIGHT) {
      // Weights are known before the run: they lie in DRAM in the order in which tiles are read.
      long bytes = shape.rightLoadBytes(k0, kExtent, tile.n0, tile.nExtent, last);
      if (bytes > 0) {
        fetch.loads.add(
            new Fetch.Load(
                Context.trafficClass(TensorKind.WEIGHT),
                from.dramAddress + rightOffset(tile, k0),
                1,
                bytes,
                bytes,
                shape.rightWrittenBytes(context.layouts, k0, kExtent, tile.n0, tile.nExtent, last),
                shape.sharedIndexBits(kExtent)));
      }
    } else {
      context.addLoad(
          fetch, task.right(), tile.item * shape.k() + k0, kExtent, tile.n0, tile.nExtent);
    }
    if (mapping.keepRight()) {
      keptRight[kept] = fetch;
    }
    return fetch;
  }

  /** {@return the bytes of weights before a tile of them} */
  private long rightOffset(Tile tile, long k0) {
    if (shape.sparsity().isDense() && shape.stored().isEmpty()) {
      return Layouts.packed(shape.k() * tile.n0 + k0 * tile.nExtent, shape.rightBits());
    }
    // Tiles before have their own copies of the indices that columns share.
    long copies = Math.max(0, tile.n0 / mapping.nTile() - 1);
    return shape.rightLoadBytes(0, shape.k(), 0, tile.n0, false)
        + (copies * shape.sharedIndexBits(shape.k()) + 7) / 8
        + shape.rightLoadBytes(0, k0, tile.n0, tile.nExtent, false);
  }

  /** A tile of the result. */
  private final class Tile {
    final long item;
    final long m0;
    final long n0;
    final long mExtent;
    final long nExtent;
    private final List<@Nullable Fetch> addends = new ArrayList<>();
    private @Nullable Buffer out;
    private @Nullable CommandSet products;
    long outOffset;

    Tile(long item, long m0, long n0) {
      this.item = item;
      this.m0 = m0;
      this.n0 = n0;
      this.mExtent = Math.min(mapping.mTile(), shape.m() - m0);
      this.nExtent = Math.min(mapping.nTile(), shape.n() - n0);
    }

    void addAddends(List<Fetch> needs) {
      for (int i = 0; i < task.addends().size(); i++) {
        int addend = task.addends().get(i);
        Fetch fetch = null;
        if (addend >= 0 && !context.isResident(addend)) {
          PlacedTensor tensor = context.values(addend).tensor;
          fetch =
              new Fetch(
                  tensor.tensor().name(),
                  context.operator(task.operators().get(i + 1)),
                  outBytes,
                  Fetch.RING);
          context.addLoad(fetch, addend, m0, mExtent, n0, nExtent);
          needs.add(fetch);
        }
        addends.add(fetch);
      }
    }

    /** {@return where the tile goes, placed when it is first asked for} */
    Buffer out(ProgramWriter writer) {
      Buffer buffer = out;
      if (buffer == null) {
        if (context.isResident(task.out())) {
          buffer = context.residentBuffer(task.out(), writer);
          outOffset =
              layouts.result(item * shape.m() + m0, shape.n(), shape.outBits())
                  + layouts.result(mExtent, n0, shape.outBits());
        } else {
          int slots = mapping.overlapped() ? 2 : 1;
          long address = stagingStart + stagedTiles++ % slots * outBytes;
          String name = context.values(task.out()).tensor.tensor().name();
          buffer = writer.place(name, address, outBytes);
        }
        out = buffer;
      }
      return buffer;
    }

    CommandSet products(ProgramWriter writer) {
      CommandSet set = products;
      if (set == null) {
        set = writer.newSet();
        products = set;
      }
      return set;
    }

    Rectangle part(long mFrom, long mCount, long nFrom, long nCount) {
      PlacedTensor tensor = context.values(task.out()).tensor;
      if (tensor.columns() != shape.n() || tensor.rows() != shape.batch() * shape.m()) {
        return Rectangle.ALL;
      }
      long row = item * shape.m() + mFrom;
      return new Rectangle(row, row + mCount, nFrom, nFrom + nCount);
    }
  }

  /** What one engine computes of a tile of the reduction. */
  private record Part(
      int engine,
      CommandSet waits,
      long mo,
      long m,
      long k,
      Operand a,
      Buffer left,
      Buffer right,
      @Nullable Buffer out) {}

  /** What one command computes of that. */
  private record Piece(
      long no,
      long n,
      long k,
      NmSparsity sparsity,
      Optional<Gather> gather,
      boolean accumulate,
      boolean drain) {}

  /** One tile of the reduction. */
  private final class TileStep extends Step {
    private final Tile tile;
    private final @Nullable Fetch left;
    private final @Nullable Fetch right;
    private final long k0;
    private final boolean last;

    TileStep(
        List<Fetch> needs,
        Tile tile,
        @Nullable Fetch left,
        @Nullable Fetch right,
        long k0,
        boolean last) {
      super(needs);
      this.tile = tile;
      this.left = left;
      this.right = right;
      this.k0 = k0;
      this.last = last;
    }

    @Override
    void write(ProgramWriter writer) {
      boolean byColumns = context.split.byColumns(mapping.mTile(), mapping.nTile());
      long extent = byColumns ? tile.nExtent : tile.mExtent;
      long share = context.split.share(extent, byColumns);
      int engine = 0;
      for (long from = 0; from < extent; from += share, engine++) {
        long count = Math.min(share, extent - from);
        if (byColumns) {
          writePart(writer, engine, 0, tile.mExtent, from, count);
        } else {
          writePart(writer, engine, from, count, 0, tile.nExtent);
        }
      }
      if (last) {
        finish(writer);
      }
    }

    private void writePart(ProgramWriter writer, int engine, long mo, long m, long no, long n) {
      long k = Math.min(mapping.kTile(), shape.k() - k0);
      CommandSet waits = writer.newSet();
      Buffer leftBuffer;
      NmSparsity sparsity = shape.sparsity();
      long leftOffset =
          shape.maskedLeft().isPresent()
              ? 0
              : layouts.leftOffset(mo, k, shape.leftBits(), sparsity);
      Fetch leftFetch = left;
      if (leftFetch != null) {
        waits.addAll(leftFetch.commands());
        leftBuffer = leftFetch.buffer();
      } else {
        Values values = context.values(task.left());
        long row = tile.item * shape.m() + tile.m0 + mo;
        boolean plain =
            values.tensor.columns() == shape.k()
                && values.tensor.rows() == shape.batch() * shape.m();
        values.pieces.addTo(waits, plain ? new Rectangle(row, row + m, k0, k0 + k) : Rectangle.ALL);
        leftBuffer = values.buffer();
        leftOffset +=
            layouts.left(tile.item * shape.m() + tile.m0, shape.k(), shape.leftBits(), sparsity)
                + layouts.left(tile.mExtent, k0, shape.leftBits(), sparsity);
      }
      Buffer rightBuffer;
      long rightOffset =
          shape.stripes().isPresent()
              ? layouts.rightVectors(shape.rightRows(k0, k, tile.n0, no), shape.rightBits())
              : shape.maskedRight().isPresent()
                  ? 0
                  : layouts.right(k, no, shape.rightBits(), sparsity);
      Fetch rightFetch = right;
      if (rightFetch != null) {
        waits.addAll(rightFetch.commands());
        rightBuffer = rightFetch.buffer();
      } else {
        Values values = context.values(task.right());
        if (values.tensor.tensor().kind() == TensorKind.WEIGHT) {
          long column = tile.n0 + no;
          values.copy.addTo(waits, new Rectangle(k0, k0 + k, column, column + n));
        } else {
          values.pieces.addTo(waits, Rectangle.ALL);
        }
        rightBuffer = values.buffer();
        rightOffset +=
            layouts.right(tile.item * shape.k() + k0, 1, shape.rightBits(), sparsity)
                + layouts.right(shape.k(), tile.n0, shape.rightBits(), sparsity);
      }
      Operand a = new Operand(context.inside(leftBuffer, leftOffset), shape.leftBits());
      Buffer outBuffer = null;
      long outOffset = 0;
      if (last) {
        outBuffer = tile.out(writer);
        waits.addAll(outBuffer.before());
        outOffset =
            tile.outOffset
                + layouts.result(mo, 1, shape.outBits())
                + layouts.result(m, no, shape.outBits());
      }
      Part part = new Part(engine, waits, mo, m, k, a, leftBuffer, rightBuffer, outBuffer);
      if (shape.stripes().isEmpty()) {
        Piece piece = new Piece(no, n, k, sparsity, Optional.empty(), k0 > 0, last);
        write(writer, part, piece, rightOffset, outOffset);
        return;
      }
      Stripes stripes = shape.stripes().get();
      for (long from = no; from < no + n; from += stripes.columns()) {
        long count = Math.min(stripes.columns(), no + n - from);
        List<Stripes.Run> runs = stripes.runs(k0, k, tile.n0 + from);
        for (int i = 0; i < runs.size(); i++) {
          Stripes.Run run = runs.get(i);
          Piece piece =
              new Piece(
                  from,
                  count,
                  run.gather().rows(),
                  run.sparsity(),
                  Optional.of(run.gather()),
                  k0 > 0 || i > 0,
                  last && i == runs.size() - 1);
          write(
              writer,
              part,
              piece,
              rightOffset,
              outOffset + layouts.result(m, from - no, shape.outBits()));
          rightOffset += layouts.rightVectors(run.storedRows(), shape.rightBits());
        }
      }
    }

    private void write(
        ProgramWriter writer, Part part, Piece piece, long rightOffset, long outOffset) {
      Buffer outBuffer = part.out();
      long outAddress = 0;
      if (piece.drain() && outBuffer != null) {
        outAddress = context.inside(outBuffer, outOffset);
      }
      int command =
          writer.product(
              part.engine(),
              operator,
              part.waits(),
              part.m(),
              piece.k(),
              piece.n(),
              part.a(),
              new Operand(context.inside(part.right(), rightOffset), shape.rightBits()),
              new Operand(outAddress, shape.outBits()),
              piece.accumulate(),
              piece.drain(),
              new TilePlace(tile.item, tile.m0 + part.mo(), k0, tile.n0 + piece.no()),
              piece.sparsity(),
              piece.gather(),
              shape.leftOut(tile.m0 + part.mo(), tile.m0 + part.mo() + part.m()),
              nonzeros(part, piece),
              context.setting(mapping.dataflow()));
      part.left().use(command, part.engine());
      part.right().use(command, part.engine());
      if (piece.drain() && outBuffer != null) {
        outBuffer.use(command, part.engine());
        tile.products(writer).add(command, part.engine());
        if (task.operators().size() == 1 && context.isResident(task.out())) {
          context
              .values(task.out())
              .pieces
              .add(
                  tile.part(tile.m0 + part.mo(), part.m(), tile.n0 + piece.no(), piece.n()),
                  command,
                  part.engine());
        }
      }
    }

    private Optional<TileNonzeros> nonzeros(Part part, Piece piece) {
      if (shape.maskedLeft().isEmpty() && shape.maskedRight().isEmpty()) {
        return Optional.empty();
      }
      long row = tile.m0 + part.mo();
      return Optional.of(
          new TileNonzeros(
              part.m(),
              piece.k(),
              piece.n(),
              shape.maskedLeft().map(left -> left.nonzeros(row, part.m(), k0, piece.k())),
              shape
                  .maskedRight()
                  .map(right -> right.nonzeros(k0, piece.k(), tile.n0 + piece.no(), piece.n()))));
    }

    /** Applies the element-wise operators to the tile and sends it on its way. */
    private void finish(ProgramWriter writer) {
      Buffer out = tile.out(writer);
      CommandSet waits = tile.products(writer);
      int last = -1;
      int lastOperator = operator;
      long address = context.inside(out, tile.outOffset);
      for (int i = 1; i < task.operators().size(); i++) {
        Operator member = task.operators().get(i);
        lastOperator = context.operator(member);
        CommandSet all = writer.newSet();
        all.addAll(waits);
        Operand in = new Operand(address, shape.outBits());
        Operand in2 = in;
        Buffer other = null;
        Fetch fetch = tile.addends.get(i - 1);
        int addend = task.addends().get(i - 1);
        if (fetch != null) {
          all.addAll(fetch.commands());
          other = fetch.buffer();
          in2 = new Operand(other.address(), context.values(addend).tensor.bits());
        } else if (addend >= 0) {
          Values values = context.values(addend);
          PlacedTensor tensor = values.tensor;
          boolean plain = tensor.rows() == shape.m() && tensor.columns() == shape.n();
          values.pieces.addTo(
              all,
              plain
                  ? new Rectangle(tile.m0, tile.m0 + tile.mExtent, tile.n0, tile.n0 + tile.nExtent)
                  : Rectangle.ALL);
          other = values.buffer();
          long offset =
              plain
                  ? layouts.result(tile.m0, shape.n(), tensor.bits())
                      + layouts.result(tile.mExtent, tile.n0, tensor.bits())
                  : 0;
          in2 = new Operand(context.inside(other, offset), tensor.bits());
        }
        last =
            writer.vector(
                lastOperator,
                all,
                Functions.of(member.kind()),
                tile.mExtent,
                tile.nExtent,
                in,
                in2,
                in);
        out.use(last, writer.vectorQueue());
        if (other != null) {
          other.use(last, writer.vectorQueue());
        }
        waits = writer.newSet();
        waits.add(last, writer.vectorQueue());
      }
      Rectangle part = tile.part(tile.m0, tile.mExtent, tile.n0, tile.nExtent);
      if (!context.isResident(task.out())) {
        context.storeLater(
            writer, task.out(), lastOperator, out, waits, part, tile.mExtent * tile.nExtent);
      } else if (last >= 0) {
        context.values(task.out()).pieces.add(part, last, writer.vectorQueue());
      }
    }
  }
}
