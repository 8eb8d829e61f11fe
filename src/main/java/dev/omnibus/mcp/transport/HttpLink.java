package dev.omnibus.mcp.transport;

import dev.omnibus.mcp.CloseReason;
import dev.omnibus.mcp.CloseReason.Cause;
import dev.omnibus.mcp.HttpEndpoint;
import dev.omnibus.mcp.JsonRpc;
import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.McpException.Kind;
import dev.omnibus.mcp.TransportKind;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Streamable HTTP: a post for each message, and the session id a legacy server may give. */
public final class HttpLink implements Link {
  private static final String SESSION = "Mcp-Session-Id";
  private static final long DELETE_SECONDS = 2;

  /** A 400 with one of these is about the message; any other 400 in a session is about it. */
  private static final Set<Integer> ABOUT_THE_MESSAGE =
      Set.of(-32700, -32600, JsonRpc.METHOD_NOT_FOUND, JsonRpc.INVALID_PARAMS);

  private final HttpTarget target;
  private final StreamResumption resumption;
  private final Promise<CloseReason> closed = Promise.promise();
  private Handler<Envelope> messages = message -> {};
  private StandingStream standing;
  private String sessionId;
  private String version;

  public HttpLink(HttpClients clients, HttpEndpoint endpoint) {
    target = HttpTarget.of(clients, endpoint);
    resumption = new StreamResumption(target, this::incoming, this::sessionHeaders);
  }

  @Override
  public TransportKind kind() {
    return TransportKind.HTTP;
  }

  @Override
  public void onMessage(Handler<Envelope> handler) {
    messages = handler;
  }

  @Override
  public void protocolVersion(String negotiated) {
    version = negotiated;
  }

  @Override
  public Exchange send(Envelope message, Map<String, String> headers) {
    if (closed.future().isComplete()) {
      return Exchange.of(closed.future().compose(why -> Future.failedFuture(why.toException())));
    }
    Map<String, String> all = new LinkedHashMap<>(HttpPost.HEADERS);
    all.putAll(sessionHeaders());
    all.putAll(headers);
    boolean inSession = all.containsKey(SESSION);
    Exchange post =
        new HttpPost(target, message, this::incoming, this::head, resumption).start(all);
    Future<Void> done =
        post.done().recover(failure -> Future.failedFuture(judged(failure, inSession)));
    return new Exchange(done, post.cancel(), post.hold());
  }

  @Override
  public Future<CloseReason> closed() {
    return closed.future();
  }

  @Override
  public Future<Void> close() {
    if (!closed.tryComplete(CloseReason.of(Cause.CLOSED_BY_US, "closed by Omnibus"))
        || sessionId == null) {
      return Future.succeededFuture();
    }
    return target
        .send(
            target.client(), HttpMethod.DELETE, sessionHeaders(), Buffer.buffer(), request -> true)
        .compose(response -> BodyReader.read(response, 64 * 1024))
        .timeout(DELETE_SECONDS, TimeUnit.SECONDS)
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  /** What the server says by itself comes on a stream of its own (GET), if it has one. */
  @Override
  public void listen() {
    if (standing == null && sessionId != null) {
      standing = new StandingStream(target, this::sessionHeaders, this::incoming, closed.future());
      standing.open();
    }
  }

  private void incoming(Envelope message) {
    messages.handle(message);
  }

  private void head(HttpClientResponse response) {
    String given = response.getHeader(SESSION);
    if (given != null && sessionId == null) {
      sessionId = given;
    }
  }

  private Map<String, String> sessionHeaders() {
    Map<String, String> headers = new LinkedHashMap<>();
    if (sessionId != null) {
      headers.put(SESSION, sessionId);
    }
    if (version != null) {
      headers.put("MCP-Protocol-Version", version);
    }
    return headers;
  }

  private McpException judged(Throwable failure, boolean inSession) {
    McpException mcp = HttpFailures.of(failure);
    if (!inSession || !saysSessionIsGone(mcp)) {
      return mcp;
    }
    int status = mcp.httpStatus().orElse(0);
    String text = "HTTP " + status + ": the server does not know our session any more";
    closed.tryComplete(CloseReason.of(Cause.SESSION_EXPIRED, text));
    return McpException.http(Kind.SESSION_EXPIRED, status, text);
  }

  /** The specification says 404; some servers say 400. */
  private static boolean saysSessionIsGone(McpException failure) {
    int status = failure.httpStatus().orElse(0);
    boolean refused = failure.kind() == Kind.HTTP_STATUS || failure.kind() == Kind.RPC_ERROR;
    return refused
        && (status == 404
            || status == 400
                && (failure.rpcCode().isEmpty()
                    || !ABOUT_THE_MESSAGE.contains(failure.rpcCode().getAsInt())));
  }
}
