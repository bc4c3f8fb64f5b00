package tactus.explore.reproduce;

import java.nio.file.Path;

/** A paper whose results are reproduced. */
public interface Paper {

  /** {@return a short name in kebab-case} */
  String name();

  /** {@return the paper, as one would cite it} */
  String title();

  /**
   * {@return the paper's results beside ours}
   *
   * @param traces the folder of recorded inputs
   * @throws tactus.config.ConfigException if an input is missing or wrong
   */
  Reproduction reproduce(Path traces);
}
