package tactus.explore.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import tactus.explore.report.TextTable.Column;
import tactus.unit.NumberText;

/** The result of a run as text for a terminal. */
public final class ConsoleReport {

  private static final int LEAST_WIDTH = 40;
  private static final int SLOWEST = 5;
  private static final int MOST_LAYERS = 60;

  /** What gains less is left to report.json. */
  private static final double LEAST_SPEEDUP = 1.005;

  private static final String INDENT = "  ";

  /** A number and the space before the prefix of its unit, where no line may end. */
  private static final Pattern NUMBER_AND_PREFIX = Pattern.compile("(\\d) (?=[kMGTPE]\\b)");

  private final JsonNode report;
  private final int width;
  private final boolean colour;
  private final long cycles;
  private final StringBuilder text = new StringBuilder();

  private ConsoleReport(JsonNode report, int width, boolean colour) {
    this.report = report;
    this.width = Math.max(LEAST_WIDTH, width);
    this.colour = colour;
    this.cycles = report.path("cycles").asLong();
  }

  /**
   * {@return the text, in lines that end with a line feed}
   *
   * @param report a report of schema {@code tactus/run/1}
   * @param width columns of the terminal; less than 40 counts as 40
   * @param colour whether the terminal understands ANSI colours
   */
  public static String render(ObjectNode report, int width, boolean colour) {
    return new ConsoleReport(report, width, colour).render();
  }

  private String render() {
    title();
    headline();
    cycleStack();
    kinds();
    dataflows();
    slowest();
    energy();
    numerics();
    bottleneck();
    streaming();
    scaleSim();
    plan();
    return text.toString();
  }

  private void title() {
    String title =
        report.path("name").asText() + " on " + report.path("machine").path("name").asText();
    line(bold(TextTable.shortened(TextTable.printable(title), width)));
    wrap(report.path("workload").path("description").asText(), "");
    line("");
  }

  private void headline() {
    JsonNode machine = report.path("machine");
    JsonNode dram = report.path("traffic").path("dram");
    long read = dram.path("readBytes").asLong();
    long written = dram.path("writeBytes").asLong();
    double seconds = report.path("seconds").asDouble();
    long macs = report.path("macs").asLong();
    long peak = report.path("peakScratchpadBytes").asLong();
    long capacity = machine.path("scratchpadBytes").asLong();

    TextTable table = new TextTable(Column.words(""), Column.numbers(""), Column.words(""));
    table.row("cycles", Figures.count(cycles), report.path("fidelity").asText() + " fidelity");
    table.row(
        "time",
        Figures.seconds(seconds),
        "at " + Figures.scaled(report.path("clockHz").asDouble()) + "Hz");
    table.row(
        "utilization",
        Figures.percent(report.path("utilization").asDouble()),
        "of " + Figures.count(machine.path("peakMacsPerCycle").asLong()) + " MACs a cycle");
    table.row(
        "MACs",
        Figures.scaled((double) macs),
        macs > 0 ? Figures.scaled(macs / seconds) + "MAC/s" : "");
    table.row(
        "DRAM traffic",
        Figures.bytes(read + written),
        Figures.bytes(read)
            + " read, "
            + Figures.bytes(written)
            + " written"
            + bandwidth(seconds, (double) read + written, machine));
    table.row(
        "scratchpad peak",
        Figures.bytes(peak),
        capacity > 0
            ? Figures.percent((double) peak / capacity) + " of " + Figures.bytes(capacity)
            : "");
    for (String row : table.body(width - INDENT.length())) {
      line(INDENT + row);
    }
  }

  private static String bandwidth(double seconds, double bytes, JsonNode machine) {
    double peak = machine.path("dramBytesPerSecond").asDouble();
    return seconds > 0 && peak > 0
        ? ", " + Figures.percent(bytes / seconds / peak) + " of peak"
        : "";
  }

  private void cycleStack() {
    JsonNode stack = report.path("cycleStack");
    heading("Where the cycles went");
    line(INDENT + bar(stack, width - 2 * INDENT.length()));
    TextTable legend =
        new TextTable(
            Column.words(""), Column.numbers(""), Column.numbers(""), Column.words("").orNone());
    List<CauseText> shown = new ArrayList<>();
    for (CauseText cause : CauseText.values()) {
      long part = stack.path(cause.key()).asLong();
      if (part > 0) {
        shown.add(cause);
        legend.row(
            cause.label(),
            Figures.percent((double) part / cycles),
            Figures.count(part),
            cause.meaning());
      }
    }
    List<String> lines = legend.body(width - 2 * INDENT.length() - 1);
    for (int i = 0; i < lines.size(); i++) {
      line(INDENT + block(shown.get(i), 1) + INDENT + lines.get(i));
    }
    dramBusy();
  }

  /** The stack does not show DRAM that works behind the matrix engine; this does. */
  private void dramBusy() {
    JsonNode dram = report.path("traffic").path("dram");
    double bytes = dram.path("readBytes").asDouble() + dram.path("writeBytes").asDouble();
    double most = cycles * report.path("machine").path("dramBytesPerCycle").asDouble();
    if (most > 0) {
      wrap("DRAM busy " + Figures.percent(bytes / most) + " of the cycles at its peak", INDENT);
    }
  }

