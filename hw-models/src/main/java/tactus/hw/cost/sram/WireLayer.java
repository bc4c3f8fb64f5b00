package tactus.hw.cost.sram;

/**
 * A layer of wires.
 *
 * @param pitch distance between two wires' centres, in µm
 * @param ohms resistance of a µm, in Ω/µm
 * @param farads capacitance of a µm, in F/µm
 * @param aspectRatio height by width
 * @param miller factor of coupling to neighbours
 * @param horizontalDielectric dielectric constant between wires of the layer
 * @param verticalDielectric dielectric constant between layers
 * @param dielectricHeight distance of layers, in µm
 * @param fringeFarads fringe capacitance, in F/µm
 */
record WireLayer(
    double pitch,
    double ohms,
    double farads,
    double aspectRatio,
    double miller,
    double horizontalDielectric,
    double verticalDielectric,
    double dielectricHeight,
    double fringeFarads) {

  /** Permittivity of free space, in F/µm. */
  static final double PERMITTIVITY = 8.854e-18;

  static WireLayer between(double share, WireLayer a, WireLayer b) {
    return new WireLayer(
        Transistor.mix(share, a.pitch, b.pitch),
        Transistor.mix(share, a.ohms, b.ohms),
        Transistor.mix(share, a.farads, b.farads),
        Transistor.mix(share, a.aspectRatio, b.aspectRatio),
        Transistor.mix(share, a.miller, b.miller),
        Transistor.mix(share, a.horizontalDielectric, b.horizontalDielectric),
        Transistor.mix(share, a.verticalDielectric, b.verticalDielectric),
        Transistor.mix(share, a.dielectricHeight, b.dielectricHeight),
        b.fringeFarads);
  }
}
