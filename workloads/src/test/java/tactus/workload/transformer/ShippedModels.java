package tactus.workload.transformer;

import java.nio.file.Path;

/** The model configurations that come with the project. */
final class ShippedModels {

  private static final Path FOLDER = Path.of("..", "configs", "models");

  private ShippedModels() {}

  static Path file(String name) {
    return FOLDER.resolve(name).resolve("config.json");
  }

  static TransformerSpec read(String name) {
    return HuggingFaceConfig.read(file(name));
  }
}
