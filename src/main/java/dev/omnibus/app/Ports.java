package dev.omnibus.app;

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
}
