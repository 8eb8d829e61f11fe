package dev.omnibus.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Folders for what is no test class itself, and so has no {@code @TempDir}: benchmarks, and nodes
 * that many tests make. They are deleted when this JVM ends.
 */
public final class ScratchFolder {

  private static final Set<Path> MADE = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(ScratchFolder::deleteAll, "scratch"));
  }

  private ScratchFolder() {}

  public static Path make(String name) {
    try {
      Path folder = Files.createTempDirectory("omnibus-" + name);
      MADE.add(folder);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void deleteAll() {
    for (Path folder : MADE) {
      try {
        delete(folder);
      } catch (IOException e) {
        System.err.println("left behind: " + folder + ": " + e);
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(one);
      }
    }
  }
}
