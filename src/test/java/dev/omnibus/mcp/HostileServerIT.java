package dev.omnibus.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.harness.FreePort;
import dev.omnibus.mcp.McpException.Kind;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every bad answer becomes one kind of failure, within the deadline. */
class HostileServerIT extends ConnectorFixture {
  private static final Duration LONG = Duration.ofSeconds(60);

  private HostileServer hostile;

  @BeforeEach
  void startHostile() {
    hostile = Wait.on(new HostileServer(vertx).start());
  }

  @Test
  void one_that_accepts_and_never_answers_times_out() {
    McpException failure = refused(hostile.at("/silent"), Duration.ofMillis(500));
    assertEquals(Kind.TIMEOUT, failure.kind());
  }

  @Test
  void no_json_is_garbage() {
    assertEquals(Kind.GARBAGE, refused(hostile.at("/garbage"), LONG).kind());
  }

  @Test
  void json_that_is_not_rpc_is_garbage() {
    assertEquals(Kind.GARBAGE, refused(hostile.at("/not-rpc"), LONG).kind());
  }

  @Test
  void a_web_page_is_garbage_and_named() {
    McpException failure = refused(hostile.at("/html"), LONG);
    assertEquals(Kind.GARBAGE, failure.kind());
    assertTrue(failure.safeMessage().contains("text/html"));
  }

  @Test
  void a_202_is_no_answer() {
    assertEquals(Kind.GARBAGE, refused(hostile.at("/accepted"), LONG).kind());
  }

  @Test
  void a_500_is_a_status() {
    McpException failure = refused(hostile.at("/500"), LONG);
    assertEquals(Kind.HTTP_STATUS, failure.kind());
    assertEquals(500, failure.httpStatus().orElse(0));
  }

  @Test
  void a_503_keeps_its_retry_after() {
    McpException failure = refused(hostile.at("/busy"), LONG);
    assertEquals(Kind.HTTP_STATUS, failure.kind());
    assertEquals("7", failure.data().getString("retryAfter"));
  }

  @Test
  void a_body_that_breaks_off_is_closed() {
    assertEquals(Kind.CLOSED, refused(hostile.at("/cut"), LONG).kind());
  }

  @Test
  void a_stream_that_breaks_off_is_closed() {
    assertEquals(Kind.CLOSED, refused(hostile.at("/cut-stream"), LONG).kind());
  }

  @Test
  void a_huge_body_is_too_large() {
    assertEquals(Kind.TOO_LARGE, refused(hostile.at("/huge"), LONG).kind());
  }

  @Test
  void a_huge_event_is_too_large() {
    assertEquals(Kind.TOO_LARGE, refused(hostile.at("/huge-event"), LONG).kind());
  }

  @Test
  void a_redirect_is_not_followed_and_told_without_its_query() {
    McpException failure = refused(hostile.at("/redirect"), LONG);
    assertEquals(Kind.REDIRECT, failure.kind());
    assertEquals("https://elsewhere.example/mcp", failure.data().getString("location"));
    assertFalse(failure.safeMessage().contains("secret"));
  }

  @Test
  void a_401_asks_for_a_credential_and_keeps_the_challenge() {
    McpException failure = refused(hostile.at("/locked"), LONG);
    assertEquals(Kind.AUTH_REQUIRED, failure.kind());
    assertEquals("Bearer realm=\"x\"", failure.data().getString("challenge"));
  }

  @Test
  void a_403_asks_for_a_credential() {
    assertEquals(Kind.AUTH_REQUIRED, refused(hostile.at("/forbidden"), LONG).kind());
  }

  @Test
  void a_404_everywhere_is_a_status() {
    McpException failure = refused(hostile.at("/nowhere"), LONG);
    assertEquals(Kind.HTTP_STATUS, failure.kind());
    assertEquals(404, failure.httpStatus().orElse(0));
  }

  @Test
  void nobody_there_is_refused() throws IOException {
    int free = FreePort.next();
    HttpEndpoint nobody = Peers.http("http://127.0.0.1:" + free + "/mcp");
    assertEquals(Kind.REFUSED, refused(nobody, LONG).kind());
  }

  @Test
  void no_such_host_is_unreachable() {
    HttpEndpoint nowhere = Peers.http("http://no-such-host.invalid/mcp");
    assertEquals(Kind.UNREACHABLE, refused(nowhere, LONG).kind());
  }

  @Test
  void an_sse_endpoint_on_a_web_page_is_garbage() {
    assertEquals(Kind.GARBAGE, refused(Peers.sse(hostile.url("/html")), LONG).kind());
  }

  @Test
  void an_sse_endpoint_that_never_answers_times_out() {
    McpException failure = refused(Peers.sse(hostile.url("/silent")), Duration.ofMillis(500));
    assertEquals(Kind.TIMEOUT, failure.kind());
  }

  @Test
  void an_sse_server_may_not_send_our_messages_elsewhere() {
    hostile.on(
        "/evil",
        request ->
            HostileServer.stream(request)
                .write("event: endpoint\ndata: http://evil.example/take\n\n"));
    assertEquals(Kind.GARBAGE, refused(Peers.sse(hostile.url("/evil")), LONG).kind());
  }
}
