package tactus.workload.tensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tactus.config.ConfigException;
import tactus.config.NearestMatch;

/**
 * A safetensors file: a header in JSON that says where each tensor lies, then their elements. The
 * header is checked as a whole when the file is opened; elements are mapped into memory when asked
 * for. Whatever is wrong is a {@link ConfigException} of one line.
 */
public final class SafetensorsFile {

  private final Path file;
  private final Map<String, StoredTensor> tensors;

  private SafetensorsFile(Path file, Map<String, StoredTensor> tensors) {
    this.file = file;
    this.tensors = Collections.unmodifiableMap(tensors);
  }

  /**
   * {@return a file whose header is sound and whose elements are all there}
   *
   * @param file the file
   * @throws ConfigException if it is missing, cut short or not a safetensors file
   */
  public static SafetensorsFile open(Path file) {
    if (!Files.isRegularFile(file)) {
      throw ConfigException.at(
          file, 0, 0, "", Files.exists(file) ? "must be a file" : "no such file");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new SafetensorsFile(file, SafetensorsHeader.read(file, channel));
    } catch (IOException e) {
      throw ConfigException.at(file, 0, 0, "", "cannot be read (" + e.getMessage() + ")");
    }
  }

  /** {@return all tensors, in the order of their elements} */
  public Collection<StoredTensor> tensors() {
    return tensors.values();
  }

  /**
   * {@return whether there is a tensor}
   *
   * @param name its name
   */
  public boolean has(String name) {
    return tensors.containsKey(name);
  }

  /**
   * {@return where a tensor lies}
   *
   * @param name its name
   * @throws ConfigException if there is none
   */
  public StoredTensor tensor(String name) {
    StoredTensor tensor = tensors.get(name);
    if (tensor == null) {
      String hint =
          NearestMatch.of(name, tensors.keySet())
              .map(near -> "; did you mean '" + near + "'?")
              .orElse("");
      throw ConfigException.at(file, 0, 0, name, "no such tensor" + hint);
    }
    return tensor;
  }

  /**
   * {@return the elements of a tensor, row by row, all of them finite}
   *
   * @param name its name
   * @param shape the extents it must have
   * @throws ConfigException if there is no such tensor, its shape is another one, its type has no
   *     values that fit a float, or an element is infinite or NaN
   */
  public float[] floats(String name, long... shape) {
    StoredTensor tensor = tensor(name);
    List<Long> wanted = new ArrayList<>();
    for (long extent : shape) {
      wanted.add(extent);
    }
    if (!tensor.shape().equals(wanted)) {
      throw ConfigException.at(
          file,
          0,
          0,
          name,
          "must have shape " + text(wanted) + ", but has " + text(tensor.shape()));
    }
    return floats(tensor);
  }

  /**
   * {@return the elements of a tensor of any shape, row by row, all of them finite}
   *
   * @param tensor one of this file's tensors
   * @throws ConfigException if its type has no values that fit a float, or an element is infinite
   *     or NaN
   */
  public float[] floats(StoredTensor tensor) {
    StoredType type =
        StoredType.named(tensor.type())
            .orElseThrow(
                () ->
                    ConfigException.at(
                        file,
                        0,
                        0,
                        tensor.name(),
                        "must be of a type that fits fp32, but is " + tensor.type()));
    if (tensor.bytes() > Integer.MAX_VALUE) {
      throw ConfigException.at(
          file, 0, 0, tensor.name(), "must be below 2 GiB, but has " + tensor.bytes() + " B");
    }
    float[] values = new float[(int) tensor.elements()];
    ByteBuffer data = map(tensor);
    for (int i = 0; i < values.length; i++) {
      float value = type.read(data, i);
      if (Float.isNaN(value) || Float.isInfinite(value)) {
        throw ConfigException.at(
            file,
            0,
            0,
            tensor.name(),
            "must be finite, but element " + index(tensor, i) + " is " + value);
      }
      values[i] = value;
    }
    return values;
  }

  private ByteBuffer map(StoredTensor tensor) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return channel
          .map(FileChannel.MapMode.READ_ONLY, tensor.offset(), tensor.bytes())
          .order(ByteOrder.LITTLE_ENDIAN);
    } catch (IOException e) {
      throw ConfigException.at(
          file, 0, 0, tensor.name(), "cannot be read (" + e.getMessage() + ")");
    }
  }

  private static String index(StoredTensor tensor, long position) {
    List<Long> index = new ArrayList<>();
    long rest = position;
    for (int d = tensor.shape().size() - 1; d >= 0; d--) {
      index.add(0, rest % tensor.shape().get(d));
      rest /= tensor.shape().get(d);
    }
    return text(index);
  }

  static String text(List<Long> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
  }
}
