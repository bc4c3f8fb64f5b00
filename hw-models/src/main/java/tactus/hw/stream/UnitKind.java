package tactus.hw.stream;

/** What a unit of the stream fabric does. */
public enum UnitKind {
  /** Sends tokens that come from outside. */
  SOURCE,
  /** Receives tokens that go outside. */
  SINK,
  /** A token of each input gives one token; an input may be held for several. */
  MAP,
  /** A token of each input gives one that holds them all. */
  ZIP,
  /** A number of tokens gives one. */
  REDUCE,
  /** Each token gives the reduction of those so far. */
  SCAN,
  /** A token gives copies of it. */
  REPEAT,
  /** A token gives several different ones. */
  FLATMAP,
  /** A token goes to several channels. */
  BROADCAST,
  /** A number of vectors, element by element, gives one vector, kept in a memory meanwhile. */
  MEMORY_REDUCE,
  /** Rows times columns. */
  MATMUL
}
