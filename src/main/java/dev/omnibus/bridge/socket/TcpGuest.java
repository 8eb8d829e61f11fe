package dev.omnibus.bridge.socket;

import dev.omnibus.access.Caller;
import dev.omnibus.access.Doorkeeper;
import dev.omnibus.bridge.hub.Packet;
import dev.omnibus.bridge.hub.Parcel;
import dev.omnibus.config.BridgeConfig;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/**
 * A TCP connection from its first byte: until its first frame, {@code
 * {"type":"auth","token":".."}}, has shown who it is, it may do nothing, and it has only so long
 * for that.
 */
final class TcpGuest {

  private static final int MOST_EARLY = 16;
  private final NetSocket socket;
  private final SocketDoor door;
  private final Doorkeeper doorkeeper;
  private final Function<Connection, Protocol> spoken;
  private final TcpFrames frames;
  private final TcpWire wire;
  private final long deadline;
  private final Deque<String> early = new ArrayDeque<>();
  private boolean asked;
  private boolean over;
  private Connection connection;

  TcpGuest(
      NetSocket socket,
      SocketDoor door,
      Doorkeeper doorkeeper,
      BridgeConfig config,
      Function<Connection, Protocol> spoken) {
    this.socket = socket;
    this.door = door;
    this.doorkeeper = doorkeeper;
    this.spoken = spoken;
    this.frames = new TcpFrames(config.maxMessageBytes());
    this.wire = new TcpWire(socket);
    this.deadline =
        door.vertx()
            .setTimer(config.auth().toMillis(), id -> refuse(CloseCode.NO_PROOF, "no proof came"));
    socket.handler(this::bytes);
    socket.exceptionHandler(cause -> {}); // a reset; the close handler comes after it
    socket.closeHandler(closed -> gone());
  }

  private void bytes(Buffer bytes) {
    try {
      frames.take(bytes, this::message);
    } catch (TcpFrames.Broken e) {
      if (connection == null) {
        refuse(e.code(), e.code().reason());
      } else {
        socket.handler(ignored -> {});
        connection.close(e.code());
      }
    }
  }

  private void message(String text) {
    if (connection != null) {
      connection.received(text);
    } else if (!asked) {
      asked = true;
      identify(text);
    } else if (early.size() < MOST_EARLY) {
      early.add(text);
    } else {
      refuse(CloseCode.FLOOD, "wait for the answer to the first frame");
    }
  }

  /** Nothing more is read until it is known who speaks. */
  private void identify(String text) {
    String token = token(text);
    if (token == null) {
      refuse(CloseCode.NO_PROOF, "the first frame is {\"type\":\"auth\",\"token\":\"..\"}");
      return;
    }
    socket.pause();
    Future<Caller> caller = doorkeeper.callerOf(token, "tcp", remote());
    caller
        .onSuccess(this::welcome)
        .onFailure(cause -> refuse(CloseCode.NO_PROOF, cause.getMessage()));
  }

  private static String token(String text) {
    try {
      return Json.decodeValue(text) instanceof JsonObject json
              && "auth".equals(json.getValue("type"))
              && json.getValue("token") instanceof String token
          ? token
          : null;
    } catch (DecodeException e) {
      return null;
    }
  }

  private void welcome(Caller caller) {
    door.vertx().cancelTimer(deadline);
    if (over) {
      return;
    }
    connection = door.tcp(wire, caller, remote());
    if (connection == null) {
      refuse(CloseCode.FULL, CloseCode.FULL.reason());
      return;
    }
    say(new JsonObject().put("type", "auth").put("ok", true));
    door.open(connection, spoken, Visitor.TCP);
    early.forEach(connection::received);
    early.clear();
    socket.resume();
  }

  private String remote() {
    return socket.remoteAddress().hostAddress();
  }

  private void say(JsonObject json) {
    Parcel parcel = new Parcel(List.of(Packet.of(json)));
    wire.write(parcel);
    parcel.release();
    wire.flush();
  }

  private void refuse(CloseCode code, String why) {
    door.vertx().cancelTimer(deadline);
    if (over) {
      return;
    }
    over = true;
    socket.handler(ignored -> {}).resume();
    say(
        new JsonObject()
            .put("type", "err")
            .put("failureCode", code == CloseCode.NO_PROOF ? 401 : 400)
            .put("message", why));
    wire.close(code.code(), code.reason());
  }

  private void gone() {
    over = true;
    door.vertx().cancelTimer(deadline);
    if (connection != null) {
      connection.ended(1006, "connection closed");
    }
  }
}
