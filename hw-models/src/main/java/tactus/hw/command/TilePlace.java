package tactus.hw.command;

/**
 * Where the tile of a product lies in its operator's product.
 *
 * @param item which of the operator's products it is, from 0
 * @param m first row of A and O
 * @param k first column of A and row of B
 * @param n first column of B and O
 */
public record TilePlace(long item, long m, long k, long n) {

  /** The beginning of the first product. */
  public static final TilePlace START = new TilePlace(0, 0, 0, 0);
}
