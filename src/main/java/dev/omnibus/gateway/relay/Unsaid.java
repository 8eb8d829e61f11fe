package dev.omnibus.gateway.relay;

import dev.omnibus.gateway.agent.RpcException;

/**
 * Answers of a server that would mean something else if the gateway passed them on: a challenge
 * that is for the gateway's credentials, a way to go where the agent must not go by itself, a
 * status that is no answer.
 */
final class Unsaid {

  private Unsaid() {}

  /** What the agent is told instead, or null when the answer may pass. */
  static RpcException of(int status) {
    if (status == 401 || status == 407) {
      return RpcException.own(502, "the server does not accept the credentials of the gateway");
    }
    if (status >= 300 && status < 400) {
      return RpcException.own(502, "the server points elsewhere (HTTP " + status + ")");
    }
    return status < 200
        ? RpcException.own(502, "the server answered with HTTP " + status + ", which is no answer")
        : null;
  }
}
