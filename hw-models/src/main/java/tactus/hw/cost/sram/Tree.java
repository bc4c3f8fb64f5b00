package tactus.hw.cost.sram;

/**
 * An H-tree of wires from the edge of a grid to its parts: addresses and data fan out through NANDs
 * that keep idle branches quiet; data come back through tristate buffers.
 *
 * @param delay from the edge to a part, in s
 * @param joulesPerBit energy of a bit that changes, in J
 * @param leakage leakage of the wires' repeaters, in W
 * @param width width of the grid with its wires, in µm
 * @param height height of the grid with its wires, in µm
 */
record Tree(double delay, double joulesPerBit, double leakage, double width, double height) {

  /** Which way its signals go. */
  enum Direction {
    IN,
    OUT
  }

  /**
   * What is in the grid.
   *
   * @param partWidth width of a part, in µm
   * @param partHeight height of a part, in µm
   * @param columns parts side by side, a power of two
   * @param rows parts one above the other, a power of two
   * @param addressBits address wires of all ports
   * @param dataBits data wires of all ports, in and out
   * @param ofBanks whether the parts are banks: then every bank is switched on its own and the
   *     nodes of the tree are plain wires
   */
  record Grid(
      double partWidth,
      double partHeight,
      int columns,
      int rows,
      int addressBits,
      int dataBits,
      boolean ofBanks) {}

  static Tree over(
      Grid grid, SiliconProcess process, RepeatedWire wire, Direction direction, int bits) {
    return new Walk(grid, process, wire, direction, bits).tree();
  }

  /**
   * {@return how long the way from the edge of a grid to a part is at least, in µm}
   *
   * @param width width of the grid without its wires, in µm
   * @param height its height without its wires, in µm
   * @param columns parts side by side, a power of two
   * @param rows parts one above the other, a power of two
   */
  static double leastMicrometers(double width, double height, int columns, int rows) {
    // Each link is half as long as the one before in its direction.
    return width * (1 - 1.0 / columns) + height / 2 * (1 - 1.0 / rows);
  }

  /** The way through a tree, link by link, with what it has cost so far. */
  private static final class Walk {
    private final Grid grid;
    private final SiliconProcess process;
    private final RepeatedWire wire;
    private final Direction direction;
    private double delay;
    private double joules;
    private double leakage;
    private int bandwidth;

    Walk(Grid grid, SiliconProcess process, RepeatedWire wire, Direction direction, int bits) {
      this.grid = grid;
      this.process = process;
      this.wire = wire;
      this.direction = direction;
      this.bandwidth = bits;
    }

    Tree tree() {
      int h = Decoder.bits(grid.columns);
      int v = Decoder.bits(grid.rows);
      double pitch = process.outside().pitch();
      double across = grid.partWidth * grid.columns;
      double up = grid.partHeight * grid.rows;
      if (grid.ofBanks) {
        int all = grid.addressBits + grid.dataBits;
        up += all * pitch * 2 * (1 - Math.pow(0.5, h));
        across += all * pitch * 2 * (1 - Math.pow(0.5, v));
      } else if (grid.columns >= grid.rows) {
        int excess = h - v;
        double data =
            excess == 0 ? h : 2 * (1 - Math.pow(0.5, excess)) + Math.pow(0.5, -excess) * v;
        up += pitch * (grid.addressBits * (grid.rows - 1.0 + excess) + grid.dataBits * data);
        across += pitch * (grid.addressBits * (grid.columns - 1.0) + grid.dataBits * (double) v);
      } else {
        int excess = v - h;
        double address = grid.addressBits * (grid.columns - 1.0 + excess);
        up += pitch * (address + grid.dataBits * (double) h);
        across += pitch * (address + grid.dataBits * (h + 2 * (1 - Math.pow(0.5, excess))));
      }
      walk(h, v, across / 2, up / 4);
      return new Tree(delay, joules, leakage, across, up);
    }

