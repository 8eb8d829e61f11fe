package dev.omnibus.gateway.relay;

import dev.omnibus.gateway.session.Session;
import dev.omnibus.gateway.target.Target;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one event loop says to servers on the gateway's own account, and the standing streams: on
 * connections apart, so that no number of open streams keeps a word waiting. The calls of agents
 * have their own ({@code gateway.line}).
 */
final class Lines {

  private static final Logger LOG = LoggerFactory.getLogger(Lines.class);

  /** Node and uvicorn close an idle connection after 5 s: we must be first, or a call is lost. */
  private static final int KEEP_ALIVE_SECONDS = 4;

  /** As many as there are calls let in: other bounds than this one hold. */
  private static final int MOST = 100_000;

  private final Vertx vertx;
  private final HttpClient requests;
  private final HttpClient streams;

  Lines(Vertx vertx) {
    this.vertx = vertx;
    this.requests = client();
    this.streams = client();
  }

  private HttpClient client() {
    HttpClientOptions options =
        new HttpClientOptions()
            .setMaxHeaderSize(64 << 10)
            .setMaxInitialLineLength(16 << 10)
            .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
            .setTcpKeepAlive(true)
            .setDecompressionSupported(false);
    return vertx
        .httpClientBuilder()
        .with(options)
        .with(new PoolOptions().setHttp1MaxSize(MOST).setMaxWaitQueueSize(MOST))
        .withConnectHandler(
            connection ->
                connection.exceptionHandler(
                    broken -> LOG.debug("connection to a server broke: {}", broken.getMessage())))
        .build();
  }

  HttpClient streams() {
    return streams;
  }

  /** A message of the gateway's own. */
  Future<Exchange.Answer> say(Target target, String session, Buffer message, Duration limit) {
    MultiMap headers = own(target, session);
    headers.set(HttpHeaders.CONTENT_TYPE, "application/json");
    headers.set(HttpHeaders.ACCEPT, "application/json, text/event-stream");
    return say(target, HttpMethod.POST, headers, message, limit);
  }

  /**
   * A message of the gateway's own within an agent's session, with the headers that the agent came
   * with.
   */
  Future<Exchange.Answer> say(
      Target target,
      HttpMethod method,
      MultiMap agent,
      Session session,
      Buffer message,
      Duration limit) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    Headers.onward(agent, headers);
    dress(headers, target, session.changes().upstream());
    return say(target, method, headers, message, limit);
  }

  /** Ends a session that no agent knows of. A server that knows no end is none the worse. */
  Future<Void> end(Target target, String session, Duration limit) {
    return say(target, HttpMethod.DELETE, own(target, session), null, limit)
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  /** A server that refuses an old credential is asked once more with another one. */
  private Future<Exchange.Answer> say(
      Target target, HttpMethod method, MultiMap headers, Buffer body, Duration limit) {
    return target
        .fetchShown()
        .compose(
            shown ->
                once(target, method, show(headers, shown), body, limit)
                    .compose(
                        answer ->
                            answer.status() == 401 && target.refused(shown)
                                ? target
                                    .fetchShown()
                                    .compose(
                                        young ->
                                            once(target, method, show(headers, young), body, limit))
                                : Future.succeededFuture(answer)));
  }

  private Future<Exchange.Answer> once(
      Target target, HttpMethod method, MultiMap headers, Buffer body, Duration limit) {
    return new Exchange(vertx, requests).say(target, method, headers, body, limit);
  }

  private static MultiMap own(Target target, String session) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    dress(headers, target, session);
    return headers;
  }

  /**
   * @param shown what the target is shown in {@code Authorization}
   */
  static MultiMap show(MultiMap headers, String shown) {
    return shown.isEmpty() ? headers : headers.set(HttpHeaders.AUTHORIZATION, shown);
  }

  /**
   * @param session the server's own id, or null
   */
  static void dress(MultiMap headers, Target target, String session) {
    target.headers().forEach(headers::set);
    if (session != null) {
      headers.set(Headers.SESSION, session);
    }
  }
}
