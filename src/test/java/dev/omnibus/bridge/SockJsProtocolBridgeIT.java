package dev.omnibus.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.harness.Waiting;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The expectations of sockjs-protocol 0.3.3, by the names of its cases. Where it echoes, we ask for
 * a pong. What is not served (iframe, EventSource, HtmlFile, JsonPolling, old drafts of WebSocket,
 * session cookies) must say so cleanly.
 */
class SockJsProtocolBridgeIT {

  private static final String BASE = "/eventbus";
  private static final String PING = "[\"{\\\"type\\\":\\\"ping\\\"}\"]";
  private static final String PONG = "a[\"{\\\"type\\\":\\\"pong\\\"}\"]\n";
  @TempDir static Path data;
  private static TestNode node;
  private static WebClient client;
  private static String token;
  private static int sessions;

  @BeforeAll
  static void start() {
    node = new TestNode(data, new JsonObject().put("pingMs", 1_000));
    // Vert.x ends the connection with each poll, so none is kept here.
    client = WebClient.create(node.vertx(), new WebClientOptions().setKeepAlive(false));
    token = node.token("ann");
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static String session() {
    return BASE + "/000/case" + ++sessions;
  }

  private static HttpResponse<Buffer> get(String path) {
    return call(HttpMethod.GET, path, null);
  }

  private static HttpResponse<Buffer> post(String path, String body) {
    return call(HttpMethod.POST, path, body);
  }

  private static HttpResponse<Buffer> call(HttpMethod method, String path, String body) {
    return call(method, path, body, MultiMap.caseInsensitiveMultiMap());
  }

  private static HttpResponse<Buffer> call(
      HttpMethod method, String path, String body, MultiMap headers) {
    return TestNode.await(
        client
            .request(method, node.port(), "127.0.0.1", path)
            .putHeaders(headers)
            .bearerTokenAuthentication(token)
            .sendBuffer(Buffer.buffer(body == null ? "" : body)));
  }

  private static FrameClient socket(String path) {
    return FrameClient.open(node, path + "?token=" + token);
  }

  private static void noCookies(HttpResponse<Buffer> response) {
    assertTrue(response.cookies().isEmpty());
  }

  private static void notCached(HttpResponse<Buffer> response) {
    assertTrue(response.getHeader("Cache-Control").contains("no-store"));
  }

  @Nested
  class BaseUrlGreeting {
    @ParameterizedTest
    @ValueSource(strings = {"", "/"})
    void test_greeting(String end) {
      HttpResponse<Buffer> greeting = get(BASE + end);
      assertEquals(200, greeting.statusCode());
      assertEquals("text/plain; charset=UTF-8", greeting.getHeader("Content-Type"));
      assertEquals("Welcome to SockJS!\n", greeting.bodyAsString());
      noCookies(greeting);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a", "/a.html", "//", "///", "/a/a", "/a/a/", "/a", "/a/"})
    void test_notFound(String path) {
      assertEquals(404, get(BASE + path).statusCode());
    }
  }

  @Nested
  class NotServed {
    @ParameterizedTest(name = "{0}")
    @CsvSource({
      "IframePage.test_simpleUrl, GET, /iframe.html",
      "IframePage.test_versionedUrl, GET, /iframe-a.html",
      "IframePage.test_queriedUrl, GET, /iframe-a.html?t=1",
      "IframePage.test_invalidUrl, GET, /IFRAME.html",
      "IframePage.test_cacheability, GET, /iframe-0.1.2-dirty.2144.html",
      "EventSource.test_transport, GET, /000/e1/eventsource",
      "EventSource.test_response_limit, GET, /000/e2/eventsource",
      "HtmlFile.test_transport, GET, /000/h1/htmlfile?c=callback",
      "HtmlFile.test_no_callback, GET, /000/h2/htmlfile",
      "HtmlFile.test_invalid_callback, GET, /000/h3/htmlfile?c=%20",
      "HtmlFile.test_response_limit, GET, /000/h4/htmlfile?c=callback",
      "JsonPolling.test_transport, GET, /000/j1/jsonp?c=x",
      "JsonPolling.test_no_callback, GET, /000/j2/jsonp",
      "JsonPolling.test_invalid_callback, GET, /000/j3/jsonp?c=%20",
      "JsonPolling.test_invalid_json, POST, /000/j4/jsonp_send",
      "JsonPolling.test_content_types, POST, /000/j5/jsonp_send",
      "JsonPolling.test_close, GET, /000/j6/jsonp?c=x",
      "JsessionidCookie.test_eventsource, GET, /000/c1/eventsource",
      "JsessionidCookie.test_htmlfile, GET, /000/c2/htmlfile?c=x",
      "JsessionidCookie.test_jsonp, GET, /000/c3/jsonp?c=x",
      "chunking_test, POST, /chunking_test"
    })
    void is_answered_with_404_as_json(String name, String method, String path) {
      HttpResponse<Buffer> answer = call(HttpMethod.valueOf(method), BASE + path, null);
      assertEquals(404, answer.statusCode());
      JsonObject error = answer.bodyAsJsonObject().getJsonObject("error");
      assertEquals("there is nothing here", error.getString("message"));
      noCookies(answer);
    }

    @Test
    void old_drafts_of_websocket_are_refused() {
      // WebsocketHixie76.*, Websocket.test_haproxy
      MultiMap headers =
          MultiMap.caseInsensitiveMultiMap()
              .add("Connection", "Upgrade")
              .add("Upgrade", "WebSocket")
              .add("Sec-WebSocket-Key1", "4 @1  46546xW%0l 1 5")
              .add("Sec-WebSocket-Key2", "12998 5 Y3 1  .P00");
      int code = call(HttpMethod.GET, session() + "/websocket", null, headers).statusCode();
      assertTrue(code == 400 || code == 426, "" + code);
    }
  }

  @Nested
  class InfoTest {
    @Test
    void test_basic() {
      HttpResponse<Buffer> info = get(BASE + "/info");
      assertEquals(200, info.statusCode());
      assertEquals("application/json; charset=UTF-8", info.getHeader("Content-Type"));
      notCached(info);
      noCookies(info);
      JsonObject json = info.bodyAsJsonObject();
      assertTrue(json.getBoolean("websocket"));
      assertFalse(json.getBoolean("cookie_needed"));
      assertEquals(new JsonArray().add("*:*"), json.getJsonArray("origins"));
    }

    @Test
    void test_entropy() {
      assertNotEquals(
          get(BASE + "/info").bodyAsJsonObject().getLong("entropy"),
          get(BASE + "/info").bodyAsJsonObject().getLong("entropy"));
    }

    @Test
    void test_options() {
      preflight(BASE + "/info", "GET");
    }

    @Test
    void test_options_null_origin() {
      // Here a page without an origin is a stranger: refused, not allowed as the case has it.
      MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("Origin", "null");
      assertEquals(403, call(HttpMethod.OPTIONS, BASE + "/info", null, headers).statusCode());
    }
  }

  private static void preflight(String path, String method) {
    MultiMap headers =
        MultiMap.caseInsensitiveMultiMap()
            .add("Origin", TestNode.GOOD_ORIGIN)
            .add("Access-Control-Request-Headers", "a, b, c");
    HttpResponse<Buffer> answer = call(HttpMethod.OPTIONS, path, null, headers);
    assertEquals(204, answer.statusCode());
    assertTrue(answer.getHeader("Access-Control-Allow-Methods").contains(method));
    assertEquals(TestNode.GOOD_ORIGIN, answer.getHeader("Access-Control-Allow-Origin"));
    assertEquals("true", answer.getHeader("Access-Control-Allow-Credentials"));
    assertEquals("a, b, c", answer.getHeader("Access-Control-Allow-Headers"));
    assertTrue(answer.getHeader("Cache-Control").contains("public"));
  }

  @Nested
  class SessionURLs {
    @ParameterizedTest
    @ValueSource(strings = {"/a/a1", "/_/_1", "/1/11", "/abcdefgh_i-j/abcdefg_i-j1"})
    void test_anyValue(String path) {
      assertEquals("o\n", post(BASE + path + "/xhr", null).bodyAsString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"//", "/a./a", "/a/a.", "/./.", "/", "///"})
    void test_invalidPaths(String path) {
      assertEquals(404, get(BASE + path + "/xhr").statusCode());
      assertEquals(404, post(BASE + path + "/xhr", null).statusCode());
    }

    @Test
    void test_ignoringServerId() {
      assertEquals("o\n", post(BASE + "/000/ignore/xhr", null).bodyAsString());
      assertEquals(204, post(BASE + "/001/ignore/xhr_send", PING).statusCode());
      assertEquals(PONG, post(BASE + "/002/ignore/xhr", null).bodyAsString());
    }
  }

  @Nested
  class Protocol {
    @Test
    void test_simpleSession() {
      String session = session();
      assertEquals("o\n", post(session + "/xhr", null).bodyAsString());
      assertEquals(204, post(session + "/xhr_send", PING).statusCode());
      assertEquals(PONG, post(session + "/xhr", null).bodyAsString());
      assertEquals(404, post(BASE + "/000/bad_session/xhr_send", PING).statusCode());
    }

    @Test
    void test_closeSession() {
      HandlingClose.closed();
    }
  }

  @Nested
  class WebsocketHttpErrors {
    @Test
    void test_httpMethod() {
      HttpResponse<Buffer> answer = get(session() + "/websocket");
      assertEquals(400, answer.statusCode());
      assertTrue(answer.bodyAsString().contains("can upgrade to a WebSocket only"));
    }

    @Test
    void test_invalidConnectionHeader() {
      MultiMap headers =
          MultiMap.caseInsensitiveMultiMap().add("Upgrade", "WebSocket").add("Connection", "close");
      assertEquals(400, call(HttpMethod.GET, session() + "/websocket", null, headers).statusCode());
    }

    @Test
    void test_invalidMethod() {
      int code = post(session() + "/websocket", null).statusCode();
      assertTrue(code == 400 || code == 405, "" + code);
    }
  }

  @Nested
  class Websocket {
    @Test
    void test_transport() {
      FrameClient socket = socket(session() + "/websocket");
      assertEquals("o", socket.next());
      assertEquals(PONG.trim(), socket.send(PING).next());
      socket.close();
    }

    @Test
    void test_close() {
      FrameClient socket = socket(session() + "/websocket");
      assertEquals("o", socket.next());
      socket.send(renewAsBob());
      socket.next();
      assertEquals("c[4403,\"no longer allowed\"]", socket.next());
      assertEquals(1000, socket.closeCode());
    }

    @Test
    void test_firefox_602_connection_header() {
      FrameClient socket =
          FrameClient.open(
              node,
              session() + "/websocket?token=" + token,
              MultiMap.caseInsensitiveMultiMap().add("Connection", "keep-alive, Upgrade"));
      assertEquals("o", socket.next());
      socket.close();
    }

    @Test
    void test_headersSanity() {
      FrameClient socket = socket(session() + "/websocket");
      assertEquals("upgrade", socket.header("Connection").toLowerCase(Locale.ROOT));
      assertEquals("websocket", socket.header("Upgrade").toLowerCase(Locale.ROOT));
      assertNull(socket.header("Content-Length"));
      socket.close();
    }

    @Test
    void test_empty_frame() {
      FrameClient socket = socket(session() + "/websocket");
      assertEquals("o", socket.next());
      assertEquals(PONG.trim(), socket.send("").send("[]").send(PING).next());
      socket.close();
    }

    @Test
    void test_reuseSessionId() {
      String session = session() + "/websocket";
      FrameClient one = socket(session);
      FrameClient two = socket(session);
      assertEquals("o", one.next());
      assertEquals("o", two.next());
      assertEquals(PONG.trim(), one.send(PING).next());
      assertEquals(PONG.trim(), two.send(PING).next());
      one.close();
      FrameClient three = socket(session);
      assertEquals("o", three.next());
      two.close();
      three.close();
    }

    @Test
    void test_broken_json() {
      FrameClient socket = socket(session() + "/websocket");
      assertEquals("o", socket.next());
      socket.send("[\"a");
      assertEquals("c[4400,\"no SockJS frame\"]", socket.next());
      socket.closeCode();
    }
  }

  @Nested
  class RawWebsocket {
    @Test
    void test_transport() {
      FrameClient socket = socket(BASE + "/websocket");
      assertEquals("{\"type\":\"pong\"}", socket.send("{\"type\":\"ping\"}").next());
      socket.close();
    }

    @Test
    void test_close() {
      FrameClient socket = socket(BASE + "/websocket");
      socket.send(new JsonArray(renewAsBob()).getString(0));
      assertEquals(4403, socket.closeCode());
    }
  }

  @Nested
  class XhrPolling {
    @Test
    void test_options() {
      preflight(session() + "/xhr", "POST");
      preflight(session() + "/xhr_send", "POST");
    }

    @Test
    void test_transport() {
      String session = session();
      HttpResponse<Buffer> opened = post(session + "/xhr", null);
      assertEquals("o\n", opened.bodyAsString());
      assertEquals("application/javascript; charset=UTF-8", opened.getHeader("Content-Type"));
      notCached(opened);
      HttpResponse<Buffer> sent = post(session + "/xhr_send", PING);
      assertEquals(204, sent.statusCode());
      assertEquals("text/plain; charset=UTF-8", sent.getHeader("Content-Type"));
      assertEquals(PONG, post(session + "/xhr", null).bodyAsString());
    }

    @Test
    void test_invalid_session_id() {
      assertEquals(404, post(session() + "/xhr_send", PING).statusCode());
    }

    @Test
    void test_invalid_json() {
      String session = session();
      post(session + "/xhr", null);
      HttpResponse<Buffer> broken = post(session + "/xhr_send", "[\"x");
      assertEquals(500, broken.statusCode());
      assertTrue(broken.bodyAsString().contains("Broken JSON encoding."));
      HttpResponse<Buffer> empty = post(session + "/xhr_send", "");
      assertEquals(500, empty.statusCode());
      assertTrue(empty.bodyAsString().contains("Payload expected."));
      assertEquals(204, post(session + "/xhr_send", PING).statusCode());
      assertEquals(PONG, post(session + "/xhr", null).bodyAsString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "T", "application/json", "application/xml", ""})
    void test_content_types(String type) {
      String session = session();
      post(session + "/xhr", null);
      MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("Content-Type", type);
      assertEquals(204, call(HttpMethod.POST, session + "/xhr_send", PING, headers).statusCode());
      assertEquals(PONG, post(session + "/xhr", null).bodyAsString());
    }

    @Test
    void test_request_headers_cors() {
      MultiMap headers =
          MultiMap.caseInsensitiveMultiMap()
              .add("Origin", TestNode.GOOD_ORIGIN)
              .add("Access-Control-Request-Headers", "a, b, c");
      HttpResponse<Buffer> opened = call(HttpMethod.POST, session() + "/xhr", null, headers);
      assertEquals(200, opened.statusCode());
      assertEquals(TestNode.GOOD_ORIGIN, opened.getHeader("Access-Control-Allow-Origin"));
      assertEquals("a, b, c", opened.getHeader("Access-Control-Allow-Headers"));
    }
  }

  @Nested
  class XhrStreaming {
    @Test
    void test_options() {
      preflight(session() + "/xhr_streaming", "POST");
    }

    @Test
    void test_transport() {
      String session = session();
      StreamClient stream = StreamClient.open(node, session + "/xhr_streaming", token);
      assertEquals("h".repeat(2048) + "\n", stream.take(2049));
      assertEquals("o\n", stream.take(2));
      assertEquals(204, post(session + "/xhr_send", PING).statusCode());
      assertEquals(PONG, stream.take(PONG.length()));
      stream.close();
    }

    /** After 128 KiB the response ends, and the client comes again. */
    @Test
    void test_response_limit() {
      String session = session();
      StreamClient stream = StreamClient.open(node, session + "/xhr_streaming", token);
      stream.take(2051);
      JsonObject register =
          new JsonObject().put("type", "register").put("address", "event.server.status");
      post(session + "/xhr_send", new JsonArray().add(register.encode()).encode());
      stream.take(50);
      for (int i = 0; i < 50; i++) {
        node.tell("files" + "x".repeat(5_000), "info", i);
      }
      assertTrue(stream.ends());
    }
  }

  @Nested
  class JsessionidCookie {
    @Test
    void test_basic() {
      // No cookie is needed: sessions are not bound to a proxy's affinity.
      noCookies(get(BASE + "/info"));
    }

    @Test
    void test_xhr() {
      noCookies(post(session() + "/xhr", null));
    }

    @Test
    void test_xhr_streaming() {
      StreamClient stream = StreamClient.open(node, session() + "/xhr_streaming", token);
      assertNull(stream.header("Set-Cookie"));
      stream.close();
    }
  }

  @Nested
  class JSONEncoding {
    private static final String HARD = "\u0000\u001f\u200c\u2028\ufeff\ufff0\ud83d\ude00";

    @Test
    void test_xhr_server_encodes() {
      String answer = refused(HARD);
      assertFalse(answer.chars().anyMatch(c -> c < ' ' && c != '\n'), "raw control characters");
    }

    @Test
    void test_xhr_server_decodes() {
      String frame = new JsonArray(refused(HARD).substring(1)).getString(0);
      assertTrue(new JsonObject(frame).getString("message").contains("control character"));
    }

    private String refused(String address) {
      String session = session();
      post(session + "/xhr", null);
      JsonObject register = new JsonObject().put("type", "register").put("address", address);
      post(session + "/xhr_send", new JsonArray().add(register.encode()).encode());
      return post(session + "/xhr", null).bodyAsString();
    }
  }

  @Nested
  class HandlingClose {
    @Test
    void test_close_frame() {
      closed();
    }

    /** Closed by the server: every later poll gets the close frame. */
    static void closed() {
      String session = session();
      post(session + "/xhr", null);
      post(session + "/xhr_send", renewAsBob());
      String last = "";
      for (int i = 0; i < 5 && !last.startsWith("c["); i++) {
        last = post(session + "/xhr", null).bodyAsString();
      }
      assertEquals("c[4403,\"no longer allowed\"]\n", last);
      assertEquals(last, post(session + "/xhr", null).bodyAsString());
    }

    @Test
    void test_close_request() {
      String session = session();
      StreamClient first = StreamClient.open(node, session + "/xhr_streaming", token);
      first.take(2051);
      StreamClient second = StreamClient.open(node, session + "/xhr_streaming", token);
      assertEquals("h".repeat(2048) + "\n", second.take(2049));
      assertTrue(second.take(7).startsWith("c[2010,"));
      assertEquals(204, post(session + "/xhr_send", PING).statusCode());
      assertEquals(PONG, first.take(PONG.length()));
      first.close();
      second.close();
    }

    @Test
    void test_abort_xhr_streaming() throws Exception {
      String session = session();
      StreamClient stream = StreamClient.open(node, session + "/xhr_streaming", token);
      stream.take(2051);
      stream.close();
      gone(session);
    }

    @Test
    void test_abort_xhr_polling() throws Exception {
      String session = session();
      post(session + "/xhr", null);
      StreamClient.abandon(node, session + "/xhr", token);
      gone(session);
    }

    /** An aborted request ends its session, so that the id begins a new one. */
    private static void gone(String session) throws Exception {
      Waiting.until(
          "the session is gone",
          Duration.ofSeconds(60),
          () -> post(session + "/xhr_send", PING).statusCode() == 404);
    }
  }

  @Nested
  class Http10 {
    @Test
    void test_synchronous() {
      String answer = StreamClient.http10(node, "GET " + BASE + " HTTP/1.0\r\n\r\n");
      assertTrue(answer.startsWith("HTTP/1.0 200") || answer.startsWith("HTTP/1.1 200"), answer);
      assertTrue(answer.endsWith("Welcome to SockJS!\n"), answer);
    }
  }

  @Nested
  class Http11 {
    @Test
    void test_synchronous() {
      HttpResponse<Buffer> greeting = get(BASE);
      assertNotEquals(null, greeting.getHeader("Content-Length"));
    }

    @Test
    void test_streaming() {
      StreamClient stream = StreamClient.open(node, session() + "/xhr_streaming", token);
      assertEquals("chunked", stream.header("Transfer-Encoding"));
      stream.close();
    }
  }

  private static String renewAsBob() {
    JsonObject renew =
        new JsonObject()
            .put("type", "send")
            .put("address", "bridge.renew")
            .put("replyAddress", "r1")
            .put("body", new JsonObject().put("token", node.token("bob")));
    return new JsonArray().add(renew.encode()).encode();
  }
}
