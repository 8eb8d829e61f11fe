package dev.omnibus.gateway.all;

import dev.omnibus.gateway.way.FlightListener;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What became of a request. */
final class Heard implements FlightListener {

  private record Lost(Throwable why, boolean sent) {}

  private final BlockingQueue<Envelope> messages = new LinkedBlockingQueue<>();
  private final CompletableFuture<Envelope> reply = new CompletableFuture<>();
  private final CompletableFuture<Lost> lost = new CompletableFuture<>();

  @Override
  public void message(Envelope message) {
    messages.add(message);
  }

  @Override
  public void response(Envelope message) {
    reply.complete(message);
  }

  @Override
  public void failed(Throwable why, boolean sent) {
    lost.complete(new Lost(why, sent));
  }

  Envelope message() throws Exception {
    Envelope next = messages.poll(60, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing was said");
    }
    return next;
  }

  Envelope reply() throws Exception {
    return reply.get(60, TimeUnit.SECONDS);
  }

  JsonObject result() throws Exception {
    return reply().toJson().getJsonObject("result");
  }

  int code() throws Exception {
    return reply().toJson().getJsonObject("error").getInteger("code");
  }

  Throwable failure() throws Exception {
    return lost.get(60, TimeUnit.SECONDS).why();
  }

  boolean sent() throws Exception {
    return lost.get(60, TimeUnit.SECONDS).sent();
  }
}
