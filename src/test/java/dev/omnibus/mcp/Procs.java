package dev.omnibus.mcp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the kernel says about us and our children; a zombie counts as a child. */
final class Procs {
  private Procs() {}

  static void awaitNoChildren() {
    Wait.until(() -> ProcessHandle.current().children().findAny().isEmpty());
  }

  static long childOf(long pid) {
    return ProcessHandle.of(pid).orElseThrow().children().findFirst().orElseThrow().pid();
  }

  static boolean exists(long pid) {
    return Files.exists(Path.of("/proc", String.valueOf(pid)));
  }

  static long openFiles() {
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      return files.count();
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }
}
