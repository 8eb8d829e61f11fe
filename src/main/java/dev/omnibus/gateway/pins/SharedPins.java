package dev.omnibus.gateway.pins;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.core.shareddata.AsyncMap;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The pins that the cluster has agreed on, changed by comparing and setting only. */
final class SharedPins {

  private static final String NAME = "omnibus.pins";
  private static final long DEADLINE_S = 5;

  private final AsyncMap<String, String> map;

  private SharedPins(AsyncMap<String, String> map) {
    this.map = map;
  }

  static Future<SharedPins> open(Vertx vertx) {
    return in(vertx.sharedData().<String, String>getAsyncMap(NAME)).map(SharedPins::new);
  }

  /** Null when nobody has brought any in yet. */
  Future<Pins> get(String server) {
    return in(map.get(server))
        .map(text -> text == null ? null : Pins.fromJson(new JsonObject(text)));
  }

  /** All that there are. */
  Future<List<Pins>> all() {
    return in(map.values())
        .map(texts -> texts.stream().map(JsonObject::new).map(Pins::fromJson).toList());
  }

  /** Puts the new ones in the place of the old, which may be null; false when they were others. */
  Future<Boolean> swap(Pins old, Pins young) {
    String value = young.toJson().encode();
    return old == null
        ? in(map.putIfAbsent(young.server(), value)).map(there -> there == null)
        : in(map.replaceIfPresent(young.server(), old.toJson().encode(), value));
  }

  private static <T> Future<T> in(Future<T> future) {
    return future.timeout(DEADLINE_S, TimeUnit.SECONDS);
  }
}
