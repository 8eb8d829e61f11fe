package dev.omnibus.bridge.socket;

import dev.omnibus.access.Caller;
import dev.omnibus.config.BridgeConfig;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Counts the sockets and the messages of each user, and the sockets of each remote address, of the
 * whole cluster: its own at once, those of the other nodes as they tell (a {@link Tally} each
 * tick). So a limit is exact on one node, and across nodes it can be passed by what happens within
 * one tick. Shared by all event loops.
 */
public final class Seats {

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
  private final Set<String> changedUsers = new HashSet<>();
  private final Set<String> changedRemotes = new HashSet<>();
  private final Elsewhere elsewhere = new Elsewhere();

  public Seats(BridgeConfig config) {
    this.config = config;
  }

  /** A seat, or nothing when the user or the remote address has all of its own. */
  synchronized Optional<Seat> take(Caller caller, String remote) {
    String name = caller.user();
    User user = user(name);
    int from = remotes.getOrDefault(remote, 0);
    if (user.sockets + elsewhere.ofUser(name) >= config.socketsPerUser()
        || from + elsewhere.ofRemote(remote) >= config.socketsPerRemote()) {
      return Optional.empty();
    }
    user.sockets++;
    remotes.put(remote, from + 1);
    changed(name, remote);
    return Optional.of(new Seat(this, caller, remote, user.bucket));
  }

  /** Takes one of the messages that a user may send now, if there is one; needs no socket. */
  public synchronized boolean takeMessage(String user, long now) {
    return user(user).bucket.take(now);
  }

  synchronized void leave(Seat seat) {
    users.get(seat.caller().user()).sockets--;
    remotes.computeIfPresent(seat.remote(), (name, count) -> count == 1 ? null : count - 1);
    changed(seat.caller().user(), seat.remote());
  }

  private void changed(String user, String remote) {
    changedUsers.add(user);
    changedRemotes.add(remote);
  }

  /** Forgets users without sockets once their bucket is full, so that leaving wins no burst. */
  synchronized void sweep(long now) {
    users.values().removeIf(user -> user.sockets == 0 && user.bucket.isFull(now));
  }

  /** What the others have to know; nothing when nothing happened since the last one. */
  public synchronized Optional<Tally> tally(String node, boolean whole) {
    Map<String, Integer> sockets = new HashMap<>();
    Map<String, Integer> spent = new HashMap<>();
    users.forEach(
        (name, user) -> {
          int sent = user.bucket.takeSpent();
          if (sent > 0) {
            spent.put(name, sent);
          }
          if (whole && user.sockets > 0) {
            sockets.put(name, user.sockets);
          }
        });
    Map<String, Integer> from = new HashMap<>(whole ? remotes : Map.of());
    changedUsers.forEach(
        name -> sockets.put(name, users.containsKey(name) ? user(name).sockets : 0));
    changedRemotes.forEach(name -> from.put(name, remotes.getOrDefault(name, 0)));
    changedUsers.clear();
    changedRemotes.clear();
    return Optional.of(new Tally(node, whole, sockets, from, spent))
        .filter(tally -> !tally.saysNothing());
  }

  /** Takes note of what another node told. */
  public synchronized void heard(Tally tally, long now) {
    elsewhere.heard(tally);
    tally.spent().forEach((name, count) -> user(name).bucket.spend(count, now));
  }

  /** Only these nodes live. */
  public synchronized void keep(Collection<String> live) {
    elsewhere.keep(live);
  }

  private User user(String name) {
    return users.computeIfAbsent(name, missing -> new User(bucket()));
  }

  private TokenBucket bucket() {
    return new TokenBucket(config.requestsPerSecond(), config.requestBurst(), System.nanoTime());
  }
}
