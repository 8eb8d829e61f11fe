package dev.omnibus.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The official conformance suite, from npm, with the Node it needs. Its exit code is no gate: what
 * counts are the checks that it writes down. They need {@code npm ci} in {@code
 * src/test/peers/conformance}.
 */
final class Suite {

  private static final Path HOME = Path.of("src/test/peers/conformance").toAbsolutePath();
  private static final Path NODE = HOME.resolve("node_modules/node/bin/node");
  private static final String SUITE =
      "node_modules/@modelcontextprotocol/conformance/dist/index.js";
  private static final long LIMIT_SECONDS = 120;

  private Suite() {}

  /** The Node that the suite and the newest clients need. */
  static Path node() {
    if (!Files.isExecutable(NODE)) {
      throw new IllegalStateException("run npm ci in " + HOME + " first");
    }
    return NODE;
  }

  static Path home() {
    return HOME;
  }

  /** Runs what a revision requires of a server; complete with the checks. */
  static CompletableFuture<List<Check>> server(String url, String revision, Path out) {
    return CompletableFuture.supplyAsync(
        () ->
            run(
                out,
                node().toString(),
                SUITE,
                "server",
                "--url",
                url,
                "--requirements",
                revision,
                "--timeout",
                "8000",
                "-o",
                out.toString()));
  }

  /**
   * Runs one scenario with a client that finds the suite's server behind a gateway.
   *
   * @param revision null for a scenario that belongs to an extension
   */
  static List<Check> client(ConformanceNode gateway, String scenario, String revision, Path out) {
    List<String> client = new ArrayList<>(List.of(node().toString(), "client.mjs"));
    client.addAll(gateway.door());
    List<String> suite = new ArrayList<>();
    suite.addAll(List.of(node().toString(), "--import"));
    suite.addAll(List.of(HOME.resolve("loopback.mjs").toUri().toString(), SUITE, "client"));
    suite.addAll(List.of("--command", String.join(" ", client), "--scenario", scenario));
    suite.addAll(List.of("--timeout", "20000", "-o", out.toString()));
    if (revision != null) {
      suite.addAll(List.of("--spec-version", revision));
    }
    return run(out, suite.toArray(String[]::new));
  }

  /** Runs any command that makes the suite write to this folder. */
  static List<Check> run(Path out, String... command) {
    try {
      Files.createDirectories(out);
      Path log = out.resolveSibling(out.getFileName() + ".log");
      Process process =
          new ProcessBuilder(new ArrayList<>(Arrays.asList(command)))
              .directory(HOME.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the suite does not end:\n" + Files.readString(log));
      }
      List<Check> checks = Check.readAll(out);
      if (checks.isEmpty()) {
        throw new AssertionError("the suite checked nothing:\n" + Files.readString(log));
      }
      return checks;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }
}
