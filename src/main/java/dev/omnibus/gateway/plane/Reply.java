package dev.omnibus.gateway.plane;

import dev.omnibus.gateway.agent.RpcException;
import io.vertx.core.buffer.Buffer;

/** The answer to one request of an agent: one message, or a stream of events. */
interface Reply extends Sink {

  /**
   * @param agentGone called once, when the agent goes before the end
   * @param drained called whenever there is room again
   */
  Reply hears(Runnable agentGone, Runnable drained);

  /** Has no effect once it is a stream. */
  void header(String name, String value);

  /** From now on it is a stream of events. */
  void open();

  /** The whole answer in one JSON message. */
  void json(int status, Buffer message);

  /** A refusal, before anything was said. */
  void refuse(int status, String id, RpcException why);
}
