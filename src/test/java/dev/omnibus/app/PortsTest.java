package dev.omnibus.app;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {

  private static final String HOST = "127.0.0.1";

  @Test
  void a_port_in_use_is_named_with_the_option_that_changes_it() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
      int port = other.getLocalPort();
      String why =
          assertThrows(IllegalStateException.class, () -> Ports.needFree(HOST, port, "--ops-port"))
              .getMessage();
      assertTrue(why.startsWith("can't listen on " + HOST + ":" + port), why);
      assertTrue(why.contains("--ops-port"), why);
    }
  }

  @Test
  void port_0_is_always_free() {
    assertDoesNotThrow(() -> Ports.needFree(HOST, 0, "--port"));
  }
}
