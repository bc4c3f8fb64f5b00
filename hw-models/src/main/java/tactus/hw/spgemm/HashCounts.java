package tactus.hw.spgemm;

/** What was done, counted while it is. */
final class HashCounts {
  long instructions;
  long scratchpadOperations;
  long probes;
  long multiplyAdds;
  long leftBytes;
  long rightBytes;
  long pointerBytes;
  long resultBytes;
}
