package dev.omnibus.gateway.relay;

import dev.omnibus.gateway.session.Session;
import dev.omnibus.gateway.target.Target;
import dev.omnibus.mcp.JsonRpc;
import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.mcp.wire.WireException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Set;

/**
 * Whether a refusal within a session is about the message or about a session that the server
 * forgot. A 404 is about the session unless it says that there is no such method; a 400 with a code
 * of JSON-RPC is about the message; else the session itself is asked, because servers say it in
 * many ways.
 *
 * @param asked the server's id of the session that the refused message went out with
 */
record Doubt(Revival revival, Session session, String asked, Target target) {

  /**
   * @param body of the refusal, when the session is fine
   */
  record Verdict(boolean renewed, Buffer body) {}

  /** A refusal is no longer than this. */
  static final int MOST = 1 << 20;

  private static final String NO_METHOD = Integer.toString(JsonRpc.METHOD_NOT_FOUND);
  private static final Set<String> ABOUT_THE_MESSAGE =
      Set.of("-32700", "-32600", "-32602", NO_METHOD);

  /** Whether there is reason to doubt at all. */
  static boolean raisedBy(int status) {
    return status == 404 || status == 400;
  }

  Future<Verdict> of(int status, Future<Buffer> refusal) {
    return refusal.compose(body -> forgotten(status, body).compose(gone -> verdict(gone, body)));
  }

  private Future<Verdict> verdict(boolean gone, Buffer body) {
    return gone
        ? revival.of(session, asked, target).map(new Verdict(true, body))
        : Future.succeededFuture(new Verdict(false, body));
  }

  private Future<Boolean> forgotten(int status, Buffer body) {
    String code = code(body);
    if (status == 404 && !code.equals(NO_METHOD)) {
      return Future.succeededFuture(true);
    }
    return status == 400 && ABOUT_THE_MESSAGE.contains(code)
        ? Future.succeededFuture(false)
        : revival.alive(asked, target).map(alive -> !alive);
  }

  private static String code(Buffer body) {
    try {
      return String.valueOf(Envelope.of(body).raw("error", "code"));
    } catch (WireException noMessage) {
      return "";
    }
  }
}
