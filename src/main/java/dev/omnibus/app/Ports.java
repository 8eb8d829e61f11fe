package dev.omnibus.app;

import dev.omnibus.config.ClusterConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * Whether a node will be able to listen: asked before it joins others, which would hand servers to
 * it and take them back.
 */
final class Ports {

  private Ports() {}

  /** Port 0 is always free; a name or address of another machine never is. */
  static void needFree(String host, int port, String option) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(host, port));
    } catch (IOException e) {
      throw new IllegalStateException(
          "can't listen on %s:%d (%s); choose another port with %s or in omnibus.json"
              .formatted(host, port, e.getMessage(), option),
          null);
    }
  }

  /** One that nobody listens on now, for several who will share it. */
  static int free(String host) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(host, 0));
      return probe.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException("can't listen on %s (%s)".formatted(host, e.getMessage()), e);
    }
  }

  /** Nodes look for each other there, and would knock at a port that never answers as they do. */
  static void needApart(ClusterConfig cluster, int port, String option) {
    int last = cluster.port() + cluster.portCount() - 1;
    if (port >= cluster.port() && port <= last) {
      throw new IllegalStateException(
          "nodes look for each other on the ports %d to %d, and %d is among them; choose another with %s or in omnibus.json"
              .formatted(cluster.port(), last, port, option),
          null);
    }
  }
}
