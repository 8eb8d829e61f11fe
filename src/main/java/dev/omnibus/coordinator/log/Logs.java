package dev.omnibus.coordinator.log;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.config.LogConfig;
import dev.omnibus.model.Replica;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * The logs of all servers on this node, one each, and one for each replica. Every line goes to its
 * ring, to its file and to all nodes, as {@code event.server.log}.
 *
 * <p>{@code {"server":"files","at":"...","level":"info","source":"stderr","text":"listening"}},
 * with {@code "replica":2} where it has several
 */
public final class Logs {

  private static final long SECOND_MS = 1_000;

  private final Vertx vertx;
  private final Bus bus;
  private final LogConfig config;
  private final Cleaner cleaner;
  private final Clock clock;
  private final UnaryOperator<String> only;
  private final LogFiles files;
  private final Map<String, ServerLog> logs = new ConcurrentHashMap<>();

  /**
   * @param folder where the files are
   * @param only says by its trace which call is under way at a server; null when that is none, or
   *     several
   */
  public Logs(
      Vertx vertx,
      Bus bus,
      LogConfig config,
      Cleaner cleaner,
      Path folder,
      Clock clock,
      UnaryOperator<String> only) {
    this.only = only;
    this.vertx = vertx;
    this.bus = bus;
    this.config = config;
    this.cleaner = cleaner;
    this.clock = clock;
    this.files = new LogFiles(vertx, config, folder);
  }

  /** The log of a server, or of a replica by its own name, such as {@code files~2}. */
  public ServerLog of(String name) {
    return logs.computeIfAbsent(name, this::log);
  }

  /** Whether probes that went well are told too. */
  public boolean tellsGoodProbes() {
    return config.probes();
  }

  /** Forgets the logs of all others; their files stay. */
  public void retain(Set<String> names) {
    logs.keySet().retainAll(names);
  }

  /** Deletes the files of all others that were not written for as long as they are kept. */
  public void sweep(Set<String> names) {
    files.sweep(Set.copyOf(names), clock.instant().minus(Duration.ofDays(config.keepDays())));
  }

  /** Completes when all is written. */
  public Future<Void> close() {
    return files.close();
  }

  /**
   * The newest lines that are wanted, from the ring and, where that does not reach, the files.
   * Fails when the files cannot be read.
   *
   * @param deadline by {@link System#nanoTime}, for the files
   */
  Future<List<LogLine>> newest(String name, LogQuery query, long deadline) {
    Optional<ServerLog> log = Optional.ofNullable(logs.get(name));
    List<LogLine> young = log.map(known -> known.newest(query)).orElse(List.of());
    Instant oldest = log.flatMap(ServerLog::oldest).orElseGet(clock::instant);
    boolean reaches = query.since() != null && oldest.isBefore(query.since());
    int rest = query.limit() - young.size();
    if (rest == 0 || reaches) {
      return Future.succeededFuture(young);
    }
    return files
        .newest(name, query.limited(rest), oldest, deadline)
        .map(
            old -> {
              List<LogLine> all = new ArrayList<>(old);
              all.addAll(young);
              return all;
            });
  }

  private ServerLog log(String name) {
    ServerLog[] made = new ServerLog[1];
    made[0] =
        new ServerLog(
            config,
            cleaner,
            clock::instant,
            line -> told(name, line),
            () -> vertx.setTimer(SECOND_MS, id -> made[0].sayLeftOut()),
            () -> only.apply(name));
    return made[0];
  }

  private void told(String name, LogLine line) {
    files.write(name, line);
    JsonObject data = line.toJson().put("server", Replica.server(name));
    if (Replica.isReplica(name)) {
      data.put("replica", Replica.number(name));
    }
    bus.publish(Addresses.EVENT_SERVER_LOG, "server_log", line.level().severity().word(), data);
  }
}
