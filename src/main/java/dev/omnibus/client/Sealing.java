package dev.omnibus.client;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import dev.omnibus.sealed.KeyOffer;
import dev.omnibus.sealed.SealedTalk;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The sealed talk of the socket that is open now, begun when something sensitive is said over it.
 * Touched on one lane.
 */
final class Sealing {

  private static final String BODY = "sealed";

  /** What a node says to a request that it does not know. */
  private static final Set<Failure> UNKNOWN = Set.of(Failure.FORBIDDEN, Failure.NOT_FOUND);

  private final Function<JsonObject, CompletableFuture<JsonObject>> exchange;
  private CompletableFuture<SealedTalk> talk;

  /**
   * @param exchange sends the body to {@link Addresses#BRIDGE_SEAL}
   */
  Sealing(Function<JsonObject, CompletableFuture<JsonObject>> exchange) {
    this.exchange = exchange;
  }

  /** Another socket, and other keys. */
  void forget() {
    talk = null;
  }

  /**
   * Completes when it stands, with null where the node refuses it because it knows nothing of it;
   * fails when that can't be told, and is begun anew by whoever asks next. Only while a socket is
   * open.
   */
  CompletableFuture<SealedTalk> begun() {
    if (talk == null || talk.isCompletedExceptionally()) {
      KeyOffer offer = new KeyOffer();
      talk =
          exchange
              .apply(new JsonObject().put("key", offer.publicKey()))
              .thenApply(answer -> offer.withNode(answer.getString("key")))
              .exceptionally(Sealing::plain);
    }
    return talk;
  }

  private static SealedTalk plain(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof BusException known && UNKNOWN.contains(known.failure())) {
      return null;
    }
    throw new CompletionException(cause);
  }

  /** Whether that is the talk of the socket that is open now. */
  boolean is(CompletableFuture<SealedTalk> begun) {
    return talk == begun;
  }

  static boolean concerns(String address) {
    return Addresses.SENSITIVE.contains(address);
  }

  /** A frame of ours as it leaves. */
  static JsonObject closed(SealedTalk talk, JsonObject frame) {
    if (talk == null || !frame.getString("type").equals("send")) {
      return frame;
    }
    String about = SealedTalk.request(frame.getString("address"), frame.getString("replyAddress"));
    String sealed = talk.close(frame.getJsonObject("body").encode(), about);
    return frame.copy().put("body", new JsonObject().put(BODY, sealed));
  }

  /**
   * A frame of the node in clear.
   *
   * @param waits whether somebody waits for an answer at this address
   * @param heard whether events of this address are heard
   * @throws IllegalArgumentException when it was altered or is about something else
   */
  JsonObject opened(JsonObject frame, Predicate<String> waits, Predicate<String> heard) {
    SealedTalk open = talk == null || talk.isCompletedExceptionally() ? null : talk.getNow(null);
    String address = frame.getString("address");
    if (open == null || address == null) {
      return frame;
    }
    if (frame.getValue(BODY) instanceof String text) {
      return frame.mergeIn(new JsonObject(open.open(text, SealedTalk.reply(address))));
    }
    if (!(frame.getValue("body") instanceof JsonObject body)
        || !(body.getValue(BODY) instanceof String text)) {
      return frame;
    }
    if (waits.test(address)) {
      return clear(frame, open.open(text, SealedTalk.reply(address)));
    }
    if (!heard.test(address)) {
      return frame; // too late: nobody waits for it
    }
    String about = SealedTalk.event(address, body.getString("node"), body.getLong("seq"));
    return clear(frame, open.open(text, about));
  }

  private static JsonObject clear(JsonObject frame, String body) {
    return frame.put("body", new JsonObject(body));
  }
}
