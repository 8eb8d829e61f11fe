package dev.omnibus.coordinator.log;

import dev.omnibus.config.LogConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of all logs of this node, written a few times a second by one worker and read by
 * another. A disk that is slow or full costs lines of the file and nothing else, and how many is
 * said in it.
 */
final class LogFiles {

  private static final Logger LOG = LoggerFactory.getLogger(LogFiles.class);
  private static final long PAUSE_MS = 200;
  private static final long LAST_WRITE_MS = 5_000;

  /** More than this for one file and the disk does not keep up. */
  private static final int MOST_WAITING = 1 << 20;

  /** What waits to be written to one file. */
  private static final class Waiting {
    private final StringBuilder text = new StringBuilder();
    private long lost;
  }

  private final Vertx vertx;
  private final LogConfig config;
  private final Path folder;
  private final WorkerExecutor writer;
  private final WorkerExecutor reader;
  private Map<String, Waiting> waiting = new HashMap<>();
  private boolean due;
  private boolean inTrouble;

  LogFiles(Vertx vertx, LogConfig config, Path folder) {
    this.vertx = vertx;
    this.config = config;
    this.folder = folder;
    this.writer = vertx.createSharedWorkerExecutor("omnibus-log-writer", 1);
    this.reader = vertx.createSharedWorkerExecutor("omnibus-log-reader", 1);
  }

  synchronized void write(String server, LogLine line) {
    if (config.files() == 0) {
      return;
    }
    Waiting mine = waiting.computeIfAbsent(server, name -> new Waiting());
    if (mine.text.length() > MOST_WAITING) {
      mine.lost++;
    } else {
      mine.text.append(line.toText()).append('\n');
    }
    if (!due) {
      due = true;
      vertx.setTimer(PAUSE_MS, id -> flush());
    }
  }

  /** What is in the files of a server and older than a moment; see {@link LogFile#newest}. */
  Future<List<LogLine>> newest(String server, LogQuery query, Instant before, long deadline) {
    return config.files() == 0
        ? Future.succeededFuture(List.of())
        : flush()
            .otherwiseEmpty()
            .compose(
                done ->
                    reader.executeBlocking(
                        () -> file(server).newest(query, before, deadline), true));
  }

  /**
   * Writes what still waits; completes when it is written, or soon where it can't be: whoever
   * closes Vert.x ends the writer beside this, and what the writer had taken on by then never ends.
   */
  Future<Void> close() {
    return Future.succeededFuture()
        .compose(open -> flush())
        .timeout(LAST_WRITE_MS, TimeUnit.MILLISECONDS)
        .otherwiseEmpty()
        .eventually(writer::close)
        .eventually(reader::close)
        .mapEmpty();
  }

  /**
   * Deletes the files of servers that are not named, when nothing was written to them since then.
   */
  Future<Void> sweep(Set<String> servers, Instant since) {
    Set<String> named = servers.stream().map(LogFileName::of).collect(Collectors.toSet());
    return writer
        .<Void>executeBlocking(
            () -> {
              delete(named, since);
              return null;
            },
            true)
        .onFailure(cause -> LOG.warn("old files in {} stay: {}", folder, cause.toString()));
  }

  private void delete(Set<String> named, Instant since) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path file : all) {
        Optional<String> whose = LogFileName.first(file.getFileName().toString());
        if (whose.isPresent() && !named.contains(whose.get()) && isOlder(file, since)) {
          Files.deleteIfExists(file);
          LOG.info("{} deleted: its server is gone", file);
        }
      }
    }
  }

  private static boolean isOlder(Path file, Instant since) throws IOException {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && Files.getLastModifiedTime(file).toInstant().isBefore(since);
  }

  private Future<Void> flush() {
    Map<String, Waiting> now = take();
    return writer
        .<Void>executeBlocking(
            () -> {
              append(now);
              return null;
            },
            true)
        .onComplete(done -> written(done.cause()));
  }

  private synchronized Map<String, Waiting> take() {
    Map<String, Waiting> now = waiting;
    waiting = new HashMap<>();
    return now;
  }

  private void append(Map<String, Waiting> now) throws IOException {
    if (now.isEmpty()) {
      return;
    }
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    IOException trouble = null;
    for (Map.Entry<String, Waiting> one : now.entrySet()) {
      try {
        file(one.getKey()).append(text(one.getValue()));
      } catch (IOException e) {
        trouble = e;
      }
    }
    if (trouble != null) {
      throw trouble;
    }
  }

  private static String text(Waiting waiting) {
    if (waiting.lost == 0) {
      return waiting.text.toString();
    }
    String text = waiting.lost + " lines not written: the disk is slow";
    LogLine said =
        new LogLine(Instant.now(), LogLevel.WARNING, LogSource.OMNIBUS, null, text, null);
    return waiting.text + said.toText() + "\n";
  }

  private LogFile file(String server) {
    return new LogFile(folder.resolve(LogFileName.of(server)), config.fileBytes(), config.files());
  }

  private synchronized void written(Throwable trouble) {
    if (trouble != null && !inTrouble) {
      LOG.warn("lines of servers are not written to {}: {}", folder, trouble.toString());
    } else if (trouble == null && inTrouble) {
      LOG.info("lines of servers are written to {} again", folder);
    }
    inTrouble = trouble != null;
    due = !waiting.isEmpty();
    if (due) {
      vertx.setTimer(PAUSE_MS, id -> flush());
    }
  }
}
