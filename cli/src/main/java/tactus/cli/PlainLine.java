package tactus.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Command lines that are read without picocli, whose start takes longer than that of everything
 * else: {@code --version}, and {@code run} and {@code check} of files with options that are written
 * in full, once and apart from their values. Whatever is not as plain as that, mistakes above all,
 * is left to picocli.
 */
final class PlainLine {

  private final List<Path> files = new ArrayList<>();
  private final List<String> settings = new ArrayList<>();
  private @Nullable Path output;
  private boolean json;
  private boolean quiet;

  private PlainLine() {}

  /** What a line asks for, the same that picocli finds in it; empty if picocli is to look. */
  static Optional<Task> of(String... arguments) {
    if (arguments.length == 1 && arguments[0].equals("--version")) {
      return Optional.of(new VersionText());
    }
    if (arguments.length < 2) {
      return Optional.empty();
    }
    try {
      return new PlainLine().read(arguments);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private Optional<Task> read(String... arguments) {
    return switch (arguments[0]) {
      case "run" ->
          isRead(arguments, true)
              ? Optional.of(new Runs(files, settings, output, json, quiet))
              : Optional.empty();
      case "check" ->
          isRead(arguments, false) ? Optional.of(new Checks(files, settings)) : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** Whether all words after the first were plain, at least one of them a file. */
  private boolean isRead(String[] arguments, boolean isRun) {
    for (int i = 1; i < arguments.length; i++) {
      String word = arguments[i];
      boolean hasValue = i + 1 < arguments.length && isPlain(arguments[i + 1]);
      if (isPlain(word)) {
        files.add(Path.of(word));
      } else if (word.equals("--set") && hasValue) {
        i++;
        settings.add(arguments[i]);
      } else if (!isRun) {
        return false;
      } else if ((word.equals("-o") || word.equals("--output")) && hasValue && output == null) {
        i++;
        output = Path.of(arguments[i]);
      } else if (word.equals("--json") && !json) {
        json = true;
      } else if ((word.equals("-q") || word.equals("--quiet")) && !quiet) {
        quiet = true;
      } else {
        return false;
      }
    }
    return !files.isEmpty();
  }

  /** Whether a word is a file or a value, not an option or a file of arguments. */
  private static boolean isPlain(String word) {
    return !word.isEmpty() && word.charAt(0) != '-' && word.charAt(0) != '@';
  }
}
