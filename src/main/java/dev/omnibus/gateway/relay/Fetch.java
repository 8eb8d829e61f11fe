package dev.omnibus.gateway.relay;

import dev.omnibus.gateway.agent.RpcException;
import dev.omnibus.gateway.session.Session;
import dev.omnibus.gateway.target.Target;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

/**
 * One attempt to get the stream of a session from its server, up to the head of an answer: where
 * the session lives, with which credential, in which words. It lives on one loop.
 */
final class Fetch {

  private final Relay relay;
  private final HttpServerRequest http;
  private final Session session;
  private final boolean again;
  private Target there;
  private String shown;
  private String asked;
  private RpcException uncredited;
  private HttpClientRequest request;
  private HttpClientResponse response;
  private boolean dropped;

  /**
   * @param again whether the agent hears a stream already: where that ended this one does not know
   */
  Fetch(Relay relay, HttpServerRequest http, Session session, boolean again) {
    this.relay = relay;
    this.http = http;
    this.session = session;
    this.again = again;
  }

  /**
   * @param target any of the server's replicas, or the server itself
   */
  Future<HttpClientResponse> from(Target target) {
    return relay
        .homes()
        .reach(session, target)
        .compose(this::credential)
        .compose(this::connection)
        .compose(this::send)
        .onSuccess(answer -> response = answer);
  }

  private Future<String> credential(Target home) {
    there = home;
    return dropped
        ? useless()
        : home.fetchShown()
            .onFailure(cause -> uncredited = RpcException.own(502, cause.getMessage()));
  }

  private Future<HttpClientRequest> connection(String credential) {
    shown = credential;
    return dropped ? useless() : relay.lines().streams().request(there.request(HttpMethod.GET));
  }

  private Future<HttpClientResponse> send(HttpClientRequest made) {
    request = made;
    if (dropped) {
      made.reset();
      return useless();
    }
    made.exceptionHandler(expected -> {});
    asked = session.changes().upstream();
    Headers.onward(http.headers(), made.headers());
    Lines.dress(made.headers(), there, asked);
    Lines.show(made.headers(), shown);
    if (again) {
      made.headers().remove("Last-Event-ID");
    }
    return made.send();
  }

  private static <T> Future<T> useless() {
    return Future.failedFuture("nobody waits for it any more");
  }

  /** Why the server was not even asked: there is no credential for it; else null. */
  RpcException uncredited() {
    return uncredited;
  }

  /** Where it was asked for. */
  Target there() {
    return there;
  }

  /** The server's id of the session in whose name it was asked for. */
  String asked() {
    return asked;
  }

  /** Whether the server may be shown another credential than the one that it refused. */
  boolean mayShowAnother() {
    return there.refused(shown);
  }

  /** What the server still says is of no use. */
  void drop() {
    dropped = true;
    if (response != null) {
      response.exceptionHandler(expected -> {});
    }
    if (request != null) {
      request.reset();
    }
  }
}
