package dev.omnibus.bridge;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/**
 * How many files the system lets this process open. A socket is one of them, and a node that finds
 * none left can neither take a connection nor say why.
 */
record OpenFiles(long limit) {

  /** What a node needs besides the sockets of clients: libraries, peers, servers, data. */
  private static final int OWN = 500;

  /** Without a bound where the system has none, or none that it tells. */
  static OpenFiles ofProcess() {
    return new OpenFiles(
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
            ? unix.getMaxFileDescriptorCount()
            : Long.MAX_VALUE);
  }

  /** What is to be said when not all of these sockets would fit. */
  Optional<String> complaint(int sockets) {
    long needed = (long) sockets + OWN;
    return needed <= limit
        ? Optional.empty()
        : Optional.of(
            "only %d open files allowed: about %d of %d sockets (bridge.maxSockets) fit; raise it to %d (ulimit -n, LimitNOFILE=) or lower maxSockets"
                .formatted(limit, Math.max(0, limit - OWN), sockets, needed));
  }
}
