package tactus.explore.peer;

import java.util.Locale;
import tactus.workload.OperatorShape.MatMulShape;
import tactus.workload.scalesim.ScaleSimConfig.Representation;

/**
 * What SCALE-Sim 3's SPARSE_REPORT says of a layer's filters, in elements.
 *
 * @param representation how they are stored
 * @param originalFilterStorage elements of the dense filters
 * @param newStorage elements stored, with the metadata
 * @param filterMetadataStorage metadata, in elements
 * @param averageMetadataBandwidth metadata over "Total Cycles"
 */
public record ScaleSim3Storage(
    Representation representation,
    long originalFilterStorage,
    double newStorage,
    double filterMetadataStorage,
    double averageMetadataBandwidth) {

  /**
   * {@return the storage of a layer}
   *
   * @param representation how the filters are stored
   * @param product the layer
   * @param stored elements of the filters that are stored
   * @param slots elements of the filters for which ELLPACK has a place
   * @param group elements of a group, whose places ELLPACK counts
   * @param totalCycles "Total Cycles"
   */
  static ScaleSim3Storage of(
      Representation representation,
      MatMulShape product,
      long stored,
      long slots,
      int group,
      long totalCycles) {
    int indexBits = Integer.SIZE - Integer.numberOfLeadingZeros(group - 1);
    double metadata =
        switch (representation) {
          // Words of 32 bits; SCALE-Sim does not round up.
          case ELLPACK_BLOCK -> slots * (double) indexBits / Integer.SIZE;
          case CSR -> (double) (stored + product.k() + 1);
          case CSC -> (double) (stored + product.n() + 1);
        };
    long values = representation == Representation.ELLPACK_BLOCK ? slots : stored;
    return new ScaleSim3Storage(
        representation,
        product.k() * product.n(),
        values + metadata,
        metadata,
        metadata / totalCycles);
  }

  /** {@return the representation as SCALE-Sim's files have it} */
  public String representationText() {
    return representation.name().toLowerCase(Locale.ROOT);
  }
}
