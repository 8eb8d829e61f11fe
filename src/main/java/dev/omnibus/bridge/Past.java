package dev.omnibus.bridge;

import dev.omnibus.bridge.hub.Cursor;
import dev.omnibus.bridge.hub.Hub;
import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import dev.omnibus.bus.Request;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was told before this node let anybody in: the others say how far they heard each node, dead
 * ones too. So a first event that is missing later is known to be missing, and what is long past
 * does not happen again here. All on the hub's loop.
 */
final class Past {

  private static final Logger LOG = LoggerFactory.getLogger(Past.class);
  private static final Duration DEADLINE = Duration.ofSeconds(3);
  private static final Duration AGAIN = Duration.ofMillis(200);

  /** One that starts too answers soon. */
  private static final int TRIES = 10;

  private final Vertx vertx;
  private final Bus bus;
  private final Hub hub;
  private final Supplier<Set<String>> departed;

  /**
   * @param departed the dead of whom is spoken still, at every address
   */
  Past(Vertx vertx, Bus bus, Hub hub, Supplier<Set<String>> departed) {
    this.vertx = vertx;
    this.bus = bus;
    this.hub = hub;
    this.departed = departed;
  }

  /**
   * Completes when it knows. Of one that does not answer nothing is known: what it told before this
   * node came counts as lost when it is heard of.
   *
   * @param live who is there
   */
  Future<?> open(List<String> live) {
    Stream<Future<?>> others =
        live.stream().filter(node -> !node.equals(bus.node())).map(node -> ask(node, TRIES));
    return bus.answerNode(Addresses.SURVIVOR_PAST, this::answer)
        .completion()
        .compose(done -> bus.told())
        .onSuccess(this::own)
        .compose(done -> Future.join(others.toList()))
        .onSuccess(done -> hub.begin());
  }

  /** Rooms that opened before this one have told things already. */
  private void own(Map<String, Long> told) {
    told.forEach((address, seq) -> hub.past(address, new Cursor(Map.of(bus.node(), seq))));
  }

  private Future<?> ask(String node, int tries) {
    return bus.askNode(node, Addresses.SURVIVOR_PAST, new JsonObject(), null, DEADLINE)
        .onSuccess(this::take)
        .<Object>map(answer -> null)
        .recover(cause -> again(node, tries - 1, cause));
  }

  private Future<Object> again(String node, int tries, Throwable cause) {
    if (tries > 0 && isStarting(cause)) {
      return vertx.timer(AGAIN.toMillis()).compose(waited -> ask(node, tries)).map(done -> null);
    }
    LOG.warn("how far was told is not known node={}: {}", node, cause.toString());
    return Future.succeededFuture();
  }

  private static boolean isStarting(Throwable cause) {
    return cause instanceof BusException known && known.failure() == Failure.UNAVAILABLE;
  }

  private void take(JsonObject answer) {
    JsonObject heard = answer.getJsonObject("heard");
    heard.forEach(one -> hub.past(one.getKey(), Cursor.from(one.getValue())));
  }

  /** {@code {"heard":{"event.server.status":{"n1@k3f9q":42}}}}. */
  private Future<JsonObject> answer(Request request) {
    JsonObject heard = new JsonObject();
    hub.recent().forEach((address, cursor) -> heard.put(address, cursor.toJson()));
    whole(heard, bus.node());
    departed.get().forEach(node -> whole(heard, node));
    return Future.succeededFuture(new JsonObject().put("heard", heard));
  }

  /** Also where it is long since the node told something. */
  private void whole(JsonObject heard, String node) {
    hub.heardOf(node)
        .forEach(
            (address, seq) ->
                heard.put(address, heard.getJsonObject(address, new JsonObject()).put(node, seq)));
  }
}
