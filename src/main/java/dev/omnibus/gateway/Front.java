package dev.omnibus.gateway;

import dev.omnibus.access.Caller;
import dev.omnibus.access.Doorkeeper;
import dev.omnibus.access.ProtectedResource;
import dev.omnibus.bus.BusException;
import dev.omnibus.config.GatewayConfig;
import dev.omnibus.gateway.agent.Answers;
import dev.omnibus.gateway.agent.Cors;
import dev.omnibus.gateway.agent.Hosts;
import dev.omnibus.gateway.agent.MediaTypes;
import dev.omnibus.gateway.agent.RpcException;
import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.mcp.wire.WireException;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The MCP endpoints on one event loop. In this order: the page's origin and the host, the method,
 * the caller, the form of the message; then it is {@link Dispatch dispatched}.
 */
public final class Front implements Handler<HttpServerRequest> {

  private static final Logger LOG = LoggerFactory.getLogger(Front.class);
  private static final long IDENTIFY_SECONDS = 10;

  private final Doorkeeper doorkeeper;
  private final ProtectedResource resource;
  private final Hosts hosts;
  private final GatewayConfig config;
  private final Dispatch dispatch;

  Front(
      Doorkeeper doorkeeper,
      ProtectedResource resource,
      Hosts hosts,
      GatewayConfig config,
      Dispatch dispatch) {
    this.doorkeeper = doorkeeper;
    this.resource = resource;
    this.hosts = hosts;
    this.config = config;
    this.dispatch = dispatch;
  }

  @Override
  public void handle(HttpServerRequest http) {
    if (!doorkeeper.originAllowed(http)) {
      refuse(http, RpcException.own(403, "this origin is not allowed"));
      return;
    }
    Cors.open(http);
    if (!hosts.allow(http)) {
      LOG.warn("refused reason=host remote={}", http.remoteAddress());
      refuse(
          http, RpcException.own(403, "this host is not one of ours; 'http.origins' can name it"));
    } else if (http.method() == HttpMethod.POST) {
      post(http);
    } else if (http.method() == HttpMethod.GET) {
      identify(http, caller -> dispatch.listen(http, caller));
    } else if (http.method() == HttpMethod.DELETE) {
      identify(http, caller -> dispatch.end(http, caller));
    } else if (http.method() == HttpMethod.OPTIONS) {
      Cors.preflight(http);
    } else {
      refuse(http, RpcException.own(405, "only POST, GET and DELETE"));
    }
  }

  private void identify(HttpServerRequest http, Consumer<Caller> then) {
    Caller known = doorkeeper.knownByHeader(http);
    known = known == null ? doorkeeper.anonymous(http) : known;
    if (known != null) {
      then.accept(known);
      return;
    }
    http.pause();
    doorkeeper
        .callerByHeader(http)
        .timeout(IDENTIFY_SECONDS, TimeUnit.SECONDS)
        .onComplete(ignored -> http.resume())
        .onSuccess(then::accept)
        .onFailure(cause -> unidentified(http, cause));
  }

  private void unidentified(HttpServerRequest http, Throwable cause) {
    resource
        .challenge(http.path(), cause)
        .ifPresent(how -> http.response().putHeader("WWW-Authenticate", how));
    Answers.failed(http, null, cause);
  }

  private void post(HttpServerRequest http) {
    identify(
        http,
        caller -> {
          if (!MediaTypes.isJson(http.getHeader(HttpHeaders.CONTENT_TYPE))) {
            refuse(http, RpcException.own(415, "the body must be application/json"));
          } else if (!MediaTypes.takesJson(http.headers().getAll(HttpHeaders.ACCEPT))) {
            refuse(http, RpcException.own(406, "the answer is application/json"));
          } else {
            new Body(http, config.maxBodyBytes()).read(body -> taken(http, caller, body));
          }
        });
  }

  private void taken(HttpServerRequest http, Caller caller, Buffer body) {
    if (body == null) {
      refuse(http, RpcException.own(413, "more than " + config.maxBodyBytes() + " bytes"));
      return;
    }
    String id = null;
    try {
      Envelope message = Envelope.of(body);
      id = message.id();
      dispatch.post(http, caller, message);
    } catch (WireException malformed) {
      Answers.failed(http, malformed.id(), RpcException.of(malformed));
    } catch (RpcException | BusException refused) {
      Answers.failed(http, id, refused);
    }
  }

  private static void refuse(HttpServerRequest http, RpcException why) {
    Answers.failed(http, null, why);
  }
}
