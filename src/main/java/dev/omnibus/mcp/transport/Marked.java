package dev.omnibus.mcp.transport;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * Finds processes by a word in their environment: those that a process started have it too, and
 * keep it when they leave its group and its parents end. Where the operating system has no {@code
 * /proc} it finds none. It reads many small files, so not on an event loop.
 */
public final class Marked {

  /** The name of the word. */
  public static final String VARIABLE = "OMNIBUS_PROCESS";

  private static final Path PROC = Path.of("/proc");
  private static final Object NEXT = new Object();
  private static final Object RUNNING = new Object();
  private static Search next;
  private static final byte[] ENTRY = (VARIABLE + "=").getBytes(StandardCharsets.US_ASCII);

  private Marked() {}

  /** All whose word fits. A handle knows when its process began: it never means another one. */
  public static List<ProcessHandle> by(Predicate<String> fits) {
    List<ProcessHandle> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path one : all) {
        ProcessHandle.of(Long.parseLong(one.getFileName().toString()))
            .filter(handle -> word(one).filter(fits).isPresent())
            .ifPresent(found::add);
      }
    } catch (IOException | RuntimeException none) {
      return found;
    }
    return found;
  }

  /** What is asked for while a search goes on is looked for in the next one, all of it at once. */
  private static final class Search {
    private final Set<String> words = new HashSet<>();
    private final CompletableFuture<Map<String, Long>> found = new CompletableFuture<>();
  }

  /** Ends all with this word for good; how many there were. */
  public static int kill(String word) {
    Search mine;
    boolean first;
    synchronized (NEXT) {
      first = next == null;
      next = first ? new Search() : next;
      mine = next;
      mine.words.add(word);
    }
    if (first) {
      search(mine);
    }
    return mine.found.join().getOrDefault(word, 0L).intValue();
  }

  private static void search(Search mine) {
    synchronized (RUNNING) {
      synchronized (NEXT) {
        next = null;
      }
      Map<String, Long> counts = new HashMap<>();
      try {
        by(word -> {
              boolean fits = mine.words.contains(word);
              counts.merge(word, fits ? 1L : 0L, Long::sum);
              return fits;
            })
            .forEach(ProcessHandle::destroyForcibly);
      } finally {
        mine.found.complete(counts);
      }
    }
  }

  /** Empty for those of others, and for what ended a moment ago. */
  private static Optional<String> word(Path process) {
    try {
      byte[] environment = Files.readAllBytes(process.resolve("environ"));
      int at = find(environment);
      if (at < 0) {
        return Optional.empty();
      }
      int end = at;
      while (end < environment.length && environment[end] != 0) {
        end++;
      }
      return Optional.of(new String(environment, at, end - at, StandardCharsets.UTF_8));
    } catch (IOException | SecurityException gone) {
      return Optional.empty();
    }
  }

  /** Where the value begins; -1 when there is none. */
  private static int find(byte[] environment) {
    int at = 0;
    while (at + ENTRY.length <= environment.length) {
      int i = 0;
      while (i < ENTRY.length && environment[at + i] == ENTRY[i]) {
        i++;
      }
      if (i == ENTRY.length) {
        return at + i;
      }
      while (at < environment.length && environment[at] != 0) {
        at++;
      }
      at++;
    }
    return -1;
  }
}
