package dev.omnibus.coordinator.vitals;

import dev.omnibus.mcp.Endpoint;
import dev.omnibus.mcp.StdioEndpoint;
import dev.omnibus.mcp.transport.Marked;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * By what the processes that this node started are known, to it and to its next life: a word in
 * their environment that names the data folder, this life, and the process. What an earlier life
 * left behind, because it was killed, is ended before anything is started.
 */
public final class ProcessMark {

  private static final Logger LOG = LoggerFactory.getLogger(ProcessMark.class);
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final String life;
  private final AtomicLong number = new AtomicLong();

  private ProcessMark(String life) {
    this.life = life;
  }

  /**
   * Completes when nothing of an earlier life runs any more.
   *
   * @param node the id of this life
   */
  public static Future<ProcessMark> open(Vertx vertx, Path data, String node) {
    return vertx.executeBlocking(() -> open(data, node), false);
  }

  private static ProcessMark open(Path data, String node) throws IOException {
    String folder = folder(data.resolve("process-mark")) + "/";
    String life = folder + node + "/";
    List<ProcessHandle> orphans =
        Marked.by(word -> word.startsWith(folder) && !word.startsWith(life));
    orphans.forEach(ProcessMark::askToEnd);
    long end = System.nanoTime() + GRACE.toNanos();
    orphans.forEach(orphan -> end(orphan, end));
    return new ProcessMark(life);
  }

  private static String folder(Path file) throws IOException {
    if (!Files.exists(file)) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, UUID.randomUUID().toString());
    }
    // A copy of the folder is another folder, with other processes.
    String place = Integer.toHexString(file.toRealPath().toString().hashCode());
    return Files.readString(file).strip() + "-" + place;
  }

  private static void askToEnd(ProcessHandle orphan) {
    LOG.warn(
        "pid={} is left of an earlier life of this node and is ended: {}",
        orphan.pid(),
        orphan.info().command().orElse("unknown program"));
    orphan.destroy();
  }

  private static void end(ProcessHandle orphan, long end) {
    try {
      orphan.onExit().get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException stubborn) {
      orphan.destroyForcibly();
    } catch (ExecutionException e) {
      LOG.debug("pid={} {}", orphan.pid(), e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** For one more process. */
  String next() {
    return life + number.incrementAndGet();
  }

  /** The same program as one more process, known by its mark wherever what it starts may go. */
  public StdioEndpoint on(StdioEndpoint program) {
    return program.with(Marked.VARIABLE, next());
  }

  /** The same, where it is a program. */
  public Endpoint on(Endpoint where) {
    return where instanceof StdioEndpoint program ? on(program) : where;
  }
}
