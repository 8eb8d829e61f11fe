package dev.omnibus.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Who looks closer decides where the connection goes, whatever the name says. */
class LookoutIT extends ConnectorFixture {

  private final List<String> hosts = new CopyOnWriteArrayList<>();
  private final List<Integer> heads = new CopyOnWriteArrayList<>();

  private HostileServer server() {
    HostileServer server = new HostileServer(vertx);
    server.legacy("/mcp", (request, message) -> request.response().end());
    server.on("/named", this::named);
    return Wait.on(server.start());
  }

  private void named(HttpServerRequest request) {
    hosts.add(request.authority().host());
    request.response().setStatusCode(404).end();
  }

  private HttpEndpoint at(HostileServer server, String path) {
    URI url = URI.create("http://name-without-an-address.invalid:" + server.port() + path);
    InetSocketAddress place =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
    return new HttpEndpoint(url, Map.of(), null, 1_000_000)
        .watched(new Lookout(place, (nanos, status, type) -> heads.add(status)));
  }

  @Test
  void it_is_connected_to_the_place_that_was_checked_and_the_name_is_not_asked_again() {
    assertEquals(Era.LEGACY, connect(at(server(), "/mcp")).era());
    assertTrue(heads.contains(200), heads::toString);
  }

  @Test
  void the_server_is_still_called_by_its_name() {
    refused(at(server(), "/named"), java.time.Duration.ofSeconds(60));
    assertEquals("name-without-an-address.invalid", hosts.get(0));
  }
}
