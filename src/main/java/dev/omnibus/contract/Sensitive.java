package dev.omnibus.contract;

import dev.omnibus.bus.Addresses;
import io.vertx.core.json.JsonObject;

/** Whether a request is about what is nobody's business on the way. */
public final class Sensitive {

  private Sensitive() {}

  /** What was missed of a sensitive address is as sensitive as what comes. */
  public static boolean concerns(String address, JsonObject body) {
    Object about = address.equals(Addresses.QUERY_FEED_RESUME) ? body.getValue("address") : address;
    return about instanceof String name && Addresses.SENSITIVE.contains(name);
  }
}
