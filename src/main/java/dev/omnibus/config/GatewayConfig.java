package dev.omnibus.config;

import dev.omnibus.model.Fields;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * What the gateway grants to agents.
 *
 * @param callTimeout deadline of one request to one server; progress extends it
 * @param maxCall hard limit of one request, however much progress it shows
 * @param listTimeout how long a server may take to show what it has before its last list is shown
 * @param maxBodyBytes largest message of an agent
 * @param concurrency requests under way to one server from this node
 * @param queue requests that may wait until another to the same server is over
 * @param queueTime how long each of them may wait
 * @param maxSessions sessions that this node remembers; others are read again from their ids
 * @param sessionMax longest life of a session
 * @param sessionIdle how long a server keeps a session that no agent uses
 * @param away how long a server or an agent may be away before what waits for it has failed
 * @param visitors agents without a session that one caller may be at the same time
 * @param kept of streams, for agents that come back
 * @param keepAlive silence after which a stream gets a comment
 * @param pageItems items on one page of a list of all servers
 * @param eventsPerSecond calls told on the bus; all are counted
 * @param auditPerSecond calls of tools noted each in a row of its own; more are noted together
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
    Duration sessionIdle,
    Duration away,
    int visitors,
    KeptConfig kept,
    Duration keepAlive,
    int pageItems,
    int eventsPerSecond,
    int auditPerSecond,
    BalanceConfig balance) {

  /** Reads {@code {"callTimeoutMs":60000,"listTimeoutMs":5000,"maxBodyBytes":33554432,...}}. */
  public static GatewayConfig fromJson(JsonObject json) {
    Fields f = Fields.of(json);
    return new GatewayConfig(
        Duration.ofMillis(f.positiveOr("callTimeoutMs", 60_000)),
        Duration.ofMillis(f.positiveOr("maxCallMs", 3_600_000)),
        Duration.ofMillis(f.positiveOr("listTimeoutMs", 5_000)),
        f.positiveOr("maxBodyBytes", 32 << 20),
        f.positiveOr("concurrency", 1_000),
        f.positiveOr("queue", 1_000),
        Duration.ofMillis(f.positiveOr("queueMs", 2_000)),
        f.positiveOr("maxSessions", 100_000),
        Duration.ofMillis(f.positiveOr("sessionMaxMs", 86_400_000)),
        Duration.ofMillis(f.positiveOr("sessionIdleMs", 3_600_000)),
        Duration.ofMillis(f.positiveOr("awayMs", 10_000)),
        f.positiveOr("visitors", 200),
        KeptConfig.fromJson(json.getJsonObject("kept", new JsonObject())),
        Duration.ofMillis(f.positiveOr("keepAliveMs", 15_000)),
        f.positiveOr("pageItems", 1_000),
        f.positiveOr("eventsPerSecond", 50),
        f.positiveOr("auditPerSecond", 1_000),
        BalanceConfig.fromJson(json.getJsonObject("balance", new JsonObject())));
  }
}
