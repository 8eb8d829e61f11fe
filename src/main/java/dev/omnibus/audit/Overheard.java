package dev.omnibus.audit;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Request;
import dev.omnibus.trail.AuditEntry;
import dev.omnibus.trail.AuditTrail;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.List;

/**
 * What the bus itself tells of acts on this node: every command with its outcome, who was refused,
 * whose session ended, and whose configuration was not taken.
 */
final class Overheard {

  private static final List<String> EVENTS =
      List.of(
          Addresses.EVENT_ACCESS_ENTERED,
          Addresses.EVENT_ACCESS_REFUSED,
          Addresses.EVENT_ACCESS_REVOKED,
          Addresses.EVENT_CONFIG_REJECTED);

  /** What a list is called that hit nothing: no server has this name. */
  private static final String ALL = "*";

  private final Bus bus;
  private final AuditTrail trail;
  private final Clock clock;

  Overheard(Bus bus, AuditTrail trail, Clock clock) {
    this.bus = bus;
    this.trail = trail;
    this.clock = clock;
  }

  Future<?> listen() {
    bus.onAnswered(this::answered);
    return Future.all(
        EVENTS.stream()
            .map(address -> bus.hear(address, event -> told(address, event)).completion())
            .toList());
  }

  private void answered(Request request, JsonObject answer, BusException failure, long nanos) {
    if (Addresses.COMMANDS.contains(request.address())
        && !Addresses.FLEETING.contains(request.address())) {
      JsonObject body = request.body() == null ? new JsonObject() : request.body();
      servers(body, answer).forEach(server -> note(request, body, answer, server, failure, nanos));
    }
  }

  /** A command to several servers is an act at each of them: readers see those of their servers. */
  private static List<String> servers(JsonObject body, JsonObject answer) {
    if (!body.containsKey("servers")) {
      return Collections.singletonList(text(body, "server"));
    }
    boolean named = answer != null && answer.getValue("servers") instanceof JsonArray;
    JsonArray hit = named ? answer.getJsonArray("servers") : new JsonArray().add(ALL);
    return hit.stream().map(Overheard::name).distinct().toList();
  }

  private static String name(Object one) {
    return one instanceof JsonObject json ? json.getString("server") : String.valueOf(one);
  }

  private void note(
      Request request,
      JsonObject body,
      JsonObject answer,
      String server,
      BusException failure,
      long nanos) {
    trail.record(
        new AuditEntry(
            clock.instant(),
            request.caller() == null ? null : text(request.caller(), "user"),
            request.address(),
            server,
            text(body, "tool"),
            failure == null ? AuditEntry.OK : failure.failure().word(),
            nanos / 1_000_000,
            kept(request.address(), body, answer)));
  }

  private JsonObject kept(String address, JsonObject body, JsonObject answer) {
    JsonObject detail = Redacted.of(body);
    String trace = answer == null ? null : text(answer, "trace");
    if (trace != null) {
      detail.put("trace", trace);
    }
    if (address.equals(Addresses.COMMAND_TOOL_CALL)
        && body.getValue("arguments") instanceof JsonObject arguments
        && trail.kept().covers(text(body, "server"), text(body, "tool"))) {
      JsonObject values = trail.kept().redacted(arguments);
      if (values != null) {
        detail.getJsonObject("arguments").put("values", values);
      }
    }
    return detail;
  }

  /** Every node hears an event; the one that it came from notes it down. */
  private void told(String address, JsonObject event) {
    if (bus.node().equals(event.getString("node"))) {
      JsonObject data = event.getJsonObject("data");
      boolean rejected = address.equals(Addresses.EVENT_CONFIG_REJECTED);
      boolean refused = rejected || address.equals(Addresses.EVENT_ACCESS_REFUSED);
      trail.record(
          new AuditEntry(
              Instant.parse(event.getString("at")),
              user(data),
              address.substring("event.".length()),
              null,
              null,
              refused ? "refused" : AuditEntry.OK,
              null,
              rejected ? data : Redacted.of(data)));
    }
  }

  /** Who saved a file is not known. */
  private static String user(JsonObject data) {
    String by = text(data, "by");
    return by == null || by.equals("file") ? text(data, "user") : by;
  }

  private static String text(JsonObject json, String key) {
    return json.getValue(key) instanceof String text ? text : null;
  }
}
