package dev.omnibus.app;

import dev.omnibus.bus.Addresses;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * What clients first say to a node, one after the other: pages, and sockets that subscribe. Fails
 * when it is refused anything.
 */
final class Rehearsal {

  private static final int LIMIT_MS = 30_000;
  private static final String LAST = "rehearsed";
  private static final String REFUSED = "\"type\":\"err\"";
  private static final String QUOTED_REFUSED = REFUSED.replace("\"", "\\\"");
  private static final List<String> HEARD =
      List.of(
          Addresses.EVENT_SERVER_STATUS,
          "event.server.health",
          "event.breaker.state",
          "event.node.joined",
          "event.call.progress");

  private final int port;
  private final int opsPort;
  private final String key;

  Rehearsal(int port, int opsPort, String key) {
    this.port = port;
    this.opsPort = opsPort;
    this.key = key;
  }

  /** The dashboard, a list, and what operators look at. */
  void pages() throws IOException {
    page(port, "/");
    page(port, "/api/v1/servers");
    page(opsPort, "/health/ready");
    page(opsPort, "/metrics");
  }

  private void page(int where, String path) throws IOException {
    try (Socket socket = connect(where)) {
      socket.getOutputStream().write(head(path, "Connection: close\r\n"));
      String answer = text(socket.getInputStream().readAllBytes());
      refusedIf(!answer.startsWith("HTTP/1.1 200 "), path + ": " + answer);
    }
  }

  /** As many come and go, most of them as programs do, every tenth as a page does. */
  void sockets(int count) throws IOException {
    byte[] plain = words(false);
    byte[] quoted = words(true);
    for (int i = 0; i < count; i++) {
      boolean page = i % 10 == 9;
      String path = page ? "/eventbus/000/" + i + "/websocket" : "/eventbus/websocket";
      socket(path, page ? quoted : plain);
    }
  }

  private void socket(String path, byte[] words) throws IOException {
    try (Socket socket = connect(port)) {
      String upgrade =
          "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
              + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
      socket.getOutputStream().write(head(path, upgrade));
      until(socket.getInputStream(), "\r\n\r\n");
      socket.getOutputStream().write(words);
      until(socket.getInputStream(), LAST);
    }
  }

  private static Socket connect(int where) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), where);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(LIMIT_MS);
    return socket;
  }

  private byte[] head(String path, String more) {
    return ("GET "
            + path
            + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
            + key
            + "\r\n"
            + more
            + "\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static void until(InputStream in, String words) throws IOException {
    StringBuilder all = new StringBuilder();
    byte[] some = new byte[8192];
    while (all.indexOf(words) < 0) {
      int size = in.read(some);
      if (size < 0) {
        throw new IOException("ended after " + all);
      }
      all.append(text(Arrays.copyOf(some, size)));
    }
    refusedIf(all.indexOf(REFUSED) >= 0 || all.indexOf(QUOTED_REFUSED) >= 0, all.toString());
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static void refusedIf(boolean refused, String what) throws IOException {
    if (refused) {
      throw new IOException("refused: " + what);
    }
  }

  /** Its subscriptions and a request, a frame each. */
  private static byte[] words(boolean quoted) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String address : HEARD) {
      frame(out, quoted, new JsonObject().put("type", "register").put("address", address));
    }
    JsonObject list =
        new JsonObject()
            .put("type", "send")
            .put("address", Addresses.QUERY_SERVER_LIST)
            .put("replyAddress", LAST)
            .put("body", new JsonObject());
    frame(out, quoted, list);
    return out.toByteArray();
  }

  /** A text under a mask of zeros, shorter than 64 KiB. */
  private static void frame(ByteArrayOutputStream out, boolean quoted, JsonObject message) {
    String text = message.encode();
    String said = quoted ? "[\"" + text.replace("\"", "\\\"") + "\"]" : text;
    byte[] bytes = said.getBytes(StandardCharsets.UTF_8);
    out.write(0x81);
    if (bytes.length < 126) {
      out.write(0x80 | bytes.length);
    } else {
      out.write(0x80 | 126);
      out.write(bytes.length >> 8);
      out.write(bytes.length & 0xff);
    }
    out.writeBytes(new byte[4]);
    out.writeBytes(bytes);
  }
}
