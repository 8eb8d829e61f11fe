package dev.omnibus.coordinator;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.model.Replica;
import dev.omnibus.model.Severity;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.function.UnaryOperator;

/**
 * Publishes what a server writes to stderr, secrets hidden, long lines cut, at most {@value #LIMIT}
 * a second; how many were left out is said a second later.
 *
 * <p>{@code {"server":"files","level":"info","source":"stderr","text":"listening"}}, with {@code
 * "replica":2} where it has several
 */
final class ServerLog {

  private static final int LIMIT = 50;
  private static final int LONGEST = 4_000;
  private static final long SECOND_MS = 1_000;

  private final Vertx vertx;
  private final Bus bus;
  private final String server;
  private final UnaryOperator<String> mask;
  private final LineGate gate = new LineGate(LIMIT);
  private boolean counting;

  ServerLog(Vertx vertx, Bus bus, String server, UnaryOperator<String> mask) {
    this.vertx = vertx;
    this.bus = bus;
    this.server = server;
    this.mask = mask;
  }

  /** One line, on the context of the upstream. */
  void line(String text) {
    if (gate.admits(System.nanoTime())) {
      publish(Severity.INFO, mask.apply(text));
    } else if (!counting) {
      counting = true;
      vertx.setTimer(SECOND_MS, ignored -> sayDropped());
    }
  }

  private void sayDropped() {
    counting = false;
    publish(Severity.WARNING, gate.takeDropped() + " lines left out");
  }

  private void publish(Severity severity, String text) {
    String cut = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    JsonObject data =
        new JsonObject()
            .put("server", Replica.server(server))
            .put("level", severity.word())
            .put("source", "stderr")
            .put("text", cut);
    if (Replica.isReplica(server)) {
      data.put("replica", Replica.number(server));
    }
    bus.publish(Addresses.EVENT_SERVER_LOG, "server_log", severity.word(), data);
  }
}
