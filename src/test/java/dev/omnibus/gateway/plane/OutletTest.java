package dev.omnibus.gateway.plane;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(240)
class OutletTest {

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() throws Exception {
    ToyNode.get(vertx.close());
  }

  @Test
  void an_agent_that_left_before_anybody_listened_for_it_is_gone() throws Exception {
    Promise<Void> gone = Promise.promise();
    HttpServer http =
        ToyNode.get(
            vertx
                .createHttpServer()
                .requestHandler(
                    request ->
                        request
                            .connection()
                            .closeHandler(
                                closed ->
                                    new Outlet(vertx, request, Duration.ofSeconds(1))
                                        .hears(gone::tryComplete, () -> {})))
                .listen(0, "127.0.0.1"));
    try (Socket agent = new Socket("127.0.0.1", http.actualPort())) {
      String head = "GET /mcp/toy HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
      agent.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    }
    ToyNode.get(gone.future());
  }
}
