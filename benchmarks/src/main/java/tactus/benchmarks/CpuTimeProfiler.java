package tactus.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Operations a second of processor time instead of a second on the clock, so that what else runs on
 * the machine counts less: {@code -prof tactus.benchmarks.CpuTimeProfiler}. The compiler's and the
 * garbage collector's time is in it, so warm up well.
 */
public final class CpuTimeProfiler implements InternalProfiler {

  private final OperatingSystemMXBean system =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private long begin;

  /** Made by JMH. */
  public CpuTimeProfiler() {}

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    begin = system.getProcessCpuTime();
  }

  @Override
  public Collection<? extends Result> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    double seconds = (system.getProcessCpuTime() - begin) / 1e9;
    double operations = result.getMetadata().getMeasuredOps();
    return List.of(
        new ScalarResult("cpu", operations / seconds, "ops/CPU-s", AggregationPolicy.AVG));
  }

  @Override
  public String getDescription() {
    return "operations a second of processor time";
  }
}
