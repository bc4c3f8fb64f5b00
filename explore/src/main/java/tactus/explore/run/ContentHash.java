package tactus.explore.run;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import tactus.config.Section;
import tactus.config.TextFile;

/**
 * What a run is made of as one short text: every value that holds, defaults too, and the content of
 * the model or topology. Comments, the order of keys, and where files lie do not matter.
 * Thread-safe; reads each file once.
 */
public final class ContentHash {

  private final Map<Path, String> files = new ConcurrentHashMap<>();

  /** Creates a hash that has read no file. */
  public ContentHash() {}

  /**
   * {@return the SHA-256 of a run, in hexadecimal}
   *
   * @param run a section of type {@link RunReader#RUN}
   */
  public String of(Section run) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(run.values())
        .forEach((key, value) -> text.append(key).append('=').append(contentOf(key, value)));
    for (Path file : WorkloadReader.files(RunReader.workload(run))) {
      text.append(files.computeIfAbsent(file, path -> sha256(TextFile.read(path)))).append('\n');
    }
    return sha256(text.toString());
  }

  /** Where the model lies does not matter; its content does. */
  private static String contentOf(String key, String value) {
    boolean isFile = key.equals("workload.model") || key.equals("workload.topology");
    return (isFile ? "" : value) + "\n";
  }

  /**
   * {@return the SHA-256 of a text, in hexadecimal}
   *
   * @param text the text
   */
  public static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform must have SHA-256", e);
    }
  }
}
