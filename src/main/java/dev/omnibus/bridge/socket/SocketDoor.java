package dev.omnibus.bridge.socket;

import dev.omnibus.access.Caller;
import dev.omnibus.access.Doorkeeper;
import dev.omnibus.access.SecurityEvents;
import dev.omnibus.access.Tokens;
import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import dev.omnibus.config.BridgeConfig;
import dev.omnibus.presence.Place;
import io.netty.channel.Channel;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.Executor;
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

  private final Vertx vertx;
  private final BridgeConfig config;
  private final Connections connections;
  private final Tokens tokens;
  private final SecurityEvents security;
  private final Seats seats;
  private volatile boolean draining;
  private final AtomicLong ids = new AtomicLong();

  public SocketDoor(
      Vertx vertx,
      BridgeConfig config,
      Connections connections,
      Tokens tokens,
      SecurityEvents security,
      Seats seats) {
    this.vertx = vertx;
    this.config = config;
    this.connections = connections;
    this.tokens = tokens;
    this.security = security;
    this.seats = seats;
  }

  /** From now on nobody comes in. */
  public void shut() {
    draining = true;
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
              Connection connection = opening.connection(ChannelWire::raw);
              opening.hear(connection, connection::received);
              opening.begin(connection, spoken);
              return null;
            });
  }

  /** Upgrades to SockJS over WebSocket. Fails with a {@link BusException} before the upgrade. */
  public Future<Void> sockJs(
      HttpServerRequest request, Caller caller, Function<Connection, Protocol> spoken) {
    return upgrade(request, caller)
        .map(
            opening -> {
              Connection connection = opening.connection(ChannelWire::sockJs);
              opening.hear(connection, text -> SockJsFrames.read(text, connection));
              opening.begin(connection, spoken);
              return null;
            });
  }

  /** A SockJS session over HTTP requests, on this loop and not open yet. */
  public XhrSession xhrSession(Caller caller, Runnable forget) {
    return new XhrSession(connections.here(vertx), caller.user(), forget);
  }

  /** Opens such a session; it is closed at once when there is no seat. */
  public void xhr(
      HttpServerRequest request,
      XhrSession session,
      Caller caller,
      Function<Connection, Protocol> spoken) {
    String remote = request.remoteAddress().hostAddress();
    Seat seat = draining ? null : seat(caller, remote);
    if (seat == null) {
      full(caller, remote, request.path());
      CloseCode why = draining ? CloseCode.DRAINING : CloseCode.FULL;
      session.close(why.code(), why.reason());
      return;
    }
    Connection connection = connection(session, seat);
    session.carries(connection);
    open(connection, spoken, Visitor.of(request));
  }

  /** Takes a TCP connection that has not said yet who it is. */
  public void guest(
      NetSocket socket, Doorkeeper doorkeeper, Function<Connection, Protocol> spoken) {
    new TcpGuest(socket, this, doorkeeper, config, spoken);
  }

  /** A socket for somebody who came over TCP; null when there is no seat. */
  Connection tcp(Wire wire, Caller caller, String remote) {
    Seat seat = draining ? null : seat(caller, remote);
    if (seat == null) {
      full(caller, remote, "tcp");
      return null;
    }
    return connection(wire, seat);
  }

  Vertx vertx() {
    return vertx;
  }

  /** Takes in those who come to the loop on whose thread this is called, some at a time. */
  public Executor here() {
    return connections.newcomers(vertx);
  }

  /**
   * A session may have ended since the caller was identified, and the word of it found no socket.
   * Whoever ends one does it before telling, so one look after the opening misses nothing.
   */
  void open(Connection connection, Function<Connection, Protocol> spoken, Place from) {
    connection.open(spoken.apply(connection), from);
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

  /** A way to write to a channel; the second says whether messages may leave deflated. */
  private interface Wiring {
    Wire of(Channel channel, boolean deflates);
  }

  /**
   * @param deflates whether messages may come and go deflated
   */
  private record Opening(SocketDoor door, Takeover taken, Seat seat, boolean deflates, Place from) {
    Connection connection(Wiring wiring) {
      return door.connection(wiring.of(taken.channel(), deflates), seat);
    }

    void hear(Connection connection, Consumer<String> reader) {
      SocketEar ear = new SocketEar(connection, reader);
      Intake.of(taken, door.config.maxMessageBytes(), deflates, ear);
    }

    void begin(Connection connection, Function<Connection, Protocol> spoken) {
      door.open(connection, spoken, from);
      if (taken.early()) {
        connection.close(CloseCode.EARLY);
      }
    }
  }

  private Future<Opening> upgrade(HttpServerRequest request, Caller caller) {
    if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
      return Future.failedFuture(Failure.BAD_REQUEST.because("can upgrade to a WebSocket only"));
    }
    if (hasBody(request)) {
      return Future.failedFuture(Failure.BAD_REQUEST.because("an upgrade has no body"));
    }
    if (draining) {
      return Future.failedFuture(Failure.UNAVAILABLE.because("draining"));
    }
    if (!((ConnectionBase) request.connection()).channel().isActive()) {
      return Future.failedFuture(Failure.UNAVAILABLE.because("the client has left"));
    }
    try {
      Handshake.check(request);
    } catch (BusException none) {
      return Future.failedFuture(none);
    }
    String remote = request.remoteAddress().hostAddress();
    Seat seat = seat(caller, remote);
    if (seat == null) {
      full(caller, remote, request.path());
      return Future.failedFuture(Failure.LIMITED.because("too many sockets"));
    }
    boolean deflates = config.compress() && Deflation.agree(request);
    Place from = Visitor.of(request);
    return Takeover.of(request, config.maxMessageBytes(), deflates)
        .map(taken -> new Opening(this, taken, seat, deflates, from))
        .onFailure(
            cause -> {
              seat.leave();
              Deflation.forget(request);
            });
  }

  private static boolean hasBody(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null
        || length != null && !length.equals("0");
  }

  /** A seat, or null when this node, the user or the remote address has all of its own. */
  private Seat seat(Caller caller, String remote) {
    return connections.isFull() ? null : seats.take(caller, remote).orElse(null);
  }

  private void full(Caller caller, String remote, String path) {
    connections.trail().refused(caller.user(), remote, path, "too_many_sockets");
    security.refused("too_many_sockets", Mask.uri(path), caller.user(), remote);
  }

  private Connection connection(Wire wire, Seat seat) {
    String id = "s" + ids.incrementAndGet();
    return new Connection(id, connections.here(vertx), wire, seat, config, connections);
  }
}
