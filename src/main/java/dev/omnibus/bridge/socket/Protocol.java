package dev.omnibus.bridge.socket;

import java.time.Instant;

/** What is spoken over a {@link Connection}. All calls come on its loop. */
public interface Protocol {

  void opened();

  void received(String text);

  /** A heartbeat is due; the one of the wire was already sent. */
  void beat();

  /** The caller's token ends soon. */
  void expiring(Instant when);

  void closed();
}
