package dev.omnibus.app;

import dev.omnibus.config.Settings;
import dev.omnibus.config.check.ConfigCheck;
import dev.omnibus.config.check.Problem;
import dev.omnibus.model.Severity;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code omnibus check}: says what is wrong in a configuration folder, and where. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Check the configuration: file, line, column, key and reason of every problem.",
      "Exit code 0: usable (there may be warnings); 1: not."
    })
final class CheckCommand implements Callable<Integer> {

  @Option(
      names = "--conf",
      defaultValue = "${env:OMNIBUS_CONF}",
      description = "The folder (OMNIBUS_CONF; conf/ beside the launcher).")
  Path conf;

  @Override
  public Integer call() {
    if (conf == null) {
      conf = fromHere(Settings.defaultConf());
    }
    List<Problem> problems = ConfigCheck.folder(conf);
    problems.forEach(System.out::println);
    long errors = problems.stream().filter(p -> p.severity() == Severity.ERROR).count();
    long warnings = problems.size() - errors;
    System.out.printf("%s: %s%n", conf, verdict(errors, warnings));
    return errors == 0 ? 0 : 1;
  }

  /** As short as an editor or a terminal can follow it. */
  private static Path fromHere(Path path) {
    Path here = Path.of("").toAbsolutePath();
    return path.startsWith(here) && !path.equals(here) ? here.relativize(path) : path;
  }

  private static String verdict(long errors, long warnings) {
    if (errors > 0) {
      return errors + (errors == 1 ? " error" : " errors");
    }
    return warnings == 0 ? "fine" : "usable, " + warnings + " to look at";
  }
}
