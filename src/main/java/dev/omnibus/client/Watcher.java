package dev.omnibus.client;

import java.net.URI;
import java.time.Duration;

/** Who wants to know how the connection fares. All calls come on the client's own thread. */
public interface Watcher {

  /** A socket stands, and all addresses are heard again. {@code complete}: nothing was missed. */
  default void ready(URI node, boolean complete) {}

  /** The socket went, or did not come to be; the next attempt is that far off. */
  default void lost(Close why, Duration again) {}

  /** The same, and there will be no next attempt. */
  default void ended(Close why) {}
}
