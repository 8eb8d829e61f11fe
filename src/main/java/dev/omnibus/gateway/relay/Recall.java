package dev.omnibus.gateway.relay;

import dev.omnibus.gateway.agent.Post;
import dev.omnibus.mcp.wire.Envelope;
import java.time.Duration;
import java.util.Optional;

/**
 * The last known list of a server, in place of one that does not come or not in time. One passage
 * looks for it once. It lives on one loop.
 */
final class Recall {

  private final Relay relay;
  private final Post post;
  private final Outlet outlet;
  private final long late;
  private boolean looked;

  /**
   * @param patience how long the server's own list is waited for
   */
  Recall(Relay relay, Post post, Outlet outlet, long now, Duration patience) {
    this.relay = relay;
    this.post = post;
    this.outlet = outlet;
    this.late = now + patience.toNanos();
  }

  /** Whether nobody waits for the server's own list any more. */
  boolean isDue(long now) {
    return !looked && now - late > 0;
  }

  /** Answers with it; false when none is known, or another answer has begun. */
  boolean answer() {
    looked = true;
    Optional<Envelope> known = outlet.hasBegun() ? Optional.empty() : relay.lastKnown(post);
    known.ifPresent(
        list -> {
          outlet.unsay();
          outlet.answer(list);
        });
    return known.isPresent();
  }
}
