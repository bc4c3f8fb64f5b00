package tactus.explore.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tactus.explore.compare.Change;
import tactus.explore.compare.Comparison;
import tactus.explore.compare.Comparison.ComponentChange;
import tactus.explore.compare.Comparison.OperatorChange;
import tactus.explore.compare.Published;
import tactus.explore.report.TextTable.Column;

/** A comparison as text for a terminal and as Markdown. */
public final class ComparisonReport {

  private static final int MOST_OPERATORS = 10;

  /** Figures that are shown even where they are the same. */
  private static final Set<String> HEADLINES =
      Set.of(
          "points",
          "feasiblePoints",
          "frontPoints",
          "hypervolume",
          "commonPoints.count",
          "commonPoints.differing",
          "cycles",
          "seconds",
          "utilization",
          "traffic.dram.readBytes",
          "traffic.dram.writeBytes",
          "energyPicojoules.total",
          "areaSquareMicrometers.total",
          "energy.averagePowerWatts",
          "energy.peakPowerWatts",
          "energy.picojoulesPerMac",
          "energy.teraOperationsPerJoule",
          "energy.energyDelayJouleSeconds");

  /** Least values of the objectives of a sweep. */
  private static final String LEAST = "least.";

  /** A table with a heading. */
  private record Part(String heading, List<String> titles, List<List<String>> rows) {}

  private ComparisonReport() {}

  private static List<Part> parts(Comparison comparison, boolean all, List<Published> published) {
    List<Part> parts = new ArrayList<>();
    List<List<String>> configuration = new ArrayList<>();
    comparison
        .configuration()
        .forEach((path, texts) -> configuration.add(List.of(path, texts.get(0), texts.get(1))));
    parts.add(new Part("Configuration", List.of("what", "before", "after"), configuration));
    List<List<String>> figures = new ArrayList<>();
    for (Change change : comparison.figures()) {
      if (all || HEADLINES.contains(change.figure()) || change.figure().startsWith(LEAST)) {
        figures.add(row(change.figure(), change));
      }
    }
    parts.add(new Part("Figures", List.of("figure", "before", "after", "change", "%"), figures));
    parts.add(components(comparison, published));
    List<List<String>> operators = new ArrayList<>();
    List<OperatorChange> changed =
        comparison.operators().stream()
            .filter(operator -> !operator.cycles().isNone())
            .sorted(
                java.util.Comparator.comparingDouble(
                    operator -> -Math.abs(operator.cycles().absolute())))
            .toList();
    for (OperatorChange operator : changed) {
      if (all || operators.size() < MOST_OPERATORS) {
        operators.add(row(operator.name(), operator.cycles()));
      }
    }
    parts.add(
        new Part(
            "Operators whose cycles differ most",
            List.of("operator", "before", "after", "change", "%"),
            operators));
    return parts;
  }

  private static Part components(Comparison comparison, List<Published> published) {
    List<String> titles =
        new ArrayList<>(List.of("component", "area, mm2", "after", "%", "power, mW", "after", "%"));
    if (!published.isEmpty()) {
      titles.add("published: area, power");
    }
    List<List<String>> rows = new ArrayList<>();
    for (ComponentChange component : comparison.components()) {
      Change area = component.squareMicrometers();
      Change power = component.watts();
      List<String> row =
          new ArrayList<>(
              List.of(
                  component.name(),
                  Figures.significant(area.before() / 1e6),
                  Figures.significant(area.after() / 1e6),
                  percent(area),
                  Figures.significant(power.before() * 1e3),
                  Figures.significant(power.after() * 1e3),
                  percent(power)));
      if (!published.isEmpty()) {
        row.add(published(component.name(), published));
      }
      rows.add(row);
    }
    return new Part("Area and average power by component", titles, rows);
  }

