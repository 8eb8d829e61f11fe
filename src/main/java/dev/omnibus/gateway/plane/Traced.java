package dev.omnibus.gateway.plane;

import dev.omnibus.gateway.agent.Post;
import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.mcp.wire.Splice;
import dev.omnibus.tracing.TraceContext;
import java.util.List;

/**
 * The trace context of a request (W3C): what came in headers stands in {@code _meta} from here on,
 * where it gets through to every server.
 */
final class Traced {

  static final List<String> META = List.of("params", "_meta");
  static final String PARENT = "traceparent";
  private static final String STATE = "tracestate";
  private static final int MAX_LENGTH = 512;

  private Traced() {}

  static Envelope of(Post post) {
    String parent = post.http().getHeader(PARENT);
    Envelope message = post.message();
    boolean said = message.at("params", "_meta", PARENT) != null;
    if (TraceContext.parse(parent) == null || said || !post.isRequest()) {
      return message;
    }
    Splice splice = message.splice().putText(META, PARENT, parent);
    String state = post.http().getHeader(STATE);
    if (state != null && state.length() <= MAX_LENGTH) {
      splice.putText(META, STATE, state);
    }
    return splice.toEnvelope();
  }
}
