package dev.omnibus.tracing;

import dev.omnibus.config.TracesConfig;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which calls are kept. Before a call: those whose agent records them too, those that somebody will
 * look at, one a second of each server, and of the others so many in a hundred; after it: those
 * that failed or took long. Each only so often a second and server, so that a noisy server costs no
 * more than any other.
 */
final class Sampling {

  /** More names of servers than a configuration has. */
  private static final int MOST_SERVERS = 20_000;

  private static final int QUIET = 1;

  /** Of all servers together: what is kept costs something. */
  private static final int MOST_PER_SECOND = 500;

  private final TracesConfig config;
  private final long threshold;
  private final Budget all = new Budget(MOST_PER_SECOND);
  private final Map<String, Shares> servers = new ConcurrentHashMap<>();

  /** What one server has. */
  private static final class Shares {
    private final Budget first;
    private final Budget wanted;
    private final Budget head;
    private final Budget slow;
    private final Budget failed;

    Shares(int perSecond) {
      first = new Budget(QUIET);
      wanted = new Budget(perSecond);
      head = new Budget(perSecond);
      slow = new Budget(perSecond);
      failed = new Budget(perSecond);
    }
  }

  Sampling(TracesConfig config) {
    this.config = config;
    this.threshold = (long) (config.share() * Long.MAX_VALUE);
  }

  /**
   * Before the call.
   *
   * @param parent null when the agent told none
   * @return null when it depends on what becomes of it
   */
  Kept before(String server, TraceContext own, TraceContext parent, long now) {
    Shares shares = of(server);
    if (parent != null && parent.sampled() && may(shares.head, now)) {
      return Kept.ASKED;
    }
    boolean lucky = (own.low() & Long.MAX_VALUE) < threshold && may(shares.head, now);
    return lucky || may(shares.first, now) ? Kept.SAMPLED : null;
  }

  /** Whether one more that somebody will look at is kept. */
  boolean wanted(String server, long now) {
    return may(of(server).wanted, now);
  }

  /**
   * After the call.
   *
   * @param head what was decided before it
   * @return null when it is not kept
   */
  Kept after(String server, Kept head, Ended ended, long began) {
    long now = ended.nanos();
    if (ended.failed() && (head != null || may(of(server).failed, now))) {
      return Kept.FAILED;
    }
    boolean slow = now - began >= config.slow().toNanos();
    if (slow && (head != null || may(of(server).slow, now))) {
      return Kept.SLOW;
    }
    return head;
  }

  private boolean may(Budget share, long now) {
    return share.take(now) && all.take(now);
  }

  private Shares of(String server) {
    Shares known = servers.get(server);
    if (known != null) {
      return known;
    }
    String name = servers.size() < MOST_SERVERS ? server : "";
    return servers.computeIfAbsent(name, any -> new Shares(config.perSecond()));
  }
}
