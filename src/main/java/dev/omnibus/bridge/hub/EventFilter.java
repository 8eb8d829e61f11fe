package dev.omnibus.bridge.hub;

/**
 * Which events somebody wants. Equal filters of equal callers are evaluated once for all of them,
 * so an implementation is a record.
 */
public interface EventFilter {

  boolean admits(Event event);

  /** The only server of which rows are wanted; null where it takes a look at each. */
  default String onlyServer() {
    return null;
  }

  /** Whether a row of an event in columns is wanted. */
  default boolean admitsRow(String server, String tool) {
    return true;
  }
}