  /** A bar whose cells are given to the parts in proportion, the rest to the largest remainders. */
  private String bar(JsonNode stack, int cells) {
    CauseText[] causes = CauseText.values();
    if (cycles <= 0) {
      return "";
    }
    int[] share = new int[causes.length];
    double[] rest = new double[causes.length];
    int given = 0;
    for (int i = 0; i < causes.length; i++) {
      double exact = (double) stack.path(causes[i].key()).asLong() / cycles * cells;
      share[i] = (int) exact;
      rest[i] = exact - share[i];
      given += share[i];
    }
    for (; given < cells; given++) {
      int most = 0;
      for (int i = 1; i < rest.length; i++) {
        if (rest[i] > rest[most]) {
          most = i;
        }
      }
      share[most]++;
      rest[most] = 0;
    }
    StringBuilder bar = new StringBuilder();
    for (int i = 0; i < causes.length; i++) {
      if (share[i] > 0) {
        bar.append(block(causes[i], share[i]));
      }
    }
    return bar.toString();
  }

  private void kinds() {
    TextTable table =
        new TextTable(
            Column.words("kind"),
            Column.numbers("operators"),
            Column.numbers("cycles"),
            Column.numbers("share"),
            Column.numbers("utilization").orNone(),
            Column.numbers("DRAM").orNone());
    for (JsonNode kind : report.path("kinds")) {
      table.row(
          kind.path("kind").asText(),
          Figures.count(kind.path("operators").asLong()),
          Figures.count(kind.path("cycles").asLong()),
          Figures.percent(kind.path("share").asDouble()),
          utilization(kind),
          Figures.bytes(kind.path("dramBytes").asLong()));
    }
    heading("By kind of operator");
    table(table);
  }

  private void dataflows() {
    if (!report.has("dataflows")) {
      return;
    }
    TextTable table =
        new TextTable(
            Column.words("dataflow"),
            Column.numbers("operators"),
            Column.numbers("cycles"),
            Column.numbers("share"),
            Column.numbers("utilization").orNone());
    for (JsonNode dataflow : report.path("dataflows")) {
      table.row(
          dataflow.path("dataflow").asText(),
          Figures.count(dataflow.path("operators").asLong()),
          Figures.count(dataflow.path("cycles").asLong()),
          Figures.percent(dataflow.path("share").asDouble()),
          utilization(dataflow));
    }
    heading("By dataflow");
    table(table);
  }

  private void slowest() {
    List<JsonNode> operators = new ArrayList<>();
    report.path("operators").forEach(operators::add);
    operators.sort(
        Comparator.comparingLong((JsonNode operator) -> operator.path("cycles").asLong())
            .reversed());
    boolean isSwitched = report.has("dataflows");
    List<Column> columns =
        new ArrayList<>(
            List.of(
                Column.words("operator"),
                Column.numbers("cycles"),
                Column.numbers("share"),
                Column.numbers("utilization").orNone(),
                Column.words("biggest cause")));
    if (isSwitched) {
      columns.add(1, Column.words("dataflow"));
    }
    TextTable table = new TextTable(columns.toArray(Column[]::new));
    for (JsonNode operator : operators.subList(0, Math.min(SLOWEST, operators.size()))) {
      long own = operator.path("cycles").asLong();
      List<String> cells =
          new ArrayList<>(
              List.of(
                  operator.path("name").asText(),
                  Figures.count(own),
                  Figures.percent(cycles > 0 ? (double) own / cycles : 0),
                  utilization(operator),
                  biggestCause(operator.path("cycleStack"), own)));
      if (isSwitched) {
        cells.add(1, operator.path("dataflow").asText("-"));
      }
      table.row(cells.toArray(String[]::new));
    }
    heading("Slowest operators");
    table(table);
  }

  private static String biggestCause(JsonNode stack, long cycles) {
    CauseText biggest = CauseText.COMPUTE;
    for (CauseText cause : CauseText.values()) {
      if (stack.path(cause.key()).asLong() > stack.path(biggest.key()).asLong()) {
        biggest = cause;
      }
    }
    long part = stack.path(biggest.key()).asLong();
    return part > 0 ? NumberText.format("%s %.0f %%", biggest.label(), 100.0 * part / cycles) : "-";
  }

  /** Where the joules went, what a multiply-accumulate takes, what could be saved. */
  private void energy() {
    JsonNode energy = report.path("energy");
    if (energy.isMissingNode()) {
      return;
    }
    EnergyText text = new EnergyText(report);
    heading("Energy");
    for (String row : text.headline(width - INDENT.length())) {
      line(INDENT + row);
    }
    table(text.levels());
    table(text.tensors());
    wrap(energy.path("sentence").asText(), INDENT);
  }

  private void numerics() {
    if (report.has("numerics")) {
      heading("Values");
      NumericsText text = new NumericsText(report.path("numerics"));
      wrap(text.sentence(), INDENT);
      table(text.noisiest(SLOWEST));
      if (text.hasShifts()) {
        wrap(text.shifts(), INDENT);
      }
    }
  }

