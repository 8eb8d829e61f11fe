package dev.omnibus.coordinator.life;

import dev.omnibus.model.ServerSpec;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** By what nodes know that they mean the same definition of a server. */
public final class Definition {

  private Definition() {}

  /** The same on every node for the same definition, and nothing to be read from. */
  public static String print(ServerSpec spec) {
    String text = spec.reached().toJson().encode();
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
