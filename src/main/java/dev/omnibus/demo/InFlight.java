package dev.omnibus.demo;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The requests being answered now, and how to stop each. The SDK drops {@code
 * notifications/cancelled} (MCP 2025-11-25, basic/utilities/cancellation), so both transports keep
 * this list beside it.
 */
final class InFlight {
  static final String CANCELLED = "notifications/cancelled";

  private final Map<Object, Runnable> stops = new ConcurrentHashMap<>();

  void add(Object id, Runnable stop) {
    stops.put(id, stop);
  }

  /** After this returns, the request's stop is not running and will not run. */
  void remove(Object id) {
    stops.remove(id);
  }

  /** Stops the request, if it is still being answered; a late cancellation is no error. */
  void cancel(Object id) {
    stops.computeIfPresent(
        id,
        (key, stop) -> {
          stop.run();
          return null;
        });
  }
}
