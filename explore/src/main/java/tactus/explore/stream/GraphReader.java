package tactus.explore.stream;

import java.util.Collections;
import java.util.List;
import tactus.config.ConfigException;
import tactus.config.ConfigProblem;
import tactus.config.Key;
import tactus.config.Problems;
import tactus.config.Section;
import tactus.config.SectionType;
import tactus.config.ValueType;
import tactus.hw.stream.Group;
import tactus.hw.stream.Link;
import tactus.hw.stream.StreamFunction;
import tactus.hw.stream.StreamGraph;
import tactus.hw.stream.StreamGraphException;
import tactus.hw.stream.Unit;
import tactus.hw.stream.UnitKind;
import tactus.hw.stream.UnitTiming;
import tactus.hw.stream.UnitTiming.SendTime;
import tactus.sim.ChannelSpec;

/** Graphs of units as they are written in YAML; of these, only the timing is run. */
final class GraphReader {

  private static final Key<String> NAME = Key.string("name").doc("Name, unique among its kind.");
  private static final Key<UnitKind> KIND =
      Key.word("kind", UnitKind.class)
          .doc(
              "What the unit does. `map` has `inputs` and `outputs`, of which one input may be held"
                  + " for a group; `reduce` makes one token of a group, `scan` one of each;"
                  + " `repeat` and `flatmap` make a group of one token; `memory-reduce` adds up a"
                  + " group of vectors in `parts`; `matmul` multiplies a row of `parts` tokens"
                  + " with a group of columns.");
  private static final Key<Long> GROUP =
      Key.count("group")
          .atLeast(1L)
          .atMost(1L << 40)
          .byDefault(1L)
          .doc("Tokens, vectors or columns that belong together; of a source, tokens a cycle.");
  private static final Key<Long> PARTS =
      Key.count("parts")
          .atLeast(1L)
          .atMost(1L << 40)
          .byDefault(1L)
          .doc("Tokens of a vector, a row or a column.");
  private static final Key<Integer> INPUTS =
      Key.integer("inputs").atLeast(1).atMost(30).byDefault(1).doc("Inputs of a map or reduce.");
  private static final Key<Integer> OUTPUTS =
      Key.integer("outputs").atLeast(1).atMost(30).byDefault(1).doc("Outputs of a map or scan.");
  private static final Key<Boolean> HELD =
      Key.bool("held")
          .byDefault(false)
          .doc("Whether a map has two inputs, the second received once a group.");
  private static final Key<Boolean> BUFFERED =
      Key.bool("buffered")
          .byDefault(true)
          .doc("Whether a matmul keeps the row; it is received for each column otherwise.");
  private static final Key<Long> LATENCY =
      Key.count("latency").atLeast(1L).byDefault(1L).doc("Cycles until a result can be received.");
  private static final Key<Long> INTERVAL =
      Key.count("interval").atLeast(0L).byDefault(1L).doc("Cycles from one step to the next.");
  private static final Key<Long> RESET =
      Key.count("reset").atLeast(0L).byDefault(0L).doc("Cycles before each group.");
  private static final Key<Long> START =
      Key.count("start").atLeast(0L).byDefault(0L).doc("Cycles once, at the beginning.");
  private static final Key<SendTime> SENDS =
      Key.word("sends", SendTime.class)
          .byDefault(SendTime.WITH_TOKENS)
          .doc("Whether results are sent before or after the interval of their step.");

  private static final SectionType UNIT =
      SectionType.of(
          "stream_unit",
          "A unit of the fabric.",
          NAME,
          KIND,
          GROUP,
          PARTS,
          INPUTS,
          OUTPUTS,
          HELD,
          BUFFERED,
          LATENCY,
          INTERVAL,
          RESET,
          START,
          SENDS);

  private static final Key<String> FROM = Key.string("from").doc("The unit that sends.");
  private static final Key<Integer> OUTPUT =
      Key.integer("output").atLeast(0).byDefault(0).doc("Number of its output.");
  private static final Key<String> TO = Key.string("to").doc("The unit that receives.");
  private static final Key<Integer> INPUT =
      Key.integer("input").atLeast(0).byDefault(0).doc("Number of its input.");
  private static final Key<Long> DEPTH =
      Key.count("depth").atLeast(1L).optional().doc("Tokens it holds; any number if not written.");

