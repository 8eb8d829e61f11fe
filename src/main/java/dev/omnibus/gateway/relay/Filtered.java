package dev.omnibus.gateway.relay;

import dev.omnibus.gateway.agent.Listed;
import dev.omnibus.gateway.agent.Permits;
import dev.omnibus.gateway.agent.Post;
import dev.omnibus.gateway.line.Answer;
import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.McpException.Kind;
import dev.omnibus.mcp.transport.BodyReader;
import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.mcp.wire.Span;
import dev.omnibus.mcp.wire.WireException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * A list with the items cut out that the caller may not use; all other bytes stay. It is read as a
 * whole, as plain JSON or as the data of an event stream.
 */
final class Filtered {

  private static final String DATA = "data:";

  private final Permits permits;
  private final Post post;
  private final Listed listed;
  private final int maxBytes;

  Filtered(Permits permits, Post post, Listed listed, int maxBytes) {
    this.permits = permits;
    this.post = post;
    this.listed = listed;
    this.maxBytes = maxBytes;
  }

  Future<Buffer> read(Answer answer) {
    boolean stream = Reply.isEventStream(answer);
    return BodyReader.read(answer, answer.header("content-length"), answer::drop, maxBytes)
        .map(body -> stream ? events(body) : message(body));
  }

  /**
   * Something else than a list of ours stays as it is: an error, or what is none of our business.
   */
  Buffer message(Buffer body) {
    Envelope message;
    try {
      message = Envelope.of(body);
    } catch (WireException noMessage) {
      throw McpException.of(Kind.GARBAGE, "a list that is no JSON-RPC message");
    }
    List<Span> items = message.items("result", listed.key());
    return message.splice().keep(items, item -> mayUse(message, item)).done();
  }

  private boolean mayUse(Envelope message, Span item) {
    String name = message.text(message.in(item, listed.naming()));
    return name != null
        && permits.shows(post.caller(), post.server(), listed, name, () -> message.raw(item));
  }

  /** A list has no line breaks inside, or its data are put together to one line. */
  Buffer events(Buffer body) {
    Buffer out = Buffer.buffer();
    StringBuilder data = new StringBuilder();
    for (String line : body.toString().split("\r\n|\n|\r", -1)) {
      if (line.startsWith(DATA)) {
        data.append(data.length() > 0 ? "\n" : "").append(line.substring(DATA.length()).strip());
      } else if (line.isEmpty() && data.length() > 0) {
        String json = data.toString();
        out.appendString("data: ").appendBuffer(flat(json)).appendString("\n\n");
        data.setLength(0);
      } else {
        out.appendString(line).appendString("\n");
      }
    }
    return out;
  }

  private Buffer flat(String json) {
    return message(Buffer.buffer(json.replace('\n', ' ')));
  }
}
