package dev.omnibus.harness;

import dev.omnibus.app.Main;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A command of Omnibus in a JVM of its own, with these classes, as the launcher starts it. */
public final class CommandLine {

  /** For one that lives for seconds. */
  public static final List<String> SMALL =
      List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  /** For a member of a cluster that is less than a node. */
  public static final List<String> MEMBER =
      List.of(
          "-Djava.net.preferIPv4Stack=true",
          "-Xmx256m",
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC");

  private CommandLine() {}

  /**
   * @param options of the JVM
   * @param words what stands behind {@code ./omnibus}
   */
  public static List<String> of(List<String> options, List<String> words) {
    return of(Main.class, options, words);
  }

  /** The same of another program. */
  public static List<String> of(Class<?> program, List<String> options, List<String> words) {
    List<String> shared = new ArrayList<>(SharedClasses.options());
    shared.addAll(options);
    return with(SharedClasses.CLASS_PATH, program, shared, words);
  }

  /** The same with a class path of its own. */
  static List<String> with(
      String classPath, Class<?> program, List<String> options, List<String> words) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", classPath));
    command.addAll(options);
    // As a user has it, not as the tests do.
    command.add("-Dlogback.configurationFile=logback.xml");
    command.add("-Domnibus.home=" + Path.of("").toAbsolutePath());
    command.add(program.getName());
    command.addAll(words);
    return command;
  }
}
