package tactus.explore.spgemm;

import tactus.hw.spgemm.HashScheme;
import tactus.hw.spgemm.HashScheme.Distribution;
import tactus.hw.spgemm.HashScheme.WriteBack;
import tactus.hw.spgemm.SlotHash;

/** The versions of SMASH (arXiv 2105.14156), as far as they are known. */
public enum SmashVersion {
  /** Rows dealt out beforehand, tables nearly in order, written back by threads. */
  V1(Distribution.STATIC, SlotHash.HIGH_BITS, WriteBack.THREADS),
  /** Rows taken one after another, tables by the lowest bits. */
  V2(Distribution.DYNAMIC, SlotHash.LOW_BITS, WriteBack.THREADS),
  /** Results in dense arrays, which the DMA engine moves. */
  V3(Distribution.DYNAMIC, SlotHash.LOW_BITS, WriteBack.DMA);

  private final Distribution distribution;
  private final SlotHash hash;
  private final WriteBack writeBack;

  SmashVersion(Distribution distribution, SlotHash hash, WriteBack writeBack) {
    this.distribution = distribution;
    this.hash = hash;
    this.writeBack = writeBack;
  }

  /** {@return who does what} */
  public HashScheme scheme() {
    return new HashScheme(distribution, hash, writeBack);
  }
}
