package dev.omnibus.gateway.all;

import dev.omnibus.gateway.agent.RpcException;
import dev.omnibus.mcp.wire.Envelope;

/** Messages of our own, in the place of a server's. */
final class Replies {

  private Replies() {}

  static Envelope result(Envelope request, String json) {
    return Envelope.of("{\"jsonrpc\":\"2.0\",\"id\":" + request.id() + ",\"result\":" + json + "}");
  }

  static Envelope error(Envelope request, RpcException why) {
    return Envelope.of(
        "{\"jsonrpc\":\"2.0\",\"id\":" + request.id() + ",\"error\":" + why.error().encode() + "}");
  }

  static Envelope notification(String method) {
    return Envelope.of("{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\"}");
  }

  static Envelope request(String id, String method, String key, String json) {
    return Envelope.of(
        "{\"jsonrpc\":\"2.0\",\"id\":\""
            + id
            + "\",\"method\":\""
            + method
            + "\",\"params\":{\""
            + key
            + "\":"
            + json
            + "}}");
  }
}