  private void bottleneck() {
    JsonNode bottleneck = report.path("bottleneck");
    String sentence = bottleneck.path("sentence").asText();
    if (sentence.isEmpty() && bottleneck.path("whatIf").isEmpty()) {
      return;
    }
    heading("Bottleneck");
    wrap(sentence, INDENT);
    TextTable table =
        new TextTable(Column.words("what if"), Column.numbers("cycles"), Column.numbers("speedup"));
    boolean any = false;
    for (JsonNode whatIf : bottleneck.path("whatIf")) {
      double speedup = whatIf.path("speedup").asDouble();
      if (speedup >= LEAST_SPEEDUP) {
        table.row(
            whatIf.path("label").asText(),
            Figures.count(whatIf.path("cycles").asLong()),
            NumberText.format("%.2fx", speedup));
        any = true;
      }
    }
    if (any) {
      table(table);
    }
  }

  /** What the stream fabric gained. */
  private void streaming() {
    JsonNode streaming = report.path("streaming");
    if (streaming.path("alternatives").isEmpty()) {
      return;
    }
    heading("Streaming attention");
    wrap(StreamingText.fabric(report.path("machine").path("streamFabric")), INDENT);
    wrap(streaming.path("sentence").asText(), INDENT);
    table(StreamingText.alternatives(streaming));
  }

  /** What SCALE-Sim says of the layers, beside our cycles of the same ones. */
  private void scaleSim() {
    JsonNode layers = report.path("peer").path("scaleSim3").path("layers");
    if (layers.isEmpty()) {
      return;
    }
    JsonNode operators = report.path("operators");
    boolean same = operators.size() == layers.size();
    TextTable table =
        new TextTable(
            Column.words("layer"),
            Column.numbers("their cycles"),
            Column.numbers("our cycles"),
            Column.numbers("overall util").orNone(),
            Column.numbers("mapping").orNone(),
            Column.numbers("compute util").orNone());
    long theirs = 0;
    for (int i = 0; i < layers.size(); i++) {
      JsonNode layer = layers.get(i);
      theirs += layer.path("totalCycles").asLong();
      if (i < MOST_LAYERS) {
        table.row(
            layer.path("name").asText(),
            Figures.count(layer.path("totalCycles").asLong()),
            same ? Figures.count(operators.get(i).path("cycles").asLong()) : "-",
            percentage(layer, "overallUtilPercent"),
            percentage(layer, "mappingEfficiencyPercent"),
            percentage(layer, "computeUtilPercent"));
      }
    }
    table.row(
        layers.size() > MOST_LAYERS ? "all " + layers.size() + " layers" : "all layers",
        Figures.count(theirs),
        same ? Figures.count(cycles) : "-",
        "",
        "",
        "");
    heading("SCALE-Sim 3 on the same layers");
    table(table);
  }

  private static String percentage(JsonNode layer, String key) {
    return Figures.percent(layer.path(key).asDouble() / 100);
  }

  private void plan() {
    JsonNode compile = report.path("compile");
    if (!compile.has("plan")) {
      return;
    }
    line("");
    wrap(
        NumberText.format(
            "Plan: %s (%,d considered, %,d simulated)",
            compile.path("plan").asText(),
            compile.path("plansConsidered").asLong(),
            compile.path("plansSimulated").asLong()),
        "");
  }

  /** An operator that multiplies nothing has no utilization, which is not one of 0. */
  private static String utilization(JsonNode part) {
    return part.path("macs").asLong() > 0
        ? Figures.percent(part.path("utilization").asDouble())
        : "-";
  }

  private void heading(String heading) {
    line("");
    line(bold(heading));
  }

  private void table(TextTable table) {
    List<String> lines = table.lines(width - INDENT.length());
    for (int i = 0; i < lines.size(); i++) {
      line(INDENT + (i == 0 ? dim(lines.get(i)) : lines.get(i)));
    }
  }

  /** Adds a text in lines of at most the width, broken between words. */
  private void wrap(String words, String indent) {
    StringBuilder current = new StringBuilder();
    String bound = NUMBER_AND_PREFIX.matcher(TextTable.printable(words)).replaceAll("$1\u00a0");
    for (String word : bound.strip().split("\\s+", -1)) {
      String fitting = TextTable.shortened(word.replace('\u00a0', ' '), width - indent.length());
      if (current.length() > 0
          && indent.length() + current.length() + 1 + fitting.length() > width) {
        line(indent + current);
        current.setLength(0);
      }
      current.append(current.length() > 0 ? " " : "").append(fitting);
    }
    if (current.length() > 0) {
      line(indent + current);
    }
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private String block(CauseText cause, int cells) {
    return colour
        ? "\u001b[38;5;" + cause.terminalColour() + "m" + "\u2588".repeat(cells) + "\u001b[0m"
        : String.valueOf(cause.letter()).repeat(cells);
  }

  private String bold(String words) {
    return colour ? "\u001b[1m" + words + "\u001b[0m" : words;
  }

  private String dim(String words) {
    return colour ? "\u001b[2m" + words + "\u001b[0m" : words;
  }
}
