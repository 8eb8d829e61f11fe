package dev.omnibus.config;

import dev.omnibus.model.Fields;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * How sessions to servers are kept.
 *
 * @param connectTimeout from starting a process or a handshake to a usable session
 * @param respawn first wait before a lost session is opened again; doubles up to {@code respawnMax}
 * @param settled a session that lived this long resets the wait
 * @param stopTimeout from asking a process to end to killing it
 * @param drain how long calls may go on at a server that is to be stopped or made anew
 * @param connecting handshakes under way at once on one node
 * @param maxLineBytes longest line a stdio server may write
 * @param maxBodyBytes largest body an HTTP server may answer
 * @param sessionIdle how long an agent's own session lives while the agent is away
 * @param vitals time between two looks at what processes take
 * @param metrics time between two looks at what a server behind a URL says that it takes
 * @param digest time between two comparisons of boards
 * @param test how connections are tested
 */
public record CoordinatorConfig(
    Duration connectTimeout,
    Duration respawn,
    Duration respawnMax,
    Duration settled,
    Duration stopTimeout,
    Duration drain,
    int connecting,
    int maxLineBytes,
    int maxBodyBytes,
    Duration sessionIdle,
    Duration vitals,
    Duration metrics,
    Duration digest,
    TestConfig test) {

  public static CoordinatorConfig fromJson(JsonObject json) {
    Fields f = Fields.of(json);
    return new CoordinatorConfig(
        millis(f, "connectTimeoutMs", 30_000),
        millis(f, "respawnMs", 500),
        millis(f, "respawnMaxMs", 60_000),
        millis(f, "settledMs", 30_000),
        millis(f, "stopTimeoutMs", 5_000),
        millis(f, "drainMs", 30_000),
        f.intOr("connecting", 16),
        f.intOr("maxLineBytes", 16 << 20),
        f.intOr("maxBodyBytes", 16 << 20),
        millis(f, "sessionIdleMs", 300_000),
        millis(f, "vitalsMs", 5_000),
        millis(f, "metricsMs", 10_000),
        millis(f, "digestMs", 10_000),
        TestConfig.fromJson(json.getJsonObject("test", new JsonObject())));
  }

  private static Duration millis(Fields f, String key, int otherwise) {
    return Duration.ofMillis(f.intOr(key, otherwise));
  }
}
