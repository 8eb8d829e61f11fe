package dev.omnibus.bridge.feed;

import dev.omnibus.bridge.hub.Batch;
import dev.omnibus.bridge.hub.Event;
import dev.omnibus.bridge.hub.Loop;
import dev.omnibus.bridge.hub.Packet;
import dev.omnibus.bridge.hub.Replay;
import dev.omnibus.bridge.hub.Sink;
import dev.omnibus.bridge.hub.Subscription;
import dev.omnibus.bridge.socket.Connection;
import dev.omnibus.bridge.socket.Desk;
import dev.omnibus.bridge.socket.Protocol;
import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import io.vertx.core.AsyncResult;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One client of {@code /ws/mcp-status}: gets the fleet when it comes, and then what it subscribes
 * to. An event that several of its subscriptions want comes once.
 */
public final class StatusFeed implements Protocol, Sink {

  private static final int REMEMBERED = 2_048;

  private final Desk desk;
  private final Connection connection;
  private final Map<String, FeedSubscription> subscriptions = new HashMap<>();
  private final Set<Event> told = new LinkedHashSet<>();

  public StatusFeed(Desk desk, Connection connection) {
    this.desk = desk;
    this.connection = connection;
  }

  @Override
  public void opened() {
    JsonObject all = new JsonObject();
    if (!desk.policy().mayRequest(connection.caller(), Addresses.QUERY_SERVER_LIST, all)) {
      error(Failure.FORBIDDEN.because("this caller may not ask for the fleet"));
      return;
    }
    JsonObject caller = connection.caller().toJson();
    desk.bus()
        .ask(Addresses.QUERY_SERVER_LIST, all, caller, desk.config().requestTimeout())
        .onComplete(fleet -> loop().execute(() -> begin(fleet)));
  }

  private void begin(AsyncResult<JsonObject> fleet) {
    if (fleet.failed()) {
      error(Failure.behind(fleet.cause()));
      return;
    }
    JsonArray lines = new JsonArray();
    for (Object status : fleet.result().getJsonArray("servers", new JsonArray())) {
      if (status instanceof JsonObject json
          && desk.policy().maySee(connection.caller(), json.getString("server"))) {
        lines.add(FeedEvents.line(json));
      }
    }
    say(message("initial_status").put("mcps", lines));
  }

  @Override
  public void received(String text) {
    if (!connection.maySpeak()) {
      error(Failure.LIMITED.because(null));
      return;
    }
    try {
      act(text.equals("ping") ? new JsonObject().put("action", "ping") : object(text));
    } catch (IllegalArgumentException e) {
      error(Failure.BAD_REQUEST.because(e.getMessage()));
    } catch (BusException e) {
      error(e);
    }
  }

  private static JsonObject object(String text) {
    try {
      if (Json.decodeValue(text) instanceof JsonObject json) {
        return json;
      }
    } catch (DecodeException e) {
      throw new IllegalArgumentException("a message is JSON");
    }
    throw new IllegalArgumentException("a message is a JSON object");
  }

  private void act(JsonObject json) {
    if (!(json.getValue("action") instanceof String action)) {
      throw new IllegalArgumentException("missing 'action'");
    }
    switch (action) {
      case "ping" -> say(message("pong"));
      case "pong" -> {}
      case "get_metadata" -> say(message("metadata").put("data", FeedMetadata.toJson()));
      case "subscribe" -> subscribe(json);
      case "unsubscribe" -> unsubscribe(json.getValue("subscription_id"));
      default ->
          throw new IllegalArgumentException(
              "'action' is none of subscribe, unsubscribe, get_metadata, ping");
    }
  }

  private void subscribe(JsonObject json) {
    FeedSubscription young = FeedSubscription.of(json);
    if (young.toJson().encode().length() > desk.config().maxHeaderBytes()) {
      throw new IllegalArgumentException("'filters' are too large");
    }
    if (subscriptions.size() >= desk.config().maxSubscriptions()) {
      desk.trail().limited(connection, "too many subscriptions");
      throw Failure.LIMITED.because("too many subscriptions");
    }
    for (FeedType type : young.types()) {
      if (!desk.policy().mayHear(connection.caller(), type.address())) {
        desk.trail().refused(connection, type.address(), "forbidden");
        throw Failure.FORBIDDEN.because("this caller may not hear '" + type.word() + "'");
      }
    }
    subscriptions.put(young.id(), young);
    desk.trail().subscribed(connection, young.addresses());
    young.open(desk.hub(), this, connection.caller());
    if (young.stands()) {
      confirm(young);
    }
  }

  private void unsubscribe(Object id) {
    FeedSubscription old = id instanceof String text ? subscriptions.remove(text) : null;
    if (old == null) {
      throw Failure.NOT_FOUND.because("there is no such subscription");
    }
    old.close(desk.hub());
    desk.trail().unsubscribed(connection, old.addresses());
    say(message("unsubscribed").put("subscription_id", old.id()));
  }

  /** A subscription is confirmed when all its addresses are joined: nothing slips in between. */
  @Override
  public void joined(Subscription joined, Replay replay) {
    for (FeedSubscription subscription : subscriptions.values()) {
      if (subscription.joined(joined)) {
        confirm(subscription);
      }
    }
  }

  private void confirm(FeedSubscription subscription) {
    say(message("subscribed").mergeIn(subscription.toJson()));
  }

  /** Each subscription brings an event within one tick, so the last ones are enough to know. */
  @Override
  public void deliver(Subscription subscription, Batch batch) {
    if (subscriptions.size() < 2) {
      connection.deliver(subscription, batch, FeedEvents.FORM);
      return;
    }
    List<Event> young = batch.events().stream().filter(this::isNews).toList();
    if (young.size() == batch.size()) {
      connection.deliver(subscription, batch, FeedEvents.FORM);
    } else if (!young.isEmpty()) {
      Batch rest = batch.only(young);
      connection.deliver(subscription, rest, FeedEvents.FORM);
      rest.release();
    }
  }

  private boolean isNews(Event event) {
    if (told.size() >= REMEMBERED) {
      told.remove(told.iterator().next());
    }
    return told.add(event);
  }

  @Override
  public void missed(Subscription subscription, String node, long first, long last) {
    say(message("gap").put("node", node).put("first", first).put("last", last));
  }

  @Override
  public void beat() {
    say(message("ping"));
  }

  @Override
  public void expiring(Instant when) {
    say(message("expiring").put("expires", when.toString()));
  }

  @Override
  public void closing(JsonObject why) {
    say(message("closing").mergeIn(why));
  }

  @Override
  public void closed() {
    subscriptions.values().forEach(subscription -> subscription.close(desk.hub()));
    desk.counters().subscriptions.add(-subscriptions.size());
    subscriptions.clear();
  }

  @Override
  public Loop loop() {
    return connection.loop();
  }

  private void error(BusException why) {
    JsonObject error =
        new JsonObject().put("code", why.failure().code()).put("message", why.getMessage());
    say(message("error").put("error", error));
  }

  private static JsonObject message(String type) {
    return new JsonObject().put("type", type).put("timestamp", Instant.now().toString());
  }

  private void say(JsonObject message) {
    connection.send(Packet.of(message));
  }
}
