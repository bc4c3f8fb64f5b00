package tactus.hw;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import tactus.hw.CommandTiming.MatMulTiming;
import tactus.hw.CommandTiming.StreamTiming;
import tactus.hw.CommandTiming.VectorTiming;
import tactus.hw.command.Command;
import tactus.hw.command.MatMul;
import tactus.hw.command.Program;
import tactus.hw.command.StreamOp;
import tactus.hw.command.TrafficClass;
import tactus.hw.command.Transfer;
import tactus.hw.command.VectorOp;

/** Adds up the useful bytes that moved for each operator. */
final class TrafficAccount {

  private static final int CLASSES = TrafficClass.values().length;

  private final long[] dramRead;
  private final long[] dramWritten;

  // In bits, because elements may be smaller than bytes.
  private final long[] scratchpadRead;
  private final long[] scratchpadWritten;

  private TrafficAccount(int operators) {
    dramRead = new long[operators * CLASSES];
    dramWritten = new long[operators * CLASSES];
    scratchpadRead = new long[operators];
    scratchpadWritten = new long[operators];
  }

  /** {@return the bytes moved for each operator} */
  static List<Traffic> traffic(Program program, CommandTiming[] timings) {
    int operators = program.operators().size();
    TrafficAccount account = new TrafficAccount(operators);
    List<Command> commands = program.commands();
    for (int i = 0; i < timings.length; i++) {
      account.add(commands.get(i), timings[i]);
    }
    List<Traffic> traffic = new ArrayList<>();
    for (int operator = 0; operator < operators; operator++) {
      traffic.add(account.of(operator));
    }
    return traffic;
  }

  private void add(Command command, CommandTiming timing) {
    if (command instanceof Transfer transfer) {
      add(transfer);
    } else if (command instanceof MatMul product && timing instanceof MatMulTiming used) {
      read(product.operator(), used.aReads(), product.a().elementBits());
      read(product.operator(), used.bReads(), product.b().elementBits());
      read(product.operator(), Math.addExact(used.aBitmapBits(), used.bMetadataBits()), 1);
      write(product.operator(), used.outWrites(), product.out().elementBits());
    } else if (command instanceof VectorOp vector && timing instanceof VectorTiming used) {
      addVector(vector, used);
    } else if (command instanceof StreamOp stream && timing instanceof StreamTiming used) {
      read(stream.operator(), used.queryReads(), stream.query().elementBits());
      read(stream.operator(), used.keyReads(), stream.key().elementBits());
      read(stream.operator(), used.keyReads(), stream.value().elementBits());
      write(stream.operator(), used.outWrites(), stream.out().elementBits());
    }
  }

  private void add(Transfer transfer) {
    int operator = transfer.operator();
    int place = operator * CLASSES + transfer.trafficClass().ordinal();
    long bytes = transfer.bytes();
    if (transfer.direction() == Transfer.Direction.LOAD) {
      dramRead[place] = Math.addExact(dramRead[place], bytes);
      write(operator, transfer.scratchpadBytes(), Byte.SIZE);
    } else {
      dramWritten[place] = Math.addExact(dramWritten[place], bytes);
      read(operator, bytes, Byte.SIZE);
    }
  }

  private void addVector(VectorOp vector, VectorTiming used) {
    if (vector.function().readsTwoOperands()) {
      read(vector.operator(), used.readElements() / 2, vector.in().elementBits());
      read(vector.operator(), used.readElements() / 2, vector.in2().elementBits());
    } else {
      read(vector.operator(), used.readElements(), vector.in().elementBits());
    }
    write(vector.operator(), used.writtenElements(), vector.out().elementBits());
  }

  private void read(int operator, long elements, int bits) {
    scratchpadRead[operator] =
        Math.addExact(scratchpadRead[operator], Math.multiplyExact(elements, bits));
  }

  private void write(int operator, long elements, int bits) {
    scratchpadWritten[operator] =
        Math.addExact(scratchpadWritten[operator], Math.multiplyExact(elements, bits));
  }

  private Traffic of(int operator) {
    return new Traffic(
        byClass(dramRead, operator),
        byClass(dramWritten, operator),
        bytes(scratchpadRead[operator]),
        bytes(scratchpadWritten[operator]));
  }

  private static Map<TrafficClass, Long> byClass(long[] bytes, int operator) {
    EnumMap<TrafficClass, Long> map = new EnumMap<>(TrafficClass.class);
    for (TrafficClass trafficClass : TrafficClass.values()) {
      map.put(trafficClass, bytes[operator * CLASSES + trafficClass.ordinal()]);
    }
    return map;
  }

  private static long bytes(long bits) {
    return (bits + Byte.SIZE - 1) / Byte.SIZE;
  }
}
