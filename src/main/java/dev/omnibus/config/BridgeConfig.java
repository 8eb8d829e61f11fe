package dev.omnibus.config;

import dev.omnibus.bus.Addresses;
import dev.omnibus.model.Fields;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Locale;

/**
 * What one node grants to sockets. Everything that a client controls has a limit here.
 *
 * @param maxMessageBytes longest message of a client; a longer one closes the socket with 1009
 * @param maxAddressLength longest address or reply address in characters
 * @param maxHeaderBytes longest headers of one frame, as JSON
 * @param maxSubscriptions addresses, or feed subscriptions, of one socket
 * @param maxPending requests of one socket that wait for an answer
 * @param requestsPerSecond frames per second and user in the long run, on all nodes together
 * @param requestBurst frames of one user at once, on all nodes together
 * @param socketsPerUser open sockets of one user on all nodes together
 * @param socketsPerRemote open sockets of one remote address on all nodes together
 * @param queueBytes what may wait to be written to one socket before it is closed as slow
 * @param queueMessages how many events may wait for one socket that lags
 * @param ringEvents how many events of one address are kept for those who resume
 * @param ringBytes how large these may be together, encoded
 * @param requestTimeout deadline of a request
 * @param ping time between two heartbeats of the server
 * @param pong how long a sign of life may take after a heartbeat
 * @param idle silence after which a socket is closed that can't answer heartbeats (XHR)
 * @param expiryWarning how long before its token expires a socket is told
 * @param expiryGrace how long after that it is closed
 * @param tick how often heartbeats and expiry are looked after
 * @param streamTick how long an event may wait for the next ones when they follow closely
 * @param stateTick the same for addresses of which only the newest state counts
 * @param slow how long a socket may lag behind before it is closed
 * @param drain over which time the sockets of a node that ends are closed
 * @param maxSockets open sockets of this node, whosoever they are
 * @param maxAge how old a socket may get before it has to come back
 * @param tcpHost where the event-bus bridge over TCP listens
 * @param tcpPort its port; -1 switches it off, 0 takes a free one
 * @param auth how long whoever comes over TCP may take to show who they are
 * @param sealed what becomes of sensitive addresses when a client offers no key
 * @param reconnectSpread over which time those that are told to come back do it
 * @param compress whether WebSockets may agree on permessage-deflate
 */
public record BridgeConfig(
    int maxMessageBytes,
    int maxAddressLength,
    int maxHeaderBytes,
    int maxSubscriptions,
    int maxPending,
    int requestsPerSecond,
    int requestBurst,
    int socketsPerUser,
    int socketsPerRemote,
    long queueBytes,
    int queueMessages,
    int ringEvents,
    long ringBytes,
    Duration requestTimeout,
    Duration ping,
    Duration pong,
    Duration idle,
    Duration expiryWarning,
    Duration expiryGrace,
    Duration tick,
    Duration streamTick,
    Duration stateTick,
    Duration slow,
    Duration drain,
    int maxSockets,
    Duration maxAge,
    Duration reconnectSpread,
    String tcpHost,
    int tcpPort,
    Duration auth,
    boolean compress,
    Sealed sealed) {

  /** What becomes of sensitive addresses when a client offers no key. */
  public enum Sealed {
    /** It gets them plain. */
    OFFERED,
    /** It is refused. */
    REQUIRED
  }

  public static BridgeConfig fromJson(JsonObject json) {
    Fields f = Fields.of(json);
    return new BridgeConfig(
        f.positiveOr("maxMessageBytes", 64 << 10),
        f.positiveOr("maxAddressLength", 200),
        f.positiveOr("maxHeaderBytes", 8 << 10),
        f.positiveOr("maxSubscriptions", 64),
        f.positiveOr("maxPending", 32),
        f.positiveOr("requestsPerSecond", 50),
        f.positiveOr("requestBurst", 200),
        f.positiveOr("socketsPerUser", 50),
        f.positiveOr("socketsPerRemote", 500),
        f.positiveOr("queueBytes", 1 << 20),
        f.positiveOr("queueMessages", 2_000),
        f.positiveOr("ringEvents", 2_000),
        f.positiveOr("ringBytes", 4 << 20),
        millis(f, "requestTimeoutMs", 30_000),
        millis(f, "pingMs", 25_000),
        millis(f, "pongMs", 15_000),
        millis(f, "idleMs", 120_000),
        millis(f, "expiryWarningMs", 60_000),
        millis(f, "expiryGraceMs", 5_000),
        millis(f, "tickMs", 500),
        millis(f, "streamTickMs", 20),
        millis(f, "stateTickMs", 100),
        millis(f, "slowMs", 5_000),
        millis(f, "drainMs", 2_000),
        f.positiveOr("maxSockets", 10_000),
        millis(f, "maxAgeMs", 43_200_000),
        millis(f, "reconnectSpreadMs", 5_000),
        f.textOrNull("tcpHost") == null ? "127.0.0.1" : f.text("tcpHost"),
        f.intOr("tcpPort", -1),
        millis(f, "authMs", 5_000),
        Boolean.TRUE.equals(json.getValue("compress")),
        sealed(f.textOrNull("sealed")));
  }

  private static Sealed sealed(String word) {
    return word == null ? Sealed.OFFERED : Sealed.valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** How long events of this address may wait for each other. */
  public Duration tickOf(String address) {
    return Addresses.STATES.contains(address) ? stateTick : streamTick;
  }

  private static Duration millis(Fields f, String key, int otherwise) {
    return Duration.ofMillis(f.positiveOr(key, otherwise));
  }
}
