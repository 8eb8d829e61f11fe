package dev.omnibus.gateway.relay;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.config.GatewayConfig;
import dev.omnibus.gateway.agent.Permits;
import dev.omnibus.gateway.agent.Post;
import dev.omnibus.gateway.balance.Balance;
import dev.omnibus.gateway.balance.Bulkhead;
import dev.omnibus.gateway.balance.Fate;
import dev.omnibus.gateway.balance.Intermission;
import dev.omnibus.gateway.balance.Pool;
import dev.omnibus.gateway.balance.Repeats;
import dev.omnibus.gateway.line.Stocks;
import dev.omnibus.gateway.seen.Seen;
import dev.omnibus.gateway.session.Session;
import dev.omnibus.gateway.session.Sessions;
import dev.omnibus.gateway.target.Whereabouts;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;

/** What the fast planes of all event loops of one node have in common. */
public final class Relays {

  private static final Duration END_LIMIT = Duration.ofSeconds(10);

  private final Vertx vertx;
  private final Sessions sessions;
  private final Permits permits;
  private final Seen seen;
  private final GatewayConfig config;
  private final Renewals renewals;
  private final Retirement retirement;
  private final Balance balance;
  private final Whereabouts targets;
  private final Function<Post, Optional<Envelope>> lastKnown;
  private final Stocks stocks = new Stocks();
  private final List<Relay> loops = new CopyOnWriteArrayList<>();
  private final AtomicLong streams = new AtomicLong();

  /**
   * @param balance shared with the other plane
   * @param lastKnown the list that is asked for, as its server last showed it
   * @param others the other nodes of the cluster
   */
  public Relays(
      Vertx vertx,
      Bus bus,
      Sessions sessions,
      Permits permits,
      Seen seen,
      GatewayConfig config,
      Balance balance,
      Whereabouts targets,
      Function<Post, Optional<Envelope>> lastKnown,
      Supplier<Collection<String>> others) {
    this.lastKnown = lastKnown;
    this.balance = balance;
    this.targets = targets;
    this.vertx = vertx;
    this.sessions = sessions;
    this.permits = permits;
    this.seen = seen;
    this.config = config;
    this.renewals = new Renewals(vertx);
    this.retirement =
        new Retirement(vertx, bus, sessions, others, config.sessionIdle(), this::retire);
    bus.hear(Addresses.EVENT_ACCESS_REVOKED, event -> revoked(event.getJsonObject("data")));
  }

  /** Completes when the other nodes can ask this one. */
  public Future<Void> listen() {
    return retirement.start();
  }

  /** The connections of the fast plane. */
  public Stocks stocks() {
    return stocks;
  }

  private void retire(Session session) {
    loops.stream().findFirst().ifPresent(relay -> relay.retire(session));
  }

  /** The fast plane of one event loop; to be called on that loop. */
  public Relay onLoop() {
    Relay relay = new Relay(this, vertx, sessions);
    loops.add(relay);
    return relay;
  }

  Future<Void> later(Duration time) {
    return vertx.timer(time.toMillis()).mapEmpty();
  }

  long nextStream() {
    return streams.incrementAndGet();
  }

  List<Relay> others(Relay one) {
    return loops.stream().filter(loop -> loop != one).toList();
  }

  /** Whoever hears this server on its standing stream hears these messages too. */
  public void tell(String server, List<Buffer> messages) {
    loops.forEach(relay -> relay.tell(server, messages));
  }

  private void revoked(JsonObject data) {
    String user = data.getString("user");
    String session = data.getString("session");
    loops.forEach(
        relay ->
            relay.endStreams(
                caller ->
                    caller.user().equals(user)
                        && (session == null || session.equals(caller.session()))));
  }

  Intermission rests() {
    return balance.rests();
  }

  Bulkhead bulkhead(String server) {
    return balance.bulkheads().of(server);
  }

  Repeats repeats() {
    return balance.repeats();
  }

  /** Null for a server that is but one. */
  Pool pool(String server) {
    return balance.pools().apply(server);
  }

  Whereabouts targets() {
    return targets;
  }

  void saw(String server, Fate fate) {
    balance.witness().accept(server, fate);
  }

  Optional<Envelope> lastKnown(Post post) {
    return lastKnown.apply(post);
  }

  Permits permits() {
    return permits;
  }

  Seen seen() {
    return seen;
  }

  /** How long the end of something may take that nobody waits for. */
  Duration endLimit() {
    return config.callTimeout().compareTo(END_LIMIT) < 0 ? config.callTimeout() : END_LIMIT;
  }

  GatewayConfig config() {
    return config;
  }

  Renewals renewals() {
    return renewals;
  }
}
