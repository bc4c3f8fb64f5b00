package tactus.dataflow.lowering;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tactus.dataflow.scratchpad.Arena;
import tactus.dataflow.scratchpad.Buffer;
import tactus.dataflow.scratchpad.CommandSet;
import tactus.hw.command.Allocation;
import tactus.hw.command.Command;
import tactus.hw.command.Dataflow;
import tactus.hw.command.Gather;
import tactus.hw.command.MatMul;
import tactus.hw.command.NmSparsity;
import tactus.hw.command.Operand;
import tactus.hw.command.StreamOp;
import tactus.hw.command.TileNonzeros;
import tactus.hw.command.TilePlace;
import tactus.hw.command.TrafficClass;
import tactus.hw.command.Transfer;
import tactus.hw.command.VectorFunction;
import tactus.hw.command.VectorOp;

/**
 * Collects commands. Stores of a step are written one step later, so that loads that could run do
 * not wait behind them in the DMA engine's queue.
 */
final class ProgramWriter {

  private record PendingStore(int step, Runnable store) {}

  private final int engines;
  private final Arena arena;
  private final long ringStart;
  private final long ringBytes;
  private final List<Command> commands = new ArrayList<>();
  private final Deque<PendingStore> pending = new ArrayDeque<>();
  private long ringNext;
  private int step;

  ProgramWriter(int engines, long ringStart, long ringBytes) {
    this.engines = engines;
    this.arena = new Arena(queues());
    this.ringStart = ringStart;
    this.ringBytes = ringBytes;
  }

  int engines() {
    return engines;
  }

  /** {@return the index of the vector engine among the engines with queues of their own} */
  int vectorQueue() {
    return engines;
  }

  /** {@return the index of the stream fabric among them} */
  int streamQueue() {
    return engines + 1;
  }

  private int queues() {
    return engines + 2;
  }

  List<Command> commands() {
    return commands;
  }

  List<Allocation> allocations() {
    return arena.allocations();
  }

  CommandSet newSet() {
    return new CommandSet(queues());
  }

  void startStep(int index) {
    step = index;
  }

  /** Writes the stores of steps before the current one. */
  void writeEarlierStores() {
    while (!pending.isEmpty() && pending.peekFirst().step() < step) {
      pending.removeFirst().store().run();
    }
  }

  void writeAllStores() {
    while (!pending.isEmpty()) {
      pending.removeFirst().store().run();
    }
  }

  /** Keeps a store for later. */
  void storeLater(Runnable store) {
    pending.addLast(new PendingStore(step, store));
  }

  /** {@return a buffer at an address, whose former content must have ended} */
  Buffer place(String name, long address, long bytes) {
    Buffer buffer = arena.place(name, address, bytes);
    if (buffer == null) {
      writeAllStores();
      buffer = arena.place(name, address, bytes);
    }
    if (buffer == null) {
      throw new IllegalStateException(
          name + ": bytes " + address + " to " + (address + bytes) + " must not be in use");
    }
    return buffer;
  }

  /** Writes the loads of a tile unless there is no room for it yet; {@return whether it did}. */
  boolean load(Fetch fetch) {
    Buffer buffer = placeFetch(fetch);
    if (buffer == null) {
      return false;
    }
    CommandSet loads = newSet();
    for (Fetch.Load load : fetch.loads) {
      CommandSet waits = newSet();
      waits.addAll(buffer.before());
      for (Fetch.Source source : fetch.sources) {
        source.values().pieces.addTo(waits, source.part());
      }
      Fetch after = fetch.after;
      if (after != null) {
        waits.addAll(after.commands());
      }
      int command =
          transfer(
              Transfer.Direction.LOAD,
              fetch.operator,
              waits,
              load.trafficClass(),
              load.dramAddress(),
              load.rows(),
              load.rowBytes(),
              load.strideBytes(),
              buffer.address(),
              load.scratchpadBytes(),
              load.sharedIndexBits());
      loads.addTransfer(command);
      buffer.useTransfer(command);
    }
    if (fetch.loads.isEmpty()) {
      // Of a tile in which nothing is stored, only the place has to be free.
      loads.addAll(buffer.before());
    }
    fetch.loaded(buffer, loads);
    return true;
  }

  private @Nullable Buffer placeFetch(Fetch fetch) {
    if (fetch.fixedAddress != Fetch.RING) {
      return arena.place(fetch.name, fetch.fixedAddress, fetch.bytes);
    }
    if (fetch.bytes > ringBytes) {
      throw new IllegalStateException(
          fetch.name + ": bytes (" + fetch.bytes + ") must fit in the ring (" + ringBytes + ")");
    }
    long from = ringNext + fetch.bytes > ringBytes ? 0 : ringNext;
    Buffer buffer = arena.place(fetch.name, ringStart + from, fetch.bytes);
    if (buffer != null) {
      ringNext = from + fetch.bytes;
    }
    return buffer;
  }

  /** Writes a transfer whose bytes are the same on both sides; {@return its index}. */
  int transfer(
      Transfer.Direction direction,
      int operator,
      CommandSet waits,
      TrafficClass trafficClass,
      long dramAddress,
      long rows,
      long rowBytes,
      long strideBytes,
      long scratchpadAddress) {
    return transfer(
        direction,
        operator,
        waits,
        trafficClass,
        dramAddress,
        rows,
        rowBytes,
        strideBytes,
        scratchpadAddress,
        rows * rowBytes,
        0);
  }

  private int transfer(
      Transfer.Direction direction,
      int operator,
      CommandSet waits,
      TrafficClass trafficClass,
      long dramAddress,
      long rows,
      long rowBytes,
      long strideBytes,
      long scratchpadAddress,
      long scratchpadBytes,
      long sharedIndexBits) {
    boolean whole = rows == 1 || strideBytes == rowBytes;
    commands.add(
        new Transfer(
            direction,
            operator,
            waits.toDependences(),
            trafficClass,
            dramAddress,
            whole ? 1 : rows,
            whole ? rows * rowBytes : rowBytes,
            whole ? rows * rowBytes : strideBytes,
            scratchpadAddress,
            scratchpadBytes,
            sharedIndexBits));
    return commands.size() - 1;
  }

  int product(
      int engine,
      int operator,
      CommandSet waits,
      long m,
      long k,
      long n,
      Operand a,
      Operand b,
      Operand out,
      boolean accumulate,
      boolean drain,
      TilePlace place,
      NmSparsity sparsity,
      Optional<Gather> gather,
      long rowsLeftOut,
      Optional<TileNonzeros> nonzeros,
      Optional<Dataflow> dataflow) {
    commands.add(
        new MatMul(
            engine,
            operator,
            waits.toDependences(),
            m,
            k,
            n,
            a,
            b,
            out,
            accumulate,
            drain,
            place,
            sparsity,
            gather,
            rowsLeftOut,
            nonzeros,
            dataflow));
    return commands.size() - 1;
  }

  int stream(StreamOp command) {
    commands.add(command);
    return commands.size() - 1;
  }

  int vector(
      int operator,
      CommandSet waits,
      VectorFunction function,
      long rows,
      long columns,
      Operand in,
      Operand in2,
      Operand out) {
    commands.add(
        new VectorOp(operator, waits.toDependences(), function, rows, columns, in, in2, out));
    return commands.size() - 1;
  }
}
