package dev.omnibus.demo;

import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpServerSession;
import io.modelcontextprotocol.spec.McpServerTransport;
import java.time.Duration;
import java.util.Map;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** The SDK's session with a delay before each answer, cancellation, and word of its end. */
final class StdioSession extends McpServerSession {
  private final McpServerSession session;
  private final Jitter latency;
  private final Runnable ended;
  private final InFlight inFlight = new InFlight();

  StdioSession(
      McpServerSession session, McpServerTransport transport, Jitter latency, Runnable ended) {
    super(session.getId(), Duration.ZERO, transport, init -> Mono.empty(), Map.of(), Map.of());
    this.session = session;
    this.latency = latency;
    this.ended = ended;
  }

  @Override
  public Mono<Void> handle(JSONRPCMessage message) {
    if (message instanceof JSONRPCRequest request) {
      return answer(request);
    }
    if (message instanceof JSONRPCNotification news && InFlight.CANCELLED.equals(news.method())) {
      return Mono.fromRunnable(() -> cancel(news.params()));
    }
    return session.handle(message);
  }

  private Mono<Void> answer(JSONRPCRequest request) {
    Sinks.Empty<Void> cancelled = Sinks.empty();
    inFlight.add(request.id(), cancelled::tryEmitEmpty);
    return pause()
        .then(session.handle(request))
        .takeUntilOther(cancelled.asMono())
        .doFinally(signal -> inFlight.remove(request.id()));
  }

  /**
   * Without a latency nothing changes threads, so that answers keep the order the SDK gives them.
   */
  private Mono<Long> pause() {
    Duration pause = latency.next();
    return pause.isZero() ? Mono.empty() : Mono.delay(pause);
  }

  private void cancel(Object params) {
    if (params instanceof Map<?, ?> map && map.get("requestId") != null) {
      inFlight.cancel(map.get("requestId"));
    }
  }

  @Override
  public Mono<Void> sendNotification(String method, Object params) {
    return session.sendNotification(method, params);
  }

  @Override
  public Mono<Void> closeGracefully() {
    return session.closeGracefully();
  }

  /** Called when stdin ends, and when a line on it is not JSON: the SDK reads no further then. */
  @Override
  public void close() {
    session.close();
    ended.run();
  }
}
