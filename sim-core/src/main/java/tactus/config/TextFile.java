package tactus.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Files the user names, read and written as text; whatever is wrong with one is a {@link
 * ConfigException}.
 */
public final class TextFile {
  private TextFile() {}

  /**
   * {@return the name of a file without its ending}
   *
   * @param file the file
   */
  public static String stem(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

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
      throw ConfigException.at(file, 0, 0, "", "cannot be read: " + reason(e));
    }
    String text = decode(file, bytes);
    int odd = firstOddCharacter(text);
    if (odd >= 0) {
      int line = 1;
      for (int i = 0; i < odd; i++) {
        line += text.charAt(i) == '\n' ? 1 : 0;
      }
      int column = odd - text.lastIndexOf('\n', odd - 1);
      String code = String.format(Locale.ROOT, "U+%04X", (int) text.charAt(odd));
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

  /**
   * Writes a text. The file is there whole or not at all; its folder is made if it is missing.
   *
   * @param file the file
   * @param text the text
   * @param replaces whether a file that is there and says something else is overwritten
   * @throws ConfigException if the file cannot be written, or holds something else
   */
  public static void write(Path file, String text, boolean replaces) {
    @Nullable Path folder = file.toAbsolutePath().normalize().getParent();
    if (folder == null || Files.isDirectory(file)) {
      throw ConfigException.at(file, 0, 0, "", "is a directory, but must be a file");
    }
    if (!replaces && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      acceptSame(file, text);
      return;
    }
    Path part = folder.resolve("." + file.getFileName() + ".part");
    try {
      Files.createDirectories(folder);
      try {
        Files.writeString(part, text);
        if (replaces) {
          Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } else {
          // What was put there in the meantime stays.
          Files.move(part, file);
        }
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (FileAlreadyExistsException e) {
      if (!e.getFile().equals(file.toString())) {
        throw ConfigException.at(file, 0, 0, "", "cannot be written: " + reason(e));
      }
      acceptSame(file, text);
    } catch (IOException e) {
      throw ConfigException.at(file, 0, 0, "", "cannot be written: " + reason(e));
    }
  }

  private static void acceptSame(Path file, String text) {
    if (!read(file).equals(text)) {
      throw ConfigException.at(
          file,
          0,
          0,
          "",
          "is there already and says something else; it is only overwritten with --force");
    }
  }

  /**
   * {@return why a file could not be read or written, in words that name no file of ours}
   *
   * @param failure what was thrown
   */
  public static String reason(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "no such directory";
    }
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failure instanceof FileAlreadyExistsException exists) {
      return "'" + exists.getFile() + "' is no directory";
    }
    @Nullable String told =
        failure instanceof FileSystemException file ? file.getReason() : failure.getMessage();
    return told == null ? "the system does not say why" : told.toLowerCase(Locale.ROOT);
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
