package tactus.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A section of declared keys, possibly in a file of its own, or a word that stands for one. */
final class SectionValue extends ValueType<Section> {

  /** What may stand in the place of a section. */
  enum Instead {
    NOTHING(""),
    FILE("the path of a YAML file or "),
    SWITCH("on, off or ");

    private final String must;

    Instead(String must) {
      this.must = must;
    }
  }

  private static final String ON = "on";
  private static final String OFF = "off";

  private final SectionType type;
  private final Instead instead;

  SectionValue(SectionType type, Instead instead) {
    this.type = type;
    this.instead = instead;
  }

  @Override
  public String must() {
    return instead.must + "a section of keys (" + type.name() + ")";
  }

  @Override
  String text(Section value) {
    return type.name();
  }

  @Override
  @Nullable Section read(Entry entry, String must, Problems problems) {
    if (entry.isMap()) {
      return type.read(entry, problems);
    }
    if (instead == Instead.SWITCH && !entry.isList() && entry.kind() == Entry.Kind.PLAIN) {
      if (entry.text().equals(ON)) {
        return type.read(entry.emptySection(), problems);
      }
      if (entry.text().equals(OFF)) {
        return null;
      }
    }
    return mismatch(entry, must, "but was " + entry.found(), problems);
  }

  @Override
  Map<String, Object> schema(JsonSchema schema) {
    Map<String, Object> inline = schema.reference(type, mayBeFile());
    if (instead == Instead.NOTHING) {
      return inline;
    }
    // YAML 1.1 takes these words for truth values, and so do editors.
    Map<String, Object> other =
        mayBeFile() ? Map.of("type", "string") : Map.of("enum", List.of(ON, OFF, true, false));
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("anyOf", List.of(other, inline));
    return map;
  }

  @Override
  SectionType section() {
    return type;
  }

  @Override
  boolean mayBeFile() {
    return instead == Instead.FILE;
  }

  @Override
  boolean mayBeSwitch() {
    return instead == Instead.SWITCH;
  }
}
