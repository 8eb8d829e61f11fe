package dev.omnibus.gateway.relay;

import dev.omnibus.gateway.agent.Post;
import dev.omnibus.gateway.target.Target;
import dev.omnibus.mcp.JsonRpc;
import dev.omnibus.mcp.transport.BodyReader;
import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.mcp.wire.WireException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.util.Set;

/**
 * Whether a refusal within a session is about the message or about a session that the server
 * forgot. A 404 is about the session; a 400 with a code of JSON-RPC is about the message; for any
 * other 400 the session itself is asked, because servers say it in many ways.
 */
final class Doubt {

  /**
   * @param body of the refusal, when the session is fine
   */
  record Verdict(boolean renewed, Buffer body) {}

  private static final int MOST = 1 << 20;

  private static final Set<String> ABOUT_THE_MESSAGE =
      Set.of("-32700", "-32600", "-32602", Integer.toString(JsonRpc.METHOD_NOT_FOUND));

  private final Relay relay;
  private final Post post;
  private final Target target;

  Doubt(Relay relay, Post post, Target target) {
    this.relay = relay;
    this.post = post;
    this.target = target;
  }

  Future<Verdict> of(HttpClientResponse refusal) {
    String asked = post.session().changes().upstream();
    return BodyReader.read(refusal, MOST)
        .compose(
            body ->
                forgotten(refusal.statusCode(), body)
                    .compose(
                        gone ->
                            gone
                                ? relay
                                    .revival()
                                    .of(post.session(), asked, target)
                                    .map(new Verdict(true, body))
                                : Future.succeededFuture(new Verdict(false, body))));
  }

  private Future<Boolean> forgotten(int status, Buffer body) {
    if (status == 404) {
      return Future.succeededFuture(true);
    }
    return ABOUT_THE_MESSAGE.contains(code(body))
        ? Future.succeededFuture(false)
        : relay.revival().alive(post.session(), target).map(alive -> !alive);
  }

  private static String code(Buffer body) {
    try {
      return String.valueOf(Envelope.of(body).raw("error", "code"));
    } catch (WireException noMessage) {
      return "";
    }
  }
}
