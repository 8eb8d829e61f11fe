package dev.omnibus.bridge.socket;

import io.netty.buffer.ByteBuf;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Hears a WebSocket on behalf of a {@link Connection}; what comes is text, also as binary. */
final class SocketEar implements Ear {

  private final Connection connection;
  private final Consumer<String> reader;

  SocketEar(Connection connection, Consumer<String> reader) {
    this.connection = connection;
    this.reader = reader;
  }

  @Override
  public void message(boolean text, ByteBuf payload) {
    if (!connection.isOpen()) {
      return;
    }
    try {
      reader.accept(text ? payload.toString(StandardCharsets.UTF_8) : decoded(payload));
    } catch (CharacterCodingException e) {
      connection.close(CloseCode.BAD_TEXT);
    }
  }

  private static String decoded(ByteBuf payload) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(payload.nioBuffer()).toString();
  }

  @Override
  public void ping() {
    if (!connection.maySpeak()) {
      connection.close(CloseCode.FLOOD);
    }
  }

  @Override
  public void pong() {
    connection.heard();
  }

  @Override
  public void close(int code, String reason) {
    connection.close(code, reason);
  }

  @Override
  public void ended(int code, String reason) {
    connection.ended(code, reason);
  }
}
