package tactus.explore.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import tactus.config.Section;

/** The workloads of sections; equal sections that name the same files share one. Thread-safe. */
public final class Workloads implements Function<Section, Workload> {

  private record Written(Map<String, String> values, List<Path> files) {}

  private final Map<Written, Workload> known = new ConcurrentHashMap<>();

  /** Creates an empty collection. */
  public Workloads() {}

  @Override
  public Workload apply(Section section) {
    return known.computeIfAbsent(
        new Written(section.values(), WorkloadReader.files(section)),
        key -> WorkloadReader.read(section));
  }
}
