package dev.omnibus.coordinator;

import dev.omnibus.config.CoordinatorConfig;
import dev.omnibus.config.Endpoints;
import dev.omnibus.coordinator.vitals.ProcessMark;
import dev.omnibus.mcp.ClientInfo;
import dev.omnibus.mcp.ConnectOptions;
import dev.omnibus.mcp.Endpoint;
import dev.omnibus.mcp.McpConnector;
import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.McpException.Kind;
import dev.omnibus.mcp.McpSession;
import dev.omnibus.mcp.Printed;
import dev.omnibus.mcp.Revisions;
import dev.omnibus.mcp.StdioEndpoint;
import dev.omnibus.mcp.TransportKind;
import dev.omnibus.mcp.transport.StdioLink;
import dev.omnibus.model.ServerSpec;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Opens sessions, a limited number at once. Every failure is an {@link McpException} without
 * secrets.
 */
final class Opener {

  /** A server that runs already needs no time to start; longer than this and it hangs. */
  private static final Duration HANDSHAKE = Duration.ofSeconds(10);

  /** The heavy part of a start is over by then; who takes longer waits and burdens nobody. */
  private static final Duration TURN = Duration.ofSeconds(2);

  /** So many handshakes over HTTP weigh as much as the start of one program. */
  private static final int LIGHTER = 16;

  /** Between two tries to reach a process that has just been started. */
  private static final Duration KNOCK = Duration.ofMillis(200);

  private final Vertx vertx;
  private final McpConnector connector;
  private final ClientInfo client;
  private final Endpoints endpoints;
  private final CoordinatorConfig config;
  private final Vacancy vacancy;
  private final ProcessMark mark;
  private final Turnstile programs;
  private final Turnstile handshakes;
  private final Set<StdioLink> companions = new HashSet<>();

  Opener(
      Vertx vertx,
      McpConnector connector,
      ClientInfo client,
      Endpoints endpoints,
      CoordinatorConfig config,
      ProcessMark mark) {
    this.mark = mark;
    this.client = client;
    this.vertx = vertx;
    this.connector = connector;
    this.endpoints = endpoints;
    this.config = config;
    this.vacancy = new Vacancy(vertx);
    this.programs = new Turnstile(config.connecting());
    this.handshakes = new Turnstile(config.connecting() * LIGHTER);
  }

  /**
   * @param cancelled when it is complete nobody wants the session any more
   */
  Future<Line> open(ServerSpec spec, Printed printed, Future<?> cancelled) {
    boolean reachedAtUrl = spec.url() != null;
    Turnstile turnstile = spec.hasProcess() ? programs : handshakes;
    return turnstile
        .pass(
            () -> {
              if (cancelled.isComplete()) {
                return Future.failedFuture(McpException.of(Kind.CLOSED, "not wanted any more"));
              }
              return spec.hasProcess() && reachedAtUrl
                  ? both(spec, printed, cancelled)
                  : one(spec, printed, cancelled);
            },
            () -> vertx.timer(TURN.toMillis()))
        .recover(cause -> Future.failedFuture(known(cause)));
  }

  private Future<Line> one(ServerSpec spec, Printed printed, Future<?> cancelled) {
    Duration deadline = spec.hasProcess() ? config.connectTimeout() : handshake();
    return vertx
        .executeBlocking(() -> mark.on(endpoints.session(spec)), false)
        .compose(
            where ->
                connector.connect(
                    where, new ConnectOptions(deadline, printed, init(spec), cancelled)))
        .map(session -> new Line(session, null));
  }

  /** The session of one agent alone, in its own words; its process, if it is one, with it. */
  Future<McpSession> openOwn(ServerSpec spec, JsonObject init, Printed printed) {
    boolean starts = spec.transport() == TransportKind.STDIO;
    Duration deadline = starts ? config.connectTimeout() : handshake();
    ConnectOptions options = new ConnectOptions(deadline, printed, init.isEmpty() ? null : init);
    return (starts ? programs : handshakes)
        .pass(
            () ->
                vertx
                    .executeBlocking(() -> mark.on(endpoints.session(spec)), false)
                    .compose(where -> connector.connect(where, options)),
            () -> vertx.timer(TURN.toMillis()))
        .recover(cause -> Future.failedFuture(known(cause)));
  }

  /**
   * Agents that share the session may offer these; what the one that is meant does not offer is
   * refused when the server asks. Nobody's roots are those of all, so their changes are not told.
   */
  private JsonObject init(ServerSpec spec) {
    JsonObject capabilities = new JsonObject();
    if (spec.transport() != TransportKind.HTTP || spec.hasProcess()) {
      capabilities
          .put("roots", new JsonObject())
          .put("sampling", new JsonObject().put("tools", new JsonObject()))
          .put(
              "elicitation",
              new JsonObject().put("form", new JsonObject()).put("url", new JsonObject()));
    }
    return new JsonObject()
        .put("protocolVersion", Revisions.NEWEST_LEGACY)
        .put("capabilities", capabilities)
        .put("clientInfo", client.toJson());
  }

  /** The process first, then its URL until it answers there or ends. */
  private Future<Line> both(ServerSpec spec, Printed printed, Future<?> cancelled) {
    long end = System.nanoTime() + config.connectTimeout().toNanos();
    return vertx
        .executeBlocking(() -> endpoints.url(spec), false)
        .compose(vacancy::of)
        .compose(free -> vertx.executeBlocking(() -> mark.on(endpoints.process(spec)), false))
        .compose(program -> start(program, printed))
        .onSuccess(process -> cancelled.onComplete(none -> process.close()))
        .compose(
            process ->
                vertx
                    .executeBlocking(() -> mark.on(endpoints.session(spec)), false)
                    .compose(where -> knock(process, where, end))
                    .map(session -> new Line(session, process))
                    .onFailure(cause -> process.close()));
  }

  /** Ends every process it started for a URL, those that nobody has reached yet as well. */
  Future<Void> close() {
    return Future.join(companions.stream().map(StdioLink::close).toList()).mapEmpty();
  }

  private Future<StdioLink> start(StdioEndpoint program, Printed printed) {
    return StdioLink.open(vertx, vertx.getOrCreateContext(), program, printed)
        .onSuccess(companions::add)
        .onSuccess(process -> process.closed().onComplete(over -> companions.remove(process)));
  }

  private Future<McpSession> knock(StdioLink process, Endpoint where, long end) {
    Duration left = Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
    Duration deadline = left.compareTo(handshake()) < 0 ? left : handshake();
    return connector
        .connect(where, ConnectOptions.within(deadline))
        .recover(
            cause -> {
              if (process.closed().isComplete()) {
                return Future.failedFuture(process.closed().result().toException());
              }
              return System.nanoTime() + KNOCK.toNanos() >= end
                  ? Future.failedFuture(cause)
                  : vertx.timer(KNOCK.toMillis()).compose(ignored -> knock(process, where, end));
            });
  }

  private Duration handshake() {
    Duration limit = config.connectTimeout();
    return limit.compareTo(HANDSHAKE) < 0 ? limit : HANDSHAKE;
  }

  /** A text of a server's with the secrets hidden. */
  String mask(String text) {
    return endpoints.mask(text);
  }

  private McpException known(Throwable cause) {
    if (cause instanceof McpException known) {
      return known;
    }
    return McpException.of(Kind.UNREACHABLE, endpoints.mask(String.valueOf(cause.getMessage())));
  }
}
