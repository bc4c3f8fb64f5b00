package tactus.hw.stream.attention;

/** The numbers of one command of a stream fabric: its operands and where its results go. */
public interface AttentionData {

  /**
   * {@return how many of a group's first rows of queries have results that matter, at least 0}
   *
   * @param group the group, from 0
   */
  long rows(int group);

  /**
   * {@return an element of a query, as it is multiplied}
   *
   * @param group the group, from 0
   * @param row row of the command's queries, from 0
   * @param column column, from 0
   */
  double query(int group, long row, int column);

  /**
   * {@return an element of a key, as it is multiplied}
   *
   * @param group the group, from 0
   * @param row row of the command's keys, from 0
   * @param column column, from 0
   */
  double key(int group, long row, int column);

  /**
   * {@return an element of a value, as it is multiplied}
   *
   * @param group the group, from 0
   * @param row row of the command's values, from 0
   * @param column column, from 0
   */
  double value(int group, long row, int column);

  /** {@return what scores are multiplied with} */
  double scale();

  /**
   * Takes an element of a result.
   *
   * @param group the group, from 0
   * @param row row of the command's queries, from 0
   * @param column column, from 0
   * @param result its value
   */
  void result(int group, long row, int column, double result);
}