  private static final SectionType CHANNEL =
      SectionType.of("stream_channel", "A channel.", NAME, FROM, OUTPUT, TO, INPUT, DEPTH);

  private static final Key<Long> ROUNDS =
      Key.count("rounds")
          .atLeast(1L)
          .atMost(1L << 40)
          .byDefault(1L)
          .doc("How often the least number of cycles in which all rates fit is done.");
  private static final Key<List<Section>> UNITS =
      Key.list("units", ValueType.section(UNIT)).doc("The units, producers first.");
  private static final Key<List<Section>> CHANNELS =
      Key.list("channels", ValueType.section(CHANNEL)).doc("The channels.");

  /** The section of a graph. */
  static final SectionType GRAPH =
      SectionType.of("stream_graph", "Units and channels.", ROUNDS, UNITS, CHANNELS);

  private GraphReader() {}

  /** The graph of a section; all that is wrong is told at once. */
  static StreamGraph read(Section section, String name) {
    StreamGraph.Builder builder = StreamGraph.builder(name, section.get(ROUNDS));
    section.get(UNITS).forEach(unit -> builder.unit(unit(unit)));
    for (Section channel : section.get(CHANNELS)) {
      builder.link(
          new Link(
              channel.get(NAME),
              channel.get(FROM),
              channel.get(OUTPUT),
              channel.get(TO),
              channel.get(INPUT),
              channel.find(DEPTH).orElse(ChannelSpec.UNBOUNDED)));
    }
    try {
      return builder.build();
    } catch (StreamGraphException e) {
      Problems problems = new Problems();
      for (StreamGraphException.Problem problem : e.problems()) {
        Section where =
            switch (problem.part()) {
              case GRAPH -> section;
              case UNIT -> named(section.get(UNITS), problem.name());
              case CHANNEL -> named(section.get(CHANNELS), problem.name());
            };
        problems.add(ConfigProblem.at(where.origin(), where.path(), problem.text()));
      }
      throw new ConfigException(problems.list());
    }
  }

  /** {@return the last section of a name, which is the one that repeats it if several have it} */
  private static Section named(List<Section> sections, String name) {
    return sections.stream()
        .filter(section -> section.get(NAME).equals(name))
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  private static Unit unit(Section unit) {
    String name = unit.get(NAME);
    Group group = Group.of(unit.get(GROUP));
    long parts = unit.get(PARTS);
    UnitTiming timing =
        new UnitTiming(
            unit.get(LATENCY),
            unit.get(INTERVAL),
            unit.get(RESET),
            unit.get(START),
            unit.get(SENDS));
    List<Integer> inputs = Collections.nCopies(unit.get(INPUTS), 1);
    List<Integer> outputs = Collections.nCopies(unit.get(OUTPUTS), 1);
    StreamFunction none = StreamFunction.NONE;
    return switch (unit.get(KIND)) {
      case SOURCE -> Unit.source(name, 1, group, timing, none);
      case SINK -> Unit.sink(name, 1);
      case MAP ->
          unit.get(HELD)
              ? Unit.mapHeld(name, 1, 1, 1, group, timing, none)
              : Unit.map(name, inputs, outputs, group, timing, none);
      // Values are not computed, so what a zip sends may be as wide as everything else.
      case ZIP -> Unit.map(name, List.of(1, 1), List.of(1), UnitTiming.of(1, 0), none);
      case REDUCE -> Unit.reduce(name, inputs, 1, group, timing, none);
      case SCAN -> Unit.scan(name, 1, outputs, group, timing, 0, none);
      case REPEAT -> Unit.repeat(name, 1, group);
      case FLATMAP -> Unit.flatmap(name, 1, 1, group.first(), timing, none);
      case BROADCAST -> Unit.broadcast(name, 1, timing);
      case MEMORY_REDUCE -> Unit.memoryReduce(name, inputs, 0, 1, group, parts, timing, 0, none);
      case MATMUL ->
          unit.get(BUFFERED)
              ? Unit.matmulBuffered(name, 1, group, parts, timing, 0, none)
              : Unit.matmulRepeated(name, 1, group, parts, timing, none);
    };
  }
}
