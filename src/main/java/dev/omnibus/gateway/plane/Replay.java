package dev.omnibus.gateway.plane;

import dev.omnibus.gateway.session.Session.Changes;
import dev.omnibus.gateway.way.Then;
import dev.omnibus.gateway.way.Way;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.Json;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What a session asked for, on whatever node, and what of it was said on the way of this one: log
 * level and subscriptions.
 */
final class Replay {

  private String level;
  private final Set<String> uris = new HashSet<>();

  /** A young way has heard nothing yet. */
  void reset() {
    level = null;
    uris.clear();
  }

  /** The agent said it on this way itself. */
  void said(Envelope request) {
    switch (request.method()) {
      case "logging/setLevel" -> level = request.raw("params", "level");
      case "resources/subscribe" -> uris.add(request.text("params", "uri"));
      case "resources/unsubscribe" -> uris.remove(request.text("params", "uri"));
      default -> {
        // nothing that another way would lack
      }
    }
  }

  /** Says what is missing; a refusal is no reason to give up the session. */
  Future<Void> catchUp(Way way, Changes changes, Duration deadline) {
    Future<Void> done = Future.succeededFuture();
    if (changes.logLevel() != null && !Objects.equals(level, changes.logLevel())) {
      level = changes.logLevel();
      String params = "{\"level\":" + level + "}";
      done = done.compose(v -> say(way, "logging/setLevel", params, deadline));
    }
    for (String uri : changes.subscriptions()) {
      if (uris.add(uri)) {
        done = done.compose(v -> say(way, "resources/subscribe", uri(uri), deadline));
      }
    }
    for (String uri : List.copyOf(uris)) {
      if (!changes.subscriptions().contains(uri)) {
        uris.remove(uri);
        done = done.compose(v -> say(way, "resources/unsubscribe", uri(uri), deadline));
      }
    }
    return done;
  }

  private static String uri(String uri) {
    return "{\"uri\":" + Json.encode(uri) + "}";
  }

  private static Future<Void> say(Way way, String method, String params, Duration deadline) {
    Promise<Void> said = Promise.promise();
    Envelope request =
        Envelope.of(
            "{\"jsonrpc\":\"2.0\",\"id\":\"omnibus\",\"method\":\""
                + method
                + "\",\"params\":"
                + params
                + "}");
    way.request(request, new Then(said::tryComplete), deadline);
    return said.future();
  }
}
