package tactus.explore.store;

import java.nio.file.Path;

/**
 * Writes tables in a format that this module does not know. Found by {@link
 * java.util.ServiceLoader}, so that what it needs stays out of the program's jar.
 */
public interface TableWriter {

  /** {@return the format it writes} */
  TableFormat format();

  /**
   * Writes a table.
   *
   * @param table the table
   * @param file the file to write; one that is there is replaced
   * @throws tactus.config.ConfigException if it cannot be written
   */
  void write(StoreQuery table, Path file);
}
