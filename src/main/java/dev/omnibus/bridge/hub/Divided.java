package dev.omnibus.bridge.hub;

import dev.omnibus.bus.Addresses;
import io.vertx.core.json.JsonObject;
import java.util.function.BiPredicate;

/**
 * An event that says things of several servers. Whoever may not see all of them gets another event
 * with what they may; those who get the same get the very same.
 */
interface Divided {

  /** Of what came off the bus a moment ago. */
  static Divided of(Event whole, JsonObject envelope) {
    return whole.address().equals(Addresses.EVENT_PRESENCE_DIFF)
        ? new Sights(whole, envelope)
        : Columns.of(whole, envelope);
  }

  /** Of what was kept; reads it anew. */
  static Divided of(Event whole) {
    return of(whole, whole.envelope());
  }

  Event whole();

  /**
   * The event with some of what it says.
   *
   * @param wanted asked for each server, and the tool where there is one
   * @return null when nothing is wanted
   */
  Event rows(BiPredicate<String, String> wanted);

  /** The event with what it says of one server; null when that is nothing. */
  Event rowsOf(String server);
}
