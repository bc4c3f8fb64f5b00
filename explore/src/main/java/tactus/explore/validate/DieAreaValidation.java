package tactus.explore.validate;

import java.util.List;
import java.util.Map;
import tactus.config.ConfigDocument;
import tactus.hw.MachineReader;

/** The areas of a whole chip beside a photo of its die. */
final class DieAreaValidation implements Validation {

  private static final String MACHINE = "configs/machines/gpu-a100.yaml";

  @Override
  public String name() {
    return "die-area";
  }

  @Override
  public String title() {
    return "Die photo of an A100: area by component";
  }

  @Override
  public String explanation() {
    return "Square millimeters that LLMCompass (ISCA 2024, figure 6) measured on a photo of GA100,"
        + " beside those of `tactus describe "
        + MACHINE
        + "`. Densities and transistors of some units come from LLMCompass too. Its `other`, 40"
        + " mm2, is not modelled.";
  }

  @Override
  public List<Comparison> compare(GoldenFolder golden) {
    Map<String, Double> ours =
        MachineReader.readCost(
                ConfigDocument.read(
                        golden.home().resolve(MACHINE), MachineReader.MACHINE, List.of())
                    .section())
            .groupedAreas();
    Comparison.Builder areas = new Comparison.Builder("area, mm2", "square millimeters");
    for (GoldenRow row : golden.rows("silicon/llmcompass_die_area_mm2.csv")) {
      String component = row.text("component");
      if (ours.containsKey(component)) {
        areas.add(component, row.number("A100"), ours.getOrDefault(component, 0.0) / 1e6);
      }
    }
    return List.of(areas.build());
  }
}
