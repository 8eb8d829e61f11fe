package dev.omnibus.config.sync;

import dev.omnibus.config.ConfigFile;
import dev.omnibus.config.check.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * One {@code conf/} folder on disk, which several nodes may share. Blocking. Files appear and
 * change in one step, so that nobody ever reads half of one.
 */
final class ConfigFolder {

  private final Path folder;

  ConfigFolder(Path folder) {
    this.folder = folder;
  }

  Path path(ConfigFile file) {
    return folder.resolve(file.fileName());
  }

  /** What stands in the file now. */
  Reading read(ConfigFile file) {
    return Reading.of(path(file), path(file).toString());
  }

  /** Replaces the file; its mode stays. A link is followed and not replaced. */
  void write(ConfigFile file, String text) throws IOException {
    Path path = path(file);
    AtomicFile.replace(Files.exists(path) ? path.toRealPath() : path, text);
  }

  /** Writes the file unless there is one; false when somebody else was faster. */
  boolean create(ConfigFile file, String text) throws IOException {
    return AtomicFile.create(path(file), text);
  }

  /** The same for all nodes that share this folder. */
  String identity() {
    try {
      Path real = folder.toRealPath();
      return real + " " + Files.readAttributes(real, BasicFileAttributes.class).fileKey();
    } catch (IOException e) {
      return folder.toString();
    }
  }
}
