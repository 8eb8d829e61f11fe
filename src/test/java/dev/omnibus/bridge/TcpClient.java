package dev.omnibus.bridge;

import io.vertx.core.json.JsonObject;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A client of the bridge over TCP. */
final class TcpClient implements AutoCloseable {

  private static final int LIMIT_MILLIS = 60_000;
  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;

  TcpClient(TestNode node) {
    try {
      socket = new Socket("127.0.0.1", node.bridge().tcpPort());
      socket.setSoTimeout(LIMIT_MILLIS);
      in = new DataInputStream(socket.getInputStream());
      out = new DataOutputStream(socket.getOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static TcpClient of(TestNode node, String user) {
    TcpClient client = new TcpClient(node);
    client.send(new JsonObject().put("type", "auth").put("token", node.token(user)));
    client.next("auth");
    return client;
  }

  TcpClient send(JsonObject json) {
    return bytes(framed(json.encode().getBytes(StandardCharsets.UTF_8)));
  }

  private static byte[] framed(byte[] json) {
    return ByteBuffer.allocate(4 + json.length).putInt(json.length).put(json).array();
  }

  TcpClient bytes(byte[] bytes) {
    try {
      out.write(bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next frame of this type; those before it are gone. */
  JsonObject next(String type) {
    JsonObject json = next();
    while (json != null && !type.equals(json.getString("type"))) {
      json = next();
    }
    if (json == null) {
      throw new AssertionError("closed before " + type);
    }
    return json;
  }

  /** Null at the end. */
  JsonObject next() {
    try {
      byte[] bytes = new byte[in.readInt()];
      in.readFully(bytes);
      return new JsonObject(new String(bytes, StandardCharsets.UTF_8));
    } catch (EOFException e) {
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The code of the last frame before the end. */
  int closeCode() {
    JsonObject last = null;
    for (JsonObject json = next(); json != null; json = next()) {
      last = json;
    }
    return last == null ? -1 : last.getJsonObject("message").getInteger("code");
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
