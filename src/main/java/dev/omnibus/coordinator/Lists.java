package dev.omnibus.coordinator;

import dev.omnibus.mcp.McpSession;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what one server has: when a session opens, when the server says that something changed, and
 * when it is told to. What it read, it tells this node's catalogue. It lives on one context.
 */
final class Lists {

  private static final Logger LOG = LoggerFactory.getLogger(Lists.class);
  private static final Duration LIMIT = Duration.ofSeconds(15);

  /** A server that changes several things says so several times. */
  private static final long SETTLE_MILLIS = 100;

  private static final long FIRST_RETRY_MILLIS = 2_000;
  private static final long LONGEST_RETRY_MILLIS = 60_000;

  /** By the member of the result: how a list is asked for, and what declares that there is one. */
  private enum Kind {
    TOOLS("tools", "tools/list", "tools"),
    PROMPTS("prompts", "prompts/list", "prompts"),
    RESOURCES("resources", "resources/list", "resources"),
    TEMPLATES("resourceTemplates", "resources/templates/list", "resources");

    private final String key;
    private final String method;
    private final String capability;

    Kind(String key, String method, String capability) {
      this.key = key;
      this.method = method;
      this.capability = capability;
    }
  }

  private final Vertx vertx;
  private final Signals signals;
  private final Map<String, Integer> counts = new HashMap<>();
  private final Set<Kind> wanted = new LinkedHashSet<>();
  private McpSession session;

  /** Whether what changed is read in a moment, with what changes until then. */
  private boolean settling;

  private Future<Void> reading;
  private long timer = -1;
  private long retry = FIRST_RETRY_MILLIS;

  Lists(Vertx vertx, Signals signals) {
    this.vertx = vertx;
    this.signals = signals;
  }

  /** A session is open. */
  void linked(McpSession young) {
    session = young;
    reading = null;
    retry = FIRST_RETRY_MILLIS;
    counts.clear();
    young.watch();
    refresh();
  }

  /** The session is over. */
  void lost() {
    session = null;
    reading = null;
    settling = false;
    vertx.cancelTimer(timer);
  }

  /** How many of {@code tools}, {@code prompts} or {@code resources}; null as long as unknown. */
  Integer count(String key) {
    return counts.get(key);
  }

  /** Reads everything again; completes when it is read, or when it was tried. */
  Future<Void> refresh() {
    wanted.addAll(List.of(Kind.values()));
    return read();
  }

  /** What the server said by itself. */
  void said(JsonObject notification) {
    switch (String.valueOf(notification.getValue("method"))) {
      case "notifications/tools/list_changed" -> want(Kind.TOOLS);
      case "notifications/prompts/list_changed" -> want(Kind.PROMPTS);
      case "notifications/resources/list_changed" -> want(Kind.RESOURCES, Kind.TEMPLATES);
      default -> {
        // nothing about lists
      }
    }
  }

  private void want(Kind... kinds) {
    wanted.addAll(List.of(kinds));
    if (!settling && reading == null) {
      settling = true;
      later(SETTLE_MILLIS);
    }
  }

  private void later(long millis) {
    vertx.cancelTimer(timer);
    timer = vertx.setTimer(millis, id -> read());
  }

  private Future<Void> read() {
    settling = false;
    if (reading != null || session == null || wanted.isEmpty()) {
      return reading == null ? Future.succeededFuture() : reading;
    }
    McpSession asked = session;
    Set<Kind> now = new LinkedHashSet<>(wanted);
    wanted.clear();
    Map<Kind, JsonObject> lists = new LinkedHashMap<>();
    Set<Kind> failed = new LinkedHashSet<>();
    List<Future<JsonObject>> all = new ArrayList<>();
    for (Kind kind : now) {
      if (asked.capabilities().containsKey(kind.capability)) {
        all.add(
            new RawListing(asked, kind.method, kind.key, LIMIT)
                .read()
                .onSuccess(list -> lists.put(kind, list))
                .onFailure(cause -> failed(kind, cause, failed)));
      } else {
        counts.put(kind.key, 0);
      }
    }
    Future<Void> done = Future.join(all).<Void>mapEmpty().otherwiseEmpty();
    reading = done;
    return done.onComplete(
        ended -> {
          if (session == asked) {
            reading = null;
            tell(asked, lists, failed);
            again(failed);
          }
        });
  }

  private void failed(Kind kind, Throwable cause, Set<Kind> failed) {
    failed.add(kind);
    String why = signals.mask().apply(String.valueOf(cause.getMessage()));
    LOG.debug("server={} {}: {}", signals.server(), kind.method, why);
  }

  private void tell(McpSession asked, Map<Kind, JsonObject> lists, Set<Kind> failed) {
    JsonObject read = new JsonObject();
    lists.forEach(
        (kind, list) -> {
          read.put(kind.key, list);
          counts.put(kind.key, list.getJsonArray("items").size());
          if (list.getBoolean("cut")) {
            LOG.warn("server={} {} is too long and was cut", signals.server(), kind.method);
          }
        });
    JsonArray untold = new JsonArray();
    failed.forEach(kind -> untold.add(kind.key));
    signals.lists(
        new JsonObject()
            .put("described", asked.described())
            .put("lists", read)
            .put("failed", untold));
  }

  private void again(Set<Kind> failed) {
    if (!wanted.isEmpty()) {
      later(SETTLE_MILLIS);
    } else if (failed.isEmpty()) {
      retry = FIRST_RETRY_MILLIS;
    } else {
      wanted.addAll(failed);
      later(retry);
      retry = Math.min(retry * 2, LONGEST_RETRY_MILLIS);
    }
  }
}
