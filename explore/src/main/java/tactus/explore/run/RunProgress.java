package tactus.explore.run;

/** Told how far a run has come, on the thread that runs it. */
public interface RunProgress {

  /** Wants to know nothing. */
  RunProgress NONE =
      new RunProgress() {
        @Override
        public void at(Stage stage, int percent) {
          // Nobody wants to know.
        }

        @Override
        public void done() {
          // Nobody wants to know.
        }
      };

  /**
   * Told when a stage starts and now and then how far it has come.
   *
   * @param stage the stage
   * @param percent how much of it is done, from 0 to 100; 0 if that cannot be told
   */
  void at(Stage stage, int percent);

  /** Told when the run has ended, however it did. */
  void done();

  /** The stages that take time. */
  enum Stage {
    /** From graph to program; plans are simulated to find the best. */
    COMPILE("compiling"),
    /** The program in the fidelity asked for. */
    SIMULATE("simulating"),
    /** The products with real values. */
    VALUES("computing values"),
    /** The same on machines with more of one resource. */
    WHAT_IF("asking what would relieve it"),
    /** What every action costs. */
    PRICE("pricing");

    private final String doing;

    Stage(String doing) {
      this.doing = doing;
    }

    /** {@return what is being done, for people} */
    public String doing() {
      return doing;
    }
  }
}
