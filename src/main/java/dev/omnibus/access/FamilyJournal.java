package dev.omnibus.access;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.DecodeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sessions on this node's disk: one line each time one changed, the last line counts, written anew
 * when most of the lines are old. It holds ids of tokens, never a token.
 */
final class FamilyJournal {

  private static final Logger LOG = LoggerFactory.getLogger(FamilyJournal.class);
  private static final int SLACK = 1_000;

  private final Path file;
  private final WorkerExecutor worker;

  /** Lines in the file; touched by the one worker thread only. */
  private long lines;

  private boolean torn;

  FamilyJournal(Vertx vertx, Path file) {
    this.file = file;
    this.worker = vertx.createSharedWorkerExecutor("session-journal", 1);
  }

  /** All sessions of the file; none when there is no file. */
  Future<List<Family>> load() {
    return worker.executeBlocking(this::read);
  }

  /** Writes the news down; {@code all} replaces the file when it has grown stale. */
  Future<Void> append(List<Family> news, Collection<Family> all) {
    if (news.isEmpty()) {
      return Future.succeededFuture();
    }
    return worker.executeBlocking(
        () -> {
          write(news, all);
          return null;
        });
  }

  private List<Family> read() throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    Map<String, Family> last = new LinkedHashMap<>();
    List<String> texts = Files.readAllLines(file);
    texts.forEach(text -> fold(last, text));
    lines = texts.size();
    return List.copyOf(last.values());
  }

  /**
   * A crash can cut the last line short; that change was never confirmed to anybody. The next write
   * replaces the file, so that nothing is added to the torn line.
   */
  private void fold(Map<String, Family> last, String text) {
    try {
      Family family = Family.of(text);
      last.put(family.id(), family);
    } catch (DecodeException | IllegalArgumentException e) {
      torn = true;
      LOG.warn("session journal: line skipped file={}", file);
    }
  }

  private void write(List<Family> news, Collection<Family> all) throws IOException {
    if (torn || lines + news.size() > 2L * all.size() + SLACK || !Files.exists(file)) {
      PrivateFiles.replace(file, text(all));
      lines = all.size();
      torn = false;
    } else {
      Files.writeString(file, text(news), StandardOpenOption.APPEND, StandardOpenOption.DSYNC);
      lines += news.size();
    }
  }

  private static String text(Collection<Family> families) {
    return families.stream().map(family -> family.toText() + "\n").collect(Collectors.joining());
  }
}
