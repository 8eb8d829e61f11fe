package dev.omnibus.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.client.WebClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What the log says about somebody who was refused, and what it does not. */
class RefusalLogTest {

  private static final Logger ALL = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);

  @TempDir Path data;
  private final Vertx vertx = Vertx.vertx();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private TestNode node;
  private HttpServer server;
  private WebClient client;
  private TokenPair pair;

  @BeforeEach
  void start() {
    node = new TestNode(vertx, data);
    client = WebClient.create(vertx);
    pair = Wait.until(node.access.tokens().begin("ann"));
    server =
        Wait.until(
            vertx
                .createHttpServer()
                .requestHandler(
                    request ->
                        node.access
                            .doorkeeper()
                            .caller(request)
                            .onComplete(done -> request.response().end()))
                .listen(0, "127.0.0.1"));
    log.start();
    ALL.addAppender(log);
  }

  @AfterEach
  void close() {
    ALL.detachAppender(log);
    Wait.until(vertx.close());
  }

  @Test
  void nothing_to_show_is_logged_as_missing() {
    assertEquals("missing", reasonOf("/ws/mcp-status", ""));
  }

  @Test
  void a_refresh_token_is_logged_without_itself() {
    assertEquals("refresh_token", reasonOf("/ws?token=" + pair.refresh(), pair.refresh()));
  }

  @Test
  void a_forged_token_is_logged_without_itself() {
    String forged = pair.access() + "x";
    assertEquals("forged", reasonOf("/ws?token=" + forged, forged));
  }

  @Test
  void a_token_of_no_algorithm_is_logged_without_itself() {
    String header = "{\"typ\":\"JWT\",\"alg\":\"none\"}";
    byte[] bytes = header.getBytes(StandardCharsets.UTF_8);
    String unsigned =
        Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)
            + pair.access()
                .substring(pair.access().indexOf('.'), pair.access().lastIndexOf('.') + 1);
    assertEquals("forged", reasonOf("/ws?token=" + unsigned, unsigned));
  }

  @Test
  void a_used_ticket_is_logged_without_itself() {
    assertEquals("ticket_used", reasonOf("/ws?ticket=some-old-ticket", "some-old-ticket"));
  }

  private String reasonOf(String path, String secret) {
    Wait.until(client.get(server.actualPort(), "127.0.0.1", path).send());
    List<String> lines =
        List.copyOf(log.list).stream()
            .filter(event -> event.getLevel().isGreaterOrEqual(Level.INFO))
            .map(ILoggingEvent::getFormattedMessage)
            .toList();
    assertTrue(secret.isEmpty() || lines.stream().noneMatch(line -> line.contains(secret)));
    assertEquals(1, lines.size());
    return lines.get(0).replaceAll("refused reason=(\\w+) .* remote=127.0.0.1 .*", "$1");
  }
}
