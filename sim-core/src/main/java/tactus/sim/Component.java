package tactus.sim;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tactus.sim.probe.Probe;

/**
 * A node of the simulated hardware that reacts to events.
 *
 * <p>An event carries a tag, which says what it is, and an argument; a component switches over its
 * own tags, so that no object is made for an event. Confined to the thread of its simulation.
 */
public abstract class Component {

  /** A name starts with a capital letter and may end in indices, such as {@code Pe[0][3]}. */
  private static final Pattern NAME = Pattern.compile("[A-Z][A-Za-z0-9]*(\\[[0-9]+\\])*");

  private final Simulation simulation;
  private final String name;
  private final int id;

  /**
   * Makes a component at the top of the hierarchy.
   *
   * @param simulation the simulation it is part of
   * @param name its name, such as {@code Array} or {@code Bank[3]}, unique in the simulation
   */
  protected Component(Simulation simulation, String name) {
    this.simulation = simulation;
    this.name = checkName(name);
    this.id = simulation.register(this);
  }

  /**
   * Makes a part of a component.
   *
   * @param parent the component it is part of
   * @param name its name within the parent, such as {@code Pe[0][3]}
   */
  protected Component(Component parent, String name) {
    this.simulation = parent.simulation;
    this.name = parent.name + "." + checkName(name);
    this.id = simulation.register(this);
  }

  static String checkName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "name ("
              + name
              + ") must be a capital letter, then letters and digits, then indices in brackets");
    }
    return name;
  }

  /** {@return the full name, such as {@code Array.Pe[0][3]}} */
  public final String name() {
    return name;
  }

  /** {@return the simulation the component is part of} */
  public final Simulation simulation() {
    return simulation;
  }

  /** Schedules the first events; called once, when the simulation first runs. */
  protected void start() {}

  /**
   * Reacts to an event at the current tick.
   *
   * @param tag what happened, one of the component's own tags
   * @param argument the value that goes with it
   */
  protected abstract void react(int tag, long argument);

  /**
   * {@return what the component waits for, empty if it has nothing left to do} Asked when nothing
   * can move any more: an answer that is not empty makes it a deadlock.
   */
  protected String waitsFor() {
    return "";
  }

  /** {@return what watches the simulation, null if nothing does; known from {@link #start} on} */
  protected final @Nullable Probe probe() {
    return simulation.probe();
  }

  /** {@return the current tick} */
  protected final long now() {
    return simulation.now();
  }

  /**
   * Schedules an event for this component.
   *
   * @param tick when, at least now
   * @param phase the phase of the tick
   * @param tag what happens then
   * @param argument a value that goes with it
   * @return a handle for {@link Simulation#cancel}
   */
  protected final long schedule(long tick, Phase phase, int tag, long argument) {
    return simulation.schedule(this, tick, phase, tag, argument);
  }

  /**
   * Schedules an event for this component in the phase {@link Phase#WORK}.
   *
   * @param tick when, at least now
   * @param tag what happens then
   * @return a handle for {@link Simulation#cancel}
   */
  protected final long schedule(long tick, int tag) {
    return simulation.schedule(this, tick, Phase.WORK, tag, 0);
  }

  final int id() {
    return id;
  }

  @Override
  public final String toString() {
    return name;
  }
}
