package tactus.hw.memory;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * On-chip memory in banks interleaved by word: the word at byte address {@code a} lies in bank
 * {@code (a / wordBytes) mod banks}. Each client (every matrix engine, the vector engine, the DMA
 * engine) owns the given ports of every bank, as time slots of a multiported or faster clocked
 * memory; streams of one client conflict, clients do not.
 *
 * @param capacityBytes bytes it holds, a multiple of wordBytes
 * @param banks number of banks, a power of two up to 1024, so that more banks never conflict more
 * @param wordBytes bytes a port moves a cycle, a power of two
 * @param readPorts words a client may read from one bank in a cycle, at least 1
 * @param writePorts words a client may write to one bank in a cycle, at least 1
 * @param allocator who plans which tensors are there; the compiler's own placement if empty
 * @param plans which classes of tensors the allocator plans, each once, in the order of the enum
 */
public record ScratchpadSpec(
    long capacityBytes,
    int banks,
    int wordBytes,
    int readPorts,
    int writePorts,
    Optional<Allocator> allocator,
    List<Planned> plans) {

  /** What an allocator plans if nothing is said. */
  public static final List<Planned> ACTIVATIONS = List.of(Planned.ACTIVATIONS);

  public ScratchpadSpec {
    plans = plans.isEmpty() ? List.of() : List.copyOf(new ArrayList<>(EnumSet.copyOf(plans)));
    if (plans.isEmpty()) {
      throw new IllegalArgumentException("plans must name at least one class of tensors");
    }
    if (banks < 1 || banks > 1024 || Integer.bitCount(banks) != 1) {
      throw new IllegalArgumentException(
          "banks (" + banks + ") must be a power of two from 1 to 1024");
    }
    if (wordBytes < 1 || Integer.bitCount(wordBytes) != 1) {
      throw new IllegalArgumentException("wordBytes (" + wordBytes + ") must be a power of two");
    }
    if (capacityBytes < wordBytes || capacityBytes % wordBytes != 0) {
      throw new IllegalArgumentException(
          "capacityBytes ("
              + capacityBytes
              + ") must be a multiple of wordBytes ("
              + wordBytes
              + ")");
    }
    if (readPorts < 1 || writePorts < 1) {
      throw new IllegalArgumentException(
          "readPorts (" + readPorts + ") and writePorts (" + writePorts + ") must be at least 1");
    }
  }

  /**
   * Makes a scratchpad whose content the compiler places in its own way.
   *
   * @param capacityBytes bytes it holds
   * @param banks number of banks
   * @param wordBytes bytes a port moves a cycle
   * @param readPorts words a client may read from one bank in a cycle
   * @param writePorts words a client may write to one bank in a cycle
   */
  public ScratchpadSpec(
      long capacityBytes, int banks, int wordBytes, int readPorts, int writePorts) {
    this(capacityBytes, banks, wordBytes, readPorts, writePorts, Optional.empty(), ACTIVATIONS);
  }

  /**
   * {@return the same with another allocator}
   *
   * @param choice who plans which tensors are there, if anyone
   */
  public ScratchpadSpec withAllocator(Optional<Allocator> choice) {
    return new ScratchpadSpec(
        capacityBytes, banks, wordBytes, readPorts, writePorts, choice, plans);
  }

  /**
   * {@return the same with an allocator that plans other classes of tensors}
   *
   * @param classes the classes, at least one
   */
  public ScratchpadSpec withPlans(List<Planned> classes) {
    return new ScratchpadSpec(
        capacityBytes, banks, wordBytes, readPorts, writePorts, allocator, classes);
  }

  /**
   * {@return the words a vector of elements occupies, at least 1; vectors start on word borders}
   *
   * @param elements elements of the vector, at least 1
   * @param elementBits bits of an element
   */
  public long words(long elements, int elementBits) {
    long bits = Math.multiplyExact(elements, elementBits);
    long wordBits = 8L * wordBytes;
    return (bits + wordBits - 1) / wordBits;
  }

  /** {@return bytes a client may read in a cycle when no bank is asked twice} */
  public long readBytesPerCycle() {
    return (long) banks * wordBytes * readPorts;
  }

  /** {@return bytes a client may write in a cycle when no bank is asked twice} */
  public long writeBytesPerCycle() {
    return (long) banks * wordBytes * writePorts;
  }
}
