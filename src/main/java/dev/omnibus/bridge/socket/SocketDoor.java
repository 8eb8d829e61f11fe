package dev.omnibus.bridge.socket;

import dev.omnibus.access.Caller;
import dev.omnibus.access.SecurityEvents;
import dev.omnibus.access.Tokens;
import dev.omnibus.bridge.hub.Loop;
import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import dev.omnibus.config.BridgeConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns a request of a known caller into an open {@link Connection}, if there is a seat for it.
 * Whether the caller may come in at all was decided before.
 */
public final class SocketDoor {

  private static final Logger LOG = LoggerFactory.getLogger(SocketDoor.class);
  private static final int ABNORMAL = 1006;

  private final Vertx vertx;
  private final BridgeConfig config;
  private final Connections connections;
  private final Tokens tokens;
  private final SecurityEvents security;
  private final Seats seats;
  private final AtomicLong ids = new AtomicLong();

  public SocketDoor(
      Vertx vertx,
      BridgeConfig config,
      Connections connections,
      Tokens tokens,
      SecurityEvents security) {
    this.vertx = vertx;
    this.config = config;
    this.connections = connections;
    this.tokens = tokens;
    this.security = security;
    this.seats = new Seats(config);
  }

  /** Forgets users that are long gone. */
  public void sweep() {
    seats.sweep(System.nanoTime());
  }

  /** Upgrades to a plain WebSocket. Fails with a {@link BusException} before the upgrade. */
  public Future<Void> raw(
      HttpServerRequest request, Caller caller, Function<Connection, Protocol> spoken) {
    return upgrade(request, caller)
        .map(
            opening -> {
              Connection connection =
                  opening.connection(ChannelWire.raw(request, opening.socket()));
              opening.hear(request, connection, connection::received);
              open(connection, spoken);
              return null;
            });
  }

  /** Upgrades to SockJS over WebSocket. Fails with a {@link BusException} before the upgrade. */
  public Future<Void> sockJs(
      HttpServerRequest request, Caller caller, Function<Connection, Protocol> spoken) {
    return upgrade(request, caller)
        .map(
            opening -> {
              Connection connection =
                  opening.connection(ChannelWire.sockJs(request, opening.socket()));
              opening.hear(request, connection, text -> SockJsFrames.read(text, connection));
              open(connection, spoken);
              return null;
            });
  }

  /** Takes a SockJS session over HTTP requests; it is closed at once when there is no seat. */
  public void fallback(
      SockJSSocket socket,
      Caller caller,
      Function<Connection, Protocol> spoken,
      Runnable whenClosed) {
    String remote = socket.remoteAddress().hostAddress();
    FallbackWire wire = new FallbackWire(socket);
    Seat seat = seat(caller, remote);
    if (seat == null) {
      full(caller, remote, socket.uri());
      socket.closeHandler(closed -> whenClosed.run());
      wire.close(4429, Failure.LIMITED.sentence());
      return;
    }
    Connection connection = connection(wire, seat);
    Loop loop = connection.loop(); // a later request of the session may come on another one
    socket.handler(message -> loop.execute(() -> received(message, connection)));
    socket.closeHandler(
        closed -> {
          whenClosed.run();
          loop.execute(() -> connection.ended(ABNORMAL, "session closed"));
        });
    open(connection, spoken);
  }

  /**
   * A session may have ended since the caller was identified, and the word of it found no socket.
   * Whoever ends one does it before telling, so one look after the opening misses nothing.
   */
  private void open(Connection connection, Function<Connection, Protocol> spoken) {
    connection.open(spoken.apply(connection));
    tokens
        .recheck(connection.caller())
        .onFailure(cause -> connection.loop().execute(() -> doubt(connection, cause)));
  }

  private static void doubt(Connection connection, Throwable cause) {
    if (cause instanceof BusException known && known.failure() == Failure.UNAUTHENTICATED) {
      connection.close(CloseCode.REVOKED.code(), known.getMessage());
    } else {
      LOG.warn("caller not looked at again remote={}: {}", connection.remote(), cause.toString());
    }
  }

  private void received(Buffer message, Connection connection) {
    if (message.length() > config.maxMessageBytes()) {
      connection.close(CloseCode.TOO_LARGE);
    } else {
      connection.received(message.toString());
    }
  }

  private record Opening(SocketDoor door, ServerWebSocket socket, Seat seat) {
    Connection connection(Wire wire) {
      return door.connection(wire, seat);
    }

    void hear(HttpServerRequest upgraded, Connection connection, Consumer<String> reader) {
      Intake.of(
          socket,
          ChannelWire.channel(upgraded),
          door.config.maxMessageBytes(),
          new SocketEar(connection, reader));
    }
  }

  private Future<Opening> upgrade(HttpServerRequest request, Caller caller) {
    if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
      return Future.failedFuture(Failure.BAD_REQUEST.because("can upgrade to a WebSocket only"));
    }
    String remote = request.remoteAddress().hostAddress();
    Seat seat = seat(caller, remote);
    if (seat == null) {
      full(caller, remote, request.path());
      return Future.failedFuture(Failure.LIMITED.because("too many sockets"));
    }
    return request
        .toWebSocket()
        .map(socket -> new Opening(this, socket, seat))
        .onFailure(cause -> seat.leave());
  }

  /** A seat, or null when this node, the user or the remote address has all of its own. */
  private Seat seat(Caller caller, String remote) {
    return connections.isFull() ? null : seats.take(caller, remote).orElse(null);
  }

  private void full(Caller caller, String remote, String path) {
    connections.counters().refused.increment();
    security.refused("too_many_sockets", Mask.uri(path), caller.user(), remote);
  }

  private Connection connection(Wire wire, Seat seat) {
    String id = "s" + ids.incrementAndGet();
    return new Connection(id, connections.here(vertx), wire, seat, config, connections);
  }
}
