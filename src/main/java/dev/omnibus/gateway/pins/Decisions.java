package dev.omnibus.gateway.pins;

import dev.omnibus.bus.Bus;
import dev.omnibus.bus.Failure;
import dev.omnibus.bus.Request;
import dev.omnibus.config.LiveConfig;
import dev.omnibus.gateway.catalog.Catalog;
import dev.omnibus.gateway.catalog.Shelf;
import dev.omnibus.model.Fields;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What operators decide about changes, on any node: approved ones become the pins, rejected ones
 * are hidden whatever the server's policy is.
 *
 * <p>{@code {"server":"files","items":["tools/read"],"digest":"9f0c..."}}; without {@code items}
 * all that changed, with {@code digest} only if it is still what was looked at.
 */
final class Decisions {

  private static final int TRIES = 4;

  private final Pinboard board;
  private final Catalog catalog;
  private final LiveConfig live;
  private final PinKeeper keeper;
  private final Telling telling;
  private final Clock clock;
  private final Bus bus;

  Decisions(
      Pinboard board,
      Catalog catalog,
      LiveConfig live,
      PinKeeper keeper,
      Telling telling,
      Clock clock,
      Bus bus) {
    this.board = board;
    this.catalog = catalog;
    this.live = live;
    this.keeper = keeper;
    this.telling = telling;
    this.clock = clock;
    this.bus = bus;
  }

  Future<JsonObject> approve(Request request) {
    return decide(request, true, TRIES);
  }

  Future<JsonObject> reject(Request request) {
    return decide(request, false, TRIES);
  }

  private Future<JsonObject> decide(Request request, boolean approves, int tries) {
    String server = Fields.of(request.body()).text("server");
    if (!live.servers().containsKey(server)) {
      throw Failure.NOT_FOUND.because("there is no server '" + server + "'");
    }
    Pins pins = board.of(server).orElseGet(() -> Pins.none(server));
    Shelf shelf = catalog.of(server);
    List<Change> pending = Changes.between(pins, shelf);
    List<Change> meant = meant(request.body(), pending);
    if (meant.isEmpty()) {
      return Future.succeededFuture(answer(pins, meant, 0));
    }
    Pins young = next(pins, shelf, meant, approves, by(request));
    return keeper
        .put(young)
        .compose(
            won -> {
              if (!won) {
                return tries > 1
                    ? decide(request, approves, tries - 1)
                    : Future.failedFuture(Failure.CONFLICT.because(null));
              }
              telling.decided(server, approves ? "approved" : "rejected", young.by(), meant);
              return Future.succeededFuture(
                  answer(young, meant, approves ? pending.size() - meant.size() : pending.size()));
            });
  }

  private Pins next(Pins pins, Shelf shelf, List<Change> meant, boolean approves, String by) {
    Pins.Draft draft = pins.next();
    meant.forEach(approves ? draft::accept : draft::reject);
    Instant at = clock.instant();
    List<Change> left = Changes.between(draft.by(by, at, bus.node()), shelf);
    return draft.told(left.isEmpty() ? null : Changes.digest(left)).by(by, at, bus.node());
  }

  private static String by(Request request) {
    return request.caller() == null ? "system" : request.caller().getString("user", "system");
  }

  private static List<Change> meant(JsonObject body, List<Change> pending) {
    String digest = body.getString("digest");
    if (digest != null && (pending.isEmpty() || !digest.equals(Changes.digest(pending)))) {
      throw Failure.CONFLICT.because("it is described otherwise by now; look at it again");
    }
    JsonArray items = body.getJsonArray("items");
    if (items == null) {
      return pending;
    }
    return items.stream()
        .distinct()
        .map(
            item ->
                pending.stream()
                    .filter(change -> Objects.equals(change.item(), item))
                    .findFirst()
                    .orElseThrow(() -> Failure.NOT_FOUND.because("nothing changed at " + item)))
        .toList();
  }

  /** {@code {"server":"files","version":4,"items":["tools/read"],"left":0}}. */
  private static JsonObject answer(Pins pins, List<Change> changes, int left) {
    return new JsonObject()
        .put("server", pins.server())
        .put("version", pins.version())
        .put("items", Telling.items(changes))
        .put("left", left);
  }
}
