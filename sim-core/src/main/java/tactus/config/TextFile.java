package tactus.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Files the user names, read as text; whatever is wrong with one is a {@link ConfigException}. */
public final class TextFile {
  private TextFile() {}

  /**
   * {@return the text of a file}
   *
   * @param file the file
   * @throws ConfigException if it is missing, a directory, unreadable or not UTF-8 text
   */
  public static String read(Path file) {
    Optional<String> problem = problem(file);
    if (problem.isPresent()) {
      throw ConfigException.at(file, 0, 0, "", problem.get());
    }
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw ConfigException.at(file, 0, 0, "", "cannot be read (" + e.getMessage() + ")");
    }
    String text = decode(file, bytes);
    int odd = firstOddCharacter(text);
    if (odd >= 0) {
      int line = 1;
      for (int i = 0; i < odd; i++) {
        line += text.charAt(i) == '\n' ? 1 : 0;
      }
      int column = odd - text.lastIndexOf('\n', odd - 1);
      String code = String.format(java.util.Locale.ROOT, "U+%04X", (int) text.charAt(odd));
      throw ConfigException.at(
          file, line, column, "", "is not a text file (control character " + code + ")");
    }
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /**
   * {@return what keeps a file from being read, such as {@code no such file}, if anything}
   *
   * @param file the file
   */
  public static Optional<String> problem(Path file) {
    if (Files.isDirectory(file)) {
      return Optional.of("is a directory, but must be a file");
    }
    if (!Files.exists(file)) {
      return Optional.of("no such file" + neighbour(file));
    }
    return Files.isReadable(file) ? Optional.empty() : Optional.of("cannot be read");
  }

  private static String neighbour(Path file) {
    Path parent = file.toAbsolutePath().normalize().getParent();
    Path name = file.getFileName();
    if (parent == null || name == null || !Files.isDirectory(parent)) {
      return "";
    }
    Set<String> names = new TreeSet<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent)) {
      for (Path entry : entries) {
        names.add(String.valueOf(entry.getFileName()));
      }
    } catch (IOException e) {
      return "";
    }
    return NearestMatch.of(name.toString(), names)
        .map(match -> "; did you mean '" + match + "'?")
        .orElse("");
  }

  private static String decode(Path file, byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw ConfigException.at(file, 0, 0, "", "is not a text file (not UTF-8)");
    }
  }

  private static int firstOddCharacter(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < ' ' && c != '\n' && c != '\r' && c != '\t') || c == 0x7F) {
        return i;
      }
    }
    return -1;
  }
}
