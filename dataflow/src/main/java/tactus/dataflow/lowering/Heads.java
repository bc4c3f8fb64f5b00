package tactus.dataflow.lowering;

import tactus.dataflow.schedule.PlacedTensor;
import tactus.dataflow.tiling.AttentionShape;

/**
 * Which parts of tensors a group of an attention reads and writes: tensors of tokens have a row for
 * each token of each sequence, with the heads side by side; a group is the heads of one sequence
 * that share keys and values.
 */
final class Heads {

  private final AttentionShape shape;
  private final long tokens;
  private final long keyHeads;
  private final long headsOfGroup;
  private final boolean regular;

  /**
   * Works out the heads.
   *
   * @param shape the attention
   * @param out its result, which has only the heads' columns
   * @param tokens new tokens of a sequence
   */
  Heads(AttentionShape shape, PlacedTensor out, long tokens) {
    this.shape = shape;
    this.tokens = tokens;
    long batch = Math.max(1, out.rows() / tokens);
    keyHeads = Math.max(1, shape.groups() / batch);
    headsOfGroup = Math.max(1, shape.queries() / tokens);
    regular =
        batch * tokens == out.rows()
            && keyHeads * batch == shape.groups()
            && headsOfGroup * tokens == shape.queries()
            && keyHeads * headsOfGroup * shape.width() == out.columns();
  }

  /** {@return the part of queries or result that some query rows of a group are} */
  Rectangle queries(PlacedTensor tensor, long group, long first, long count) {
    if (!regular || tensor.rows() * tensor.columns() < shape.groups() * shape.queries()) {
      return Rectangle.ALL;
    }
    long row = group / keyHeads * tokens;
    long firstHead = group % keyHeads * headsOfGroup + first / tokens;
    long lastHead = group % keyHeads * headsOfGroup + (first + count - 1) / tokens;
    boolean one = firstHead == lastHead;
    long firstRow = one ? row + first % tokens : row;
    long endRow = one ? firstRow + count : row + tokens;
    if (tensor.columns() != keyHeads * headsOfGroup * shape.width()) {
      return Rectangle.rows(firstRow, endRow);
    }
    return new Rectangle(
        firstRow, endRow, firstHead * shape.width(), (lastHead + 1) * shape.width());
  }

  /** {@return the part of new keys or values that some of a group's are, counted from the first} */
  Rectangle keys(PlacedTensor tensor, long group, long first, long count) {
    if (!regular) {
      return Rectangle.ALL;
    }
    long row = group / keyHeads * tokens + first;
    if (tensor.columns() != keyHeads * shape.width()) {
      return Rectangle.rows(row, row + count);
    }
    long column = group % keyHeads * shape.width();
    return new Rectangle(row, row + count, column, column + shape.width());
  }
}
