package dev.omnibus.gateway.balance;

import dev.omnibus.config.GatewayConfig;
import dev.omnibus.model.LimitSpec;
import java.time.Duration;

/**
 * What one server is asked for at once, and how long.
 *
 * @param concurrency requests under way from this node
 * @param queue requests that may wait for a place
 * @param queueTime how long each of them may wait
 * @param callTimeout deadline of one request; progress extends it
 * @param maxCall hard limit of one request
 */
public record Limits(
    int concurrency, int queue, Duration queueTime, Duration callTimeout, Duration maxCall) {

  /** The node's own, but for what the server's entry says otherwise. */
  static Limits of(GatewayConfig node, LimitSpec server) {
    Duration callTimeout = millis(server.callTimeoutMs(), node.callTimeout());
    Duration maxCall = node.maxCall().compareTo(callTimeout) < 0 ? callTimeout : node.maxCall();
    return new Limits(
        server.concurrency() == null ? node.concurrency() : server.concurrency(),
        server.queue() == null ? node.queue() : server.queue(),
        millis(server.queueMs(), node.queueTime()),
        callTimeout,
        maxCall);
  }

  private static Duration millis(Integer wish, Duration otherwise) {
    return wish == null ? otherwise : Duration.ofMillis(wish);
  }
}
