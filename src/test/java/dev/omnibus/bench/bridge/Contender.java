package dev.omnibus.bench.bridge;

import java.io.IOException;
import java.util.List;

/**
 * One of those that are compared: a server, how it is spoken to, and on which address it tells.
 *
 * @param acknowledged whether it says that a register stands
 */
record Contender(
    String name, Peer peer, int port, Speech speech, boolean acknowledged, String address)
    implements AutoCloseable {

  static final String STREAM = "event.call.progress";
  static final String STATE = "event.server.status";

  /**
   * With what the launcher gives a node beside its heap.
   *
   * @param more {@link BridgeNode}'s arguments: its limits, and whether it is clustered
   */
  static Contender omnibus(String name, Speech speech, String address, String... more)
      throws IOException {
    String given = System.getenv().getOrDefault("OMNIBUS_NODE_OPTS", "").trim();
    List<String> options = given.isEmpty() ? List.of() : List.of(given.split("\\s+"));
    Peer node = Peer.java(options, BridgeNode.class, "512m", more);
    return of(name, node, speech, true, address);
  }

  static Contender stock(String name, Speech speech) throws IOException {
    Peer peer = Peer.java(StockServer.class, "1g", speech.name());
    return of(name, peer, speech, false, STREAM);
  }

  /**
   * @param threads may lack: how many write, else one does
   */
  static Contender floor(String name, String... threads) throws IOException {
    return of(name, Peer.java(FloorServer.class, "256m", threads), Speech.PLAIN, false, STREAM);
  }

  static Contender ws(String name) throws IOException {
    return of(name, Peer.node("ws.cjs"), Speech.PLAIN, false, STREAM);
  }

  static Contender socketIo(String name) throws IOException {
    return of(name, Peer.node("socketio.cjs"), Speech.SOCKETIO, false, STREAM);
  }

  private static Contender of(
      String name, Peer peer, Speech speech, boolean acknowledged, String address)
      throws IOException {
    String port = peer.answer();
    while (!port.matches("\\d+")) {
      port = peer.answer();
    }
    return new Contender(name, peer, Integer.parseInt(port), speech, acknowledged, address);
  }

  /** The same server by another name, told of on another address. */
  Contender on(String other, String address) {
    return new Contender(other, peer, port, speech, acknowledged, address);
  }

  /** What the load knows it by. */
  String key() {
    return name.replace(' ', '_');
  }

  boolean isJava() {
    return speech.isBus() || name.startsWith("write()");
  }

  @Override
  public void close() {
    peer.close();
  }
}
