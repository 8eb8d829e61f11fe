package dev.omnibus.gateway.plane;

import dev.omnibus.gateway.agent.Post;
import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.mcp.wire.Splice;
import dev.omnibus.tracing.TraceContext;
import dev.omnibus.tracing.TraceHeaders;
import java.util.List;

/**
 * The trace context of a request (W3C): what came in headers stands in {@code _meta} from here on,
 * where it gets through to every server.
 */
final class Traced {

  static final List<String> META = List.of("params", "_meta");

  private Traced() {}

  static Envelope of(Post post) {
    String parent = post.http().getHeader(TraceHeaders.PARENT);
    Envelope message = post.message();
    boolean said = message.at("params", "_meta", TraceHeaders.PARENT) != null;
    if (TraceContext.parse(parent) == null || said || !post.isRequest()) {
      return message;
    }
    Splice splice = message.splice().putText(META, TraceHeaders.PARENT, parent);
    String state = post.http().getHeader(TraceHeaders.STATE);
    if (state != null && state.length() <= TraceHeaders.MOST_STATE) {
      splice.putText(META, TraceHeaders.STATE, state);
    }
    return splice.toEnvelope();
  }
}
