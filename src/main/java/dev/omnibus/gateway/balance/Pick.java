package dev.omnibus.gateway.balance;

/**
 * One call at one replica, from the moment it is sent there to its one end. It lives on one loop.
 */
public final class Pick {

  private final Pool pool;
  private final Endpoint endpoint;
  private boolean over;

  Pick(Pool pool, Endpoint endpoint) {
    this.pool = pool;
    this.endpoint = endpoint;
  }

  /** The name of the replica. */
  public String name() {
    return endpoint.name();
  }

  /** It is over; only the first word counts. */
  public void over(Fate fate, long now) {
    if (over) {
      return;
    }
    over = true;
    endpoint.end();
    switch (fate) {
      case WENT -> endpoint.went();
      case UNREACHED -> pool.eject(endpoint, now);
      case BROKE, LATE, REFUSED -> {
        if (endpoint.failed()) {
          pool.eject(endpoint, now);
        }
      }
      case UNKNOWN -> {
        // nobody knows what it would have come to
      }
    }
  }
}
