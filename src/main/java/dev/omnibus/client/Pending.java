package dev.omnibus.client;

import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** Requests that wait for their one answer, each with a deadline. Touched on one lane. */
final class Pending {

  private record Waiting(CompletableFuture<JsonObject> answer, Future<?> timer) {}

  private final Lane lane;
  private final Map<String, Waiting> waiting = new HashMap<>();

  Pending(Lane lane) {
    this.lane = lane;
  }

  /** The reply address of a request that begins to wait now. */
  String open(CompletableFuture<JsonObject> answer, Duration deadline) {
    String replyAddress = UUID.randomUUID().toString();
    Future<?> timer = lane.after(deadline, () -> fail(replyAddress, Failure.TIMEOUT.because(null)));
    waiting.put(replyAddress, new Waiting(answer, timer));
    return replyAddress;
  }

  /** Whether somebody waits there. */
  boolean has(String replyAddress) {
    return waiting.containsKey(replyAddress);
  }

  /** False when nobody waits there. */
  boolean answer(String replyAddress, JsonObject body) {
    Waiting found = take(replyAddress);
    return found != null && found.answer().complete(body);
  }

  /** False when nobody waits there. */
  boolean fail(String replyAddress, BusException why) {
    Waiting found = take(replyAddress);
    return found != null && found.answer().completeExceptionally(why);
  }

  void failAll(BusException why) {
    List.copyOf(waiting.keySet()).forEach(replyAddress -> fail(replyAddress, why));
  }

  private Waiting take(String replyAddress) {
    Waiting found = replyAddress == null ? null : waiting.remove(replyAddress);
    if (found != null) {
      found.timer().cancel(false);
    }
    return found;
  }
}
