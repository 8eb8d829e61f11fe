package dev.omnibus.bridge;

import dev.omnibus.access.Doorkeeper;
import dev.omnibus.bridge.socket.Desk;
import dev.omnibus.bridge.socket.SocketDoor;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;

/**
 * The event-bus bridge over plain TCP, for programs in languages without a WebSocket: off unless a
 * port is configured, on loopback unless a host is. What a client may do is the same as over a
 * WebSocket, and decided by the same.
 */
final class TcpDoor {

  private final Vertx vertx;
  private final Desk desk;
  private final SocketDoor door;
  private final Doorkeeper doorkeeper;
  private NetServer server;

  TcpDoor(Vertx vertx, Desk desk, SocketDoor door, Doorkeeper doorkeeper) {
    this.vertx = vertx;
    this.desk = desk;
    this.door = door;
    this.doorkeeper = doorkeeper;
  }

  Future<?> open() {
    if (desk.config().tcpPort() < 0) {
      return Future.succeededFuture();
    }
    server = vertx.createNetServer();
    return server
        .connectHandler(
            socket ->
                door.guest(
                    socket,
                    doorkeeper,
                    connection -> new BusProtocol(desk, connection, Dialect.TCP)))
        .listen(desk.config().tcpPort(), desk.config().tcpHost());
  }

  /** The port it listens on; -1 when it is off. */
  int port() {
    return server == null ? -1 : server.actualPort();
  }
}
