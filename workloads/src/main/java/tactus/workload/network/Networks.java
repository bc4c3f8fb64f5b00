package tactus.workload.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The catalog of networks. */
public final class Networks {

  private static final Map<String, Supplier<Network>> ALL = new LinkedHashMap<>();

  static {
    ALL.put("resnet-50", ImageNetworks::resNet50);
    ALL.put("resnext-50", ImageNetworks::resNeXt50);
    ALL.put("densenet-121", ImageNetworks::denseNet121);
    ALL.put("r2plus1d-18", VideoNetworks::r2Plus1D18);
    ALL.put("s3d", VideoNetworks::s3d);
    ALL.put("fcn", SegmentationNetworks::fcn);
    ALL.put("l-raspp", SegmentationNetworks::lRaspp);
    ALL.put("deeplabv3", SegmentationNetworks::deepLabV3);
    ALL.put("vit-b-16", TokenNetworks::vitB16);
    ALL.put("transformer", TokenNetworks::transformer);
    ALL.put("darts", SearchedNetworks::darts);
    ALL.put("amoebanet-d", SearchedNetworks::amoebaNetD);
    ALL.put("nasnet-a", SearchedNetworks::nasNetA);
    ALL.put("pnasnet-5", SearchedNetworks::pnasNet5);
    ALL.put("transformer-block", TokenNetworks::block);
  }

  private Networks() {}

  /** {@return the names of all networks} */
  public static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  /**
   * {@return the network of a name}
   *
   * @param name its name
   */
  public static Optional<Network> find(String name) {
    return Optional.ofNullable(ALL.get(name)).map(Supplier::get);
  }
}
