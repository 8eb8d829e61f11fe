package dev.omnibus.app;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.config.ClusterConfig;
import io.vertx.core.json.JsonObject;
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
  void a_port_on_which_nodes_look_for_each_other_is_refused() {
    ClusterConfig cluster = ClusterConfig.fromJson(new JsonObject().put("port", 5701));
    String why =
        assertThrows(
                IllegalStateException.class, () -> Ports.needApart(cluster, 5720, "--ops-port"))
            .getMessage();
    assertTrue(why.contains("5701 to 5720") && why.contains("--ops-port"), why);
    assertDoesNotThrow(() -> Ports.needApart(cluster, 5721, "--port"));
    assertDoesNotThrow(() -> Ports.needApart(cluster, 5700, "--port"));
  }

  @Test
  void port_0_is_always_free() {
    assertDoesNotThrow(() -> Ports.needFree(HOST, 0, "--port"));
  }
}
