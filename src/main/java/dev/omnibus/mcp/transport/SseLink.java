package dev.omnibus.mcp.transport;

import dev.omnibus.mcp.CloseReason;
import dev.omnibus.mcp.CloseReason.Cause;
import dev.omnibus.mcp.HttpEndpoint;
import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.McpException.Kind;
import dev.omnibus.mcp.TransportKind;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** HTTP+SSE of 2024-11-05: everything comes on one stream, everything goes by post. */
public final class SseLink implements Link {
  private final HttpTarget target;
  private final SseParser parser;
  private final Inbox inbox = new Inbox(Vertx.currentContext());
  private final Promise<Void> opened = Promise.promise();
  private final Promise<CloseReason> closed = Promise.promise();
  private Handler<Envelope> messages = message -> {};
  private HttpClientRequest stream;
  private HttpTarget posts;
  private String version;

  public SseLink(HttpClients clients, HttpEndpoint endpoint) {
    this.target = HttpTarget.of(clients, endpoint);
    this.parser = new SseParser(target.maxBodyBytes(), this::event);
  }

  /** Completes when the server has said where to post. Give up by {@link #close()}. */
  public Future<Void> open() {
    target
        .send(
            target.streams(),
            HttpMethod.GET,
            Map.of("Accept", "text/event-stream"),
            Buffer.buffer(),
            this::isWanted)
        .compose(this::listen)
        .onFailure(failure -> opened.tryFail(HttpFailures.of(failure)));
    return opened.future();
  }

  @Override
  public TransportKind kind() {
    return TransportKind.SSE;
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
    if (version != null) {
      all.put("MCP-Protocol-Version", version);
    }
    return new SsePost(posts, message).start(all);
  }

  @Override
  public Future<CloseReason> closed() {
    return closed.future();
  }

  @Override
  public Future<Void> close() {
    over(CloseReason.of(Cause.CLOSED_BY_US, "closed by Omnibus"));
    return Future.succeededFuture();
  }

  private boolean isWanted(HttpClientRequest request) {
    stream = request;
    return !closed.future().isComplete();
  }

  private Future<Void> listen(HttpClientResponse response) {
    int status = response.statusCode();
    if (status != 200) {
      return BodyReader.read(response, 64 * 1024)
          .otherwise(Buffer.buffer())
          .compose(body -> Future.failedFuture(HttpFailures.refusal(response, body)));
    }
    if (!HttpPost.mediaType(response).equals("text/event-stream")) {
      BodyReader.drop(response);
      return Future.failedFuture(
          McpException.http(Kind.GARBAGE, status, "HTTP 200 without an event stream"));
    }
    response.handler(this::chunk);
    response.endHandler(v -> over(CloseReason.of(Cause.STREAM_ENDED, "the event stream ended")));
    response.exceptionHandler(
        failure -> over(CloseReason.of(Cause.STREAM_ENDED, "the event stream broke")));
    return Future.succeededFuture();
  }

  private void chunk(Buffer bytes) {
    if (!parser.feed(bytes)) {
      String text = "an event longer than " + target.maxBodyBytes() + " bytes";
      over(CloseReason.of(Cause.TOO_LARGE, text));
    }
  }

  private void event(SseEvent event) {
    if (event.name().equals("endpoint")) {
      endpoint(event.data());
    } else if (event.name().equals("message")) {
      inbox.take(Buffer.buffer(event.data()), parsed -> parsed.forEach(messages::handle));
    }
  }

  /** Only the first counts, and only where the stream itself is: it gets our credentials. */
  private void endpoint(String where) {
    if (posts != null) {
      return;
    }
    URI url = resolve(where);
    if (url == null || !sameOrigin(url)) {
      opened.tryFail(McpException.of(Kind.GARBAGE, "the endpoint event names another origin"));
      close();
      return;
    }
    posts = target.at(url);
    opened.tryComplete();
  }

  private URI resolve(String where) {
    try {
      return target.url().resolve(where.strip());
    } catch (IllegalArgumentException notAnAddress) {
      return null;
    }
  }

  private boolean sameOrigin(URI url) {
    return target.url().getScheme().equalsIgnoreCase(url.getScheme())
        && target.url().getHost().equalsIgnoreCase(url.getHost())
        && target.url().getPort() == url.getPort();
  }

  private void over(CloseReason why) {
    if (closed.tryComplete(why)) {
      opened.tryFail(why.toException());
      if (stream != null) {
        stream.reset();
      }
    }
  }
}
