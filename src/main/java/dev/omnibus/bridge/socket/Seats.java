package dev.omnibus.bridge.socket;

import dev.omnibus.access.Caller;
import dev.omnibus.config.BridgeConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Counts the sockets of this node by user and by remote address. Shared by all event loops. */
final class Seats {

  private static final class User {
    private final TokenBucket bucket;
    private int sockets;

    User(TokenBucket bucket) {
      this.bucket = bucket;
    }
  }

  private final BridgeConfig config;
  private final Map<String, User> users = new HashMap<>();
  private final Map<String, Integer> remotes = new HashMap<>();

  Seats(BridgeConfig config) {
    this.config = config;
  }

  /** A seat, or nothing when the user or the remote address has all of its own. */
  synchronized Optional<Seat> take(Caller caller, String remote) {
    User user = users.computeIfAbsent(caller.user(), name -> new User(bucket()));
    int from = remotes.getOrDefault(remote, 0);
    if (user.sockets >= config.socketsPerUser() || from >= config.socketsPerRemote()) {
      return Optional.empty();
    }
    user.sockets++;
    remotes.put(remote, from + 1);
    return Optional.of(new Seat(this, caller, remote, user.bucket));
  }

  synchronized void leave(Seat seat) {
    users.get(seat.caller().user()).sockets--;
    remotes.computeIfPresent(seat.remote(), (name, count) -> count == 1 ? null : count - 1);
  }

  /** Forgets users without sockets once their bucket is full, so that leaving wins no burst. */
  synchronized void sweep(long now) {
    users.values().removeIf(user -> user.sockets == 0 && user.bucket.isFull(now));
  }

  private TokenBucket bucket() {
    return new TokenBucket(config.requestsPerSecond(), config.requestBurst(), System.nanoTime());
  }
}
