package tactus.workload.tensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tactus.config.ConfigException;

/** The header of a safetensors file: 8 bytes of length, little endian, and a JSON object. */
final class SafetensorsHeader {

  private static final int LENGTH_BYTES = 8;
  private static final int LONGEST = 100_000_000;
  private static final String METADATA = "__metadata__";

  private final Path file;

  /** The first byte after the header, and after the last element. */
  private final long begin;

  private final long end;

  private SafetensorsHeader(Path file, long begin, long end) {
    this.file = file;
    this.begin = begin;
    this.end = end;
  }

  static Map<String, StoredTensor> read(Path file, FileChannel channel) throws IOException {
    long size = channel.size();
    if (size < LENGTH_BYTES) {
      throw problem(
          file, "", "is no safetensors file or cut short: it has " + size + " B, less than 8");
    }
    long length = bytes(channel, 0, LENGTH_BYTES).getLong(0);
    if (length < 2 || length > LONGEST) {
      throw problem(
          file,
          "",
          "is no safetensors file: its header would have "
              + Long.toUnsignedString(length)
              + " B, but must have from 2 to "
              + LONGEST);
    }
    if (LENGTH_BYTES + length > size) {
      throw problem(
          file,
          "",
          "is cut short: its header ends at byte "
              + (LENGTH_BYTES + length)
              + ", but the file at "
              + size);
    }
    byte[] text = new byte[(int) length];
    bytes(channel, LENGTH_BYTES, text.length).get(text);
    return new SafetensorsHeader(file, LENGTH_BYTES + length, size).tensors(json(file, text));
  }

  private static ByteBuffer bytes(FileChannel channel, long position, int size) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    long next = position;
    while (buffer.hasRemaining()) {
      int count = channel.read(buffer, next);
      if (count < 0) {
        throw new IOException("the file became shorter while it was read");
      }
      next += count;
    }
    return buffer.flip();
  }

  private static JsonNode json(Path file, byte[] text) throws IOException {
    JsonFactory factory =
        JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    JsonNode root;
    try {
      root = new ObjectMapper(factory).readTree(text);
    } catch (JsonProcessingException e) {
      throw problem(file, "", "has a header that is not JSON: " + e.getOriginalMessage());
    }
    if (!root.isObject()) {
      throw problem(file, "", "has a header that is no JSON object");
    }
    return root;
  }

  private Map<String, StoredTensor> tensors(JsonNode root) {
    List<StoredTensor> tensors = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : root.properties()) {
      if (!entry.getKey().equals(METADATA)) {
        tensors.add(tensor(entry.getKey(), entry.getValue()));
      }
    }
    tensors.sort(Comparator.comparingLong(StoredTensor::offset));
    long next = begin;
    Map<String, StoredTensor> byName = new LinkedHashMap<>();
    for (StoredTensor tensor : tensors) {
      if (tensor.offset() != next) {
        throw problem(
            file,
            tensor.name(),
            "must begin where the tensor before it ends, at "
                + (next - begin)
                + ", but begins at "
                + (tensor.offset() - begin));
      }
      next += tensor.bytes();
      if (next > end) {
        throw problem(
            file,
            tensor.name(),
            "is cut short: it ends at byte " + next + ", but the file at " + end);
      }
      byName.put(tensor.name(), tensor);
    }
    if (next < end) {
      throw problem(
          file, "", "must end after its last tensor, at byte " + next + ", but ends at " + end);
    }
    return byName;
  }

  private StoredTensor tensor(String name, JsonNode entry) {
    String type = entry.path("dtype").asText("");
    int elementBytes = StoredType.bytes(type);
    if (elementBytes == 0) {
      throw problem(file, name, "must have a known dtype, but has '" + type + "'");
    }
    List<Long> shape = numbers(name, "shape", entry.path("shape"));
    List<Long> offsets = numbers(name, "data_offsets", entry.path("data_offsets"));
    if (offsets.size() != 2 || offsets.get(1) < offsets.get(0)) {
      throw problem(
          file,
          name,
          "must have data_offsets of a begin and an end, but has " + SafetensorsFile.text(offsets));
    }
    long bytes = elementBytes;
    try {
      for (long extent : shape) {
        bytes = Math.multiplyExact(bytes, extent);
      }
    } catch (ArithmeticException e) {
      throw problem(file, name, "has an impossible shape " + SafetensorsFile.text(shape));
    }
    long given = offsets.get(1) - offsets.get(0);
    if (given != bytes) {
      throw problem(
          file,
          name,
          "of shape "
              + SafetensorsFile.text(shape)
              + " and "
              + type
              + " must have "
              + bytes
              + " B, but its data_offsets hold "
              + given);
    }
    if (offsets.get(0) > end - begin) {
      throw problem(
          file,
          name,
          "is cut short: it begins at byte "
              + (begin + offsets.get(0))
              + ", but the file ends at "
              + end);
    }
    return new StoredTensor(name, type, shape, begin + offsets.get(0), bytes);
  }

  private List<Long> numbers(String name, String key, JsonNode list) {
    List<Long> numbers = new ArrayList<>();
    boolean sound = list.isArray();
    for (JsonNode item : list) {
      sound &= item.isIntegralNumber() && item.canConvertToLong() && item.longValue() >= 0;
      numbers.add(item.longValue());
    }
    if (!sound) {
      throw problem(file, name, "must have " + key + " of whole numbers, but has '" + list + "'");
    }
    return numbers;
  }

  private static ConfigException problem(Path file, String tensor, String message) {
    return ConfigException.at(file, 0, 0, tensor, message);
  }
}
