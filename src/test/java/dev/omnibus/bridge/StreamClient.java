package dev.omnibus.bridge;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A POST whose answer is read as it comes. */
final class StreamClient {

  private static final int LIMIT_MILLIS = 60_000;
  private final HttpURLConnection connection;
  private final InputStream in;

  private StreamClient(HttpURLConnection connection) throws IOException {
    this.connection = connection;
    this.in = connection.getInputStream();
  }

  static StreamClient open(TestNode node, String path, String token) {
    try {
      URI uri = URI.create("http://127.0.0.1:" + node.port() + path);
      HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
      connection.setRequestMethod("POST");
      connection.setDoOutput(true);
      connection.setFixedLengthStreamingMode(0);
      connection.setReadTimeout(LIMIT_MILLIS);
      connection.setRequestProperty("Authorization", "Bearer " + token);
      connection.getOutputStream().close();
      return new StreamClient(connection);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One request of HTTP/1.0 and all that is answered. */
  static String http10(TestNode node, String request) {
    try (Socket socket = new Socket("127.0.0.1", node.port())) {
      socket.setSoTimeout(LIMIT_MILLIS);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks and goes away before there is an answer. */
  static void abandon(TestNode node, String path, String token) {
    String request =
        "POST %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nContent-Length: 0\r\n\r\n";
    try (Socket socket = new Socket("127.0.0.1", node.port())) {
      byte[] bytes = request.formatted(path, token).getBytes(StandardCharsets.US_ASCII);
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String take(int length) {
    try {
      return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads on; whether the answer comes to its end. */
  boolean ends() {
    try {
      in.readAllBytes();
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String header(String name) {
    return connection.getHeaderField(name);
  }

  void close() {
    connection.disconnect();
  }
}