    private void walk(int columnsLeft, int rowsLeft, double firstAcross, double firstUp) {
      int h = columnsLeft;
      int v = rowsLeft;
      double across = firstAcross;
      double up = firstUp;
      double lastAcross = firstAcross;
      double lastUp = 2 * firstUp;
      while (v > 0 || h > 0) {
        if (h > v) {
          link(across);
          lastAcross = across;
          node(lastAcross, lastAcross, lastUp);
          across /= 2;
          h--;
        } else if (h > 0) {
          lastAcross = across;
          lastUp = up;
          link(across);
          double second = node(lastAcross, lastAcross, lastUp);
          link(up);
          leakage += up * wire.wattsPerMicrometer() * bandwidth;
          if (!grid.ofBanks) {
            bandwidth *= 2;
            double third = size(lastAcross, lastUp);
            double effective = lastUp > wire.spacing() ? wire.spacing() : lastUp;
            gate(second, third, effective);
          }
          across /= 2;
          up /= 2;
          h--;
          v--;
        } else {
          link(up);
          lastUp = up;
          if (!grid.ofBanks) {
            bandwidth *= 2;
          }
          node(lastAcross, lastAcross, lastUp);
          up /= 2;
          v--;
        }
      }
    }

    private void link(double length) {
      delay += length * wire.secondsPerMicrometer();
      joules += length * wire.joulesPerMicrometer();
      leakage += length * wire.wattsPerMicrometer() * bandwidth;
    }

    /** Size of the repeater behind a node: smaller where the link is shorter than its spacing. */
    private double size(double across, double up) {
      return up > wire.spacing() ? wire.size() : across / wire.spacing() * wire.size();
    }

    private double node(double length, double across, double up) {
      double second = size(across, up);
      if (!grid.ofBanks) {
        boolean isLong = length > wire.spacing();
        double first = isLong ? wire.size() : length / wire.spacing() * wire.size();
        gate(first, second, isLong ? wire.spacing() : length);
      }
      return second;
    }

    private void gate(double before, double after, double length) {
      if (direction == Direction.IN) {
        nand(before, after, length);
      } else {
        buffer(before, after, length);
      }
    }

    private double drainN(double size) {
      return process.drain(false, size * process.smallestWidth(), 1, process.gateHeight());
    }

    private double drainP(double size) {
      double width = size * process.peripheral().pToN() * process.smallestWidth();
      return process.drain(true, width, 1, process.gateHeight());
    }

    private double gateBoth(double size) {
      Transistor t = process.peripheral();
      return t.gate(size * (1 + t.pToN()) * process.smallestWidth());
    }

    private void nand(double before, double after, double length) {
      Transistor t = process.peripheral();
      double ratio = t.pToN();
      double size = Math.max(1, before * (1 + ratio) / (2 + ratio));
      double load = 2 * gateBoth(after);
      double ohms = 2 * t.ohmsN(size * process.smallestWidth(), 1);
      wait(length, ohms * (2 * drainN(size) + load));
      charge(2 * drainP(ratio * size) + drainN(size) + load);
    }

    /** A tristate buffer: a NOT, a NAND, a NOR and a pair of output transistors. */
    private void buffer(double before, double after, double length) {
      Transistor t = process.peripheral();
      double ratio = t.pToN();
      double smallestP = ratio * process.smallestWidth();
      double size = Math.max(1, before * (1 + ratio) / (3 + 3 * ratio));
      double load = gateBoth(after);
      double effort = (load + length * wire.faradsPerMicrometer()) / load;
      double last = gateBoth(before) / 2 / (effort * t.gate(smallestP));
      double norOhms = 2 * t.ohmsP(size * smallestP);
      double lastOhms = t.ohmsN(last * process.smallestWidth(), 1);
      double nandOut = drainN(size) + 2 * drainP(size) + t.gate(last * smallestP);
      double output = 2 * (drainP(last) + drainN(last)) + gateBoth(before);
      wait(length, norOhms * nandOut + (norOhms + lastOhms) * output);
      charge(nandOut);
      charge(drainP(size) + drainN(size) + gateBoth(size));
      charge(drainP(size) + 2 * drainN(size) + gateBoth(last));
      charge(output);
    }

    private void wait(double length, double timeConstant) {
      Transistor t = process.peripheral();
      delay +=
          Ramp.rising(wire.rise(length, t), timeConstant, t.thresholdVolts() / t.supplyVolts());
    }

    private void charge(double farads) {
      double volts = process.peripheral().supplyVolts();
      joules += 0.5 * farads * volts * volts;
    }
  }
}
