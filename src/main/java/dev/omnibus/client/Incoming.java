package dev.omnibus.client;

import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * What comes over a socket, and whose it is: an answer, or something about an address that is
 * heard. Touched on one lane.
 */
record Incoming(
    Pending pending,
    Map<String, Subscription> subscriptions,
    Sealing sealing,
    Consumer<String> renewal)
    implements Connector.Ear {

  @Override
  public CompletableFuture<Boolean> opened() {
    sealing.forget();
    List<CompletableFuture<Boolean>> all =
        subscriptions.values().stream().map(Subscription::register).toList();
    return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
        .thenApply(done -> all.stream().allMatch(CompletableFuture::join));
  }

  @Override
  public JsonObject opened(JsonObject frame) {
    return sealing.opened(frame, pending::has, subscriptions::containsKey);
  }

  @Override
  public void heard(JsonObject frame) {
    String address = frame.getString("address");
    switch (frame.getString("type", "")) {
      case "rec" -> told(address, frame.getJsonObject("body", new JsonObject()));
      case "err" -> refused(address, refusal(frame));
      case "event" ->
          noticed(frame.getString("event"), frame.getJsonObject("message", new JsonObject()));
      default -> {} // a pong, which is a sign of life
    }
  }

  private void told(String address, JsonObject body) {
    if (!pending.answer(address, body)) {
      Subscription heard = subscriptions.get(address);
      if (heard != null) {
        heard.heard(body);
      }
    }
  }

  private static BusException refusal(JsonObject frame) {
    int code = frame.getInteger("failureCode", Failure.FORBIDDEN.code());
    return Failure.of(code).because(frame.getString("message"));
  }

  /** To whoever waits there, or hears the address. */
  void refused(String address, BusException why) {
    Subscription about = subscriptions.get(address);
    if (!pending.fail(address, why) && about != null) {
      about.refused(why);
    }
  }

  private void noticed(String notice, JsonObject message) {
    Subscription about = subscriptions.get(message.getString("address"));
    if (about == null) {
      return;
    }
    switch (notice) {
      case "registered" ->
          about.acknowledged(message.getBoolean("recovered"), message.getJsonObject("cursor"));
      case "cursor" -> about.passed(message.getJsonObject("cursor"));
      case "gap" -> about.missed(Gap.fromJson(message));
      default -> {} // a newer node says more
    }
  }

  @Override
  public void gone(Close why) {
    sealing.forget();
    pending.failAll(Failure.UNAVAILABLE.because("the connection was lost"));
    subscriptions.values().forEach(Subscription::pause);
    if (why.changesRights()) {
      subscriptions.values().forEach(Subscription::forget);
    }
  }

  @Override
  public void renew(String token) {
    renewal.accept(token);
  }
}
