package tactus.explore.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import tactus.hw.CommandTiming;
import tactus.hw.Execution;
import tactus.hw.MachineSpec;
import tactus.hw.command.Command;
import tactus.hw.command.MatMul;
import tactus.hw.command.StreamOp;
import tactus.hw.command.Transfer;

/** When each engine worked for which operator. */
final class Timeline {

  /** A shorter pause than this part of the run cannot be seen and does not end a span. */
  private static final long FINEST = 4096;

  private final Execution execution;
  private final int matrixEngines;
  private final List<Lane> lanes = new ArrayList<>();

  private Timeline(Execution execution, MachineSpec machine) {
    this.execution = execution;
    matrixEngines = machine.matrixEngines().size();
    for (int i = 0; i < matrixEngines; i++) {
      lanes.add(new Lane("matrix engine " + i));
    }
    lanes.add(new Lane("vector engine"));
    lanes.add(new Lane("dma loads"));
    lanes.add(new Lane("dma stores"));
    if (machine.streamFabric().isPresent()) {
      lanes.add(matrixEngines, new Lane("stream fabric"));
    }
  }

  /** The timeline of a run, as the report has it. */
  static ObjectNode of(Execution execution, MachineSpec machine) {
    Timeline timeline = new Timeline(execution, machine);
    timeline.addCommands();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode engines = json.putArray("engines");
    for (Lane lane : timeline.lanes) {
      ObjectNode engine = engines.addObject();
      engine.put("name", lane.name);
      ArrayNode spans = engine.putArray("spans");
      for (Span span : lane.spans) {
        spans.addArray().add(span.start).add(span.end).add(span.operator);
      }
    }
    return json;
  }

  private void addCommands() {
    long pause = execution.cycles() / FINEST;
    List<Command> commands = execution.program().commands();
    for (int i = 0; i < commands.size(); i++) {
      lane(commands.get(i)).add(commands.get(i).operator(), execution.timings().get(i), pause);
    }
  }

  private Lane lane(Command command) {
    int others = lanes.size() - 3;
    if (command instanceof MatMul product) {
      return lanes.get(product.engine());
    }
    if (command instanceof StreamOp) {
      return lanes.get(matrixEngines);
    }
    if (command instanceof Transfer transfer) {
      boolean load = transfer.direction() == Transfer.Direction.LOAD;
      return lanes.get(load ? others + 1 : others + 2);
    }
    return lanes.get(others);
  }

  /** One engine. Its commands start in program order. */
  private static final class Lane {
    private final String name;
    private final List<Span> spans = new ArrayList<>();

    Lane(String name) {
      this.name = name;
    }

    void add(int operator, CommandTiming timing, long pause) {
      if (!spans.isEmpty()) {
        Span last = spans.get(spans.size() - 1);
        if (last.operator == operator && timing.startCycle() - last.end <= pause) {
          last.end = Math.max(last.end, timing.endCycle());
          return;
        }
      }
      spans.add(new Span(operator, timing.startCycle(), timing.endCycle()));
    }
  }

  /** Work for one operator without a pause. */
  private static final class Span {
    private final int operator;
    private final long start;
    private long end;

    Span(int operator, long start, long end) {
      this.operator = operator;
      this.start = start;
      this.end = end;
    }
  }
}
