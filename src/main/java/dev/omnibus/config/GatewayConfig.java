package dev.omnibus.config;

import dev.omnibus.model.Fields;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * What the gateway grants to agents.
 *
 * @param callTimeout deadline of one request to one server; progress extends it
 * @param maxCall hard limit of one request, however much progress it shows
 * @param listTimeout how long a server may take to show what it has when all are asked at once
 * @param maxBodyBytes largest message of an agent
 * @param concurrency requests under way to one server from this node
 * @param queue requests that may wait until another to the same server is over
 * @param queueTime how long each of them may wait
 * @param maxSessions sessions that this node remembers; others are read again from their ids
 * @param sessionMax longest life of a session
 * @param away how long a server or an agent may be away before what waits for it has failed
 * @param visitors agents without a session that one caller may be at the same time
 * @param kept of streams, for agents that come back
 * @param keepAlive silence after which a stream gets a comment
 * @param pageItems items on one page of a list of all servers
 * @param eventsPerSecond calls told on the bus; all are counted
 * @param balance how calls are spread over the replicas of a server
 */
public record GatewayConfig(
    Duration callTimeout,
    Duration maxCall,
    Duration listTimeout,
    int maxBodyBytes,
    int concurrency,
    int queue,
    Duration queueTime,
    int maxSessions,
    Duration sessionMax,
    Duration away,
    int visitors,
    KeptConfig kept,
    Duration keepAlive,
    int pageItems,
    int eventsPerSecond,
    BalanceConfig balance) {

  /** Reads {@code {"callTimeoutMs":60000,"listTimeoutMs":5000,"maxBodyBytes":33554432,...}}. */
  public static GatewayConfig fromJson(JsonObject json) {
    Fields f = Fields.of(json);
    return new GatewayConfig(
        Duration.ofMillis(number(f, "callTimeoutMs", 60_000)),
        Duration.ofMillis(number(f, "maxCallMs", 3_600_000)),
        Duration.ofMillis(number(f, "listTimeoutMs", 5_000)),
        number(f, "maxBodyBytes", 32 << 20),
        number(f, "concurrency", 1_000),
        number(f, "queue", 1_000),
        Duration.ofMillis(number(f, "queueMs", 2_000)),
        number(f, "maxSessions", 100_000),
        Duration.ofMillis(number(f, "sessionMaxMs", 86_400_000)),
        Duration.ofMillis(number(f, "awayMs", 10_000)),
        number(f, "visitors", 200),
        KeptConfig.fromJson(json.getJsonObject("kept", new JsonObject())),
        Duration.ofMillis(number(f, "keepAliveMs", 15_000)),
        number(f, "pageItems", 1_000),
        number(f, "eventsPerSecond", 50),
        BalanceConfig.fromJson(json.getJsonObject("balance", new JsonObject())));
  }

  static int number(Fields f, String key, int otherwise) {
    Integer value = f.intOrNull(key);
    if (value != null && value <= 0) {
      throw new IllegalArgumentException("'" + key + "' must be more than 0");
    }
    return value == null ? otherwise : value;
  }
}
