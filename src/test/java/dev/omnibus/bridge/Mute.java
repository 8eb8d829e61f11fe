package dev.omnibus.bridge;

import dev.omnibus.bridge.socket.Protocol;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** Says nothing. */
final class Mute implements Protocol {
  @Override
  public void opened() {}

  @Override
  public void received(String text) {}

  @Override
  public void beat() {}

  @Override
  public void expiring(Instant when) {}

  @Override
  public void closing(JsonObject why) {}

  @Override
  public void closed() {}
}
