package dev.omnibus.bridge.socket;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import me.normanmaurer.maven.autobahntestsuite.AutobahnTestSuite;
import me.normanmaurer.maven.autobahntestsuite.FuzzingCaseResult;
import org.json.simple.JSONObject;
import org.python.core.PyObject;

/**
 * Autobahn's fuzzing client in a process of its own: its Python takes the package {@code io} for
 * Java's wherever Vert.x and Netty are on the class path.
 */
final class Autobahn {

  private Autobahn() {}

  /** Lines of {@code 1.1.1 OK OK}: the case, how it went, how the socket closed. */
  static List<String> run(String url, String cases) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx512m",
                "-cp",
                classPath(),
                Autobahn.class.getName(),
                url,
                cases)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (InputStream out = process.getInputStream()) {
      List<String> lines =
          new String(out.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> line.startsWith("case "))
              .map(line -> line.substring(5))
              .toList();
      process.waitFor();
      return lines;
    }
  }

  private static String classPath() {
    return Stream.of(Autobahn.class, AutobahnTestSuite.class, JSONObject.class, PyObject.class)
        .map(Autobahn::home)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String home(Class<?> type) {
    try {
      return new File(type.getProtectionDomain().getCodeSource().getLocation().toURI()).getPath();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  public static void main(String[] args) {
    List<FuzzingCaseResult> results =
        AutobahnTestSuite.runFuzzingClient(
            "omnibus",
            args[0],
            Map.of("version", 18),
            List.of(args[1].split(",")),
            List.of("9.*", "12.*", "13.*"));
    results.forEach(
        result ->
            System.out.printf(
                "case %s %s %s%n",
                result.caseName(), (Object) result.behavior(), (Object) result.behaviorClose()));
  }
}
