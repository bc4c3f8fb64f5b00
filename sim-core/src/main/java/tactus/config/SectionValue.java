package tactus.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A section of declared keys, possibly in a file of its own. */
final class SectionValue extends ValueType<Section> {
  private final SectionType type;
  private final boolean mayBeFile;

  SectionValue(SectionType type, boolean mayBeFile) {
    this.type = type;
    this.mayBeFile = mayBeFile;
  }

  @Override
  public String must() {
    return mayBeFile
        ? "the path of a YAML file or a section of keys (" + type.name() + ")"
        : "a section of keys (" + type.name() + ")";
  }

  @Override
  String text(Section value) {
    return type.name();
  }

  @Override
  @Nullable Section read(Entry entry, String must, Problems problems) {
    return entry.isMap()
        ? type.read(entry, problems)
        : mismatch(entry, must, "but was " + entry.found(), problems);
  }

  @Override
  Map<String, Object> schema(JsonSchema schema) {
    Map<String, Object> inline = schema.reference(type, mayBeFile);
    if (!mayBeFile) {
      return inline;
    }
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("anyOf", List.of(Map.of("type", "string"), inline));
    return map;
  }

  @Override
  SectionType section() {
    return type;
  }

  @Override
  boolean mayBeFile() {
    return mayBeFile;
  }
}
