package dev.omnibus.health;

import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * One probe on its way: to which server, in which session of it, and under which generation of its
 * breaker.
 *
 * <p>As the coordinator is asked: {@code {"server":"files","timeoutMs":5000,"count":false}}
 */
record Probe(String server, long session, long generation, Duration timeout, boolean count) {

  JsonObject toJson() {
    return new JsonObject()
        .put("server", server)
        .put("timeoutMs", timeout.toMillis())
        .put("count", count);
  }
}
