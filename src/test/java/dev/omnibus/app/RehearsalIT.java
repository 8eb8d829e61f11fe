package dev.omnibus.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.omnibus.harness.CommandLine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A start that is rehearsed: a whole node on free ports, of which nothing stays, and which refuses
 * none of more frames than one user may send by default.
 */
class RehearsalIT {

  @TempDir Path folder;

  @Test
  void a_node_is_talked_to_and_ends_and_leaves_nothing_behind() throws Exception {
    Path temp = Files.createDirectories(folder.resolve("temp"));
    List<String> options =
        Stream.concat(CommandLine.SMALL.stream(), Stream.of("-Djava.io.tmpdir=" + temp)).toList();
    Path out = folder.resolve("out");
    Process process =
        new ProcessBuilder(CommandLine.of(options, List.of("rehearse", "--sockets", "50")))
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    try {
      process.waitFor(180, TimeUnit.SECONDS);
      assertEquals(0, process.exitValue(), Files.readString(out));
      try (Stream<Path> left = Files.list(temp)) {
        assertEquals(0, left.filter(path -> path.toString().contains("omnibus")).count());
      }
    } finally {
      process.destroyForcibly();
    }
  }
}
