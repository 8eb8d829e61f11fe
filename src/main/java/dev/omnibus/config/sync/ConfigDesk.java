package dev.omnibus.config.sync;

import dev.omnibus.config.ConfigFile;
import dev.omnibus.config.check.Checked;
import dev.omnibus.config.check.Problem;
import dev.omnibus.config.check.Reading;
import dev.omnibus.config.check.TextCheck;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has to be done on disk for one file, done on one worker so that nothing waits for it. */
final class ConfigDesk {

  private static final Logger LOG = LoggerFactory.getLogger(ConfigDesk.class);
  private static final String WORKER = "omnibus-config";
  private static final long HALF_WRITTEN_MS = 100;

  private final Vertx vertx;
  private final WorkerExecutor worker;
  private final ConfigFile file;
  private final ConfigFolder folder;
  private final ConfigHistory history;
  private final TextCheck check;
  private final ConfigTrail trail;
  private final ConfigWatch watch;

  ConfigDesk(
      Vertx vertx,
      ConfigFile file,
      ConfigFolder folder,
      ConfigHistory history,
      TextCheck check,
      ConfigTrail trail) {
    this.vertx = vertx;
    this.worker = vertx.createSharedWorkerExecutor(WORKER, 1);
    this.file = file;
    this.folder = folder;
    this.history = history;
    this.check = check;
    this.trail = trail;
    this.watch = new ConfigWatch(folder, file, Clock.systemUTC());
  }

  /** What stands in the file, if it may have changed since the last look. */
  Future<Optional<Reading>> look() {
    return worker.executeBlocking(watch::look);
  }

  /** The next look shall read again. */
  Future<Void> lookAgain() {
    return worker.executeBlocking(
        () -> {
          watch.forget();
          return null;
        });
  }

  /** What stands in the file now. */
  Future<Reading> read() {
    return worker.executeBlocking(() -> folder.read(file));
  }

  /** What stands in the file when somebody who was writing it has had time to finish. */
  Future<Reading> readLater() {
    return vertx.timer(HALF_WRITTEN_MS, TimeUnit.MILLISECONDS).compose(passed -> read());
  }

  /** Checks a text; problems name the file with its folder. */
  Future<Checked> check(String text) {
    return worker.executeBlocking(() -> check.check(file, folder.path(file).toString(), text));
  }

  /** The same for what was read. */
  Future<Checked> check(Reading reading) {
    return reading.text() != null
        ? check(reading.text())
        : Future.succeededFuture(new Checked(null, List.of(reading.problem())));
  }

  /**
   * Writes a version into the folder. A save that nobody has looked at yet is never written over.
   *
   * @param seen what this node last saw in the file
   * @return what this node may take as seen from now on
   */
  Future<String> write(ConfigVersion version, String seen) {
    return worker.executeBlocking(() -> writeNow(version, seen));
  }

  private String writeNow(ConfigVersion version, String seen) {
    String there = seenOf(folder.read(file));
    if (there.equals(version.text()) || !there.equals(seen)) {
      return there.equals(version.text()) ? there : seen;
    }
    try {
      folder.write(file, version.text());
      return version.text();
    } catch (IOException e) {
      LOG.warn("configuration {} not written back: {}", folder.path(file), e.toString());
      return seen;
    }
  }

  /** Remembers a version; a full disk must not keep it from being in force. */
  Future<Void> remember(ConfigVersion version) {
    return worker.executeBlocking(
        () -> {
          try {
            history.save(version);
          } catch (IOException e) {
            LOG.error("configuration {} not remembered: {}", file.fileName(), e.toString());
          }
          return null;
        });
  }

  /** Leaves in the audit trail what a version that is in force changed. */
  void note(ConfigVersion version, String before, ConfigDiff names) {
    worker
        .executeBlocking(
            () -> {
              trail.changed(version, before, names);
              return null;
            })
        .onFailure(cause -> LOG.error("change not noted file={}", file.fileName(), cause));
  }

  /** Keeps a text that lost and says where. */
  Future<String> rememberLost(ConfigVersion lost) {
    return worker.executeBlocking(() -> history.saveLost(lost).toString());
  }

  Future<List<JsonObject>> summaries() {
    return worker.executeBlocking(() -> history.summaries(file));
  }

  Future<Optional<ConfigVersion>> remembered(long version) {
    return worker.executeBlocking(() -> history.get(file, version));
  }

  String folder() {
    return folder.identity();
  }

  /** The problem of a change that did not come from the file's text. */
  Problem problem(String reason) {
    return Problem.ofFile(folder.path(file).toString(), reason);
  }

  /** The names of what changed between two texts; all of the second when the first is broken. */
  ConfigDiff diff(Checked old, Checked young) {
    return ConfigDiff.between(
        file, old.json() == null ? new JsonObject() : old.json(), young.json());
  }

  /** A text, or what stands for one that can't be read. */
  static String seenOf(Reading reading) {
    return reading.text() != null ? reading.text() : "\0" + reading.problem().reason();
  }
}
