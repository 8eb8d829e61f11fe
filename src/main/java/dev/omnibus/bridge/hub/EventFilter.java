package dev.omnibus.bridge.hub;

/**
 * Which events somebody wants. Equal filters of equal callers are evaluated once for all of them,
 * so an implementation is a record.
 */
public interface EventFilter {

  boolean admits(Event event);
}
