package dev.omnibus.mcp.transport;

import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.mcp.wire.ServerMessages;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** What the bodies and the ids of messages say, as far as a transport needs to know. */
final class Messages {
  private Messages() {}

  /** The JSON-RPC error object in the body of a refusal, if there is one. */
  static Optional<JsonObject> error(Buffer body) {
    return ServerMessages.in(body).stream()
        .filter(message -> message.type() == Envelope.Type.ERROR)
        .map(message -> message.raw("error"))
        .filter(error -> error.startsWith("{"))
        .map(JsonObject::new)
        .findFirst();
  }

  /** Whether a message is the reply to this request; a number may be written in another way. */
  static boolean answers(Envelope message, Envelope request) {
    return message.isReply()
        && message.id() != null
        && request.id() != null
        && (message.id().equals(request.id()) || sameNumber(message.id(), request.id()));
  }

  private static boolean sameNumber(String a, String b) {
    return a.charAt(0) != '"'
        && b.charAt(0) != '"'
        && Double.parseDouble(a) == Double.parseDouble(b);
  }
}
