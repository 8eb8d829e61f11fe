package dev.omnibus.gateway.session;

import dev.omnibus.access.Caller;
import dev.omnibus.access.Seal;
import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.bus.Failure;
import dev.omnibus.config.GatewayConfig;
import dev.omnibus.gateway.session.Session.Changes;
import dev.omnibus.gateway.session.Session.Start;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions that this node has seen. A session costs the cluster nothing as long as nothing
 * changes after its start: its id says all. What changes is written to a map of the cluster and
 * told to all nodes; a node reads the map once, when it sees a session for the first time.
 */
public final class Sessions {

  private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
  private static final long SECONDS = 5;

  private final Bus bus;
  private final SessionIds ids;
  private final KeptChanges kept;
  private final GatewayConfig config;
  private final Map<String, Session> known = new ConcurrentHashMap<>();
  private final Map<String, String> idsByUid = new ConcurrentHashMap<>();
  private final List<Consumer<Session>> listeners = new CopyOnWriteArrayList<>();

  private Sessions(Bus bus, Seal seal, KeptChanges kept, GatewayConfig config) {
    this.bus = bus;
    this.ids = new SessionIds(seal);
    this.kept = kept;
    this.config = config;
  }

  /** Complete when this node hears what the others change. */
  public static Future<Sessions> open(Vertx vertx, Bus bus, Seal seal, GatewayConfig config) {
    return KeptChanges.open(vertx, config.sessionMax())
        .map(kept -> new Sessions(bus, seal, kept, config))
        .compose(all -> bus.hearAll(Addresses.SESSION, all::heard).completion().map(all))
        .timeout(60, TimeUnit.SECONDS);
  }

  /**
   * Begins a session and makes the id for the agent; empty when the agent says too much of itself
   * for an id.
   *
   * @param upstream the id that the server gave
   * @param init raw params of {@code initialize}
   * @param replica of the server, null where it has none
   */
  public Optional<String> begin(
      String server, Caller caller, String upstream, String init, String replica) {
    String uid = UUID.randomUUID().toString();
    Optional<String> id = begin(uid, server, caller, upstream, init, replica);
    id.ifPresent(text -> known.computeIfPresent(text, (same, session) -> session.begun()));
    return id;
  }

  /**
   * The same, with a name for it that is random already.
   *
   * @param upstream what tells one life of the server from the next
   */
  public Optional<String> begin(
      String uid, String server, Caller caller, String upstream, String init, String replica) {
    long born = System.currentTimeMillis() / 1000;
    Start start = new Start(uid, server, caller.user(), upstream, init, born, replica);
    Optional<String> id = ids.of(start);
    id.ifPresent(text -> remember(text, new Session(start, Changes.none(start), now())));
    return id;
  }

  /** The session if this node knows it and it is the caller's, at that server; else null. */
  public Session known(String id, String server, Caller caller) {
    Session session = known.get(id);
    if (session == null || !belongs(session, server, caller)) {
      return null;
    }
    session.touch(now());
    return session;
  }

  /**
   * The session of an id; completes with null for one that is not there, whether it never was, is
   * over, or is somebody else's.
   */
  public Future<Session> find(String id, String server, Caller caller) {
    Session here = known(id, server, caller);
    Start start = here == null && !known.containsKey(id) ? ids.read(id).orElse(null) : null;
    if (start == null || old(start)) {
      return Future.succeededFuture(here);
    }
    return kept.of(start)
        .timeout(SECONDS, TimeUnit.SECONDS)
        .recover(cause -> Future.failedFuture(Failure.UNAVAILABLE.because(null)))
        .map(changes -> remember(id, new Session(start, changes, now())))
        .map(session -> session != null && belongs(session, server, caller) ? session : null);
  }

  private Session remember(String id, Session young) {
    if (known.size() >= config.maxSessions()) {
      forgetOldest();
    }
    Session before = known.putIfAbsent(id, young);
    idsByUid.put(young.start().uid(), id);
    return before == null ? young : before;
  }

  /** What is forgotten here can be read again from its id, as long as the agent has it. */
  private void forgetOldest() {
    known.entrySet().stream()
        .sorted(Comparator.comparingLong(e -> e.getValue().used()))
        .limit(Math.max(1, config.maxSessions() / 10))
        .toList()
        .forEach(entry -> forget(entry.getKey(), entry.getValue()));
  }

  private void forget(String id, Session session) {
    known.remove(id);
    idsByUid.remove(session.start().uid());
  }

  /** Hears of each change of a session that this node knows, whichever node it was made on. */
  public void onChange(Consumer<Session> listener) {
    listeners.add(listener);
  }

  private void tell(Session session) {
    listeners.forEach(listener -> listener.accept(session));
  }

