package tactus.workload.tensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tactus.config.ConfigException;

class SafetensorsFileTest {

  @TempDir Path dir;

  private Path file(String header, int... data) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(text.length).put(text);
    for (int value : data) {
      bytes.put((byte) value);
    }
    return write(bytes.array());
  }

  private Path write(byte[] bytes) {
    try {
      return Files.write(dir.resolve("x.safetensors"), bytes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String entry(String name, String type, String shape, int begin, int end) {
    return "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
        .formatted(name, type, shape, begin, end);
  }

  @Test
  void floats_everyType_areTheValues() {
    String header =
        "{\"__metadata__\":{\"format\":\"pt\"},"
            + String.join(
                ",",
                entry("f32", "F32", "[1]", 0, 4),
                entry("f16", "F16", "[2,2]", 4, 12),
                entry("bf16", "BF16", "[]", 12, 14),
                entry("e4m3", "F8_E4M3", "[2]", 14, 16),
                entry("e5m2", "F8_E5M2", "[1]", 16, 17),
                entry("i8", "I8", "[1]", 17, 18),
                entry("none", "F32", "[0]", 18, 18))
            + "}";
    int[] data = {
      0, 0, 0x20, 0xc0, 0, 0x3c, 1, 0, 0xff, 0x7b, 0, 0x80, 0xc0, 0x3f, 0x7e, 0x81, 0x7b, 0xff
    };
    SafetensorsFile tensors = SafetensorsFile.open(file(header, data));

    assertThat(tensors.tensors())
        .extracting(StoredTensor::name)
        .containsExactlyInAnyOrder("f32", "f16", "bf16", "e4m3", "e5m2", "i8", "none");
    assertThat(tensors.floats("f32", 1)).containsExactly(-2.5f);
    assertThat(tensors.floats("f16", 2, 2)).containsExactly(1f, 0x1p-24f, 65504f, -0f);
    assertThat(tensors.floats("bf16")).containsExactly(1.5f);
    assertThat(tensors.floats("e4m3", 2)).containsExactly(448f, -0x1p-9f);
    assertThat(tensors.floats("e5m2", 1)).containsExactly(57344f);
    assertThat(tensors.floats("i8", 1)).containsExactly(-1f);
    assertThat(tensors.floats("none", 0)).isEmpty();
  }

  @Test
  void open_fileCutShort_saysWhere() throws IOException {
    byte[] whole = Files.readAllBytes(file("{" + entry("w", "F32", "[2]", 0, 8) + "}", new int[8]));
    for (int length = 0; length < whole.length; length++) {
      Path cut = write(Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> SafetensorsFile.open(cut))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("cut short")
          .hasMessageNotContaining("\n");
    }
    assertThatThrownBy(() -> SafetensorsFile.open(write(Arrays.copyOf(whole, whole.length - 3))))
        .hasMessageEndingWith(
            "x.safetensors: w: is cut short: it ends at byte %d, but the file at %d"
                .formatted(whole.length, whole.length - 3));
  }

  @Test
  void open_noSuchFile_saysSo() {
    assertThatThrownBy(() -> SafetensorsFile.open(dir.resolve("none.safetensors")))
        .hasMessageEndingWith("none.safetensors: no such file");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          [1]         | has a header that is no JSON object
          {"w": 1     | has a header that is not JSON
          {"w": {}}   | w: must have a known dtype, but has ''
          {"w":{"dtype":"F33","shape":[1],"data_offsets":[0,4]}} | known dtype, but has 'F33'
          {"w":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}} | shape of whole numbers
          {"w":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}} | F32 must have 8 B, but its data_offsets hold 4
          {"w":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}} | data_offsets of a begin and an end, but has [4, 0]
          {"w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}} | w: must begin where the tensor before it ends, at 0, but begins at 4
          {"w":{"dtype":"I8","shape":[4],"data_offsets":[0,4]}} | must end after its last tensor
          {"w":{"dtype":"I8","shape":[4],"data_offsets":[0,4]},"w":1} | Duplicate field 'w'
          {"w":{"dtype":"F32","shape":[4611686018427387904,8],"data_offsets":[0,4]}} | has an impossible shape
          """)
  void open_unsoundHeader_isRefused(String header, String message) {
    Path unsound = file(header, new int[8]);
    assertThatThrownBy(() -> SafetensorsFile.open(unsound))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void open_noSafetensorsFile_isRefused() {
    Path other = write("PK\3\4 something else entirely".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> SafetensorsFile.open(other))
        .hasMessageContaining("is no safetensors file");
  }

  @Test
  void floats_wrongNameShapeOrValue_isRefused() {
    String header =
        "{"
            + entry("layer.0.weight", "F32", "[1,2]", 0, 8)
            + ","
            + entry("ids", "I64", "[1]", 8, 16)
            + "}";
    int[] data = {0, 0, 0, 0, 0, 0, 0xc0, 0x7f, 1, 0, 0, 0, 0, 0, 0, 0};
    SafetensorsFile tensors = SafetensorsFile.open(file(header, data));

    assertThatThrownBy(() -> tensors.floats("layer.0.wieght", 1, 2))
        .hasMessageEndingWith("layer.0.wieght: no such tensor; did you mean 'layer.0.weight'?");
    assertThatThrownBy(() -> tensors.floats("layer.0.weight", 2, 1))
        .hasMessageEndingWith("layer.0.weight: must have shape [2, 1], but has [1, 2]");
    assertThatThrownBy(() -> tensors.floats("layer.0.weight", 1, 2))
        .hasMessageEndingWith("layer.0.weight: must be finite, but element [0, 1] is NaN");
    assertThatThrownBy(() -> tensors.floats("ids", 1))
        .hasMessageEndingWith("ids: must be of a type that fits fp32, but is I64");
  }
}