  private static String published(String component, List<Published> published) {
    StringBuilder text = new StringBuilder();
    for (String figure : List.of("area", "power")) {
      for (Published one : published) {
        if (one.figure().equals(figure) && one.component().equals(component)) {
          text.append(text.isEmpty() ? "" : ", ")
              .append(String.format(Locale.ROOT, "%s %+.1f %%", figure, one.percent()));
        }
      }
    }
    return text.isEmpty() ? "-" : text.toString();
  }

  private static List<String> row(String name, Change change) {
    return List.of(
        name,
        Figures.exactly(change.before()),
        Figures.exactly(change.after()),
        change.isNone() ? "=" : Figures.exactly(change.absolute()),
        percent(change));
  }

  private static String percent(Change change) {
    if (change.isNone()) {
      return "=";
    }
    return Double.isFinite(change.relative())
        ? String.format(Locale.ROOT, "%+.2f", 100 * change.relative())
        : "new";
  }

  private static List<String> sentences(Comparison comparison, List<Published> published) {
    List<String> sentences = new ArrayList<>(comparison.explanations());
    if (!comparison.operatorsGone().isEmpty()) {
      sentences.add("Only before: " + String.join(", ", comparison.operatorsGone()) + ".");
    }
    if (!comparison.operatorsNew().isEmpty()) {
      sentences.add("Only after: " + String.join(", ", comparison.operatorsNew()) + ".");
    }
    published.stream()
        .map(Published::source)
        .distinct()
        .forEach(source -> sentences.add("Published: " + source + "."));
    return sentences;
  }

  /**
   * {@return a comparison as text, in lines that end with a line feed}
   *
   * @param comparison the comparison
   * @param width columns of the terminal
   * @param all whether to show every figure, not only the most important ones
   * @param published what others published, to be read beside it
   */
  public static String render(
      Comparison comparison, int width, boolean all, List<Published> published) {
    StringBuilder text = new StringBuilder();
    text.append(comparison.before()).append(" against ").append(comparison.after()).append('\n');
    for (Part part : parts(comparison, all, published)) {
      if (part.rows.isEmpty()) {
        continue;
      }
      Column[] columns = new Column[part.titles.size()];
      for (int i = 0; i < columns.length; i++) {
        boolean words = i == 0 || part.heading.equals("Configuration") || i == 7;
        columns[i] = words ? Column.words(part.titles.get(i)) : Column.numbers(part.titles.get(i));
      }
      TextTable table = new TextTable(columns);
      part.rows.forEach(row -> table.row(row.toArray(new String[0])));
      text.append('\n').append(part.heading).append('\n');
      table.lines(width - 2).forEach(line -> text.append("  ").append(line).append('\n'));
    }
    List<String> sentences = sentences(comparison, published);
    if (!sentences.isEmpty()) {
      text.append('\n');
      sentences.forEach(sentence -> text.append(sentence).append('\n'));
    }
    return text.toString();
  }

  /**
   * {@return a comparison as Markdown}
   *
   * @param comparison the comparison
   * @param all whether to show every figure
   * @param published what others published
   */
  public static String markdown(Comparison comparison, boolean all, List<Published> published) {
    StringBuilder text = new StringBuilder();
    text.append("# ")
        .append(comparison.before())
        .append(" against ")
        .append(comparison.after())
        .append('\n');
    for (Part part : parts(comparison, all, published)) {
      if (part.rows.isEmpty()) {
        continue;
      }
      text.append("\n## ").append(part.heading).append("\n\n");
      text.append("| ").append(String.join(" | ", part.titles)).append(" |\n");
      text.append("|---".repeat(part.titles.size())).append("|\n");
      part.rows.forEach(
          row ->
              text.append("| ").append(String.join(" | ", row).replace("|\n", " ")).append(" |\n"));
    }
    List<String> sentences = sentences(comparison, published);
    if (!sentences.isEmpty()) {
      text.append('\n');
      sentences.forEach(sentence -> text.append("- ").append(sentence).append('\n'));
    }
    return text.toString();
  }
}