  /** Ends it on all nodes. */
  public Future<Void> end(Session session) {
    return change(session, Changes::over).mapEmpty();
  }

  /**
   * The server, or another replica of it, gave it another id instead of this one. Completes with
   * false when another node was faster, so that its id is in force.
   */
  public Future<Boolean> renewed(Session session, String asked, String upstream, String replica) {
    return change(session, c -> c.upstream().equals(asked) ? c.renewed(upstream, replica) : c)
        .map(now -> now.upstream().equals(upstream) && Objects.equals(now.replica(), replica));
  }

  /**
   * The same, for a server that tells its lives apart by numbers which others may use too.
   *
   * @param seen what was in force when it was asked
   */
  public Future<Boolean> renewed(Session session, Changes seen, String upstream, String replica) {
    return change(
            session, c -> c.generation() == seen.generation() ? c.renewed(upstream, replica) : c)
        .map(now -> now.upstream().equals(upstream) && Objects.equals(now.replica(), replica));
  }

  public Future<Void> logging(Session session, String level) {
    return change(session, changes -> changes.logging(level)).mapEmpty();
  }

  public Future<Void> subscribed(Session session, String uri, boolean on) {
    return change(session, changes -> Subscriptions.with(changes, uri, on)).mapEmpty();
  }

  /**
   * Here at once, then in the cluster: on top of what other nodes changed meanwhile, so that none
   * of two changes is lost. What ended stays ended, whoever is late with another change.
   */
  private Future<Changes> change(Session session, UnaryOperator<Changes> how) {
    if (session.changes().ended()) {
      return Future.succeededFuture(session.changes());
    }
    session.wish(how);
    tell(session);
    return kept.change(session.start(), how)
        .timeout(SECONDS, TimeUnit.SECONDS)
        .onSuccess(now -> told(session, now))
        .onFailure(
            cause -> {
              session.settle(null);
              LOG.warn("change of a session not kept: {}", cause.toString());
            });
  }

  private void told(Session session, Changes now) {
    Changes before = session.changes();
    session.settle(now);
    tellIfOther(session, before);
    bus.tellAll(Addresses.SESSION, now.toJson().put("uid", session.start().uid()));
  }

  private void heard(JsonObject json) {
    Session session = ofUid(json.getString("uid"));
    if (session != null) {
      Changes before = session.changes();
      session.told(Changes.fromJson(json));
      tellIfOther(session, before);
    }
  }

  private void tellIfOther(Session session, Changes before) {
    if (!session.changes().sameAs(before)) {
      tell(session);
    }
  }

  /** Those that their servers keep and nobody here used for so long; not more than so many. */
  public List<Session> idle(Duration limit, int most) {
    long now = now();
    return known.values().stream()
        .filter(one -> one.isIdle(now, limit.toNanos()) && !one.changes().ended())
        .limit(most)
        .toList();
  }

  /**
   * For how long nobody here used a session, for a node that ends it if that is so on all nodes;
   * empty when it is not known here.
   *
   * @param limit from which on this node leaves it to who asks
   */
  public OptionalLong quietMillis(String uid, Duration limit) {
    Session session = ofUid(uid);
    if (session == null) {
      return OptionalLong.empty();
    }
    leave(session, limit);
    return OptionalLong.of(session.quiet(now()) / 1_000_000);
  }

  /** Another node used it so long ago; what is idle here may be looked at again that much later. */
  public void usedElsewhere(Session session, long millisAgo) {
    session.touch(Math.max(session.used(), now() - millisAgo * 1_000_000));
  }

  /** Whether it is still idle; then it is not looked at again before it is used again. */
  public boolean leave(Session session, Duration limit) {
    boolean idle = session.quiet(now()) >= limit.toNanos();
    if (idle) {
      session.leave();
    }
    return idle;
  }

  private Session ofUid(String uid) {
    String id = idsByUid.get(uid);
    return id == null ? null : known.get(id);
  }

  /** Those at a server that this node knows and that are not over: whose each is, by its name. */
  public Map<String, String> at(String server, int most) {
    return known.values().stream()
        .filter(one -> one.start().server().equals(server) && !one.changes().ended())
        .limit(most)
        .collect(
            Collectors.toMap(one -> one.start().uid(), one -> one.start().user(), (a, b) -> a));
  }

  /** How many this node remembers. */
  public int size() {
    return known.size();
  }

  private boolean belongs(Session session, String server, Caller caller) {
    return !session.changes().ended()
        && session.start().user().equals(caller.user())
        && session.start().server().equals(server)
        && !old(session.start());
  }

  private boolean old(Start start) {
    return System.currentTimeMillis() / 1000 - start.born() > config.sessionMax().toSeconds();
  }

  private static long now() {
    return System.nanoTime();
  }
}
