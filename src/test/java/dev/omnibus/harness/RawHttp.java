package dev.omnibus.harness;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One request over a bare connection, so that a test can send what no client would: a WebSocket
 * frame whatever the handshake was answered with.
 */
public final class RawHttp {

  private static final int LIMIT_MS = 60_000;
  private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: (\\d+)\r\n");

  /** What came back: the status, the whole body, and all that came after it. */
  public record Answer(int status, String body, String after) {}

  private RawHttp() {}

  /** Asks for a WebSocket and then sends the text, let in or not. */
  public static Answer upgrade(int port, String path, List<String> headers, String text)
      throws IOException {
    return exchange(port, handshake(port, path, headers), frame(text));
  }

  /** The request for a WebSocket, as it goes over the connection. */
  public static byte[] handshake(int port, String path, List<String> headers) {
    String head =
        "GET "
            + path
            + " HTTP/1.1\r\nHost: 127.0.0.1:"
            + port
            + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + lines(headers)
            + "\r\n";
    return head.getBytes(StandardCharsets.US_ASCII);
  }

  public static Answer post(int port, String path, List<String> headers, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "POST "
            + path
            + " HTTP/1.1\r\nHost: 127.0.0.1:"
            + port
            + "\r\nContent-Length: "
            + bytes.length
            + "\r\n"
            + lines(headers)
            + "\r\n";
    return exchange(port, (head + body).getBytes(StandardCharsets.UTF_8), new byte[0]);
  }

  private static String lines(List<String> headers) {
    StringBuilder text = new StringBuilder();
    headers.forEach(header -> text.append(header).append("\r\n"));
    return text.toString();
  }

  /** A text frame masked with zeros. */
  private static byte[] frame(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(0x81);
    if (bytes.length < 126) {
      frame.write(0x80 | bytes.length);
    } else {
      frame.write(0x80 | 126);
      frame.write(bytes.length >> 8);
      frame.write(bytes.length & 0xff);
    }
    frame.writeBytes(new byte[4]);
    frame.writeBytes(bytes);
    return frame.toByteArray();
  }

  private static Answer exchange(int port, byte[] request, byte[] then) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(LIMIT_MS);
      socket.getOutputStream().write(request);
      Answer answer = read(socket.getInputStream());
      socket.getOutputStream().write(then);
      socket.shutdownOutput();
      return new Answer(answer.status(), answer.body(), rest(socket.getInputStream()));
    }
  }

  /** Until the other side closes too, which it does when it has read all that was sent. */
  private static String rest(InputStream in) {
    StringBuilder text = new StringBuilder();
    try {
      for (int next = in.read(); next >= 0; next = in.read()) {
        text.append((char) next);
      }
    } catch (SocketTimeoutException stillOpen) {
      throw new AssertionError("still open after: " + text, stillOpen);
    } catch (IOException reset) {
      return text.toString();
    }
    return text.toString();
  }

  private static Answer read(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("closed after: " + head);
      }
      head.append((char) next);
    }
    Matcher length = LENGTH.matcher(head.toString().toLowerCase(Locale.ROOT));
    byte[] body = length.find() ? in.readNBytes(Integer.parseInt(length.group(1))) : new byte[0];
    int status = Integer.parseInt(head.substring(9, 12));
    return new Answer(status, new String(body, StandardCharsets.UTF_8), "");
  }
}
