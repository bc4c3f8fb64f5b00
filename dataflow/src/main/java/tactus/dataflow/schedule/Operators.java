package tactus.dataflow.schedule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tactus.hw.MachineSpec;
import tactus.hw.command.ProgramOperator;
import tactus.workload.Operator;

/**
 * The operators of a program: those of the graph, in its order, but for the three of an attention
 * on a stream fabric, which are one, as the fabric computes them together.
 */
public final class Operators {

  /** The kind of three that are one. */
  private static final String ATTENTION = "attention";

  private final List<ProgramOperator> list = new ArrayList<>();
  private final List<Operator> firsts = new ArrayList<>();
  private final Map<String, Integer> indices = new LinkedHashMap<>();

  private Operators() {}

  /**
   * {@return the operators of a program}
   *
   * @param tasks what is computed
   * @param machine on what
   */
  public static Operators of(TaskList tasks, MachineSpec machine) {
    Map<String, Task.Attention> attentions = new LinkedHashMap<>();
    if (machine.streamFabric().isPresent()) {
      for (Task task : tasks.tasks()) {
        if (task instanceof Task.Attention attention) {
          task.operators().forEach(operator -> attentions.put(operator.name(), attention));
        }
      }
    }
    Map<String, Operator> names = new LinkedHashMap<>();
    tasks.graph().operators().forEach(operator -> names.put(operator.name(), operator));
    Operators operators = new Operators();
    for (Operator operator : tasks.graph().operators()) {
      Task.Attention attention = attentions.get(operator.name());
      if (attention == null) {
        operators.add(operator, operator.name(), kind(operator), List.of(operator));
      } else if (!operators.indices.containsKey(operator.name())) {
        String name = attentionName(operator.name(), names);
        operators.add(operator, name, ATTENTION, attention.operators());
      }
    }
    return operators;
  }

  private static String kind(Operator operator) {
    return operator.kind().name().toLowerCase(Locale.ROOT);
  }

  /** The name of the scores with another last word. */
  private static String attentionName(String scores, Map<String, Operator> taken) {
    String name = scores.substring(0, scores.lastIndexOf('.') + 1) + ATTENTION;
    return taken.containsKey(name) || !scores.contains(".") ? scores + "." + ATTENTION : name;
  }

  private void add(Operator first, String name, String kind, List<Operator> members) {
    long macs = 0;
    for (Operator member : members) {
      macs = Math.addExact(macs, member.macs());
      indices.put(member.name(), list.size());
    }
    list.add(new ProgramOperator(name, kind, first.layer(), macs));
    firsts.add(first);
  }

  /** {@return the program's operators} */
  public List<ProgramOperator> list() {
    return List.copyOf(list);
  }

  /** {@return for each of them, the operator of the graph that it is, or the first of those} */
  public List<Operator> firsts() {
    return List.copyOf(firsts);
  }

  /**
   * {@return the index of the program's operator that an operator of the graph belongs to}
   *
   * @param operator an operator of the graph
   */
  public int indexOf(Operator operator) {
    Integer index = indices.get(operator.name());
    if (index == null) {
      throw new IllegalStateException(operator.name() + ": must be an operator of the graph");
    }
    return index;
  }
}
