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
