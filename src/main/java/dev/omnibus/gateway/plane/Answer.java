package dev.omnibus.gateway.plane;

import dev.omnibus.gateway.agent.Answers;
import dev.omnibus.gateway.agent.RpcException;
import dev.omnibus.mcp.Era;
import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.tracing.CallTrace;
import dev.omnibus.tracing.TraceHeaders;
import io.vertx.core.buffer.Buffer;

/**
 * The answer to one call, as its agent gets it: one JSON message when nothing comes before it, else
 * a stream of events. It lives on the party's loop.
 */
final class Answer {

  private static final Buffer NOTHING = Buffer.buffer();

  private final Party party;
  private final String id;
  private final Reply outlet;
  private EventStream stream;

  /**
   * @param id raw JSON of the id of the request
   */
  Answer(Party party, String id, Reply outlet) {
    this.party = party;
    this.id = id;
    this.outlet = outlet;
  }

  /** Its call goes by this trace. */
  void begins(CallTrace trace) {
    outlet.header(TraceHeaders.TIMING, TraceHeaders.timing(trace));
  }

  /** From now on it is a stream, which can say that it is there, and be taken up again. */
  void open() {
    if (stream == null) {
      party.dress(outlet);
      outlet.open();
      stream = party.stream(id);
      stream.flowTo(outlet);
      if (party.takesEmptyEvents()) {
        stream.add(NOTHING);
      }
    }
  }

  /** What comes before the last word. */
  void say(Buffer text) {
    open();
    stream.add(text);
  }

  void finish(Envelope reply) {
    if (stream == null) {
      party.dress(outlet);
      outlet.json(status(reply), reply.bytes());
    } else {
      stream.end(reply.bytes());
    }
  }

  private int status(Envelope reply) {
    String code = reply.type() == Envelope.Type.ERROR ? reply.raw("error", "code") : null;
    return code == null ? 200 : Statuses.of(code, party.guest().era());
  }

  void fail(RpcException why) {
    if (stream == null) {
      outlet.refuse(why.status(party.guest().era() == Era.MODERN), id, why);
    } else {
      stream.end(Answers.error(id, why.error()));
    }
  }

  /** Whether its agent reads slower than it is written. */
  boolean isFull() {
    return stream != null && stream.isFull();
  }

  /** The agent went away; it may come back for the rest if there is a stream to come back to. */
  void left() {
    if (stream != null) {
      stream.left(outlet);
    }
  }

  boolean isHeard() {
    return stream == null || stream.isHeard();
  }
}
