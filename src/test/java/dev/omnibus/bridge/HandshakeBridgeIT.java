package dev.omnibus.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.bridge.socket.CloseCode;
import dev.omnibus.trail.AuditEntry;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the bridge answers to an opening handshake, byte by byte (RFC 6455, 4.2). */
class HandshakeBridgeIT {

  private static final int LIMIT_MS = 60_000;
  private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
  private static final String VERSION = "Sec-WebSocket-Version: 13\r\n";
  private static final String RAW = "/eventbus/websocket";

  /** Does not wait for answers. */
  private static final String HASTY = "bob";

  private static final String LINES = "Connection: keep-alive\r\nConnection: Upgrade\r\n";
  private static final String UPGRADE = "Upgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n";

  private static TestNode node;

  @BeforeAll
  static void start(@TempDir Path data) {
    node = new TestNode(data, new JsonObject().put("compress", true));
  }

  @AfterAll
  static void end() {
    node.close();
  }

  @Test
  void the_answer_shows_that_the_key_was_understood() throws IOException {
    String answer = head("GET", UPGRADE + KEY + VERSION);
    assertTrue(answer.startsWith("HTTP/1.1 101 Switching Protocols\r\n"), answer);
    assertTrue(answer.contains("\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"), answer);
    assertTrue(
        answer.contains("\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"), answer);
    assertFalse(answer.toLowerCase().contains("protocol:"), answer);
    assertFalse(answer.toLowerCase().contains("extensions:"), answer);
  }

  @Test
  void of_what_is_offered_the_answer_takes_what_is_known_here() throws IOException {
    String answer =
        head(
            "GET",
            UPGRADE
                + KEY
                + VERSION
                + "Sec-WebSocket-Protocol: chat, bearer\r\n"
                + "Sec-WebSocket-Extensions: x-other, permessage-deflate\r\n");
    assertTrue(answer.contains("\r\nSec-WebSocket-Protocol: bearer\r\n"), answer);
    assertTrue(answer.contains("\r\nSec-WebSocket-Extensions: permessage-deflate;"), answer);
  }

  @Test
  void whoever_speaks_another_version_is_told_ours() throws IOException {
    String answer = head("GET", UPGRADE + KEY + "Sec-WebSocket-Version: 8\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 426 "), answer);
    assertTrue(answer.toLowerCase().contains("\r\nsec-websocket-version: 13\r\n"), answer);
  }

  @Test
  void what_is_no_handshake_is_refused() throws IOException {
    refused("GET", UPGRADE + VERSION);
    refused("GET", UPGRADE + "Sec-WebSocket-Key: \r\n" + VERSION);
    refused("GET", "Upgrade: websocket\r\n" + KEY + VERSION);
    refused("GET", "Upgrade: websocket\r\nConnection: close\r\n" + KEY + VERSION);
    refused("GET", "Upgrade: websocket\r\n" + LINES + "Connection: close\r\n" + KEY + VERSION);
    refused("GET", "Upgrade: h2c\r\nConnection: Upgrade\r\n" + KEY + VERSION);
    refused("POST", UPGRADE + KEY + VERSION);
  }

  /** Several lines are one list (RFC 9110, 5.3). */
  @Test
  void a_connection_may_be_spoken_of_in_several_lines() throws IOException {
    String answer = head("GET", "Upgrade: websocket\r\n" + LINES + KEY + VERSION);
    assertTrue(answer.startsWith("HTTP/1.1 101 "), answer);
  }

  /** Whether what came with the head is read as frames or as another head, which is no frame. */
  @Test
  void who_does_not_wait_for_the_answer_is_closed() throws IOException {
    for (String early :
        List.of("\u0081\u0085\0\0\0\0hello", "\u0081\u0085\0\0\0\0\r\n\r\n!", "\u0081")) {
      closedFor((early + "\u00c1 no frame").getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  /** Whole and valid as it is, it is neither done nor answered, and takes no second seat. */
  @Test
  void what_is_asked_behind_a_handshake_is_not_done() throws IOException {
    closedFor(request(HASTY, "GET", "/eventbus/info", ""));
    byte[] handshake = request(HASTY, "GET", RAW, UPGRADE + KEY + VERSION);
    closedFor(both(handshake, handshake));
    closedFor(request(HASTY, "POST", "/eventbus/000/b/xhr_streaming", "Content-Length: 0\r\n"));
  }

  private static void closedFor(byte[] early) throws IOException {
    try (Socket socket = connect()) {
      byte[] handshake = request(HASTY, "GET", RAW, UPGRADE + KEY + VERSION);
      socket.getOutputStream().write(both(handshake, early));
      assertTrue(head(socket).startsWith("HTTP/1.1 101 "));
      DataInputStream in = new DataInputStream(socket.getInputStream());
      assertEquals(0x88, in.readUnsignedByte());
      in.readUnsignedByte();
      assertEquals(CloseCode.EARLY.code(), in.readUnsignedShort());
    }
    assertEquals(List.of("socket.connect"), cameOrNot());
  }

  /** What was noted of that user since it was looked last, but for the ends of sockets. */
  private static List<String> cameOrNot() {
    return node.trail().take(10_000).stream()
        .filter(entry -> HASTY.equals(entry.user()))
        .map(AuditEntry::action)
        .filter(action -> !action.equals("socket.close"))
        .toList();
  }

  private static byte[] both(byte[] first, byte[] second) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(first);
    both.writeBytes(second);
    return both.toByteArray();
  }

  private static void refused(String method, String headers) throws IOException {
    String answer = head(method, headers);
    assertTrue(answer.startsWith("HTTP/1.1 400 "), headers + answer);
  }

  private static String head(String method, String headers) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(request(method, headers));
      return head(socket);
    }
  }

  private static Socket connect() throws IOException {
    Socket socket = new Socket("127.0.0.1", node.port());
    socket.setSoTimeout(LIMIT_MS);
    return socket;
  }

  private static byte[] request(String method, String headers) {
    return request("ann", method, RAW, headers);
  }

  private static byte[] request(String user, String method, String path, String headers) {
    String uri = path + "?token=" + node.token(user);
    String text = method + " " + uri + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers + "\r\n";
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String head(Socket socket) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int one = socket.getInputStream().read();
      assertTrue(one >= 0, "ended after " + head);
      head.append((char) one);
    }
    return head.toString();
  }
}
