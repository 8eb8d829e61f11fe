package dev.omnibus.bridge.socket;

import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The opening handshake (RFC 6455, 4.2), as bytes: whether a request asks for it as it has to, and
 * what the server says to that. The only protocol that is agreed upon is {@code bearer}, behind
 * whose name a page may give its token.
 */
final class Handshake {

  private static final String VERSION = "13";
  private static final String PROTOCOL = "bearer";
  private static final int UPGRADE_REQUIRED = 426;
  private static final byte[] BEGIN =
      ascii(
          "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              + "Sec-WebSocket-Accept: ");
  private static final byte[] AGREED = ascii("\r\nSec-WebSocket-Protocol: " + PROTOCOL);
  private static final byte[] GUID = ascii("258EAFA5-E914-47DA-95CA-C5AB0DC85B11");
  private static final ThreadLocal<MessageDigest> SHA1 = ThreadLocal.withInitial(Handshake::sha1);
  private static final int SPACE = 256;

  private Handshake() {}

  /**
   * Of a version that is not ours the client is told at once which one is.
   *
   * @throws BusException when this is no handshake
   */
  static void check(HttpServerRequest request) {
    if (request.method() != HttpMethod.GET || request.version() != HttpVersion.HTTP_1_1) {
      throw Failure.BAD_REQUEST.because("a WebSocket begins with a GET of HTTP/1.1");
    }
    if (!upgrades(request.headers().getAll(HttpHeaders.CONNECTION))) {
      throw Failure.BAD_REQUEST.because("\"Connection\" header must be \"Upgrade\"");
    }
    if (!VERSION.equals(request.getHeader("Sec-WebSocket-Version"))) {
      request.response().putHeader("Sec-WebSocket-Version", VERSION);
      request.response().setStatusCode(UPGRADE_REQUIRED).end();
      throw Failure.BAD_REQUEST.because("the version of a WebSocket is " + VERSION);
    }
    if (key(request).isBlank()) {
      throw Failure.BAD_REQUEST.because("a WebSocket needs a Sec-WebSocket-Key");
    }
  }

  /** Several lines are one list (RFC 9110, 5.3). */
  private static boolean upgrades(List<String> lines) {
    String all = String.join(",", lines).toLowerCase(Locale.ROOT).trim();
    List<String> words = Arrays.asList(all.split("\\s*,\\s*"));
    return words.contains("upgrade") && !words.contains("close");
  }

  private static String key(HttpServerRequest request) {
    String key = request.getHeader("Sec-WebSocket-Key");
    return key == null ? "" : key;
  }

  /** Says yes, with what else stands in the head of the response already. */
  static ByteBuf answer(HttpServerRequest request) {
    ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(SPACE);
    out.writeBytes(BEGIN).writeBytes(accept(key(request)));
    if (offers(request.headers().getAll("Sec-WebSocket-Protocol"))) {
      out.writeBytes(AGREED);
    }
    for (Map.Entry<String, String> more : request.response().headers()) {
      out.writeBytes(ascii("\r\n" + more.getKey() + ": " + more.getValue()));
    }
    return out.writeBytes(ascii("\r\n\r\n"));
  }

  /** What shows that the other side was understood. */
  private static byte[] accept(String key) {
    MessageDigest sha1 = SHA1.get();
    sha1.update(ascii(key));
    return Base64.getEncoder().encode(sha1.digest(GUID));
  }

  private static boolean offers(List<String> headers) {
    return headers.stream()
        .flatMap(header -> Arrays.stream(header.split(",")))
        .anyMatch(offered -> offered.trim().equals(PROTOCOL));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has it", e);
    }
  }
}
