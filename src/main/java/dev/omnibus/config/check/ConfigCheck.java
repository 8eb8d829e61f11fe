package dev.omnibus.config.check;

import dev.omnibus.config.ConfigFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Checks a whole {@code conf/} folder, as {@code ./omnibus check} does. Changes nothing: an {@code
 * access.json} that is not there yet is made on first start and no problem, and an {@code
 * omnibus.json} may be missing.
 */
public final class ConfigCheck {

  private ConfigCheck() {}

  /** All problems of all files; each prints as {@code file:line:column key: reason}. */
  public static List<Problem> folder(Path conf) {
    if (!Files.isDirectory(conf)) {
      return List.of(Problem.noFolder(conf));
    }
    TextCheck check = TextCheck.ofProcess(home(conf));
    return Arrays.stream(ConfigFile.values())
        .filter(file -> file == ConfigFile.SERVERS || Files.exists(conf.resolve(file.fileName())))
        .flatMap(file -> file(check, file, conf.resolve(file.fileName())).problems().stream())
        .toList();
  }

  /** Reads and checks one file. */
  public static Checked file(TextCheck check, ConfigFile file, Path path) {
    Reading reading = Reading.of(path, path.toString());
    return reading.problem() != null
        ? new Checked(null, List.of(reading.problem()))
        : check.check(file, path.toString(), reading.text());
  }

  /** Where relative paths start: the parent of {@code conf/}. */
  public static Path home(Path conf) {
    return conf.toAbsolutePath().normalize().getParent();
  }
}
