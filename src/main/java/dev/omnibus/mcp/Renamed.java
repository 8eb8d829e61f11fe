package dev.omnibus.mcp;

import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.mcp.wire.Span;
import dev.omnibus.mcp.wire.Splice;

/** A request under a number of ours in the place of its id and its progress token. */
final class Renamed implements Calls.Waiting {

  private final String id;
  private final String token;
  private final boolean listens;
  private final int number;
  private final RawCall call;

  Renamed(Envelope request, int number, RawCall call) {
    this.id = request.id();
    this.token = request.raw("params", "_meta", "progressToken");
    this.listens = request.method().equals("subscriptions/listen");
    this.number = number;
    this.call = call;
  }

  Envelope outward(Envelope request) {
    Splice splice = request.splice().replace(request.at("id"), String.valueOf(number));
    if (token != null) {
      splice.replace(request.at("params", "_meta", "progressToken"), String.valueOf(number));
    }
    return splice.toEnvelope();
  }

  @Override
  public void message(Envelope message) {
    Splice splice = message.splice();
    replace(splice, message.at("params", "progressToken"), token);
    replace(splice, message.at("params", "_meta", ModernDialect.SUBSCRIPTION), id);
    call.message(splice.toEnvelope());
  }

  @Override
  public void reply(Envelope reply) {
    Splice splice = reply.splice().replace(reply.at("id"), id);
    if (listens) {
      replace(splice, reply.at("result", "_meta", ModernDialect.SUBSCRIPTION), id);
    }
    call.response(splice.toEnvelope());
  }

  /** A refusal over HTTP may carry the server's answer. */
  @Override
  public void lost(McpException why, boolean sent) {
    if (why.kind() == McpException.Kind.RPC_ERROR && why.rpcError().isPresent()) {
      call.response(JsonRpc.errorOf(id, why.rpcError().get().encode()));
    } else {
      call.failed(why, sent);
    }
  }

  private static void replace(Splice splice, Span place, String raw) {
    if (raw != null) {
      splice.replace(place, raw);
    }
  }
}
