package dev.omnibus.bridge.socket;

import dev.omnibus.access.Caller;

/** One socket's place among those that a user and a remote address may have. */
final class Seat {

  private final Seats seats;
  private final Caller caller;
  private final String remote;
  private final TokenBucket bucket;
  private boolean taken = true;

  Seat(Seats seats, Caller caller, String remote, TokenBucket bucket) {
    this.seats = seats;
    this.caller = caller;
    this.remote = remote;
    this.bucket = bucket;
  }

  Caller caller() {
    return caller;
  }

  String remote() {
    return remote;
  }

  /** Whether the user may send one more message now; all sockets of a user share one bucket. */
  boolean takeToken() {
    return bucket.take(System.nanoTime());
  }

  void leave() {
    if (taken) {
      taken = false;
      seats.leave(this);
    }
  }
}
