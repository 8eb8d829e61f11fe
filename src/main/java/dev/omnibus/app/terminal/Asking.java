package dev.omnibus.app.terminal;

import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import dev.omnibus.client.OmnibusClient;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.ExecutionException;

/** One request after the other over an open client, for a command that waits for each answer. */
record Asking(OmnibusClient client, Duration deadline) {

  /** Fails with a {@link NotAnswered}. */
  JsonObject ask(String address, JsonObject body) throws InterruptedException {
    try {
      return client.request(address, body, deadline).get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      BusException why =
          cause instanceof BusException known ? known : Failure.BUG.because(cause.toString());
      throw new NotAnswered(why);
    }
  }
}
