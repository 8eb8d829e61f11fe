package dev.omnibus.config.check;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Whether {@code ${env:NAME}} and {@code ${file:path}} lead somewhere from here. It never looks at
 * the secret itself. Other {@code ${...}} texts belong to the program that is started.
 */
record References(UnaryOperator<String> environment, Path home) {

  private static final List<String> KINDS = List.of("env", "file");

  /** Says what was meant by a kind of reference that there is not but nearly. */
  Optional<String> typo(String kind) {
    return KINDS.contains(kind)
        ? Optional.empty()
        : NearestKey.of(kind, KINDS)
            .map(meant -> "unknown reference ${" + kind + ":...}, did you mean '" + meant + "'?");
  }

  /** Says why a reference leads nowhere. */
  Optional<String> missing(String kind, String name) {
    String reference = "${" + kind + ":" + name + "}: ";
    return switch (kind) {
      case "env" ->
          environment.apply(name) != null
              ? Optional.empty()
              : Optional.of(reference + "the variable is not set");
      case "file" ->
          isReadable(name)
              ? Optional.empty()
              : Optional.of(reference + "there is no such file, or it may not be read");
      default -> Optional.empty();
    };
  }

  private boolean isReadable(String name) {
    try {
      Path file = home.resolve(name);
      return Files.isRegularFile(file) && Files.isReadable(file);
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
