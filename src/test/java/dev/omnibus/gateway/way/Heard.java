package dev.omnibus.gateway.way;

import dev.omnibus.mcp.Wait;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** What an agent hears of one request. */
final class Heard implements FlightListener {

  final List<Envelope> messages = new CopyOnWriteArrayList<>();
  volatile Consumer<Envelope> onMessage = message -> {};
  volatile boolean sent;
  private final Promise<Envelope> end = Promise.promise();

  @Override
  public void message(Envelope message) {
    messages.add(message);
    onMessage.accept(message);
  }

  @Override
  public void response(Envelope reply) {
    end.complete(reply);
  }

  @Override
  public void failed(Throwable why, boolean maybe) {
    sent = maybe;
    end.fail(why);
  }

  Future<Envelope> end() {
    return end.future();
  }

  /** The reply, waiting for it. */
  String reply() {
    return Wait.on(end.future()).bytes().toString();
  }

  boolean isOver() {
    return end.future().isComplete();
  }
}
