package dev.omnibus.gateway.plane;

import dev.omnibus.gateway.way.Way;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.buffer.Buffer;

/** Who makes a call: a session of an agent, or an agent without one. */
interface Party {

  /** Who it is to a server. */
  Guest guest();

  Reach reach();

  /** A stream for the answer to a request with this id. */
  EventStream stream(String id);

  /** Whether an event that only says its id is understood. */
  boolean takesEmptyEvents();

  /** Has a server's question ready for the agent; null when it can't be asked. */
  Buffer ask(Way way, Envelope question, Call call);

  /** Something to be said with the head of the next answer. */
  void dress(Reply reply);

  /** A call was answered; what it changed is to be remembered. */
  void answered(Envelope request, Envelope reply);

  void over(Call call);
}
